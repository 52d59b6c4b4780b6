/* Free energies from a table's entries. */
#include "thermo/energies.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"
#include "thermo/gas.h"

#define STANDARD_PRESSURE_PA 1e5
#define DEPTH_MAX 8 /* of species that count from one another */

hc_status hc_energies_create(hc_context *ctx, hc_energies **energies)
{
    hc_status status = hc_allocate(ctx, 1, sizeof **energies, energies);
    if (status == HC_OK) {
        (*energies)->activity = 1e-6;
        (*energies)->she_absolute = HC_CHARGE_SHE_ABSOLUTE_EV * HC_EV;
        status = hc_keywords_set_defaults(ctx, hc_thermo_condition_keywords, &(*energies)->conditions);
    }
    return status;
}

void hc_energies_free(hc_energies *energies)
{
    if (!energies) {
        return;
    }
    for (size_t i = 0; i < energies->count; i++) {
        hc_energy_entry *e = &energies->entry[i];
        for (size_t k = 0; k < e->nrelative; k++) {
            free(e->relative_to[k].name);
        }
        free(e->relative_to);
        free(e->species);
        free(e->surface);
        free(e->site);
        free(e->reference);
        free(e->source);
        free(e->mode);
    }
    free(energies->entry);
    free(energies);
}

static const hc_energy_entry *lookup(const hc_energies *energies, const char *species, const char *surface)
{
    const hc_energy_entry *everywhere = NULL;
    for (size_t i = 0; i < energies->count; i++) {
        const hc_energy_entry *e = &energies->entry[i];
        if (strcmp(e->species, species) == 0) {
            if (strcmp(e->surface, surface) == 0) {
                return e;
            }
            everywhere = *e->surface == '\0' && !everywhere ? e : everywhere;
        }
    }
    return everywhere;
}

/* "CO2_g" without its suffix. */
static void bare_name(const char *species, char *name, size_t size)
{
    size_t length = strcspn(species, "*_");
    length = length < size ? length : size - 1;
    memcpy(name, species, length);
    name[length] = '\0';
}

static double gas_pressure(const hc_energies *energies, const hc_energy_entry *e, const hc_gas_record *gas)
{
    if (!isnan(e->pressure_pa)) {
        return e->pressure_pa;
    }
    return e->formula.phase == HC_CHEMICAL_LIQUID && gas && gas->vapour_pressure_pa > 0.0
               ? hc_gas_vapour_pressure(gas, energies->conditions.temperature_k)
               : energies->conditions.pressure_pa;
}

/* What the table gives goes before what is known of the molecule. */
static hc_status from_modes(hc_context *ctx, const hc_energies *energies, const hc_energy_entry *e,
                            hc_free_energy *found)
{
    char name[64];
    double known[HC_GAS_MODES_MAX];
    bare_name(e->species, name, sizeof name);
    const hc_gas_record *gas = hc_gas_find(name);
    bool molecule = e->formula.phase == HC_CHEMICAL_GAS || e->formula.phase == HC_CHEMICAL_LIQUID;
    hc_thermo_species species = {.model = molecule ? HC_THERMO_GAS : HC_THERMO_HARMONIC,
                                 .mass = hc_chemical_mass(&e->formula),
                                 .multiplicity = e->multiplicity,
                                 .nmode = e->nmode,
                                 .mode = e->mode};
    if (molecule && gas) {
        species.rotor = hc_gas_rotor(gas);
        species.multiplicity = e->multiplicity ? e->multiplicity : gas->multiplicity;
        for (size_t k = 0; e->nmode == 0 && gas->mode[k] > 0.0; k++) {
            known[k] = gas->mode[k] * HC_PER_CM;
            species.nmode = k + 1;
            species.mode = known;
        }
    }
    if (molecule && e->constant[0] > 0.0) {
        species.rotor = (hc_rotor){.kind = e->constant[1] > 0.0 ? HC_ROTOR_NONLINEAR : HC_ROTOR_LINEAR};
        for (int k = 0; k < 3; k++) {
            species.rotor.moment[k] = 0.5 / e->constant[e->constant[1] > 0.0 ? k : 0];
        }
    }
    species.rotor.symmetry_number = e->symmetry_number ? e->symmetry_number : species.rotor.symmetry_number;
    species.multiplicity = species.multiplicity ? species.multiplicity : 1;
    if (molecule && (species.rotor.symmetry_number == 0 || isnan(species.mass))) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "%s: the rotation of %s is not known; give rotational_constants_per_cm and symmetry_number, or "
                       "its free energy (`halfcell list gases` names those that are known)",
                       e->source, e->species);
    }
    hc_thermo_conditions conditions = energies->conditions;
    conditions.pressure_pa = gas_pressure(energies, e, gas);
    hc_thermo_result r;
    hc_status status = hc_thermo_compute(ctx, &species, &conditions, &r);
    if (status != HC_OK) {
        return hc_fail_within(ctx, status, "%s: %s: ", e->source, e->species);
    }
    found->zero_point = r.zero_point;
    found->heat = r.enthalpy - r.zero_point;
    found->entropy_term = r.entropy * conditions.temperature_k * HC_KELVIN;
    return HC_OK;
}

static bool has_parts(const hc_energy_entry *e)
{
    return !isnan(e->zero_point) || !isnan(e->heat) || !isnan(e->entropy_term);
}

static double or_zero(double value)
{
    return isnan(value) ? 0.0 : value;
}

static hc_status charge(hc_context *ctx, const hc_energies *energies, const hc_energy_entry *e, hc_free_energy *found)
{
    /* What is dissolved, or tied to other species, has its electrons on the scale of the tables already. */
    if (e->formula.charge == 0.0 || e->formula.phase == HC_CHEMICAL_AQUEOUS || e->nrelative > 0) {
        return HC_OK;
    }
    hc_status status = hc_charge_energy(ctx, e->formula.charge, &e->cell, energies->she_absolute, &found->charging);
    return status == HC_OK ? HC_OK : hc_fail_within(ctx, status, "%s: %s: ", e->source, e->species);
}

static hc_status evaluate(hc_context *ctx, const hc_energies *energies, const hc_energy_entry *e, hc_free_energy *found)
{
    char name[64];
    hc_status status = HC_OK;
    double kT = energies->conditions.temperature_k * HC_KELVIN;
    *found = (hc_free_energy){.entry = e, .error = or_zero(e->error), .solvation = or_zero(e->solvation)};
    bool molecule = e->formula.phase == HC_CHEMICAL_GAS || e->formula.phase == HC_CHEMICAL_LIQUID;
    bare_name(e->species, name, sizeof name);
    if (!isnan(e->free_energy)) {
        found->energy = e->free_energy;
        /* A free energy of a gas is that at its pressure; without one of its own, at 1 bar. */
        if (e->formula.phase == HC_CHEMICAL_GAS && isnan(e->pressure_pa)) {
            found->entropy_term = -kT * log(energies->conditions.pressure_pa / STANDARD_PRESSURE_PA);
        }
    } else {
        found->energy = e->energy;
        for (size_t k = 0; k < energies->ncorrection; k++) {
            found->correction += hc_correction_of(energies->correction[k], e->species);
        }
        if (has_parts(e)) {
            found->zero_point = or_zero(e->zero_point);
            found->heat = or_zero(e->heat);
            found->entropy_term = or_zero(e->entropy_term);
        } else if (e->nmode > 0 || (molecule && hc_gas_find(name))) {
            status = from_modes(ctx, energies, e, found);
        } else {
            found->bare = true;
        }
        if (status == HC_OK) {
            status = charge(ctx, energies, e, found);
        }
    }
    if (e->formula.phase == HC_CHEMICAL_AQUEOUS) {
        found->entropy_term -= kT * log(isnan(e->activity) ? energies->activity : e->activity);
    }
    found->total = found->energy + found->correction + found->solvation + found->charging + found->zero_point +
                   found->heat - found->entropy_term;
    return status;
}

static hc_status find_deep(hc_context *ctx, const hc_energies *energies, const hc_chemical *formula,
                           const char *species, const char *surface, int depth, hc_free_energy *found);

static hc_status add_relatives(hc_context *ctx, const hc_energies *energies, const hc_energy_entry *e,
                               const char *surface, int depth, hc_free_energy *found)
{
    if (depth > DEPTH_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: %s counts from itself", e->source, e->species);
    }
    for (size_t k = 0; k < e->nrelative; k++) {
        hc_free_energy other;
        const hc_term *term = &e->relative_to[k];
        hc_status status = find_deep(ctx, energies, &term->formula, term->name, surface, depth + 1, &other);
        if (status != HC_OK) {
            return status;
        }
        found->energy += term->count * other.total;
        found->total += term->count * other.total;
    }
    return HC_OK;
}

/* An entry with what its energy counts from. */
static hc_status evaluate_whole(hc_context *ctx, const hc_energies *energies, const hc_energy_entry *e,
                                const char *surface, int depth, hc_free_energy *found)
{
    hc_status status = evaluate(ctx, energies, e, found);
    return status == HC_OK ? add_relatives(ctx, energies, e, surface, depth, found) : status;
}

/* Half of hydrogen at 1 bar: a table's own pressure of H2 is taken back. */
static hc_status find_proton(hc_context *ctx, const hc_energies *energies, int depth, hc_free_energy *found)
{
    const hc_energy_entry *h2 = lookup(energies, "H2_g", "");
    if (!h2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "H2_g is not in the table of energies: it is what H+ and e- count from");
    }
    bool given = !isnan(h2->pressure_pa) && (!isnan(h2->free_energy) || has_parts(h2));
    double kT = energies->conditions.temperature_k * HC_KELVIN;
    double to_standard = given ? kT * log(STANDARD_PRESSURE_PA / h2->pressure_pa) : 0.0;
    hc_energy_entry standard = *h2;
    standard.pressure_pa = STANDARD_PRESSURE_PA;
    hc_free_energy hydrogen;
    hc_status status = evaluate_whole(ctx, energies, &standard, "", depth, &hydrogen);
    *found =
        (hc_free_energy){.total = 0.5 * (hydrogen.total + to_standard), .error = 0.5 * hydrogen.error, .entry = h2};
    return status;
}

static hc_status find_hydroxide(hc_context *ctx, const hc_energies *energies, int depth, hc_free_energy *found)
{
    hc_free_energy proton, water;
    const hc_energy_entry *e = lookup(energies, "H2O_l", "");
    e = e ? e : lookup(energies, "H2O_g", "");
    if (!e) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a hydroxide counts from water: H2O_l or H2O_g is not in the table");
    }
    hc_status status = evaluate_whole(ctx, energies, e, "", depth, &water);
    if (status == HC_OK) {
        status = find_proton(ctx, energies, depth, &proton);
    }
    if (status == HC_OK) {
        *found = (hc_free_energy){.total = water.total - proton.total, .error = water.error, .entry = e};
    }
    return status;
}

/* The same atoms and charge, and on a surface like the other, or not. */
static bool written_otherwise(const hc_chemical *a, const hc_chemical *b)
{
    hc_formula difference = a->elements;
    bool same = !a->opaque && !b->opaque && a->charge == b->charge && (a->sites > 0.0) == (b->sites > 0.0) &&
                hc_formula_add(&difference, &b->elements, -1.0);
    for (size_t k = 0; same && k < difference.count; k++) {
        same = difference.number[k] == 0.0;
    }
    return same;
}

/* Another way to write the same ("HOCO*" for "COOH*", "H2O_g" for "H2O_l") is said; it may be another isomer. */
static hc_status fail_missing(hc_context *ctx, const hc_energies *energies, const hc_chemical *formula,
                              const char *species, const char *surface)
{
    const char *like = NULL;
    for (size_t i = 0; i < energies->count && !like && formula->elements.count > 0; i++) {
        const hc_energy_entry *e = &energies->entry[i];
        bool here = *e->surface == '\0' || strcmp(e->surface, surface) == 0;
        like = here && written_otherwise(&e->formula, formula) ? e->species : NULL;
    }
    return hc_fail(ctx, HC_ERROR_INPUT, "%s is not in the table of energies%s%s%s%s%s", species,
                   *surface ? " for the surface " : "", surface, like ? "; " : "", like ? like : "",
                   like ? ", of the same atoms, is" : "");
}

static hc_status find_deep(hc_context *ctx, const hc_energies *energies, const hc_chemical *formula,
                           const char *species, const char *surface, int depth, hc_free_energy *found)
{
    *found = (hc_free_energy){0};
    if (formula->phase == HC_CHEMICAL_ELECTRON) {
        return HC_OK;
    }
    if (formula->phase == HC_CHEMICAL_PROTON) {
        return find_proton(ctx, energies, depth, found);
    }
    if (formula->phase == HC_CHEMICAL_HYDROXIDE) {
        return find_hydroxide(ctx, energies, depth, found);
    }
    const hc_energy_entry *e = lookup(energies, species, surface);
    if (!e && hc_chemical_is_empty_site(formula)) {
        return HC_OK; /* an empty site without an entry: the table counts adsorbates from it */
    }
    if (!e) {
        return fail_missing(ctx, energies, formula, species, surface);
    }
    return evaluate_whole(ctx, energies, e, surface, depth, found);
}

hc_status hc_energies_find(hc_context *ctx, const hc_energies *energies, const hc_chemical *formula,
                           const char *species, const char *surface, hc_free_energy *found)
{
    return find_deep(ctx, energies, formula, species, surface, 0, found);
}

hc_status hc_energies_entropy(hc_context *ctx, const hc_energies *energies, const hc_chemical *formula,
                              const char *species, const char *surface, double *entropy)
{
    const double at = energies->conditions.temperature_k, step = 0.01 * at;
    double total[2] = {0.0, 0.0};
    hc_energies near = *energies; /* the same tables at other temperatures */
    hc_free_energy found;
    hc_status status = HC_OK;
    *entropy = 0.0;
    for (int k = 0; k < 2 && status == HC_OK; k++) {
        near.conditions.temperature_k = at + (k ? step : -step);
        status = hc_energies_find(ctx, &near, formula, species, surface, &found);
        total[k] = found.total;
    }
    if (status == HC_OK) {
        bool fixed = found.entry && isnan(found.entry->free_energy) && has_parts(found.entry);
        *entropy = -(total[1] - total[0]) / (2.0 * step * HC_KELVIN);
        *entropy += fixed ? or_zero(found.entry->entropy_term) / (at * HC_KELVIN) : 0.0;
    }
    return status;
}

hc_status hc_energies_reaction(hc_context *ctx, const hc_energies *energies, const hc_reaction *reaction,
                               const char *surface, double *free_energy, double *error)
{
    double sum = 0.0, variance = 0.0;
    for (size_t i = 0; i < reaction->nterm; i++) {
        const hc_term *term = &reaction->term[i];
        hc_free_energy found;
        hc_status status = hc_energies_find(ctx, energies, &term->formula, term->name, surface, &found);
        if (status != HC_OK) {
            return hc_fail_within(ctx, status, "%s: ", reaction->text);
        }
        sum += term->count * found.total;
        variance += pow(term->count * found.error, 2);
    }
    *free_energy = sum;
    *error = sqrt(variance);
    return HC_OK;
}

bool hc_energies_have(const hc_energies *energies, const hc_reaction *reaction, const char *surface)
{
    for (size_t i = 0; i < reaction->nterm; i++) {
        const hc_term *term = &reaction->term[i];
        bool plain = term->formula.phase == HC_CHEMICAL_ELECTRON || term->formula.phase == HC_CHEMICAL_PROTON ||
                     term->formula.phase == HC_CHEMICAL_HYDROXIDE || hc_chemical_is_empty_site(&term->formula);
        if (!plain && !lookup(energies, term->name, surface)) {
            return false;
        }
    }
    return true;
}

/* Whether a species, or one that its energy counts from, has an entry for this surface alone. */
static bool depends(const hc_energies *energies, const char *species, const char *surface, int depth)
{
    const hc_energy_entry *e = lookup(energies, species, surface);
    bool found = e && *e->surface;
    for (size_t k = 0; e && !found && depth <= DEPTH_MAX && k < e->nrelative; k++) {
        found = depends(energies, e->relative_to[k].name, surface, depth + 1);
    }
    return found;
}

bool hc_energies_depend(const hc_energies *energies, const hc_reaction *reaction, const char *surface)
{
    for (size_t i = 0; reaction && i < reaction->nterm; i++) {
        if (depends(energies, reaction->term[i].name, surface, 0)) {
            return true;
        }
    }
    return false;
}

bool hc_energies_corrected(const hc_energies *energies, const hc_correction_record *correction)
{
    for (size_t i = 0; i < energies->count; i++) {
        const hc_energy_entry *e = &energies->entry[i];
        if (isnan(e->free_energy) && hc_correction_of(correction, e->species) != 0.0) {
            return true;
        }
    }
    return false;
}

hc_status hc_energies_surfaces(hc_context *ctx, const hc_energies *energies, size_t *count, const char ***names)
{
    *count = 0;
    hc_status status = hc_allocate(ctx, energies->count, sizeof **names, names);
    for (size_t i = 0; status == HC_OK && i < energies->count; i++) {
        const char *surface = energies->entry[i].surface;
        size_t k = 0;
        while (k < *count && strcmp((*names)[k], surface) != 0) {
            k++;
        }
        if (k == *count && *surface) {
            (*names)[(*count)++] = surface;
        }
    }
    return status;
}
