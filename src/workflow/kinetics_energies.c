/* Free energies of a study's species from tables: our own CSV and JSON, CatMAP's, folders of `halfcell thermo`. */
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

/* One species, when the tables have it; its name there is without the type of site. */
static hc_status take(hc_context *ctx, const hc_study *study, size_t index, const hc_energies *energies, size_t s,
                      hc_kinetic_model *model)
{
    const hc_kinetic_species *species = &study->mechanism->species[s];
    const char *surface = study->catalyst[index].options->surface, *star = strchr(species->name, '*');
    hc_term term = {.count = 1.0};
    hc_free_energy found;
    hc_status status = HC_OK;
    int length = star != NULL ? (int)(star - species->name) + 1 : (int)strlen(species->name);
    surface = surface != NULL ? surface : study->catalyst[index].options->name;
    HC_TRY(hc_format(ctx, &term.name, "%.*s", length, species->name));
    HC_TRY(hc_chemical_parse(ctx, term.name, &term.formula));
    if (hc_energies_have(energies, &(hc_reaction){.nterm = 1, .term = &term}, surface)) {
        HC_TRY(hc_energies_find(ctx, energies, &term.formula, term.name, surface, &found));
        model->energy[s] = (hc_kinetic_species_energy){
            .given = true, .free_energy_ev = found.total / HC_EV, .error_ev = found.error / HC_EV};
    }
cleanup:
    free(term.name);
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
        bool own =
            species->kind == HC_KINETIC_SITE || species->is_electron || species->is_proton || species->is_hydroxide;
        if (!own && !model->energy[s].given) {
            status = take(ctx, study, index, energies, s, model);
            if (status != HC_OK) {
                status = hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu].energies", index);
                goto cleanup;
            }
        }
    }
cleanup:
    hc_energies_free(energies);
    return status;
}
