/* Molecular dynamics: moves a structure with the forces of an engine, under a thermostat and constraints.
 *
 *     hc_md_create -> hc_md_start (or hc_md_load) -> hc_md_step, hc_md_step, ... -> hc_md_free
 *
 * One step is: thermostat for dt/2, velocity Verlet with SHAKE and RATTLE, thermostat for dt/2
 * (docs/theory/dynamics.md). */
#ifndef HC_DYNAMICS_MD_H
#define HC_DYNAMICS_MD_H

#include "dynamics/constraint.h"
#include "dynamics/temperature.h"
#include "dynamics/thermostat.h"
#include "halfcell/engine.h"

typedef enum hc_md_velocities { HC_VELOCITIES_MAXWELL, HC_VELOCITIES_STRUCTURE } hc_md_velocities;
typedef enum hc_md_center { HC_CENTER_AUTO, HC_CENTER_REMOVE, HC_CENTER_FREE } hc_md_center;

typedef struct hc_md_options {
    double timestep;      /* atomic units */
    double kT;            /* hartree, at the start */
    int seed;             /* of velocities and thermostat */
    int velocities;       /* of hc_md_velocities */
    int center;           /* of hc_md_center */
    int max_unconverged;  /* consecutive engine calls without convergence that are tolerated, each with a warning */
    double hydrogen_mass; /* electron masses; NaN: the structure's */
    int integrator;       /* index into hc_integrator_records() */
} hc_md_options;

extern const hc_keyword hc_md_keywords[]; /* of hc_md_options */

/* What is simulated. All pointers are borrowed and must outlive the hc_md, but for thermostat_options, schedule and
 * constraints, which are used within create only (the colvars they point to must live on). */
typedef struct hc_md_setup {
    hc_engine *engine;
    hc_structure *structure; /* its positions and velocities are moved, its `fixed` atoms are not */
    size_t nconstraint;
    const hc_constraint *constraints; /* [nconstraint] */
    const hc_thermostat_record *thermostat;
    const void *thermostat_options; /* the record's options struct; NULL: all defaults */
    size_t nschedule;
    const hc_temperature_point *schedule; /* [nschedule] of the thermostat's temperature; none: it is constant */
    unsigned wanted;                      /* of hc_wanted: what each engine call is asked for besides forces */
} hc_md_setup;

/* What one step found. Atomic units. Arrays are [nconstraint] and owned by the hc_md: valid until its next step. */
typedef struct hc_md_record {
    size_t step; /* 0 is the start */
    double time;
    double energy;      /* total energy of the electrons and nuclei */
    double free_energy; /* the potential that the forces derive from */
    double kinetic;
    double temperature_k;     /* 2 kinetic / (freedom k) */
    double set_temperature_k; /* of the thermostat at `time` */
    double conserved; /* free_energy + kinetic + thermostat (or - heat) - bath_work - work of moving constraints */
    double heat;      /* brought by the thermostat since the start, where the driver counts it */
    double bath_work; /* what changes of the temperature did to the energy of the thermostat's variables, since the
                         start; 0 where it has none (docs/theory/dynamics.md) */
    size_t nconstraint;
    const double *xi;          /* values, at the new positions */
    const double *xi_target;   /* the same to 1e-12 */
    const double *xi_velocity; /* d target / dt of this step */
    /* The mean force, at the geometry from which this step started (that of the previous record): multiplier of the
     * position step, G and weight of hc_constraint_set_metric there. At step 0 lambda, and so dA_dxi, is NaN. */
    const double *xi_start; /* xi of that geometry: the abscissa of dA_dxi */
    const double *lambda;
    const double *G;
    const double *dA_dxi; /* -lambda + kT G: to be averaged with `weight` */
    double weight;        /* det(Z)^-1/2 */
    const double *Z;      /* [nconstraint][nconstraint] */
    const double *work; /* done on the system by each moving constraint since the start (docs/theory/constraints.md) */
    int shake_iterations;
    int engine_iterations;
    bool engine_converged;
    size_t unconverged_total; /* engine calls that did not converge, since the start */
    bool arrived;             /* every growing constraint that has a stop value is there (and there is one) */
} hc_md_record;

typedef struct hc_md hc_md;

/* Checks everything that can be checked without the engine. The engine is not called. */
HC_MUST_CHECK hc_status hc_md_create(hc_context *ctx, const hc_md_options *options, const hc_md_setup *setup,
                                     hc_md **md);
void hc_md_free(hc_md *md);

/* Puts the structure onto its constraints (refuses when an atom would move by more than 0.3 bohr), makes velocities,
 * calls the engine; *record describes step 0. */
HC_MUST_CHECK hc_status hc_md_start(hc_md *md, hc_context *ctx, const hc_md_record **record);
/* One time step. HC_ERROR_NOT_CONVERGED: the engine failed more often in a row than max_unconverged, or SHAKE did.
 * After any failure the structure is somewhere within a step: go on from a saved state. */
HC_MUST_CHECK hc_status hc_md_step(hc_md *md, hc_context *ctx, const hc_md_record **record);

/* The last record; NULL before the start. */
const hc_md_record *hc_md_last(const hc_md *md);
/* What the engine said at the present positions. */
const hc_result *hc_md_result(const hc_md *md);
size_t hc_md_freedom(const hc_md *md);
/* From the next step on the engine is asked for `wanted` besides forces. */
void hc_md_set_wanted(hc_md *md, unsigned wanted);

/* Everything that the next step depends on, the engine's state included, under "md/". After load on an hc_md created
 * with the same options and setup the steps are the same to the last bit. Load takes the place of hc_md_start and moves
 * the structure; *record is the record of the step that was saved. hc_md_result then lacks terms, stress and the plane
 * potential until the next step. */
HC_MUST_CHECK hc_status hc_md_save(const hc_md *md, hc_context *ctx, hc_state *state);
HC_MUST_CHECK hc_status hc_md_load(hc_md *md, hc_context *ctx, const hc_state *state, const hc_md_record **record);

#endif
