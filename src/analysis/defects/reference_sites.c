#include "analysis/defects/reference_sites.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "atoms/cell.h"
#include "atoms/neighbours.h"
#include "halfcell/units.h"

#define CELL_TOLERANCE 0.08
/* The farthest point of space from fcc and bcc sites is 0.71 and 0.65 nearest distances away. */
#define REACH 0.75
/* Atoms that try how the reference must be shifted, and that are asked how well a shift fits. */
#define ANCHORS 5
#define ASKED 200
/* A shift is looked for when fewer atoms than these are near a site, for references up to so many atoms. */
#define FITS 0.8
#define SHIFTED_MOST 256
#define CENTRING_STEPS 4

static hc_status repeats(hc_context *ctx, const hc_structure *structure, const hc_structure *reference, int *times)
{
    for (int d = 0; d < 3; d++) {
        times[d] = 1;
        if (structure->periodic[d] != reference->periodic[d]) {
            return hc_fail(ctx, HC_ERROR_INPUT, "the reference is %speriodic along %c and the structure is %s",
                           reference->periodic[d] ? "" : "not ", "abc"[d], reference -> periodic[d] ? "not" : "so");
        }
        if (!structure->periodic[d]) {
            continue;
        }
        hc_vec3 own = structure->cell.row[d], unit = reference->cell.row[d];
        double ratio = hc_vec3_norm(own) / hc_vec3_norm(unit);
        times[d] = ratio < 1e4 ? (int)fmax(rint(ratio), 1.0) : 1;
        if (hc_vec3_norm(hc_vec3_axpy(own, -times[d], unit)) > CELL_TOLERANCE * hc_vec3_norm(own)) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "the reference does not fill the cell: along %c the structure has %.4f angstrom, %.4f "
                           "times the reference; give a reference with the same vectors, or with whole fractions of "
                           "them in the same directions (within 8 %%)",
                           "abc"[d], hc_vec3_norm(own) / HC_ANGSTROM, ratio);
        }
    }
    return HC_OK;
}

static hc_status repeat(hc_context *ctx, const hc_structure *reference, const int *times, hc_structure **perfect)
{
    size_t copies = (size_t)times[0] * (size_t)times[1] * (size_t)times[2], at = 0;
    hc_status status = hc_structure_create(ctx, copies * reference->natom, perfect);
    if (status != HC_OK) {
        return status;
    }
    for (int d = 0; d < 3; d++) {
        (*perfect)->cell.row[d] = hc_vec3_scale(times[d], reference->cell.row[d]);
        (*perfect)->periodic[d] = reference->periodic[d];
    }
    for (size_t copy = 0; copy < copies; copy++) {
        size_t rest = copy / (size_t)times[0];
        int image[3] = {(int)(copy % (size_t)times[0]), (int)(rest % (size_t)times[1]), (int)(rest / (size_t)times[1])};
        hc_vec3 shift = hc_cell_translation(&reference->cell, image);
        for (size_t i = 0; i < reference->natom; i++, at++) {
            hc_structure_set_element(*perfect, at, reference->atomic_number[i]);
            (*perfect)->position[at] = hc_vec3_add(reference->position[i], shift);
        }
    }
    return HC_OK;
}

/* The repeated reference with the same fractional coordinates in the structure's cell. */
static hc_status map_sites(hc_context *ctx, const hc_structure *structure, const hc_structure *perfect,
                           hc_structure **mapped)
{
    hc_status status = hc_structure_copy(ctx, perfect, mapped);
    if (status == HC_OK) {
        hc_full_cell from = hc_full_cell_make(&perfect->cell, perfect->periodic);
        hc_full_cell to = hc_full_cell_make(&structure->cell, structure->periodic);
        (*mapped)->cell = structure->cell;
        for (size_t i = 0; i < perfect->natom; i++) {
            hc_vec3 s = hc_full_cell_fractional(&from, perfect->position[i]);
            (*mapped)->position[i] = hc_vec3_times_mat3(s, &to.vectors);
        }
    }
    return status;
}

static hc_status shortest_distance(hc_context *ctx, const hc_structure *structure, double *shortest)
{
    hc_status status = HC_OK;
    hc_neighbour_list *list = NULL;
    *shortest = INFINITY;
    for (double cutoff = 3.0 * HC_ANGSTROM; !isfinite(*shortest) && cutoff < 20.0 * HC_ANGSTROM; cutoff *= 1.5) {
        hc_neighbours_free(list);
        HC_TRY(hc_neighbours_create(ctx, cutoff, 0.0, &list));
        HC_TRY(hc_neighbours_update(ctx, list, structure));
        for (size_t i = 0; i < structure->natom; i++) {
            for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
                *shortest = fmin(*shortest, hc_vec3_norm(hc_neighbour_vector(structure, i, &list->entry[k])));
            }
        }
    }
    if (!isfinite(*shortest) || *shortest < 0.3 * HC_ANGSTROM) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT, "the reference has %s",
                    isfinite(*shortest) ? "two atoms nearer than 0.3 angstrom" : "no two atoms within 20 angstrom");
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}

/* How many of some atoms are within half of the nearest distance of a site of their element, with the sites of one
 * reference cell shifted. */
static size_t score(const hc_structure *structure, const hc_structure *reference, const hc_full_cell *cell,
                    hc_vec3 shift, double reach)
{
    size_t good = 0, asked = structure->natom < ASKED ? structure->natom : ASKED;
    for (size_t n = 0; n < asked; n++) {
        size_t i = n * structure->natom / asked;
        for (size_t m = 0; m < reference->natom; m++) {
            hc_vec3 d = hc_vec3_sub(hc_vec3_sub(structure->position[i], shift), reference->position[m]);
            if (structure->atomic_number[i] == reference->atomic_number[m] &&
                hc_vec3_norm(hc_full_cell_shortest(cell, d)) < reach) {
                good++;
                break;
            }
        }
    }
    return good;
}

/* The shift that brings most atoms onto sites: none when that fits, else one that brings some atom onto a site. */
static hc_vec3 find_shift(const hc_structure *structure, const hc_structure *reference, double nearest)
{
    hc_full_cell cell = hc_full_cell_make(&reference->cell, reference->periodic);
    hc_vec3 best = {0, 0, 0};
    size_t asked = structure->natom < ASKED ? structure->natom : ASKED;
    size_t most = score(structure, reference, &cell, best, 0.3 * nearest);
    if (reference->natom > SHIFTED_MOST || (double)most >= FITS * (double)asked) {
        return best;
    }
    for (size_t n = 0; n < ANCHORS; n++) {
        size_t i = (2 * n + 1) * structure->natom / (2 * ANCHORS);
        for (size_t m = 0; m < reference->natom; m++) {
            hc_vec3 shift = hc_vec3_sub(structure->position[i], reference->position[m]);
            size_t good = structure->atomic_number[i] == reference->atomic_number[m]
                              ? score(structure, reference, &cell, shift, 0.3 * nearest)
                              : 0;
            if (good > most) {
                most = good;
                best = shift;
            }
        }
    }
    return best;
}

/* Sites and atoms as one structure, sites first. */
static hc_status join(hc_context *ctx, const hc_structure *sites, const hc_structure *structure, hc_structure **both)
{
    hc_status status = hc_structure_create(ctx, sites->natom + structure->natom, both);
    if (status != HC_OK) {
        return status;
    }
    (*both)->cell = structure->cell;
    for (int d = 0; d < 3; d++) {
        (*both)->periodic[d] = structure->periodic[d];
    }
    for (size_t i = 0; i < (*both)->natom; i++) {
        bool site = i < sites->natom;
        const hc_structure *from = site ? sites : structure;
        size_t k = site ? i : i - sites->natom;
        hc_structure_set_element(*both, i, from->atomic_number[k]);
        (*both)->position[i] = from->position[k];
    }
    return HC_OK;
}

/* For each atom the nearest site. Sites come first, so in a half list they are the lower of a pair. */
static hc_status assign(hc_context *ctx, const hc_structure *structure, hc_reference_sites *sites)
{
    hc_status status = HC_OK;
    hc_structure *both = NULL;
    hc_neighbour_list *list = NULL;
    size_t nsite = sites->mapped->natom;
    double *nearest = NULL;
    HC_TRY(join(ctx, sites->mapped, structure, &both));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *nearest, &nearest));
    for (size_t i = 0; i < structure->natom; i++) {
        nearest[i] = INFINITY;
        sites->site_of[i] = SIZE_MAX;
    }
    HC_TRY(hc_neighbours_create(ctx, REACH * sites->nearest, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, both));
    for (size_t site = 0; site < nsite; site++) {
        for (size_t k = list->first[site]; k < list->first[site + 1]; k++) {
            size_t i = list->entry[k].j - nsite;
            hc_vec3 d = hc_neighbour_vector(both, site, &list->entry[k]);
            if (list->entry[k].j >= nsite && hc_vec3_norm(d) < nearest[i]) {
                nearest[i] = hc_vec3_norm(d);
                sites->site_of[i] = site;
                sites->offset[i] = d;
            }
        }
    }
cleanup:
    hc_structure_free(both);
    hc_neighbours_free(list);
    free(nearest);
    return status;
}

static void occupy(const hc_structure *structure, hc_reference_sites *sites)
{
    const int *wanted = sites->mapped->atomic_number;
    for (size_t site = 0; site < sites->mapped->natom; site++) {
        sites->occupants[site] = 0;
        sites->occupant[site] = SIZE_MAX;
    }
    for (size_t i = 0; i < structure->natom; i++) {
        size_t site = sites->site_of[i];
        if (site == SIZE_MAX) {
            continue;
        }
        size_t other = sites->occupant[site];
        bool right = structure->atomic_number[i] == wanted[site];
        bool other_right = other != SIZE_MAX && structure->atomic_number[other] == wanted[site];
        bool nearer = other == SIZE_MAX || hc_vec3_norm(sites->offset[i]) < hc_vec3_norm(sites->offset[other]);
        sites->occupants[site]++;
        if (right == other_right ? nearer : right) {
            sites->occupant[site] = i;
        }
    }
}

/* The mean offset of the atoms that are alone on a site of their element is no strain but a shift. */
static hc_vec3 mean_offset(const hc_structure *structure, const hc_reference_sites *sites)
{
    hc_vec3 sum = {0, 0, 0};
    size_t count = 0;
    for (size_t site = 0; site < sites->mapped->natom; site++) {
        size_t i = sites->occupant[site];
        if (sites->occupants[site] == 1 && structure->atomic_number[i] == sites->mapped->atomic_number[site]) {
            sum = hc_vec3_add(sum, sites->offset[i]);
            count++;
        }
    }
    return hc_vec3_scale(count > 0 ? 1.0 / (double)count : 0.0, sum);
}

static void shift_sites(hc_structure *mapped, hc_vec3 shift)
{
    for (size_t i = 0; i < mapped->natom; i++) {
        mapped->position[i] = hc_vec3_add(mapped->position[i], shift);
    }
}

hc_status hc_reference_sites_create(hc_context *ctx, const hc_structure *structure, const hc_structure *reference,
                                    hc_reference_sites **sites)
{
    hc_status status = HC_OK;
    hc_reference_sites *made = NULL;
    int times[3];
    *sites = NULL;
    HC_TRY(repeats(ctx, structure, reference, times));
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(shortest_distance(ctx, reference, &made->nearest));
    HC_TRY(repeat(ctx, reference, times, &made->perfect));
    HC_TRY(map_sites(ctx, structure, made->perfect, &made->mapped));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *made->site_of, &made->site_of));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *made->offset, &made->offset));
    HC_TRY(hc_allocate(ctx, made->mapped->natom, sizeof *made->occupants, &made->occupants));
    HC_TRY(hc_allocate(ctx, made->mapped->natom, sizeof *made->occupant, &made->occupant));
    shift_sites(made->mapped, find_shift(structure, reference, made->nearest));
    for (int step = 0;; step++) {
        HC_TRY(assign(ctx, structure, made));
        occupy(structure, made);
        hc_vec3 shift = mean_offset(structure, made);
        if (step == CENTRING_STEPS || hc_vec3_norm(shift) < 1e-9) {
            break;
        }
        shift_sites(made->mapped, shift);
    }
    *sites = made;
    made = NULL;
cleanup:
    hc_reference_sites_free(made);
    return status;
}

void hc_reference_sites_free(hc_reference_sites *sites)
{
    if (sites != NULL) {
        hc_structure_free(sites->perfect);
        hc_structure_free(sites->mapped);
        free(sites->site_of);
        free(sites->offset);
        free(sites->occupants);
        free(sites->occupant);
        free(sites);
    }
}
