/* Reactions as they are written: "CO2_g + * + H+ + e- -> COOH*", and mechanisms made of them. */
#ifndef HC_THERMO_REACTION_H
#define HC_THERMO_REACTION_H

#include "thermo/chemical.h"

typedef struct hc_term {
    double count; /* of the species in the reaction: negative when it is consumed */
    char *name;
    hc_chemical formula;
} hc_term;

typedef struct hc_reaction {
    size_t nterm;
    hc_term *term;    /* reactants, then products, [nterm] */
    char *text;       /* as written, without options */
    char *transition; /* name of a transition state between the arrows; NULL: none */
    double electrons; /* consumed: reductions are positive */
    double protons;   /* consumed; a hydroxide that is made counts as a proton (of water) */
    /* Options behind ';'. */
    double barrier;      /* hartree; NaN: none */
    double barrier_at_v; /* V vs RHE at which it holds; 0 */
    double beta;         /* symmetry factor: what part of n e U a barrier takes; 0.5 */
    size_t line;         /* in the file; 0: none */
} hc_reaction;

/* "A + 2 B -> C", "<->" and "<=>" mean the same, "A -> TS* -> B" names a transition state; options behind ';' are
 * barrier_ev=, at_v_rhe=, beta=. Refuses a reaction that is not balanced in elements, charge or sites, unless a species
 * is opaque. The caller clears it. */
HC_MUST_CHECK hc_status hc_reaction_parse(hc_context *ctx, const char *text, hc_reaction *reaction);
void hc_reaction_clear(hc_reaction *reaction);

typedef struct hc_route {
    char *name, *title;
    size_t nstep;
    hc_reaction *step;
} hc_route;

/* A mechanism: one or more paths; or a set of states, each made from a reference by one reaction. */
typedef struct hc_routes {
    char *name, *title, *product, *reference, *file;
    size_t npath;
    hc_route *path;
} hc_routes;

/* `name` is what messages call the text. */
HC_MUST_CHECK hc_status hc_routes_parse(hc_context *ctx, const char *name, const char *text, hc_routes **mechanism);
/* A file, or the name of one of data/diagrams. */
HC_MUST_CHECK hc_status hc_routes_read(hc_context *ctx, const char *path, hc_routes **mechanism);
void hc_routes_free(hc_routes *mechanism);

#endif
