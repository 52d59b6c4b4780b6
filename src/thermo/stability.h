/* Which of several states is stable at a potential and pH: defects, adlayers, dissolved ions, what a cluster leaves
 * when it loses a ligand. Each state is made from the reference by one reaction (a path of one step). */
#ifndef HC_THERMO_STABILITY_H
#define HC_THERMO_STABILITY_H

#include "thermo/energies.h"

typedef struct hc_stable_state {
    const char *name, *title;    /* borrowed of the mechanism */
    const hc_reaction *reaction; /* NULL: the reference itself */
    double free_energy, error;   /* hartree, at U_SHE = 0, pH 0 */
    double electrons, protons;   /* consumed */
} hc_stable_state;

typedef struct hc_stability {
    double temperature_k;
    const char *surface; /* that some species has an entry for alone, borrowed; "" where none has */
    size_t count;
    hc_stable_state *state; /* [count]; a path without steps is the reference; when the file has none it is added as
                             * the first state, "reference" */
    double *error_between;  /* of the difference of two states, hartree, [count][count]: what both have cancels */
} hc_stability;

/* The caller owns *stability. Refuses paths of more than one step. */
HC_MUST_CHECK hc_status hc_stability_create(hc_context *ctx, const hc_energies *energies, const hc_routes *mechanism,
                                            const char *surface, hc_stability **stability);
void hc_stability_free(hc_stability *stability);

/* Free energy of a state over the reference, hartree. */
double hc_stability_energy(const hc_stability *stability, size_t state, double u_v_she, double ph);
/* The same when the chemical potential of a species (NULL: of none) is `change` (hartree) above that of the table: a
 * state that gives off the species rises with it, one that takes it up falls. */
double hc_stability_energy_at(const hc_stability *stability, size_t state, double u_v_she, double ph,
                              const char *species, double change);
/* The state that is lowest so. */
size_t hc_stability_lowest(const hc_stability *stability, double u_v_she, double ph, const char *species,
                           double change);
/* Standard error, V, of the potential at which a state is as stable as another; NaN when potential does not tell them
 * apart. */
double hc_stability_crossing_error(const hc_stability *stability, size_t a, size_t b);

/* Potentials, V vs SHE, between low and high at which the lowest state changes; state[i] is that below boundary[i],
 * state[*count] the last. Arrays hold `count of states` + 1. Among all states, or among those of the defect that
 * `member` belongs to: its charge transition levels. */
#define HC_STABILITY_ALL ((size_t)-1)
void hc_stability_scan(const hc_stability *stability, size_t member, double low_v, double high_v, double ph,
                       size_t *count, double *boundary, size_t *state);
/* States belong to the defect whose name stands before a '/' in theirs ("V_Zn/2-"), all others to themselves. */
bool hc_stability_same_defect(const hc_stability *stability, size_t a, size_t b);
/* Length of the defect's name in the state's; 0: the state belongs to none. */
size_t hc_stability_defect_name(const hc_stability *stability, size_t state);

#endif
