/* Which shells of which atoms have a Hubbard U, and the orbitals that their electrons are counted in: those of the free
 * atom, in the atom's basis functions. */
#ifndef HC_GPW_HUBBARD_SHELLS_H
#define HC_GPW_HUBBARD_SHELLS_H

#include "gpw/system.h"

typedef struct hc_gpw_hubbard_shell {
    size_t atom;
    int l;
    double u;          /* hartree: U - J */
    double occupation; /* of each of its orbitals and each spin in the free atom, 0 ... 1 */
    size_t first;      /* of its 2l + 1 projectors */
} hc_gpw_hubbard_shell;

typedef struct hc_gpw_hubbard_shells {
    size_t count;
    hc_gpw_hubbard_shell *shell; /* [count] */
    size_t nprojector;           /* of all shells */
    double *projector;           /* [nprojector][nao]: rows, zero but for functions of the atom */
} hc_gpw_hubbard_shells;

/* text [ntext]: "Ce=f:5" (a shell and U in eV; before "=" an element or a selection of atoms), a later one for the same
 * shell wins, and 0 takes U away. The shell is the highest of its letter with electrons in the free atom.
 * HC_ERROR_INPUT says what is wrong with a text that means nothing. */
HC_MUST_CHECK hc_status hc_gpw_hubbard_shells_create(hc_context *ctx, const hc_gpw_system *system,
                                                     const hc_structure *structure, const char *const *text,
                                                     size_t ntext, hc_gpw_hubbard_shells **shells);
void hc_gpw_hubbard_shells_free(hc_gpw_hubbard_shells *shells);

#endif
