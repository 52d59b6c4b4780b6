/* Barriers that follow from the reaction free energy. */
#include <math.h>

#include "halfcell/units.h"
#include "kinetics/barrier_table.h"

/* ---- Bronsted-Evans-Polanyi ---------------------------------------------------------------------------------------
 */

typedef struct bep_options {
    hc_barrier_common common;
    double slope, intercept_ev;
} bep_options;

static const hc_keyword bep_keywords[] = {{.name = "slope",
                                           .type = HC_VALUE_REAL,
                                           .offset = offsetof(bep_options, slope),
                                           .minimum = 0,
                                           .maximum = 1,
                                           .doc = "Barrier's change for the change of the reaction free energy."},
                                          {.name = "intercept_ev",
                                           .type = HC_VALUE_REAL,
                                           .offset = offsetof(bep_options, intercept_ev),
                                           .minimum = 0,
                                           .maximum = 10,
                                           .doc = "Barrier where the reaction free energy is zero."},
                                          {0}};

static double bep_ev(const void *opaque, const hc_barrier_state *state)
{
    const bep_options *o = opaque;
    return o->intercept_ev + o->slope * state->reaction_ev;
}

const hc_barrier_record hc_barrier_bep = {
    .name = "bep",
    .summary = "linear in the reaction free energy at the potential",
    .reference = "J. N. Bronsted, Chem. Rev. 5, 231 (1928); M. G. Evans, M. Polanyi, Trans. Faraday Soc. 34, 11 (1938)",
    .keywords = bep_keywords,
    .options_size = sizeof(bep_options),
    .barrier_ev = bep_ev,
};

/* ---- Butler-Volmer ------------------------------------------------------------------------------------------------
 */

typedef struct bv_options {
    hc_barrier_common common;
    double rate_per_s, beta;
} bv_options;

static const hc_keyword bv_keywords[] = {
    {.name = "rate_per_s",
     .type = HC_VALUE_REAL,
     .offset = offsetof(bv_options, rate_per_s),
     .minimum = 1e-30,
     .maximum = 1e13,
     .doc = "Rate constant k0 at the standard potential of the step, where forward and reverse are equal."},
    {.name = "beta",
     .type = HC_VALUE_REAL,
     .offset = offsetof(bv_options, beta),
     .default_text = "0.5",
     .minimum = 0,
     .maximum = 1,
     .doc = "Symmetry factor."},
    {0}};

static double bv_ev(const void *opaque, const hc_barrier_state *state)
{
    const bv_options *o = opaque;
    return state->kt_ev * log(state->attempt_per_s / o->rate_per_s) + o->beta * state->reaction_ev;
}

const hc_barrier_record hc_barrier_butler_volmer = {
    .name = "butler-volmer",
    .summary = "rate constant k0 at the step's standard potential and symmetry factor",
    .reference = "J. A. V. Butler, Trans. Faraday Soc. 19, 729 (1924); T. Erdey-Gruz, M. Volmer, Z. Phys. Chem. A 150, "
                 "203 (1930)",
    .keywords = bv_keywords,
    .options_size = sizeof(bv_options),
    .barrier_ev = bv_ev,
};

/* ---- Marcus -------------------------------------------------------------------------------------------------------
 */

typedef struct marcus_options {
    hc_barrier_common common;
    double reorganisation_ev;
} marcus_options;

static const hc_keyword marcus_keywords[] = {{.name = "reorganisation_ev",
                                              .type = HC_VALUE_REAL,
                                              .offset = offsetof(marcus_options, reorganisation_ev),
                                              .minimum = 0.01,
                                              .maximum = 20,
                                              .doc = "Reorganisation energy lambda."},
                                             {0}};

/* The electrode has levels for every energy: beyond |G| = lambda there is no inverted region, the step is not
 * activated. */
static double marcus_ev(const void *opaque, const hc_barrier_state *state)
{
    const marcus_options *o = opaque;
    double lambda = o->reorganisation_ev, sum = lambda + state->reaction_ev;
    if (fabs(state->reaction_ev) >= lambda) {
        return fmax(0.0, state->reaction_ev);
    }
    return sum * sum / (4.0 * lambda);
}

const hc_barrier_record hc_barrier_marcus = {
    .name = "marcus",
    .summary = "(lambda + G)^2/(4 lambda) with the reorganisation energy lambda",
    .reference = "R. A. Marcus, J. Chem. Phys. 24, 966 (1956); J. Phys. Chem. 72, 891 (1968)",
    .keywords = marcus_keywords,
    .options_size = sizeof(marcus_options),
    .barrier_ev = marcus_ev,
};

/* ---- a transition state with an energy of its own ------------------------------------------------------------------
 */

typedef struct ts_options {
    hc_barrier_common common;
    double beta;
} ts_options;

static const hc_keyword ts_keywords[] = {{.name = "beta",
                                          .type = HC_VALUE_REAL,
                                          .offset = offsetof(ts_options, beta),
                                          .default_text = "0.5",
                                          .minimum = 0,
                                          .maximum = 1,
                                          .doc = "Symmetry factor: d barrier/dU per electron."},
                                         {0}};

static hc_status ts_check(hc_context *ctx, const void *opaque, int electrons, bool has_transition)
{
    (void)opaque;
    (void)electrons;
    return has_transition ? HC_OK
                          : hc_fail(ctx, HC_ERROR_INPUT,
                                    "the step names no transition state; write it as A* <-> TS* <-> B* and give TS* a "
                                    "free energy");
}

static double ts_ev(const void *opaque, const hc_barrier_state *state)
{
    const ts_options *o = opaque;
    return state->transition_ev - state->initial_ev + o->beta * state->electrons * state->potential_v;
}

const hc_barrier_record hc_barrier_transition_state = {
    .name = "transition-state",
    .summary = "free energy of the transition state that the mechanism names (at 0 V where electrons move)",
    .reference = "H. Eyring, J. Chem. Phys. 3, 107 (1935)",
    .keywords = ts_keywords,
    .options_size = sizeof(ts_options),
    .check = ts_check,
    .barrier_ev = ts_ev,
};

/* ---- collisions with the surface -----------------------------------------------------------------------------------
 */

typedef struct collision_options {
    hc_barrier_common common;
    double mass_dalton, area_angstrom2, sticking, barrier_ev;
} collision_options;

static const hc_keyword collision_keywords[] = {{.name = "mass_dalton",
                                                 .type = HC_VALUE_REAL,
                                                 .offset = offsetof(collision_options, mass_dalton),
                                                 .minimum = 1,
                                                 .maximum = 1000,
                                                 .doc = "Mass of the molecule."},
                                                {.name = "area_angstrom2",
                                                 .type = HC_VALUE_REAL,
                                                 .offset = offsetof(collision_options, area_angstrom2),
                                                 .default_text = "10",
                                                 .minimum = 0.1,
                                                 .maximum = 1000,
                                                 .doc = "Area of one site."},
                                                {.name = "sticking",
                                                 .type = HC_VALUE_REAL,
                                                 .offset = offsetof(collision_options, sticking),
                                                 .default_text = "1",
                                                 .minimum = 1e-12,
                                                 .maximum = 1,
                                                 .doc = "Share of collisions with an empty site that stick."},
                                                {.name = "barrier_ev",
                                                 .type = HC_VALUE_REAL,
                                                 .offset = offsetof(collision_options, barrier_ev),
                                                 .default_text = "0",
                                                 .minimum = 0,
                                                 .maximum = 10,
                                                 .doc = "Activation energy beside the loss of entropy."},
                                                {0}};

/* k = s A p0/sqrt(2 pi m kT) exp(-E/kT) at p0 = 1 bar, as a free energy against the attempts. */
static double collision_ev(const void *opaque, const hc_barrier_state *state)
{
    const collision_options *o = opaque;
    double thermal = 2.0 * HC_PI * o->mass_dalton * HC_DALTON * state->kt_ev * HC_EV;
    double area = o->area_angstrom2 * HC_ANGSTROM * HC_ANGSTROM, pressure = 1e5 * HC_PASCAL;
    double per_s = o->sticking * area * pressure / sqrt(thermal) * 1e15 * HC_FS;
    return state->kt_ev * log(state->attempt_per_s / per_s) + o->barrier_ev;
}

const hc_barrier_record hc_barrier_collision = {
    .name = "collision",
    .summary = "adsorption from a gas as often as molecules hit a site",
    .reference = "M. Knudsen, Ann. Phys. 333, 75 (1909); I. Chorkendorff, J. W. Niemantsverdriet, Concepts of Modern "
                 "Catalysis and Kinetics (2003), ch. 3",
    .keywords = collision_keywords,
    .options_size = sizeof(collision_options),
    .barrier_ev = collision_ev,
};

/* ---- not activated -------------------------------------------------------------------------------------------------
 */

static double none_ev(const void *opaque, const hc_barrier_state *state)
{
    (void)opaque;
    return fmax(0.0, state->reaction_ev);
}

const hc_barrier_record hc_barrier_none = {
    .name = "none",
    .summary = "no barrier beyond the reaction free energy",
    .options_size = sizeof(hc_barrier_common),
    .barrier_ev = none_ev,
};
