/* Geometry optimisation with fixed atoms and constraints on collective variables.
 *
 * A method is one file and one line in optimizer_table.c. The driver owns the rule that the energy never silently
 * rises: a step that raises it is taken back and reported as not accepted, and the method is told. */
#ifndef HC_DYNAMICS_OPTIMIZE_H
#define HC_DYNAMICS_OPTIMIZE_H

#include "dynamics/constraint.h"
#include "halfcell/engine.h"

/* A method works on a flat vector of coordinates [n], bohr. */
typedef struct hc_optimizer_record {
    const char *name;
    const char *summary;
    const char *reference;
    const hc_keyword *keywords; /* of its options */
    size_t options_size;
    hc_status (*create)(hc_context *ctx, const void *options, size_t n, void **self);
    void (*free)(void *self);
    /* Given the coordinates and the gradient (hartree/bohr) of the last accepted point writes the step [n] to try. */
    void (*propose)(void *self, const double *x, const double *gradient, double *step);
    /* The last step raised the energy and was taken back: forget what led there, be more careful. */
    void (*rejected)(void *self);
} hc_optimizer_record;

const hc_optimizer_record *const *hc_optimizer_records(void);
HC_MUST_CHECK hc_status hc_optimizer_find(hc_context *ctx, const char *name, const hc_optimizer_record **record);

typedef struct hc_optimize_options {
    double force_tolerance; /* hartree/bohr, largest force on an atom */
    double max_step;        /* bohr, of one atom */
    int max_steps;          /* engine calls */
} hc_optimize_options;

extern const hc_keyword hc_optimize_keywords[]; /* of hc_optimize_options */

typedef struct hc_optimize_report {
    int step;
    double energy;    /* free energy, hartree */
    double max_force; /* hartree/bohr, after projection, of the free atoms */
    double max_displacement;
    bool accepted; /* false: the energy would have risen, the structure was put back */
    bool engine_converged;
} hc_optimize_report;

typedef void hc_optimize_callback(void *user, const hc_optimize_report *report, const hc_structure *structure,
                                  const hc_result *result);

typedef struct hc_optimize_setup {
    hc_engine *engine;                /* borrowed */
    hc_structure *structure;          /* borrowed; moved */
    size_t nconstraint;               /* rates are not allowed here */
    const hc_constraint *constraints; /* [nconstraint], borrowed; the structure is put onto them first */
    const hc_optimizer_record *method;
    const void *method_options;     /* NULL: all defaults */
    hc_optimize_callback *callback; /* may be NULL; called after each engine call */
    void *user;
} hc_optimize_setup;

/* A step counts as raising the energy when it does so by more than 1e-9 hartree per atom, the noise of an engine; one
 * where the engine does not converge is taken back too.
 *
 * Moves setup->structure to the nearest minimum, at rest. `result` (borrowed, created by the caller) and *report
 * describe the last accepted point, also on HC_ERROR_NOT_CONVERGED, which says why it stopped short. lambda
 * [nconstraint] (may be NULL) receives the multipliers: dE/dxi = -lambda at the minimum. */
HC_MUST_CHECK hc_status hc_optimize(hc_context *ctx, const hc_optimize_options *options, const hc_optimize_setup *setup,
                                    hc_result *result, hc_optimize_report *report, double *lambda);

#endif
