#include "builders/slab.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/lattice_planes.h"
#include "builders/assemble.h"
#include "builders/formal_charge.h"
#include "builders/slab_unit.h"
#include "builders/supercell.h"
#include "halfcell/keyword.h"
#include "halfcell/units.h"

#define RIGHT_ANGLE_MAX 12 /* multiples of the shortest vectors that are tried */
#define ATOM_MAX 1000000
#define EMPTY (8.0 * HC_ANGSTROM) /* between atoms of a crystal: more than layers leave */

hc_slab_options hc_slab_defaults(void)
{
    return (hc_slab_options){.layers = 4,
                             .planes = HC_INTEGER_UNSET,
                             .repeat = {1, 1},
                             .vacuum = 15.0 * HC_ANGSTROM,
                             .same_plane = 0.2 * HC_ANGSTROM};
}

/* The frame of the slab as rows: x along the first vector, z along the normal. */
static hc_mat3 frame_of(const hc_plane_lattice *lattice)
{
    hc_vec3 x = hc_vec3_scale(1.0 / hc_vec3_norm(lattice->vector[0]), lattice->vector[0]);
    return (hc_mat3){{x, hc_vec3_cross(lattice->normal, x), lattice->normal}};
}

/* Atomic planes counted down from the cut; plane q of them is `below - q`, so many units further down. */
static size_t plane_of(const hc_slab_unit *unit, size_t below, size_t q, long *down)
{
    long index = (long)below - (long)q, n = (long)unit->nplane;
    long k = ((index % n) + n) % n;
    *down = (k - index) / n;
    return (size_t)k;
}

static size_t count_atoms(const hc_slab_unit *unit, size_t below, size_t nplane)
{
    size_t count = 0;
    for (size_t q = 0; q < nplane; q++) {
        long down;
        size_t plane = plane_of(unit, below, q, &down);
        for (size_t i = 0; i < unit->natom; i++) {
            count += unit->plane[i] == plane;
        }
    }
    return count;
}

/* Atoms from the bottom plane to the top one. */
static void stack(const hc_slab_unit *unit, size_t below, size_t nplane, size_t nfixed, hc_structure *slab)
{
    hc_mat3 frame = frame_of(&unit->lattice);
    hc_mat3 flat = {{unit->cell.row[0], unit->cell.row[1], unit->lattice.normal}};
    hc_mat3 flat_inverse = hc_mat3_inverse(&flat);
    size_t count = 0;
    for (size_t q = nplane; q-- > 0;) {
        long down;
        size_t plane = plane_of(unit, below, q, &down);
        for (size_t i = 0; i < unit->natom; i++) {
            if (unit->plane[i] == plane) {
                hc_vec3 s = unit->fraction[i];
                s.z -= (double)down;
                hc_vec3 t = hc_vec3_times_mat3(hc_vec3_times_mat3(s, &unit->cell), &flat_inverse);
                t.x -= floor(t.x + HC_SAME_FRACTION);
                t.y -= floor(t.y + HC_SAME_FRACTION);
                hc_structure_set_element(slab, count, unit->number[i]);
                slab->fixed[count] = nplane - 1 - q < nfixed;
                slab->position[count++] = hc_mat3_times_vec3(&frame, hc_vec3_times_mat3(t, &flat));
            }
        }
    }
    for (int d = 0; d < 2; d++) {
        slab->cell.row[d] = hc_mat3_times_vec3(&frame, unit->cell.row[d]);
        slab->cell.row[d].z = 0.0;
    }
    slab->cell.row[0].y = 0.0;
}

void hc_slab_add_vacuum(double vacuum, hc_structure *slab)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < slab->natom; i++) {
        low = fmin(low, slab->position[i].z);
        high = fmax(high, slab->position[i].z);
    }
    for (size_t i = 0; i < slab->natom; i++) {
        slab->position[i].z += 0.5 * vacuum - low;
    }
    slab->cell.row[2] = hc_vec3_make(0.0, 0.0, high - low + vacuum);
    for (int d = 0; d < 3; d++) {
        slab->periodic[d] = true;
    }
}

/* The smallest cell in the plane with a right angle; false when there is none within reach. */
static bool right_angle(hc_vec3 a, hc_vec3 b, int matrix[3][3])
{
    double best = INFINITY;
    for (int i = 0; i <= RIGHT_ANGLE_MAX; i++) {
        for (int j = -RIGHT_ANGLE_MAX; j <= RIGHT_ANGLE_MAX; j++) {
            for (int k = -RIGHT_ANGLE_MAX; k <= RIGHT_ANGLE_MAX; k++) {
                for (int l = 0; l <= RIGHT_ANGLE_MAX; l++) {
                    hc_vec3 u = hc_vec3_axpy(hc_vec3_scale(i, a), j, b), v = hc_vec3_axpy(hc_vec3_scale(k, a), l, b);
                    double lengths = hc_vec3_norm(u) * hc_vec3_norm(v);
                    int area = i * l - j * k;
                    if (area > 0 && fabs(hc_vec3_dot(u, v)) < 1e-5 * lengths && lengths < best * (1 - 1e-6)) {
                        best = lengths;
                        const int found[3][3] = {{i, j, 0}, {k, l, 0}, {0, 0, 1}};
                        for (int m = 0; m < 9; m++) {
                            matrix[m / 3][m % 3] = found[m / 3][m % 3];
                        }
                    }
                }
            }
        }
    }
    return isfinite(best);
}

void hc_slab_align(hc_structure *slab)
{
    hc_vec3 a = slab->cell.row[0];
    double length = hypot(a.x, a.y), c = a.x / length, s = a.y / length;
    hc_vec3 *vectors[2] = {slab->cell.row, slab->position};
    size_t count[2] = {2, slab->natom};
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < count[k]; i++) {
            hc_vec3 v = vectors[k][i];
            vectors[k][i] = hc_vec3_make(c * v.x + s * v.y, c * v.y - s * v.x, v.z);
        }
    }
    slab->cell.row[0].y = 0.0;
}

hc_status hc_slab_make_orthogonal(hc_context *ctx, hc_structure **slab)
{
    int matrix[3][3];
    const hc_mat3 *cell = &(*slab)->cell;
    if (!right_angle(cell->row[0], cell->row[1], matrix)) {
        double cosine =
            hc_vec3_dot(cell->row[0], cell->row[1]) / (hc_vec3_norm(cell->row[0]) * hc_vec3_norm(cell->row[1]));
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "this plane has no rectangular cell of reasonable size (its vectors make %.2f degrees); take "
                       "cell: primitive",
                       acos(cosine) / HC_DEGREE);
    }
    hc_status status = hc_supercell(ctx, (const int(*)[3])matrix, slab);
    if (status == HC_OK) {
        hc_slab_align(*slab);
        (*slab)->cell.row[1].x = 0.0;
    }
    return status;
}

static void tell_terminations(hc_context *ctx, size_t count, const hc_termination *list, size_t chosen)
{
    for (size_t k = 0; k < count; k++) {
        hc_log(ctx, HC_LOG_INFO, "termination %zu%s: ends with %s, %.2f Angstrom below the next plane; %s%s", k,
               k == chosen ? " (taken)" : "", list[k].top, list[k].gap / HC_ANGSTROM,
               list[k].polar ? "polar" : "not polar", list[k].symmetric ? ", both sides the same" : "");
    }
}

/* Formal charge and dipole of what was built. */
static hc_status tell_dipole(hc_context *ctx, const hc_structure *crystal, const hc_structure *slab)
{
    hc_status status = HC_OK;
    double *charge = NULL, of_element[119] = {0}, sum = 0.0, dipole = 0.0, scale = 0.0;
    HC_TRY(hc_allocate(ctx, crystal->natom, sizeof *charge, &charge));
    hc_formal_charges(crystal, charge);
    for (size_t i = 0; i < crystal->natom; i++) {
        of_element[crystal->atomic_number[i]] = charge[i];
    }
    for (size_t i = 0; i < slab->natom; i++) {
        double q = of_element[slab->atomic_number[i]];
        sum += q;
        scale += fabs(q);
        dipole += q * (slab->position[i].z - 0.5 * slab->cell.row[2].z);
    }
    double area = hc_vec3_norm(hc_vec3_cross(slab->cell.row[0], slab->cell.row[1]));
    if (fabs(sum) > 1e-6 * scale) {
        hc_log(ctx, HC_LOG_WARNING, "the slab is not stoichiometric: formal charges add up to %+.2f e in the cell",
               sum);
    } else if (fabs(dipole) > 1e-3 * scale * HC_ANGSTROM) {
        hc_log(ctx, HC_LOG_WARNING,
               "the slab is polar: formal charges give a dipole of %+.2f e Angstrom in the cell, %+.4f e/Angstrom; it "
               "grows with the thickness, so reconstruct or saturate a side, or take another termination",
               dipole / HC_ANGSTROM, dipole / area * HC_ANGSTROM);
    }
cleanup:
    free(charge);
    return status;
}

static hc_status check_options(hc_context *ctx, const hc_slab_options *options, size_t ntermination)
{
    if (options->termination < 0 || (size_t)options->termination >= ntermination) {
        return hc_fail(ctx, HC_ERROR_INPUT, "termination %d: the plane (%d %d %d) has %zu different ones, from 0",
                       options->termination, options->miller[0], options->miller[1], options->miller[2], ntermination);
    }
    if (options->repeat[0] < 1 || options->repeat[1] < 1) {
        return hc_fail(ctx, HC_ERROR_INPUT, "repeat: two numbers of at least 1");
    }
    return HC_OK;
}

/* What was cut already, or one sheet, is a crystal too: of slabs with vacuum between them. Hardly ever is that meant.
 */
static hc_status warn_of_vacuum(hc_context *ctx, const hc_structure *crystal)
{
    hc_status status = HC_OK;
    for (int axis = 0; axis < 3; axis++) {
        hc_plane_gap gap;
        HC_TRY(hc_plane_gap_find(ctx, crystal, axis, &gap));
        if (gap.width > EMPTY) {
            hc_log(
                ctx, HC_LOG_WARNING,
                "slab: what is cut has %.1f Angstrom without atoms along %c; is it a slab already? The vacuum is cut "
                "along with it",
                gap.width / HC_ANGSTROM, "abc"[axis]);
        }
    }
cleanup:
    return status;
}

hc_status hc_slab_build(hc_context *ctx, const hc_slab_options *options, hc_structure **structure)
{
    hc_status status = HC_OK;
    size_t count = 0;
    hc_termination *list = NULL;
    hc_slab_unit *unit = NULL;
    hc_structure *slab = NULL;
    HC_TRY(hc_slab_unit_create(ctx, *structure, options->miller, options->same_plane, &unit));
    HC_TRY(warn_of_vacuum(ctx, *structure));
    HC_TRY(hc_slab_terminations(ctx, *structure, options->miller, unit, &count, &list));
    HC_TRY(check_options(ctx, options, count));
    size_t below = list[options->termination].below;
    size_t nplane =
        options->planes != HC_INTEGER_UNSET ? (size_t)options->planes : (size_t)options->layers * unit->nplane;
    size_t natom = count_atoms(unit, below, nplane);
    if (natom > ATOM_MAX || (size_t)options->fixed_planes > nplane) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%zu atoms in %zu planes, of which %d fixed: too many", natom, nplane,
                         options->fixed_planes);
        goto cleanup;
    }
    HC_TRY(hc_structure_create(ctx, natom, &slab));
    stack(unit, below, nplane, (size_t)options->fixed_planes, slab);
    hc_slab_add_vacuum(options->vacuum, slab);
    if (options->orthogonal) {
        HC_TRY(hc_slab_make_orthogonal(ctx, &slab));
    }
    const int repeat[3][3] = {{options->repeat[0], 0, 0}, {0, options->repeat[1], 0}, {0, 0, 1}};
    HC_TRY(hc_supercell(ctx, repeat, &slab));
    tell_terminations(ctx, count, list, (size_t)options->termination);
    HC_TRY(tell_dipole(ctx, *structure, slab));
    hc_structure_replace(structure, &slab);
cleanup:
    hc_structure_free(slab);
    hc_slab_unit_free(unit);
    free(list);
    return status;
}
