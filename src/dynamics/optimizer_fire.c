/* Fast inertial relaxation engine: dynamics that is stopped whenever it goes uphill. All masses are 1 electron mass
 * per bohr^2/hartree, so that time is in sqrt(bohr^2/hartree). */
#include <stdlib.h>
#include <string.h>

#include "dynamics/optimizer_table.h"
#include "math/linalg.h"

typedef struct fire_options {
    double timestep, timestep_max;
} fire_options;

static const hc_keyword keywords[] = {{.name = "timestep",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(fire_options, timestep),
                                       .default_text = "0.5",
                                       .minimum = 1e-4,
                                       .maximum = 100,
                                       .doc = "Time step at the start, bohr/sqrt(hartree)."},
                                      {.name = "timestep_max",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(fire_options, timestep_max),
                                       .default_text = "5",
                                       .minimum = 1e-4,
                                       .maximum = 1000,
                                       .doc = "Longest time step."},
                                      {0}};

/* The constants of the reference. */
#define STEPS_BEFORE_GROWTH 5
#define GROWTH 1.1
#define SHRINK 0.5
#define MIXING 0.1
#define MIXING_DECAY 0.99

typedef struct fire {
    size_t n;
    double timestep, timestep_max, mixing;
    int downhill;     /* steps since the last stop */
    double *velocity; /* [n] */
} fire;

static void free_fire(void *self)
{
    fire *f = self;
    if (f != NULL) {
        free(f->velocity);
        free(f);
    }
}

static hc_status create(hc_context *ctx, const void *options, size_t n, void **self)
{
    const fire_options *o = options;
    hc_status status = HC_OK;
    fire *f = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *f, &f));
    *f = (fire){.n = n, .timestep = o->timestep, .timestep_max = o->timestep_max, .mixing = MIXING};
    HC_TRY(hc_allocate(ctx, n, sizeof *f->velocity, &f->velocity));
    *self = f;
    f = NULL;
cleanup:
    free_fire(f);
    return status;
}

static void stop(fire *f)
{
    memset(f->velocity, 0, f->n * sizeof *f->velocity);
    f->timestep *= SHRINK;
    f->mixing = MIXING;
    f->downhill = 0;
}

static void propose(void *self, const double *x, const double *gradient, double *step)
{
    (void)x;
    fire *f = self;
    if (hc_dot(f->n, gradient, f->velocity) > 0) {
        stop(f);
    } else if (++f->downhill > STEPS_BEFORE_GROWTH) {
        f->timestep = fmin(f->timestep * GROWTH, f->timestep_max);
        f->mixing *= MIXING_DECAY;
    }
    for (size_t i = 0; i < f->n; i++) {
        f->velocity[i] -= f->timestep * gradient[i];
    }
    double force = sqrt(hc_dot(f->n, gradient, gradient));
    double mix = force > 0 ? f->mixing * sqrt(hc_dot(f->n, f->velocity, f->velocity)) / force : 0;
    for (size_t i = 0; i < f->n; i++) {
        f->velocity[i] = (1 - f->mixing) * f->velocity[i] - mix * gradient[i];
        step[i] = f->timestep * f->velocity[i];
    }
}

static void rejected(void *self)
{
    stop(self);
}

const hc_optimizer_record hc_optimizer_fire = {
    .name = "fire",
    .summary = "fast inertial relaxation engine",
    .reference = "Bitzek et al., Phys. Rev. Lett. 97, 170201 (2006); Guenole et al., Comput. Mater. Sci. 175, 109584 "
                 "(2020)",
    .keywords = keywords,
    .options_size = sizeof(fire_options),
    .create = create,
    .free = free_fire,
    .propose = propose,
    .rejected = rejected,
};
