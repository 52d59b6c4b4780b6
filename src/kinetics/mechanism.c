#include "kinetics/mechanism.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"

void hc_kinetic_mechanism_free(hc_kinetic_mechanism *mechanism)
{
    if (mechanism == NULL) {
        return;
    }
    for (size_t i = 0; i < mechanism->nspecies; i++) {
        free(mechanism->species[i].name);
    }
    for (size_t i = 0; i < mechanism->nsite; i++) {
        free(mechanism->site[i]);
    }
    for (size_t i = 0; i < mechanism->nstep; i++) {
        free(mechanism->step[i].name);
        free(mechanism->step[i].text);
    }
    free(mechanism->species);
    free(mechanism->site);
    free(mechanism->empty);
    free(mechanism->step);
    free(mechanism);
}

hc_status hc_kinetic_mechanism_read(hc_context *ctx, const char *path, hc_kinetic_mechanism **mechanism)
{
    char *text = NULL;
    size_t length;
    hc_status status = HC_OK;
    *mechanism = NULL;
    HC_TRY(hc_file_read(ctx, path, &text, &length));
    if (strlen(text) != length) {
        HC_TRY(hc_fail(ctx, HC_ERROR_FORMAT, "%s: is no text: there is a zero byte at %zu", path, strlen(text)));
    }
    HC_TRY(hc_kinetic_mechanism_parse(ctx, text, path, 1, mechanism));
cleanup:
    free(text);
    return status;
}

int hc_kinetic_step_stoichiometry(const hc_kinetic_step *step, size_t species)
{
    int sum = 0;
    for (size_t i = 0; i < step->final.count; i++) {
        sum += step->final.species[i] == species ? step->final.coefficient[i] : 0;
    }
    for (size_t i = 0; i < step->initial.count; i++) {
        sum -= step->initial.species[i] == species ? step->initial.coefficient[i] : 0;
    }
    return sum;
}

/* Fails with what is right of names [count]. */
static hc_status refuse_name(hc_context *ctx, const char *kind, const char *name, const char *const *names,
                             size_t count)
{
    hc_text right = {0};
    hc_names_suggest(&right, name, names, count);
    hc_status status =
        hc_fail(ctx, HC_ERROR_INPUT, "there is no %s '%s' in the mechanism%s", kind, name, hc_text_string(&right));
    hc_text_clear(&right);
    return status;
}

hc_status hc_kinetic_mechanism_find_species(hc_context *ctx, const hc_kinetic_mechanism *mechanism, const char *name,
                                            size_t *index)
{
    const char **names = NULL;
    hc_status status = HC_OK;
    *index = hc_kinetic_mechanism_lookup(mechanism, name, strlen(name));
    if (*index != HC_NONE) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, mechanism->nspecies, sizeof *names, &names));
    for (size_t i = 0; i < mechanism->nspecies; i++) {
        names[i] = mechanism->species[i].name;
    }
    status = refuse_name(ctx, "species", name, names, mechanism->nspecies);
cleanup:
    free(names);
    return status;
}

hc_status hc_kinetic_mechanism_find_step(hc_context *ctx, const hc_kinetic_mechanism *mechanism, const char *name,
                                         size_t *index)
{
    const char **names = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, mechanism->nstep, sizeof *names, &names));
    for (size_t i = 0; i < mechanism->nstep; i++) {
        names[i] = mechanism->step[i].name;
        if (strcmp(names[i], name) == 0 || strcmp(mechanism->step[i].text, name) == 0) {
            *index = i;
            goto cleanup;
        }
    }
    status = refuse_name(ctx, "step", name, names, mechanism->nstep);
cleanup:
    free(names);
    return status;
}

bool hc_kinetic_species_has_own_energy(const hc_kinetic_species *species)
{
    return species->kind == HC_KINETIC_SITE || species->is_electron || species->is_proton || species->is_hydroxide;
}

bool hc_kinetic_mechanism_moves_electrons(const hc_kinetic_mechanism *mechanism)
{
    for (size_t j = 0; j < mechanism->nstep; j++) {
        if (mechanism->step[j].electrons != 0) {
            return true;
        }
    }
    return false;
}
