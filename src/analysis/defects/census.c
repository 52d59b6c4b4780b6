#include "analysis/defects/census.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

hc_status hc_census_create(hc_context *ctx, size_t natom, hc_census **census)
{
    hc_status status = HC_OK;
    *census = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof **census, census));
    (*census)->natom = natom;
    (*census)->recogniser = "";
    HC_TRY(hc_allocate(ctx, natom, sizeof *(*census)->mark, &(*census)->mark));
cleanup:
    if (status != HC_OK) {
        hc_census_free(*census);
        *census = NULL;
    }
    return status;
}

void hc_census_free(hc_census *census)
{
    if (census == NULL) {
        return;
    }
    for (size_t i = 0; i < census->nfield; i++) {
        free(census->field[i].value);
    }
    free(census->field);
    free(census->line);
    free(census->finding);
    free(census->atom);
    free(census->mark);
    free(census);
}

static hc_census_line *line_of(const hc_census *census, const char *kind)
{
    for (size_t i = 0; i < census->nline; i++) {
        if (strcmp(census->line[i].kind, kind) == 0) {
            return &census->line[i];
        }
    }
    return NULL;
}

hc_status hc_census_count(hc_context *ctx, hc_census *census, hc_census_role role, const char *kind, double amount)
{
    hc_census_line *line = line_of(census, kind);
    if (line == NULL) {
        hc_status status = hc_array_reserve(ctx, &census->line, sizeof *census->line, census->nline, census->nline + 1,
                                            &census->line_capacity);
        if (status != HC_OK) {
            return status;
        }
        line = &census->line[census->nline++];
        *line = (hc_census_line){.recogniser = census->recogniser, .role = role};
        snprintf(line->kind, sizeof line->kind, "%s", kind);
    }
    line->count += amount;
    return HC_OK;
}

hc_status hc_census_find(hc_context *ctx, hc_census *census, const hc_finding *finding, size_t natom,
                         const size_t *atoms)
{
    hc_status status = HC_OK;
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_DEFECT, finding->kind, 1.0));
    HC_TRY(hc_array_reserve(ctx, &census->finding, sizeof *census->finding, census->nfinding, census->nfinding + 1,
                            &census->finding_capacity));
    HC_TRY(hc_array_reserve(ctx, &census->atom, sizeof *census->atom, census->natoms_found,
                            census->natoms_found + natom, &census->atom_capacity));
    hc_finding *added = &census->finding[census->nfinding++];
    *added = *finding;
    added->recogniser = census->recogniser;
    added->first_atom = census->natoms_found;
    added->natom = natom;
    for (size_t k = 0; k < natom; k++) {
        census->atom[census->natoms_found++] = atoms[k];
        census->mark[atoms[k]] = census->nfinding;
    }
cleanup:
    return status;
}

hc_status hc_census_field(hc_context *ctx, hc_census *census, const char *name, size_t width, const char *const *words,
                          double **value)
{
    hc_status status = HC_OK;
    *value = NULL;
    HC_TRY(hc_array_reserve(ctx, &census->field, sizeof *census->field, census->nfield, census->nfield + 1,
                            &census->field_capacity));
    HC_TRY(hc_allocate(ctx, census->natom, width * sizeof **value, value));
    for (size_t i = 0; i < census->natom * width; i++) {
        (*value)[i] = NAN;
    }
    census->field[census->nfield++] = (hc_atom_field){.name = name, .width = width, .value = *value, .words = words};
cleanup:
    return status;
}

double hc_census_count_of(const hc_census *census, const char *kind)
{
    const hc_census_line *line = line_of(census, kind);
    return line != NULL ? line->count : 0.0;
}
