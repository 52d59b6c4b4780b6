/* Free-energy diagrams with the computational hydrogen electrode.
 *
 * A step that consumes n electrons and m protons changes by dG(U, pH) = dG(0, 0) + n U_SHE + m kT ln10 pH (energies in
 * eV, U in V); with n = m that is dG(0) + n U_RHE (Norskov et al. 2004, doi:10.1021/jp047349j). */
#ifndef HC_THERMO_DIAGRAM_H
#define HC_THERMO_DIAGRAM_H

#include "math/line_fit.h"
#include "thermo/energies.h"

typedef struct hc_diagram_step {
    const hc_reaction *reaction; /* borrowed */
    double free_energy, error;   /* hartree, at U_RHE = 0 and pH 0 */
    double barrier;              /* hartree, at U_RHE = 0 and pH 0; NaN: none */
    double electrons, protons, beta;
} hc_diagram_step;

typedef struct hc_diagram {
    const hc_routes *mechanism; /* borrowed */
    const hc_route *path;       /* borrowed */
    const char *surface;        /* borrowed */
    double temperature_k;
    size_t count;
    hc_diagram_step *step; /* [count] */
    /* Of the whole, at pH. */
    double ph;
    double electrons;                    /* consumed in all */
    double total;                        /* hartree, of the overall reaction at U_RHE = 0 */
    double equilibrium_v;                /* V vs RHE; NaN without electrons */
    double limiting_v, limiting_error_v; /* V vs RHE; NaN without electrons */
    size_t limiting_step;                /* potential-determining step; count: none */
    size_t uphill_step;                  /* chemical step that costs most; count: none costs anything */
    double uphill;                       /* hartree; 0 */
} hc_diagram;

/* Of one path on one surface. Fails when a species has no energy. The caller owns *diagram. */
HC_MUST_CHECK hc_status hc_diagram_create(hc_context *ctx, const hc_energies *energies, const hc_routes *mechanism,
                                          size_t path, const char *surface, double ph, hc_diagram **diagram);
void hc_diagram_free(hc_diagram *diagram);

/* Free energy and barrier of a step at a potential, hartree. */
double hc_diagram_step_energy(const hc_diagram *diagram, size_t step, double u_v_rhe);
double hc_diagram_step_barrier(const hc_diagram *diagram, size_t step, double u_v_rhe);
/* Levels [count + 1] before the first step and after each, hartree, the first is 0. */
void hc_diagram_levels(const hc_diagram *diagram, double u_v_rhe, double *levels);
/* Largest climb from a level to a later level or transition state (G_max; Exner 2020, doi:10.1021/acscatal.0c03865),
 * hartree. */
double hc_diagram_climb(const hc_diagram *diagram, double u_v_rhe);
/* Potential, V vs RHE, nearest to zero from above at which no climb is larger than `allowance` (hartree); NaN when no
 * potential between +3 and -5 V does it. Of a path that consumes electrons. */
double hc_diagram_onset(const hc_diagram *diagram, double allowance);

/* Fit of a path's steps against a descriptor over surfaces: what a volcano is made of. */
typedef struct hc_volcano {
    size_t count;      /* steps */
    hc_line_fit *fit;  /* step energy at U = 0 against the descriptor, eV, [count] */
    double *electrons; /* [count] */
} hc_volcano;

/* `diagrams` [ndiagram] of one path on several surfaces and the descriptor on each, eV. The caller clears it. */
HC_MUST_CHECK hc_status hc_volcano_make(hc_context *ctx, size_t ndiagram, hc_diagram *const *diagrams,
                                        const double *descriptor_ev, hc_volcano *volcano);
void hc_volcano_clear(hc_volcano *volcano);
/* Limiting potential on the fitted lines, V vs RHE, and the step that sets it. */
double hc_volcano_limit(const hc_volcano *volcano, double descriptor_ev, size_t *step);

#endif
