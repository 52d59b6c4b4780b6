#include "builders/boundary/interface.h"

#include <math.h>
#include <stdlib.h>

#include "builders/assemble.h"
#include "builders/contact.h"
#include "builders/formal_charge.h"
#include "builders/slab.h"
#include "builders/supercell.h"
#include "halfcell/units.h"

#define TOLD_MAX 20
#define PERCENT 100.0
#define LIKE_CHARGES (1.0 * HC_ANGSTROM) /* two anions, or two cations, are so much farther apart than a bond */

static hc_status check_slab(hc_context *ctx, const hc_structure *slab, const char *which)
{
    const hc_mat3 *cell = &slab->cell;
    if (slab->natom == 0 || !slab->periodic[0] || !slab->periodic[1] || cell->row[0].z != 0.0 ||
        cell->row[1].z != 0.0 || cell->row[0].x * cell->row[1].y <= cell->row[0].y * cell->row[1].x) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "the %s part of a phase boundary is a slab: a and b repeat in the xy plane and z is the normal",
                       which);
    }
    return HC_OK;
}

static void tell_matches(hc_context *ctx, size_t count, const hc_lattice_match *list, size_t chosen)
{
    for (size_t k = 0; k < count; k++) {
        const hc_lattice_match *m = &list[k];
        if (k < TOLD_MAX || k == chosen) {
            hc_log(ctx, HC_LOG_INFO,
                   "match %zu%s: %d cells on %d, %.2f square Angstrom, upper turned by %.3f degrees, principal strains "
                   "%+.3f %+.3f %%",
                   k, k == chosen ? " (taken)" : "",
                   abs(m->lower[0][0] * m->lower[1][1] - m->lower[0][1] * m->lower[1][0]),
                   abs(m->upper[0][0] * m->upper[1][1] - m->upper[0][1] * m->upper[1][0]),
                   m->area / (HC_ANGSTROM * HC_ANGSTROM), m->rotation / HC_DEGREE, PERCENT * m->strain[0],
                   PERCENT * m->strain[1]);
        }
    }
}

static hc_status choose_match(hc_context *ctx, const hc_interface_options *options, const hc_structure *lower,
                              const hc_structure *upper, hc_lattice_match *match)
{
    hc_status status = HC_OK;
    hc_lattice_match *list = NULL;
    size_t count = 0, chosen = (size_t)options->match;
    HC_TRY(hc_lattice_match_find(ctx, lower->cell.row, upper->cell.row, options->strain_max, options->area_max, &count,
                                 &list));
    tell_matches(ctx, count, list, chosen);
    if (chosen >= count) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT,
                    "match %zu: there are %zu within strain_percent %g and area_angstrom2 %g; larger limits find more",
                    chosen, count, PERCENT * options->strain_max, options->area_max / (HC_ANGSTROM * HC_ANGSTROM));
        goto cleanup;
    }
    *match = list[chosen];
cleanup:
    free(list);
    return status;
}

static hc_status repeat(hc_context *ctx, const int m[2][2], hc_structure **slab)
{
    const int matrix[3][3] = {{m[0][0], m[0][1], 0}, {m[1][0], m[1][1], 0}, {0, 0, 1}};
    return hc_supercell(ctx, matrix, slab);
}

/* The cell of both: that of the lower, of the upper turned upon it, or in the middle. */
static void common_cell(const hc_interface_options *options, const hc_vec3 lower[2], const hc_vec3 upper[2],
                        hc_vec3 common[2])
{
    static const double shares[] = {[HC_STRAINED_UPPER] = 0.0, [HC_STRAINED_LOWER] = 1.0, [HC_STRAINED_BOTH] = 0.5};
    double strain[2], rotation, share = shares[options->strained];
    hc_plane_strain(upper, lower, strain, &rotation);
    double c = cos(rotation), s = sin(rotation);
    for (int k = 0; k < 2; k++) {
        hc_vec3 turned = {c * upper[k].x - s * upper[k].y, s * upper[k].x + c * upper[k].y, 0.0};
        common[k] = hc_vec3_add(hc_vec3_scale(1.0 - share, lower[k]), hc_vec3_scale(share, turned));
    }
}

/* Takes the slab into the common cell; heights stay. */
static void deform(hc_context *ctx, const hc_vec3 common[2], const char *which, hc_structure *slab)
{
    hc_mat3 old = {{slab->cell.row[0], slab->cell.row[1], {0, 0, 1}}}, inverse = hc_mat3_inverse(&old);
    hc_mat3 new = {{common[0], common[1], {0, 0, 1}}};
    double strain[2], rotation;
    hc_plane_strain(slab->cell.row, common, strain, &rotation);
    hc_log(ctx, HC_LOG_INFO, "%s part: %zu atoms, principal strains %+.3f %+.3f %%", which, slab->natom,
           PERCENT * strain[0], PERCENT * strain[1]);
    for (size_t i = 0; i < slab->natom; i++) {
        slab->position[i] = hc_vec3_times_mat3(hc_vec3_times_mat3(slab->position[i], &inverse), &new);
    }
    slab->cell.row[0] = common[0];
    slab->cell.row[1] = common[1];
}

/* How far `upper` has to be lifted to lie on `lower`. */
static hc_status find_lift(hc_context *ctx, const hc_interface_options *options, const hc_structure *lower,
                           const hc_structure *upper, double *lift)
{
    const bool in_plane[3] = {true, true, false};
    hc_status status = HC_OK;
    hc_full_cell plane = hc_full_cell_make(&lower->cell, in_plane);
    double top = -INFINITY, bottom = INFINITY, height = -INFINITY, *below = NULL, *above = NULL, *extra = NULL;
    HC_TRY(hc_allocate(ctx, lower->natom, sizeof *below, &below));
    HC_TRY(hc_allocate(ctx, lower->natom, sizeof *extra, &extra));
    HC_TRY(hc_allocate(ctx, upper->natom, sizeof *above, &above));
    hc_formal_charges(lower, below);
    hc_formal_charges(upper, above);
    for (size_t i = 0; i < lower->natom; i++) {
        top = fmax(top, lower->position[i].z);
    }
    for (size_t j = 0; j < upper->natom; j++) {
        hc_vec3 r = upper->position[j];
        for (size_t i = 0; i < lower->natom; i++) {
            extra[i] = below[i] * above[j] > 0.0 ? LIKE_CHARGES : 0.0;
        }
        bottom = fmin(bottom, r.z);
        height = fmax(height, hc_contact_height(lower, &plane, r, upper->atomic_number[j], 1.0, extra) - r.z);
    }
    *lift = isnan(options->gap) ? height : top + options->gap - bottom;
cleanup:
    free(below);
    free(above);
    free(extra);
    return status;
}

static void move(hc_structure *structure, hc_vec3 shift)
{
    for (size_t i = 0; i < structure->natom; i++) {
        structure->position[i] = hc_vec3_add(structure->position[i], shift);
    }
}

hc_status hc_interface_build(hc_context *ctx, const hc_interface_options *options, const hc_structure *upper,
                             hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_structure *below = NULL, *above = NULL;
    hc_lattice_match match = {0};
    hc_vec3 common[2];
    double lift = 0.0, period = 0.0;
    HC_TRY(check_slab(ctx, *structure, "lower"));
    HC_TRY(check_slab(ctx, upper, "upper"));
    HC_TRY(choose_match(ctx, options, *structure, upper, &match));
    HC_TRY(hc_structure_copy(ctx, *structure, &below));
    HC_TRY(hc_structure_copy(ctx, upper, &above));
    HC_TRY(repeat(ctx, (const int(*)[2])match.lower, &below));
    HC_TRY(repeat(ctx, (const int(*)[2])match.upper, &above));
    hc_slab_align(below);
    common_cell(options, below->cell.row, above->cell.row, common);
    deform(ctx, common, "lower", below);
    deform(ctx, common, "upper", above);
    move(above, hc_vec3_axpy(hc_vec3_scale(options->translation[0], common[0]), options->translation[1], common[1]));
    HC_TRY(find_lift(ctx, options, below, above, &lift));
    move(above, hc_vec3_make(0.0, 0.0, lift));
    HC_TRY(find_lift(ctx, options, above, below, &period));
    HC_TRY(hc_structure_append(ctx, above, hc_vec3_make(0, 0, 0), &below));
    below->cell.row[2] = hc_vec3_make(0.0, 0.0, period);
    for (int d = 0; d < 3; d++) {
        below->periodic[d] = true;
    }
    if (!isnan(options->vacuum)) {
        hc_slab_add_vacuum(options->vacuum, below);
    }
    hc_slab_align(below);
    hc_structure_replace(structure, &below);
cleanup:
    hc_structure_free(below);
    hc_structure_free(above);
    return status;
}
