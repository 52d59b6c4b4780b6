/* What the driver of molecular dynamics is made of; for the driver and for integrators. */
#ifndef HC_DYNAMICS_MD_INTERNAL_H
#define HC_DYNAMICS_MD_INTERNAL_H

#include "dynamics/md.h"
#include "dynamics/thermostat_table.h"

struct hc_md {
    hc_md_options options;
    hc_engine *engine;       /* borrowed */
    hc_structure *structure; /* borrowed */
    unsigned wanted;
    double *mass;         /* [natom], what the dynamics uses */
    double *inverse_mass; /* [natom], 0 for fixed atoms */
    double total_mass;    /* of the free atoms */
    bool hold_center;     /* the centre of mass does not move */
    hc_thermal_system thermal;
    const hc_thermostat_record *thermostat;
    void *thermostat_self;
    size_t nschedule;
    hc_temperature_point *schedule; /* [nschedule], an owned copy */
    hc_random random;
    size_t nconstraint;
    hc_constraint *constraint; /* [nconstraint], owned copies */
    hc_constraint_set *set;    /* gradients as evaluated at the present positions */
    hc_result *result;         /* of the engine at the present positions */
    hc_vec3 *room;             /* [natom], positions kept for a moment */
    double heat;               /* brought by the thermostat, where it has no energy of its own */
    double bath_work;          /* of changes of the temperature, where it has one */
    size_t step;
    int unconverged_run; /* engine calls in a row without convergence */
    bool started;
    hc_md_record record;
    /* What the record points to, [nconstraint], one block: */
    double *xi, *xi_target, *xi_velocity, *xi_start, *lambda, *mu, *G, *dA_dxi, *work;
    double *zero; /* [nconstraint], all 0 */
    double *Z;    /* [nconstraint][nconstraint] */
    double *block;
};

/* Number of [nconstraint] arrays in md->block. */
#define HC_MD_ARRAYS 10

/* Calls the engine at the present positions and keeps the policy about convergence. */
HC_MUST_CHECK hc_status hc_md_compute_forces(hc_md *md, hc_context *ctx);
/* velocity += interval F / m for free atoms. */
void hc_md_kick(hc_md *md, double interval);
/* Velocities onto the constraints, whose targets move with xi_velocity, and the centre of mass to rest if it is held.
 */
HC_MUST_CHECK hc_status hc_md_project_velocities(hc_md *md, hc_context *ctx, const double *xi_velocity, double *mu);
/* Maxwell-Boltzmann velocities on the constraint manifold. */
HC_MUST_CHECK hc_status hc_md_draw_velocities(hc_md *md, hc_context *ctx);
double hc_md_kinetic(const hc_md *md);
/* Gives the thermostat the temperature of the schedule at `step`, which may lie between two steps, and counts the work.
 */
void hc_md_set_bath(hc_md *md, double step);
/* Makes md->record from what md holds. */
void hc_md_fill_record(hc_md *md);

#endif
