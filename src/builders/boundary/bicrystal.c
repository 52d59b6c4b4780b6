#include "builders/boundary/bicrystal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"
#include "atoms/neighbours.h"
#include "atoms/spacegroup.h"
#include "base/text.h"
#include "builders/assemble.h"
#include "builders/boundary/coincidence.h"
#include "builders/slab.h"
#include "halfcell/units.h"

#define ATOM_MAX 1000000
#define OVERLAP 0.7     /* of the shortest distance */
#define SAME_ANGLE 1e-3 /* radian */
#define EDGE 1e-6       /* fractions that are nearer to 1 are 0 */

typedef struct bicrystal {
    const hc_bicrystal_options *options;
    const hc_structure *crystal;
    double edge; /* bohr, of the cube */
    hc_cubic_lattice lattice;
    hc_csl_rotation rotation;
    int upper_plane[3];
    hc_vec3 in_plane[2]; /* bohr, in the axes of the lower grain */
    double height[2];    /* bohr, of the grains */
} bicrystal;

/* ---- the crystal ---------------------------------------------------------------------------------------------------
 */

static hc_status check_cubic(hc_context *ctx, bicrystal *b)
{
    const hc_mat3 *cell = &b->crystal->cell;
    b->edge = hc_vec3_norm(cell->row[0]);
    for (int d = 0; d < 3; d++) {
        hc_vec3 v = cell->row[d], next = cell->row[(d + 1) % 3];
        if (hc_structure_periodic_count(b->crystal) != 3 || fabs(hc_vec3_norm(v) / b->edge - 1.0) > 1e-6 ||
            fabs(hc_vec3_dot(v, next)) > 1e-6 * b->edge * b->edge || hc_mat3_determinant(cell) < 0.0) {
            return hc_fail(
                ctx, HC_ERROR_INPUT,
                "coincidence boundaries are built of cubic crystals, in their conventional cell: three equal "
                "edges at right angles");
        }
    }
    return HC_OK;
}

/* The centring, from the translations that the crystal has within its cell. */
static hc_status find_centring(hc_context *ctx, bicrystal *b)
{
    hc_spacegroup *group = NULL;
    hc_status status = HC_OK;
    size_t count = 0;
    HC_TRY(hc_spacegroup_find(ctx, b->crystal, HC_SPACEGROUP_TOLERANCE, &group));
    for (size_t k = 0; k < group->noperation; k++) {
        count += hc_spacegroup_is_translation(&group->operation[k]);
    }
    b->lattice = count == 4 ? HC_CUBIC_F : count == 2 ? HC_CUBIC_I : HC_CUBIC_P;
    if (group->space_group < 195 || (count != 1 && count != 2 && count != 4)) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "this cell (space group %s, %zu translations) is not the conventional one of a cubic crystal",
                         group->international, count);
    }
cleanup:
    hc_spacegroup_free(group);
    return status;
}

/* ---- the rotation --------------------------------------------------------------------------------------------------
 */

static int upwards(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Whether two planes have the same indices but for order and signs. */
static bool same_form(const int a[3], const int b[3])
{
    int p[3] = {abs(a[0]), abs(a[1]), abs(a[2])}, q[3] = {abs(b[0]), abs(b[1]), abs(b[2])};
    qsort(p, 3, sizeof *p, upwards);
    qsort(q, 3, sizeof *q, upwards);
    return memcmp(p, q, sizeof p) == 0;
}

static hc_status refuse_rotation(hc_context *ctx, const hc_bicrystal_options *options, size_t count,
                                 const hc_csl_rotation *list)
{
    hc_text known = {0};
    hc_csl_rotation other[HC_CSL_ROTATION_MAX];
    for (size_t k = 0; k < count; k++) {
        hc_text_addf(&known, "%s%.3f", k > 0 ? ", " : "", list[k].angle / HC_DEGREE);
    }
    for (int sigma = 3; sigma < 52 && count == 0; sigma += 2) {
        if (hc_csl_rotations(options->axis, sigma, other) > 0) {
            hc_text_addf(&known, "%s%d", known.length > 0 ? ", " : "", sigma);
        }
    }
    const int *axis = options->axis;
    hc_status status =
        hc_fail(ctx, HC_ERROR_INPUT, "sigma %d about [%d %d %d]: there is no such rotation%s; %s are %s",
                options->sigma, axis[0], axis[1], axis[2], count > 0 ? " with that angle_degree" : "",
                count > 0 ? "angles" : "sigmas of this axis", known.length > 0 ? hc_text_string(&known) : "above 51");
    hc_text_clear(&known);
    return status;
}

static hc_status choose_rotation(hc_context *ctx, bicrystal *b)
{
    const hc_bicrystal_options *options = b->options;
    hc_csl_rotation list[HC_CSL_ROTATION_MAX];
    size_t count = hc_csl_rotations(options->axis, options->sigma, list), chosen = count;
    for (size_t k = count; k-- > 0;) {
        int other[3];
        hc_csl_other_plane(&list[k], options->plane, other);
        bool wanted = isnan(options->angle) ? same_form(options->plane, other)
                                            : fabs(list[k].angle - options->angle) < SAME_ANGLE;
        chosen = wanted ? k : chosen;
    }
    if (chosen == count && isnan(options->angle)) {
        chosen = 0;
    }
    if (chosen >= count) {
        return refuse_rotation(ctx, options, count, list);
    }
    b->rotation = list[chosen];
    hc_csl_other_plane(&b->rotation, options->plane, b->upper_plane);
    return HC_OK;
}

/* ---- the grains ----------------------------------------------------------------------------------------------------
 */

static hc_vec3 in_bohr(const bicrystal *b, hc_half_vector v)
{
    return hc_vec3_scale(0.5 * b->edge, hc_vec3_make(v.h[0], v.h[1], v.h[2]));
}

static void set_geometry(bicrystal *b)
{
    const int *planes[2] = {b->options->plane, b->upper_plane};
    hc_half_vector basis[2];
    hc_csl_plane_basis(b->lattice, &b->rotation, b->options->plane, basis);
    for (int g = 0; g < 2; g++) {
        b->in_plane[g] = in_bohr(b, basis[g]);
        double period = hc_vec3_norm(in_bohr(b, hc_cubic_along(b->lattice, planes[g])));
        b->height[g] = period * fmax(1.0, ceil(b->options->thickness / period - 1e-6));
    }
}

/* The plane as the xy plane: rows x, y, z in the axes of the lower grain. */
static hc_mat3 frame_of(const bicrystal *b)
{
    hc_vec3 normal = hc_vec3_cross(b->in_plane[0], b->in_plane[1]);
    hc_vec3 x = hc_vec3_scale(1.0 / hc_vec3_norm(b->in_plane[0]), b->in_plane[0]);
    hc_vec3 z = hc_vec3_scale(1.0 / hc_vec3_norm(normal), normal);
    return (hc_mat3){{x, hc_vec3_cross(z, x), z}};
}

static bool inside(hc_vec3 s)
{
    bool all = true;
    for (int d = 0; d < 3; d++) {
        double x = hc_vec3_get(s, d);
        all = all && x >= -EDGE && x < 1.0 - EDGE;
    }
    return all;
}

static void put(int number, hc_vec3 position, hc_structure *grain, size_t i)
{
    if (i < grain->natom) {
        hc_structure_set_element(grain, i, number);
        grain->position[i] = position;
    }
}

/* The whole numbers z with s + z step inside the box, and one more on either side. */
static void bound_steps(hc_vec3 s, hc_vec3 step, int *low, int *high)
{
    double from = -INFINITY, to = INFINITY;
    for (int d = 0; d < 3; d++) {
        double slope = hc_vec3_get(step, d), a = -hc_vec3_get(s, d) / slope, b = (1.0 - hc_vec3_get(s, d)) / slope;
        if (fabs(slope) > EDGE) {
            from = fmax(from, fmin(a, b));
            to = fmin(to, fmax(a, b));
        }
    }
    *low = from <= to + 2.0 ? (int)floor(from) - 1 : 0;
    *high = from <= to + 2.0 ? (int)ceil(to) + 1 : -1;
}

/* The atoms of the crystal in the box whose vectors are the rows of `own` in its axes and of `box` in those of the
 * result, into `grain` as far as it has room; their number. */
static size_t fill(const bicrystal *b, const hc_mat3 *own, const hc_mat3 *box, hc_structure *grain)
{
    hc_mat3 inverse = hc_mat3_inverse(own), to_fraction = hc_mat3_inverse(&b->crystal->cell);
    int low[3] = {-1, -1, -1}, high[3] = {1, 1, 1};
    size_t count = 0;
    for (int d = 0; d < 2; d++) {
        for (int k = 0; k < 3; k++) {
            double reach = hc_vec3_get(own->row[k], d) / b->edge;
            *(reach < 0.0 ? &low[d] : &high[d]) += (int)(reach < 0.0 ? floor(reach) : ceil(reach));
        }
    }
    for (size_t i = 0; i < b->crystal->natom; i++) {
        hc_vec3 atom = hc_vec3_times_mat3(b->crystal->position[i], &to_fraction);
        for (int x = low[0]; x <= high[0]; x++) {
            for (int y = low[1]; y <= high[1]; y++) {
                hc_vec3 r = hc_vec3_scale(b->edge, hc_vec3_add(atom, hc_vec3_make(x, y, 0)));
                hc_vec3 first = hc_vec3_times_mat3(r, &inverse), step = hc_vec3_scale(b->edge, inverse.row[2]);
                bound_steps(first, step, &low[2], &high[2]);
                for (int z = low[2]; z <= high[2]; z++) {
                    hc_vec3 s = hc_vec3_axpy(first, z, step);
                    if (inside(s)) {
                        put(b->crystal->atomic_number[i], hc_vec3_times_mat3(s, box), grain, count++);
                    }
                }
            }
        }
    }
    return count;
}

/* Grain g (0 lower, 1 upper), from z = 0 on. */
static hc_status make_grain(hc_context *ctx, const bicrystal *b, int g, hc_structure **grain)
{
    hc_mat3 frame = frame_of(b), own, box;
    const hc_vec3 vectors[3] = {b->in_plane[0], b->in_plane[1], hc_vec3_scale(b->height[g], frame.row[2])};
    for (int k = 0; k < 3; k++) {
        own.row[k] = vectors[k];
        for (int j = 0; j < 3 && g == 1; j++) {
            const int(*m)[3] = b->rotation.matrix;
            hc_vec3 column = {m[0][j], m[1][j], m[2][j]};
            *hc_vec3_at(&own.row[k], j) = hc_vec3_dot(column, vectors[k]) / b->rotation.norm;
        }
        box.row[k] = hc_mat3_times_vec3(&frame, vectors[k]);
    }
    double expected = (double)b->crystal->natom * hc_mat3_determinant(&own) / pow(b->edge, 3);
    if (!(expected < ATOM_MAX)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a grain has %.0f atoms, more than %d: a smaller sigma, or a plane of smaller "
                       "indices, has a smaller cell",
                       expected, ATOM_MAX);
    }
    size_t natom = (size_t)nearbyint(expected);
    hc_status status = hc_structure_create(ctx, natom, grain);
    if (status == HC_OK && fill(b, &own, &box, *grain) != natom) {
        status = hc_fail(ctx, HC_ERROR_INTERNAL, "a grain has not the %zu atoms of its volume", natom);
    }
    return status;
}

/* ---- both together -------------------------------------------------------------------------------------------------
 */

/* Distances (bohr) below which two atoms overlap, by their elements. */
typedef struct overlap_table {
    double least, largest;
    double (*of)[HC_ELEMENT_MAX + 1]; /* [HC_ELEMENT_MAX + 1] */
} overlap_table;

/* The same for all, or a share of the shortest distance that two atoms of these elements have in the crystal: within
 * the edge of the cube every pair occurs. */
static hc_status find_overlaps(hc_context *ctx, const bicrystal *b, overlap_table *table)
{
    hc_neighbour_list *list = NULL;
    hc_status status = HC_OK;
    const hc_structure *crystal = b->crystal;
    double given = b->options->overlap;
    table->least = INFINITY;
    HC_TRY(hc_allocate(ctx, HC_ELEMENT_MAX + 1, sizeof *table->of, &table->of));
    HC_TRY(hc_neighbours_create(ctx, 1.001 * b->edge, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, crystal));
    for (size_t i = 0; i < crystal->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            int p = crystal->atomic_number[i], q = crystal->atomic_number[list->entry[k].j];
            double far = hc_vec3_norm(hc_neighbour_vector(crystal, i, &list->entry[k]));
            double wanted = isnan(given) ? OVERLAP * far : given;
            table->of[p][q] = table->of[q][p] = table->of[p][q] > 0.0 ? fmin(table->of[p][q], wanted) : wanted;
            table->least = fmin(table->least, wanted);
        }
    }
    for (size_t i = 0; i < crystal->natom; i++) {
        for (size_t j = 0; j <= i; j++) {
            table->largest = fmax(table->largest, table->of[crystal->atomic_number[i]][crystal->atomic_number[j]]);
        }
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}

/* Takes the atoms of the upper grain (from nlower on) out that overlap with one of the lower. */
static hc_status remove_overlap(hc_context *ctx, size_t nlower, const overlap_table *table, size_t *count,
                                hc_structure **both)
{
    hc_neighbour_list *list = NULL;
    hc_status status = HC_OK;
    size_t *gone = NULL;
    bool *near = NULL;
    const hc_structure *s = *both;
    *count = 0;
    HC_TRY(hc_allocate(ctx, s->natom, sizeof *gone, &gone));
    HC_TRY(hc_allocate(ctx, s->natom, sizeof *near, &near));
    HC_TRY(hc_neighbours_create(ctx, table->largest, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, s));
    for (size_t i = 0; i < nlower; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            size_t j = list->entry[k].j;
            near[j] |= j >= nlower && hc_vec3_norm(hc_neighbour_vector(s, i, &list->entry[k])) <
                                          table->of[s->atomic_number[i]][s->atomic_number[j]];
        }
    }
    for (size_t j = nlower; j < s->natom; j++) {
        if (near[j]) {
            gone[(*count)++] = j;
        }
    }
    HC_TRY(hc_structure_remove(ctx, *count, gone, both));
cleanup:
    hc_neighbours_free(list);
    free(gone);
    free(near);
    return status;
}

/* Lower grain and upper grain in one cell. */
static hc_status join(hc_context *ctx, const bicrystal *b, const hc_structure *upper, hc_structure **lower)
{
    const hc_bicrystal_options *options = b->options;
    hc_mat3 frame = frame_of(b);
    hc_structure *s = *lower;
    double top = b->height[0] + options->expansion;
    for (int d = 0; d < 2; d++) {
        s->cell.row[d] = hc_mat3_times_vec3(&frame, b->in_plane[d]);
        s->cell.row[d].z = 0.0;
    }
    s->cell.row[0].y = 0.0;
    s->cell.row[2] = hc_vec3_make(0.0, 0.0, top + b->height[1] + options->expansion);
    for (int d = 0; d < 3; d++) {
        s->periodic[d] = true;
    }
    hc_vec3 shift =
        hc_vec3_axpy(hc_vec3_scale(options->translation[0], s->cell.row[0]), options->translation[1], s->cell.row[1]);
    shift.z = top;
    return hc_structure_append(ctx, upper, shift, lower);
}

hc_status hc_bicrystal_build(hc_context *ctx, const hc_bicrystal_options *options, hc_bicrystal_report *report,
                             hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_bicrystal_options reduced = *options;
    bicrystal b = {.options = &reduced, .crystal = *structure};
    hc_structure *both = NULL, *upper = NULL;
    overlap_table overlaps = {0};
    if (!hc_csl_reduce(reduced.axis) || !hc_csl_reduce(reduced.plane)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "axis and plane: three numbers each, not all 0");
    }
    HC_TRY(check_cubic(ctx, &b));
    HC_TRY(find_centring(ctx, &b));
    HC_TRY(choose_rotation(ctx, &b));
    set_geometry(&b);
    HC_TRY(make_grain(ctx, &b, 0, &both));
    HC_TRY(make_grain(ctx, &b, 1, &upper));
    size_t nlower = both->natom;
    HC_TRY(join(ctx, &b, upper, &both));
    *report = (hc_bicrystal_report){.angle = b.rotation.angle, .disorientation = hc_csl_disorientation(&b.rotation)};
    memcpy(report->upper_plane, b.upper_plane, sizeof report->upper_plane);
    memcpy(report->thickness, b.height, sizeof report->thickness);
    report->symmetric = same_form(reduced.plane, b.upper_plane);
    HC_TRY(find_overlaps(ctx, &b, &overlaps));
    report->overlap[0] = overlaps.least;
    report->overlap[1] = overlaps.largest;
    if (!isnan(options->vacuum)) {
        both->periodic[2] = false; /* the second boundary will be a surface */
    }
    HC_TRY(remove_overlap(ctx, nlower, &overlaps, &report->removed, &both));
    if (!isnan(options->vacuum)) {
        hc_slab_add_vacuum(options->vacuum, both);
    }
    hc_structure_replace(structure, &both);
cleanup:
    free(overlaps.of);
    hc_structure_free(both);
    hc_structure_free(upper);
    return status;
}
