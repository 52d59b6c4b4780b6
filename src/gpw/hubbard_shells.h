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
    double start[2];   /* electrons of each spin that it begins with, in its lowest orbitals; NaN: as the free atom */
    size_t first;      /* of its 2l + 1 projectors */
} hc_gpw_hubbard_shell;

/* Orbitals of the shell. */
static inline size_t hc_gpw_hubbard_width(const hc_gpw_hubbard_shell *shell)
{
    return 2 * (size_t)shell->l + 1;
}

typedef struct hc_gpw_hubbard_shells {
    size_t count;
    hc_gpw_hubbard_shell *shell; /* [count] */
    size_t nprojector;           /* of all shells */
    double *projector;           /* [nprojector][nao]: rows, zero but for functions of the atom */
} hc_gpw_hubbard_shells;

/* What was asked for: texts that name atoms (an element or a selection) and a shell, of which a later one wins. */
typedef struct hc_gpw_hubbard_options {
    const char *const *u;     /* [nu] "Ce=f:5", eV; 0 takes U away */
    const char *const *start; /* [nstart] "12=f:1", "Ni=d:5/3": electrons with spin up, and down after the stroke */
    size_t nu, nstart;
} hc_gpw_hubbard_options;

/* The shell is the highest of its letter with electrons in the free atom. HC_ERROR_INPUT says what is wrong with a text
 * that means nothing. */
HC_MUST_CHECK hc_status hc_gpw_hubbard_shells_create(hc_context *ctx, const hc_gpw_system *system,
                                                     const hc_structure *structure,
                                                     const hc_gpw_hubbard_options *options,
                                                     hc_gpw_hubbard_shells **shells);
/* s, p, d or f. */
char hc_gpw_hubbard_letter(const hc_gpw_hubbard_shell *shell);
void hc_gpw_hubbard_shells_free(hc_gpw_hubbard_shells *shells);

#endif
