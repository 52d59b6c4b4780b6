#include "thermo/free_energy.h"

#include <math.h>
#include <stddef.h>

#include "halfcell/units.h"

static const char *const low_mode_choices[] = {"keep", "floor", "grimme", NULL};

const hc_keyword hc_thermo_condition_keywords[] = {
    {.name = "temperature_k",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_thermo_conditions, temperature_k),
     .default_text = "298.15",
     .minimum = 1,
     .maximum = 5000,
     .doc = "Temperature."},
    {.name = "pressure_pa",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_thermo_conditions, pressure_pa),
     .default_text = "1e5",
     .minimum = 1e-12,
     .maximum = 1e9,
     .doc = "Partial pressure (fugacity) of gases that have none of their own."},
    {.name = "low_modes",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_thermo_conditions, low_modes),
     .default_text = "keep",
     .choices = low_mode_choices,
     .doc = "Low modes: kept harmonic, raised to a floor (doi:10.1021/jp205508z), or with a free rotor's entropy "
            "(doi:10.1002/chem.201200497)."},
    {.name = "floor_per_cm",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_thermo_conditions, floor),
     .unit = HC_PER_CM,
     .default_text = "100",
     .minimum = 1,
     .maximum = 1000,
     .doc = "Modes below are raised to this (low_modes floor)."},
    {.name = "crossover_per_cm",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_thermo_conditions, crossover),
     .unit = HC_PER_CM,
     .default_text = "100",
     .minimum = 1,
     .maximum = 1000,
     .doc = "Mode that is half a free rotor (low_modes grimme)."},
    {0}};

static double mean_moment(const hc_rotor *rotor)
{
    if (rotor->kind == HC_ROTOR_ATOM) {
        return INFINITY;
    }
    return rotor->kind == HC_ROTOR_LINEAR ? rotor->moment[2]
                                          : (rotor->moment[0] + rotor->moment[1] + rotor->moment[2]) / 3.0;
}

/* Moment of the joined rotor where the molecule has none that limits it (adsorbates): Grimme's value, 1e-44 kg m2. */
#define GRIMME_MOMENT (1e-44 / (HC_HARTREE_IN_JOULE * 1e-30 * HC_TIME_IN_FS * HC_TIME_IN_FS))

static hc_thermo_part one_mode(const hc_thermo_species *species, const hc_thermo_conditions *c, double mode,
                               size_t *raised)
{
    if (c->low_modes == HC_LOW_MODES_FLOOR && mode < c->floor) {
        (*raised)++;
        return hc_thermo_vibration(c->floor, c->temperature_k);
    }
    hc_thermo_part part = hc_thermo_vibration(mode, c->temperature_k);
    if (c->low_modes == HC_LOW_MODES_GRIMME) {
        double moment = species->model == HC_THERMO_GAS ? mean_moment(&species->rotor) : GRIMME_MOMENT;
        moment = isinf(moment) ? GRIMME_MOMENT : moment;
        double weight = 1.0 / (1.0 + pow(c->crossover / mode, 4));
        double rotor = hc_thermo_free_rotor_entropy(mode, moment, c->temperature_k);
        *raised += weight < 0.5;
        part.entropy = weight * part.entropy + (1.0 - weight) * rotor;
    }
    return part;
}

static void add_modes(const hc_thermo_species *species, const hc_thermo_conditions *conditions,
                      hc_thermo_result *result)
{
    for (size_t i = 0; i < species->nmode; i++) {
        if (species->mode[i] <= 0.0) {
            result->imaginary += species->mode[i] < 0.0;
            continue;
        }
        hc_thermo_part_add(&result->vibration, one_mode(species, conditions, species->mode[i], &result->raised));
    }
}

static void add_hindered(const hc_thermo_species *species, const hc_thermo_conditions *c, hc_thermo_result *result)
{
    const hc_hindered *h = species->hindered;
    double translation = hc_thermo_hindered_translation_quantum(species->mass, h->spacing, h->translation_barrier);
    double rotation = hc_thermo_hindered_rotation_quantum(h->moment, h->minima, h->rotation_barrier);
    for (int k = 0; k < 2; k++) {
        hc_thermo_part_add(&result->translation,
                           hc_thermo_hindered(translation, h->translation_barrier, 1, c->temperature_k));
    }
    result->rotation = hc_thermo_hindered(rotation, h->rotation_barrier, h->symmetry, c->temperature_k);
}

static hc_status check(hc_context *ctx, const hc_thermo_species *s, const hc_thermo_conditions *c)
{
    if (!(c->temperature_k > 0.0) || !(c->pressure_pa > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "temperature %g K and pressure %g Pa: both must be positive",
                       c->temperature_k, c->pressure_pa);
    }
    if (s->model != HC_THERMO_HARMONIC && !(s->mass > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the mass of a gas or of a hindered adsorbate must be positive");
    }
    if (s->multiplicity < 1 || (s->model == HC_THERMO_GAS && s->rotor.symmetry_number < 1)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "multiplicity %d, symmetry number %d: both begin at 1", s->multiplicity,
                       s->rotor.symmetry_number);
    }
    const hc_hindered *h = s->hindered;
    if (s->model == HC_THERMO_HINDERED &&
        (!h || !(h->translation_barrier > 0.0) || !(h->rotation_barrier > 0.0) || !(h->spacing > 0.0) ||
         !(h->moment > 0.0) || h->minima < 1 || h->symmetry < 1)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a hindered adsorbate needs both barriers, the spacing of its sites, a "
                       "moment of inertia, minima and symmetry number, all positive");
    }
    return HC_OK;
}

hc_status hc_thermo_compute(hc_context *ctx, const hc_thermo_species *species, const hc_thermo_conditions *conditions,
                            hc_thermo_result *result)
{
    *result = (hc_thermo_result){0};
    hc_status status = check(ctx, species, conditions);
    if (status != HC_OK) {
        return status;
    }
    double temperature_k = conditions->temperature_k, kT = temperature_k * HC_KELVIN;
    bool gas = species->model == HC_THERMO_GAS;
    if (gas) {
        result->translation = hc_thermo_translation(species->mass, temperature_k, conditions->pressure_pa);
        result->rotation = hc_thermo_rotation(&species->rotor, temperature_k);
    } else if (species->model == HC_THERMO_HINDERED) {
        add_hindered(species, conditions, result);
    }
    add_modes(species, conditions, result);
    result->electronic = hc_thermo_electronic(species->multiplicity);
    hc_thermo_part sum = {0};
    hc_thermo_part_add(&sum, result->translation);
    hc_thermo_part_add(&sum, result->rotation);
    hc_thermo_part_add(&sum, result->vibration);
    hc_thermo_part_add(&sum, result->electronic);
    result->zero_point = sum.zero_point;
    result->enthalpy = sum.zero_point + sum.energy + (gas ? kT : 0.0);
    result->entropy = sum.entropy;
    result->heat_capacity = sum.heat_capacity + (gas ? 1.0 : 0.0);
    result->free_energy = result->enthalpy - kT * sum.entropy;
    return HC_OK;
}
