/* Free energies of a study's species from tables: our own CSV and JSON, CatMAP's, folders of `halfcell thermo`. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/data_file.h"
#include "base/file.h"
#include "halfcell/units.h"
#include "thermo/energies.h"
#include "workflow/kinetics_study.h"

static hc_status read_tables(hc_context *ctx, const hc_study *study, size_t index, hc_energies **energies)
{
    const hc_text_list *files = &study->catalyst[index].options->energies;
    hc_status status = HC_OK;
    HC_TRY(hc_energies_create(ctx, energies));
    HC_TRY(hc_keywords_set_defaults(ctx, hc_thermo_condition_keywords, &(*energies)->conditions));
    (*energies)->conditions.temperature_k = study->options.reference_temperature_k;
    (*energies)->conditions.pressure_pa = 1e5; /* activities are the study's */
    (*energies)->activity = 1.0;
    for (size_t i = 0; i < files->count; i++) {
        char *path = NULL;
        status = hc_data_file_beside(ctx, study->yaml->folder, "thermo", files->value[i], &path);
        status = status == HC_OK ? hc_energies_read(ctx, *energies, path) : status;
        free(path);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu].energies[%zu]", index, i);
        }
    }
cleanup:
    return status;
}

/* G and entropy on a surface, when the tables have the species. */
static hc_status look_up(hc_context *ctx, const hc_energies *energies, const char *name, int length,
                         const char *surface, hc_kinetic_species_energy *energy)
{
    hc_term term = {.count = 1.0};
    hc_free_energy found;
    double entropy = 0.0;
    hc_status status = HC_OK;
    HC_TRY(hc_format(ctx, &term.name, "%.*s", length, name));
    HC_TRY(hc_chemical_parse(ctx, term.name, &term.formula));
    if (hc_energies_have(energies, &(hc_reaction){.nterm = 1, .term = &term}, surface)) {
        HC_TRY(hc_energies_find(ctx, energies, &term.formula, term.name, surface, &found));
        HC_TRY(hc_energies_entropy(ctx, energies, &term.formula, term.name, surface, &entropy));
        *energy = (hc_kinetic_species_energy){.given = true,
                                              .free_energy_ev = found.total / HC_EV,
                                              .entropy_ev_per_k = entropy * HC_KELVIN / HC_EV,
                                              .error_ev = found.error / HC_EV};
    }
cleanup:
    free(term.name);
    return status;
}

/* One species; its name in the tables is without the type of site. */
static hc_status take(hc_context *ctx, const hc_study *study, size_t index, const hc_energies *energies, size_t s,
                      hc_kinetic_model *model)
{
    const hc_kinetic_species *species = &study->mechanism->species[s];
    const char *surface = study->catalyst[index].options->surface, *star = strchr(species->name, '*');
    int length = star != NULL ? (int)(star - species->name) + 1 : (int)strlen(species->name);
    surface = surface != NULL ? surface : study->catalyst[index].options->name;
    return look_up(ctx, energies, species->name, length, surface, &model->energy[s]);
}

/* What H+ (hydrogen) or OH- (water) counts from, where the mechanism has none of it with an energy: a table has its
 * own zero, so without a number it is refused. */
static hc_status take_reference(hc_context *ctx, const hc_energies *energies, const char *name, const char *key,
                                double given, bool needed, double *energy_ev, double *entropy)
{
    hc_kinetic_species_energy found = {.given = false};
    hc_status status = HC_OK;
    if (!isnan(given) || !needed) {
        return HC_OK;
    }
    HC_TRY(look_up(ctx, energies, name, (int)strlen(name), "", &found));
    if (!found.given) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "H+ and OH- count from %s, which has an energy neither in the study nor in its tables; give it "
                       "there, or %s",
                       name, key);
    }
    *energy_ev = found.free_energy_ev;
    *entropy = found.entropy_ev_per_k;
cleanup:
    return status;
}

static hc_status take_references(hc_context *ctx, const hc_study *study, const hc_energies *energies,
                                 hc_kinetic_model *model)
{
    const hc_kinetic_mechanism *m = study->mechanism;
    const hc_study_options *o = &study->options;
    bool proton = false, hydroxide = false, hydrogen = false, water = false;
    hc_status status = HC_OK;
    for (size_t s = 0; s < m->nspecies; s++) {
        proton = proton || m->species[s].is_proton;
        hydroxide = hydroxide || m->species[s].is_hydroxide;
    }
    hydrogen = model->hydrogen != HC_NONE && model->energy[model->hydrogen].given;
    water = model->water != HC_NONE && model->energy[model->water].given;
    HC_TRY(take_reference(ctx, energies, "H2_g", "hydrogen_ev", o->hydrogen_ev, (proton || hydroxide) && !hydrogen,
                          &model->hydrogen_ev, &model->hydrogen_entropy));
    HC_TRY(take_reference(ctx, energies, "H2O_l", "water_ev", o->water_ev, hydroxide && !water, &model->water_ev,
                          &model->water_entropy));
cleanup:
    return status;
}

hc_status hc_study_take_energies(hc_context *ctx, const hc_study *study, size_t index, hc_kinetic_model *model)
{
    const hc_kinetic_mechanism *m = study->mechanism;
    hc_energies *energies = NULL;
    hc_status status = HC_OK;
    if (study->catalyst[index].options->energies.count == 0) {
        return HC_OK;
    }
    HC_TRY(read_tables(ctx, study, index, &energies));
    for (size_t s = 0; s < m->nspecies; s++) {
        const hc_kinetic_species *species = &m->species[s];
        if (!hc_kinetic_species_has_own_energy(species) && !model->energy[s].given) {
            status = take(ctx, study, index, energies, s, model);
            if (status != HC_OK) {
                status = hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu].energies", index);
                goto cleanup;
            }
        }
    }
    status = take_references(ctx, study, energies, model);
    if (status != HC_OK) {
        status = hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu].energies", index);
    }
cleanup:
    hc_energies_free(energies);
    return status;
}
