/* Nose-Hoover chain: the velocities are scaled by a chain of fictitious particles, each of which keeps the temperature
 * of the one before it. Q_1 = freedom kT tau^2, Q_k = kT tau^2, with the kT of the moment: at another temperature the
 * period of the chain is the same, and velocities of the chain that were canonical are so still. The motion of the
 * chain over the interval is split after Suzuki and Yoshida (the reference's section 4). */
#include <stdlib.h>
#include <string.h>

#include "dynamics/thermostat_table.h"
#include "halfcell/units.h"

#define CHAIN_MAX 16

typedef struct chain_options {
    double time_constant;
    int length;
    int repeats;
} chain_options;

static const hc_keyword keywords[] = {{.name = "time_constant_fs",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(chain_options, time_constant),
                                       .unit = HC_FS,
                                       .default_text = "50",
                                       .minimum = 0.1,
                                       .maximum = 1e6,
                                       .doc = "tau of the chain's masses; the period of its motion is about 2 pi tau."},
                                      {.name = "length",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(chain_options, length),
                                       .default_text = "3",
                                       .minimum = 1,
                                       .maximum = CHAIN_MAX,
                                       .doc = "Number of particles in the chain."},
                                      {.name = "repeats",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(chain_options, repeats),
                                       .default_text = "2",
                                       .minimum = 1,
                                       .maximum = 100,
                                       .doc = "Substeps of the chain, each split in seven."},
                                      {0}};

typedef struct chain {
    int length, repeats;
    double time_constant;
    double position[CHAIN_MAX];
    double velocity[CHAIN_MAX];
} chain;

/* Weights of the sixth-order splitting (Yoshida, Phys. Lett. A 150, 262 (1990), solution A; the fourth is 1 minus twice
 * the sum of the others). */
static const double yoshida[3] = {0.784513610477560, 0.235573213359357, -1.17767998417887};

static hc_status create(hc_context *ctx, const void *options, const hc_thermal_system *system, void **self)
{
    (void)system;
    const chain_options *o = options;
    chain *made;
    hc_status status = hc_allocate(ctx, 1, sizeof *made, &made);
    if (status != HC_OK) {
        return status;
    }
    made->length = o->length;
    made->repeats = o->repeats;
    made->time_constant = o->time_constant;
    *self = made;
    return HC_OK;
}

static double mass_of(const chain *c, int k, const hc_thermal_system *system)
{
    return system->kT * c->time_constant * c->time_constant * (k == 0 ? (double)system->freedom : 1);
}

/* Force on particle k over its mass; `kinetic` is that of the atoms. */
static double acceleration(const chain *c, int k, const hc_thermal_system *system, double kinetic)
{
    double excess = k == 0 ? 2 * kinetic - (double)system->freedom * system->kT
                           : mass_of(c, k - 1, system) * c->velocity[k - 1] * c->velocity[k - 1] - system->kT;
    return excess / mass_of(c, k, system);
}

static void kick(chain *c, int k, const hc_thermal_system *system, double kinetic, double half)
{
    double drag = k + 1 < c->length ? exp(-0.5 * half * c->velocity[k + 1]) : 1;
    c->velocity[k] = (c->velocity[k] * drag + half * acceleration(c, k, system, kinetic)) * drag;
}

/* One symmetric substep; returns the factor for the atoms' velocities. */
static double advance(chain *c, const hc_thermal_system *system, double step, double *kinetic)
{
    double half = 0.5 * step;
    for (int k = c->length - 1; k >= 0; k--) {
        kick(c, k, system, *kinetic, half);
    }
    double factor = exp(-step * c->velocity[0]);
    *kinetic *= factor * factor;
    for (int k = 0; k < c->length; k++) {
        c->position[k] += step * c->velocity[k];
    }
    for (int k = 0; k < c->length; k++) {
        kick(c, k, system, *kinetic, half);
    }
    return factor;
}

static void apply(void *self, const hc_thermal_system *system, double interval, hc_random *random, hc_vec3 *velocity)
{
    (void)random;
    chain *c = self;
    double kinetic = hc_thermal_kinetic(system, velocity), factor = 1;
    double middle = 1 - 2 * (yoshida[0] + yoshida[1] + yoshida[2]);
    for (int repeat = 0; repeat < c->repeats; repeat++) {
        for (int k = 0; k < 7; k++) {
            double weight = k == 3 ? middle : yoshida[k < 3 ? k : 6 - k];
            factor *= advance(c, system, weight * interval / c->repeats, &kinetic);
        }
    }
    hc_thermal_scale(system, factor, velocity);
}

static double energy(const void *self, const hc_thermal_system *system)
{
    const chain *c = self;
    double sum = 0;
    for (int k = 0; k < c->length; k++) {
        sum += 0.5 * mass_of(c, k, system) * c->velocity[k] * c->velocity[k];
        sum += system->kT * c->position[k] * (k == 0 ? (double)system->freedom : 1);
    }
    return sum;
}

static hc_status save(const void *self, hc_context *ctx, hc_state *state)
{
    const chain *c = self;
    hc_status status = HC_OK;
    HC_TRY(hc_state_put_reals(ctx, state, "md/nose_hoover/position", (size_t)c->length, c->position));
    HC_TRY(hc_state_put_reals(ctx, state, "md/nose_hoover/velocity", (size_t)c->length, c->velocity));
cleanup:
    return status;
}

static hc_status load(void *self, hc_context *ctx, const hc_state *state)
{
    chain *c = self;
    hc_status status = HC_OK;
    HC_TRY(hc_state_get_reals(ctx, state, "md/nose_hoover/position", (size_t)c->length, c->position));
    HC_TRY(hc_state_get_reals(ctx, state, "md/nose_hoover/velocity", (size_t)c->length, c->velocity));
cleanup:
    return status;
}

const hc_thermostat_record hc_thermostat_nose_hoover = {
    .name = "nose_hoover",
    .summary = "Nose-Hoover chain",
    .reference = "Martyna, Tuckerman, Tobias, Klein, Mol. Phys. 87, 1117 (1996)",
    .keywords = keywords,
    .options_size = sizeof(chain_options),
    .create = create,
    .free = free,
    .apply = apply,
    .energy = energy,
    .save = save,
    .load = load,
};
