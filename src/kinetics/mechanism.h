/* Mechanisms in their text form: one step a line.
 *
 *     # CO2 to CO
 *     adsorption: CO2_g + * <-> CO2*
 *     protonation: CO2* + H2O_g + ele_g <-> COOH* + OH-_g
 *     CO* + O* <-> O-CO* + * -> CO2_g + 2*        # through a transition state
 *     H*_t + *_s <-> *_t + H*_s                   # sites of two types
 *
 * NAME: in front is optional; without it a step is called by its text. `<->` is reversible, `->` is not. `_g` (also _l,
 * _aq) is a fluid, `X*` and `X*_t` (or `X_t`) are on sites, `*` and `*_t` are empty ones; `ele_g` is the electron. A
 * number before a species is its coefficient. Three sides are initial state, transition state, final state. `#` begins
 * a comment. Every step has to balance its atoms, its charge (adsorbates are neutral unless signs say otherwise) and
 * the sites of each type. The form is that of CatMAP's rxn_expressions (Medford et al., Catal. Lett. 145, 794 (2015)).
 */
#ifndef HC_KINETICS_MECHANISM_H
#define HC_KINETICS_MECHANISM_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "kinetics/formula.h"
#include "kinetics/network.h"

#define HC_SIDE_MAX 6
#define HC_SITE_TYPES_MAX 16
#define HC_NONE ((size_t)-1)

typedef enum hc_kinetic_species_kind { HC_KINETIC_FLUID, HC_KINETIC_ADSORBED, HC_KINETIC_SITE } hc_kinetic_species_kind;

typedef struct hc_kinetic_species {
    char *name; /* as written first, with '*' and site: "COOH*", "*_t", "CO2_g" */
    hc_kinetic_species_kind kind;
    size_t site; /* of adsorbed ones and empty sites */
    bool is_electron, is_proton, is_hydroxide;
    bool is_transition_state; /* occurs between two arrows, only */
    hc_kinetic_formula formula;
    size_t line, column; /* of its first appearance, from 1 */
} hc_kinetic_species;

typedef struct hc_kinetic_side {
    size_t count;
    size_t species[HC_SIDE_MAX];
    int coefficient[HC_SIDE_MAX];
} hc_kinetic_side;

typedef struct hc_kinetic_step {
    char *name; /* its label, or its text */
    char *text; /* as written, without label and comment */
    hc_kinetic_side initial, final, transition;
    size_t transition_state; /* the species between the arrows that is no empty site; HC_NONE */
    bool reversible;
    int electrons; /* consumed in the forward direction; negative when set free */
    size_t line;
} hc_kinetic_step;

typedef struct hc_kinetic_mechanism {
    size_t nspecies, nsite, nstep;
    hc_kinetic_species *species; /* in order of appearance */
    char **site;                 /* names of the site types: "" is the plain `*`, "t" that of `*_t` */
    size_t *empty;               /* species that is the empty site of each type; HC_NONE is never left after parsing */
    hc_kinetic_step *step;
} hc_kinetic_mechanism;

/* Reads a mechanism. Messages begin with "WHAT:LINE:COLUMN: "; first_line is the number of the text's first line. */
HC_MUST_CHECK hc_status hc_kinetic_mechanism_parse(hc_context *ctx, const char *text, const char *what,
                                                   size_t first_line, hc_kinetic_mechanism **mechanism);
/* The same for a text that stands within another: `margin` columns were cut off from each of its lines. */
HC_MUST_CHECK hc_status hc_kinetic_mechanism_parse_within(hc_context *ctx, const char *text, const char *what,
                                                          size_t first_line, size_t margin,
                                                          hc_kinetic_mechanism **mechanism);
HC_MUST_CHECK hc_status hc_kinetic_mechanism_read(hc_context *ctx, const char *path, hc_kinetic_mechanism **mechanism);
void hc_kinetic_mechanism_free(hc_kinetic_mechanism *mechanism);

/* Index of the species that `text` [length] names, or HC_NONE. */
size_t hc_kinetic_mechanism_lookup(const hc_kinetic_mechanism *mechanism, const char *text, size_t length);
/* By name, "CO*" and "CO_s" forms alike; fails with the nearest name. */
HC_MUST_CHECK hc_status hc_kinetic_mechanism_find_species(hc_context *ctx, const hc_kinetic_mechanism *mechanism,
                                                          const char *name, size_t *index);
HC_MUST_CHECK hc_status hc_kinetic_mechanism_find_step(hc_context *ctx, const hc_kinetic_mechanism *mechanism,
                                                       const char *name, size_t *index);

/* Whether its energy follows from potential and pH, or is zero: electrons, H+, OH-, empty sites. All other fluids have
 * an activity that is set. */
bool hc_kinetic_species_has_own_energy(const hc_kinetic_species *species);
/* Whether any step does: else potential and efficiencies mean nothing. */
bool hc_kinetic_mechanism_moves_electrons(const hc_kinetic_mechanism *mechanism);

/* Coefficient of a species: on the right minus on the left. */
int hc_kinetic_step_stoichiometry(const hc_kinetic_step *step, size_t species);

#endif
