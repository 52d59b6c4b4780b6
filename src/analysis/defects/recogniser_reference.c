/* Against a perfect crystal: empty sites, atoms too many, atoms of another element, and the local strain. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/defects/recogniser.h"
#include "analysis/defects/reference_sites.h"
#include "atoms/cell.h"
#include "atoms/neighbours.h"
#include "halfcell/units.h"
#include "math/linalg.h"

/* Neighbours of a site: within so many nearest distances (bcc: both shells; others: the first). */
#define SHELL 1.25
/* Directions in which the neighbours extend less than this part of the most are left out of the strain: a sheet has
 * none across it. */
#define FLAT 1e-3

static bool applies(const hc_defect_scene *scene)
{
    return scene->options.reference != NULL;
}

static bool has_element(const hc_structure *structure, int number)
{
    for (size_t i = 0; i < structure->natom; i++) {
        if (structure->atomic_number[i] == number) {
            return true;
        }
    }
    return false;
}

static hc_status take_site(hc_context *ctx, hc_census *census, const hc_defect_scene *scene,
                           const hc_reference_sites *sites, size_t site)
{
    hc_finding finding = {.position = sites->mapped->position[site]};
    int wanted = sites->mapped->atomic_number[site];
    size_t i = sites->occupant[site];
    if (i == SIZE_MAX) {
        snprintf(finding.kind, sizeof finding.kind, "vacancy %s", hc_element_symbol(wanted));
        snprintf(finding.note, sizeof finding.note, "site %zu of the repeated reference", site);
        return hc_census_find(ctx, census, &finding, 0, NULL);
    }
    int number = scene->structure->atomic_number[i];
    if (number == wanted) {
        return HC_OK;
    }
    snprintf(finding.kind, sizeof finding.kind, "%s %s on %s",
             has_element(scene->options.reference, number) ? "antisite" : "substitution", hc_element_symbol(number),
             hc_element_symbol(wanted));
    return hc_census_find(ctx, census, &finding, 1, &i);
}

/* Atoms that are not the occupant of a site. */
static hc_status take_extra(hc_context *ctx, hc_census *census, const hc_structure *structure,
                            const hc_reference_sites *sites, size_t i)
{
    size_t site = sites->site_of[i];
    if (site != SIZE_MAX && sites->occupant[site] == i) {
        return HC_OK;
    }
    hc_finding finding = {.position = structure->position[i]};
    snprintf(finding.kind, sizeof finding.kind, "interstitial %s", hc_element_symbol(structure->atomic_number[i]));
    if (site == SIZE_MAX) {
        snprintf(finding.note, sizeof finding.note, "no site within %.2f angstrom",
                 0.75 * sites->nearest / HC_ANGSTROM);
    } else {
        snprintf(finding.note, sizeof finding.note, "shares the site of atom %zu", sites->occupant[site]);
    }
    return hc_census_find(ctx, census, &finding, 1, &i);
}

/* Sums over the neighbours of one site. */
typedef struct fit {
    hc_mat3 cross;  /* sum of now (x) before */
    hc_mat3 before; /* sum of before (x) before */
    size_t count;
} fit;

static void add_pair(fit *sum, hc_vec3 now, hc_vec3 before)
{
    hc_mat3_add_outer(&sum->cross, 1.0, now, before);
    hc_mat3_add_outer(&sum->before, 1.0, before, before);
    sum->count++;
}

static hc_mat3 product(const hc_mat3 *a, const hc_mat3 *b)
{
    return (hc_mat3){
        {hc_vec3_times_mat3(a->row[0], b), hc_vec3_times_mat3(a->row[1], b), hc_vec3_times_mat3(a->row[2], b)}};
}

/* Green-Lagrange strain (F^T F - P)/2 of F = cross before^+, where P projects on the directions that the neighbours
 * span. */
static hc_status strain_of(hc_context *ctx, const fit *sum, double *strain)
{
    hc_status status = HC_OK;
    double a[9], w[3];
    hc_mat3 inverse = {0}, span = {0};
    for (int k = 0; k < 9; k++) {
        a[k] = hc_vec3_get(sum->before.row[k / 3], k % 3);
    }
    HC_TRY(hc_eigen_symmetric(ctx, 3, a, w));
    for (int k = 0; k < 3; k++) {
        hc_vec3 v = {a[3 * k], a[3 * k + 1], a[3 * k + 2]};
        if (w[k] > FLAT * w[2]) {
            hc_mat3_add_outer(&inverse, 1.0 / w[k], v, v);
            hc_mat3_add_outer(&span, 1.0, v, v);
        }
    }
    hc_mat3 gradient = product(&sum->cross, &inverse), transposed = hc_mat3_transpose(&gradient);
    hc_mat3 green = product(&transposed, &gradient);
    static const int row[6] = {0, 1, 2, 1, 0, 0}, column[6] = {0, 1, 2, 2, 2, 1};
    for (int k = 0; k < 6; k++) {
        strain[k] = 0.5 * (hc_vec3_get(green.row[row[k]], column[k]) - hc_vec3_get(span.row[row[k]], column[k]));
    }
cleanup:
    return status;
}

static hc_status sum_neighbours(hc_context *ctx, const hc_reference_sites *sites, fit *sums)
{
    hc_status status = HC_OK;
    hc_neighbour_list *list = NULL;
    const hc_structure *perfect = sites->perfect, *mapped = sites->mapped;
    HC_TRY(hc_neighbours_create(ctx, SHELL * sites->nearest, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, perfect));
    for (size_t a = 0; a < perfect->natom; a++) {
        for (size_t k = list->first[a]; k < list->first[a + 1]; k++) {
            const hc_neighbour *pair = &list->entry[k];
            size_t b = pair->j, i = sites->occupant[a], j = sites->occupant[b];
            if (i == SIZE_MAX || j == SIZE_MAX) {
                continue;
            }
            hc_vec3 before = hc_neighbour_vector(perfect, a, pair);
            hc_vec3 now = hc_vec3_add(hc_vec3_sub(mapped->position[b], mapped->position[a]),
                                      hc_cell_translation(&mapped->cell, pair->image));
            now = hc_vec3_add(now, hc_vec3_sub(sites->offset[j], sites->offset[i]));
            add_pair(&sums[a], now, before);
            add_pair(&sums[b], hc_vec3_scale(-1.0, now), hc_vec3_scale(-1.0, before));
        }
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}

static hc_status measure_strain(hc_context *ctx, hc_census *census, const hc_reference_sites *sites)
{
    static const char *const names[6] = {"mean strain xx", "mean strain yy", "mean strain zz",
                                         "mean strain yz", "mean strain xz", "mean strain xy"};
    hc_status status = HC_OK;
    fit *sums = NULL;
    double *field = NULL, mean[6] = {0};
    size_t count = 0;
    HC_TRY(hc_allocate(ctx, sites->perfect->natom, sizeof *sums, &sums));
    HC_TRY(hc_census_field(ctx, census, "strain", 6, NULL, &field));
    HC_TRY(sum_neighbours(ctx, sites, sums));
    for (size_t site = 0; site < sites->perfect->natom; site++) {
        if (sums[site].count == 0) {
            continue;
        }
        double *strain = &field[6 * sites->occupant[site]];
        HC_TRY(strain_of(ctx, &sums[site], strain));
        for (int k = 0; k < 6; k++) {
            mean[k] += strain[k];
        }
        count++;
    }
    for (int k = 0; k < 6 && count > 0; k++) {
        HC_TRY(hc_census_count(ctx, census, HC_ROLE_MEASURE, names[k], mean[k] / (double)count));
    }
cleanup:
    free(sums);
    return status;
}

static hc_status measure_offsets(hc_context *ctx, hc_census *census, const hc_reference_sites *sites, size_t natom)
{
    double *field = NULL, largest = 0.0;
    hc_status status = hc_census_field(ctx, census, "displacement", 3, NULL, &field);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < natom; i++) {
        for (int k = 0; sites->site_of[i] != SIZE_MAX && k < 3; k++) {
            field[3 * i + (size_t)k] = hc_vec3_get(sites->offset[i], k) / HC_ANGSTROM;
        }
        largest = sites->site_of[i] != SIZE_MAX ? fmax(largest, hc_vec3_norm(sites->offset[i])) : largest;
    }
    return hc_census_count(ctx, census, HC_ROLE_MEASURE, "largest displacement (angstrom)", largest / HC_ANGSTROM);
}

static hc_status recognise(hc_context *ctx, const hc_defect_scene *scene, hc_census *census)
{
    hc_status status = HC_OK;
    hc_reference_sites *sites = NULL;
    HC_TRY(hc_reference_sites_create(ctx, scene->structure, scene->options.reference, &sites));
    for (size_t site = 0; site < sites->mapped->natom; site++) {
        HC_TRY(take_site(ctx, census, scene, sites, site));
    }
    for (size_t i = 0; i < scene->structure->natom; i++) {
        HC_TRY(take_extra(ctx, census, scene->structure, sites, i));
    }
    HC_TRY(measure_offsets(ctx, census, sites, scene->structure->natom));
    HC_TRY(measure_strain(ctx, census, sites));
cleanup:
    hc_reference_sites_free(sites);
    return status;
}

const hc_recogniser_record hc_recogniser_reference = {
    .name = "reference",
    .summary = "vacancies, interstitials, antisites and local strain against a perfect structure",
    .reference = "Nordlund et al., Phys. Rev. B 57, 7556 (1998); Falk and Langer, Phys. Rev. E 57, 7192 (1998)",
    .needs = "a reference (--reference FILE)",
    .applies = applies,
    .recognise = recognise,
};
