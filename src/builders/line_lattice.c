#include "builders/line_lattice.h"

#include <stdlib.h>

#include "builders/miller.h"
#include "builders/slab_unit.h"
#include "builders/supercell.h"
#include "halfcell/units.h"

#define INDEX_MAX 40
#define SAME_PLANE (0.2 * HC_ANGSTROM)
#define HOLE_SAMPLES 96

static hc_vec3 into_axes(const hc_mat3 *axes, hc_vec3 v)
{
    return hc_mat3_times_vec3(axes, v);
}

/* b with p b - q a = 1 in the lattice of the plane: the smallest vector that makes a cell with (p, q). */
static void complete_basis(int p, int q, int *a, int *b)
{
    for (int size = 0; size <= 2 * INDEX_MAX * INDEX_MAX; size++) {
        for (*a = -size; *a <= size; ++*a) {
            for (int side = -1; side <= 1; side += 2) {
                *b = side * (size - abs(*a));
                if (p * *b - q * *a == 1) {
                    return;
                }
            }
        }
    }
}

/* v less the whole number of vectors w that leaves it most nearly perpendicular to w, as seen along `direction`. */
static hc_vec3 reduce(hc_vec3 v, hc_vec3 w, hc_vec3 direction)
{
    return hc_vec3_axpy(v, -rint(hc_vec3_dot(v, direction) / hc_vec3_dot(w, direction)), w);
}

static hc_status set_vectors(hc_context *ctx, const hc_plane_lattice *plane, hc_vec3 direction, hc_line_lattice *l)
{
    const hc_mat3 cell = {{plane->vector[0], plane->vector[1], plane->vector[2]}};
    const hc_mat3 inverse = hc_mat3_inverse(&cell);
    int whole[3], a = 0, b = 0;
    hc_vec3 part = hc_vec3_times_mat3(direction, &inverse), z, in_plane;
    hc_status status = hc_smallest_integers(ctx, "the direction of the line", part, whole);
    if (status != HC_OK) {
        return status;
    }
    z = hc_vec3_add(hc_vec3_scale(whole[0], cell.row[0]), hc_vec3_scale(whole[1], cell.row[1]));
    complete_basis(whole[0], whole[1], &a, &b);
    in_plane = hc_vec3_add(hc_vec3_scale(a, cell.row[0]), hc_vec3_scale(b, cell.row[1]));
    l->axes.row[2] = hc_vec3_scale(1.0 / hc_vec3_norm(z), z);
    l->axes.row[1] = plane->normal;
    l->axes.row[0] = hc_vec3_cross(plane->normal, l->axes.row[2]);
    if (hc_vec3_dot(in_plane, l->axes.row[0]) < 0.0) {
        in_plane = hc_vec3_scale(-1.0, in_plane);
    }
    l->vector[2] = into_axes(&l->axes, z);
    l->vector[0] = reduce(into_axes(&l->axes, in_plane), l->vector[2], hc_vec3_make(0, 0, 1));
    l->vector[1] = reduce(into_axes(&l->axes, cell.row[2]), l->vector[0], hc_vec3_make(1, 0, 0));
    l->vector[1] = reduce(l->vector[1], l->vector[2], hc_vec3_make(0, 0, 1));
    return HC_OK;
}

static void sort_gaps(hc_line_lattice *l)
{
    for (size_t i = 1; i < l->ngap; i++) {
        double height = l->gap_height[i], width = l->gap_width[i];
        size_t k = i;
        for (; k > 0 && l->gap_width[k - 1] < width - 1e-6; k--) {
            l->gap_height[k] = l->gap_height[k - 1];
            l->gap_width[k] = l->gap_width[k - 1];
        }
        l->gap_height[k] = height;
        l->gap_width[k] = width;
    }
}

static hc_status set_gaps(hc_context *ctx, const hc_slab_unit *unit, hc_line_lattice *l)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, unit->nplane, sizeof *l->gap_height, &l->gap_height));
    HC_TRY(hc_allocate(ctx, unit->nplane, sizeof *l->gap_width, &l->gap_width));
    l->ngap = unit->nplane;
    for (size_t k = 0; k < unit->nplane; k++) {
        bool last = k + 1 == unit->nplane;
        double below = unit->fraction[last ? unit->natom - 1 : unit->first[k + 1] - 1].z;
        double above = last ? unit->fraction[0].z + 1.0 : unit->fraction[unit->first[k + 1]].z;
        l->gap_height[k] = 0.5 * (below + above) * unit->lattice.spacing;
        l->gap_width[k] = (above - below) * unit->lattice.spacing;
    }
    sort_gaps(l);
cleanup:
    return status;
}

static hc_status set_unit(hc_context *ctx, const hc_slab_unit *unit, hc_line_lattice *l)
{
    hc_status status = hc_structure_create(ctx, unit->natom, &l->unit);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < unit->natom; i++) {
        hc_structure_set_element(l->unit, i, unit->number[i]);
        l->unit->position[i] = into_axes(&l->axes, hc_vec3_times_mat3(unit->fraction[i], &unit->cell));
    }
    l->unit->cell = (hc_mat3){{l->vector[0], l->vector[1], l->vector[2]}};
    l->unit->periodic[0] = l->unit->periodic[1] = l->unit->periodic[2] = true;
    return HC_OK;
}

hc_status hc_line_lattice_create(hc_context *ctx, const hc_structure *crystal, const int plane[3], const int line[3],
                                 hc_line_lattice **lattice)
{
    hc_status status = HC_OK;
    hc_slab_unit *unit = NULL;
    hc_line_lattice *l = NULL;
    *lattice = NULL;
    if (plane[0] * line[0] + plane[1] * line[1] + plane[2] * line[2] != 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the line [%d %d %d] does not lie in the plane (%d %d %d)", line[0],
                       line[1], line[2], plane[0], plane[1], plane[2]);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *l, &l));
    HC_TRY(hc_slab_unit_create(ctx, crystal, plane, SAME_PLANE, &unit));
    hc_vec3 direction = hc_vec3_times_mat3(hc_vec3_make(line[0], line[1], line[2]), &crystal->cell);
    HC_TRY(set_vectors(ctx, &unit->lattice, direction, l));
    HC_TRY(set_unit(ctx, unit, l));
    HC_TRY(set_gaps(ctx, unit, l));
    *lattice = l;
    l = NULL;
cleanup:
    hc_line_lattice_free(l);
    hc_slab_unit_free(unit);
    return status;
}

void hc_line_lattice_free(hc_line_lattice *lattice)
{
    if (lattice != NULL) {
        hc_structure_free(lattice->unit);
        free(lattice->gap_height);
        free(lattice->gap_width);
        free(lattice);
    }
}

/* The vectors of the block in those of the lattice. */
static void block_matrix(const hc_line_lattice *lattice, const int repeat[3], int stagger, int matrix[3][3])
{
    const hc_vec3 *v = lattice->vector;
    int lean = (int)rint(repeat[1] * v[1].x / v[0].x);
    for (int k = 0; k < 9; k++) {
        matrix[k / 3][k % 3] = k / 3 == k % 3 ? repeat[k / 3] : 0;
    }
    matrix[1][0] = stagger - lean;
    matrix[0][2] = -(int)rint(repeat[0] * v[0].z / v[2].z);
    matrix[1][2] = -(int)rint((repeat[1] * v[1].z + matrix[1][0] * v[0].z) / v[2].z);
}

bool hc_line_lattice_is_flat(const hc_line_lattice *lattice, const int repeat[3], int stagger)
{
    const hc_vec3 *v = lattice->vector;
    int m[3][3];
    bool flat = true;
    block_matrix(lattice, repeat, stagger, m);
    for (int d = 0; d < 2; d++) {
        flat &= fabs(m[d][0] * v[0].z + m[d][1] * v[1].z + m[d][2] * v[2].z) < 1e-5 * v[2].z;
    }
    return flat;
}

hc_status hc_line_lattice_block(hc_context *ctx, const hc_line_lattice *lattice, const int repeat[3], int stagger,
                                hc_structure **block)
{
    int matrix[3][3];
    block_matrix(lattice, repeat, stagger, matrix);
    hc_status status = hc_structure_copy(ctx, lattice->unit, block);
    return status != HC_OK ? status : hc_supercell(ctx, (const int(*)[3])matrix, block);
}

/* Distance, seen along the line, of the atom nearest to a point. */
static double room_at(const hc_line_lattice *lattice, double x, double y)
{
    double width = lattice->vector[0].x, height = lattice->vector[1].y, nearest = INFINITY;
    for (size_t i = 0; i < lattice->unit->natom; i++) {
        hc_vec3 r = lattice->unit->position[i];
        double level = rint((y - r.y) / height);
        for (int k = -1; k <= 1; k++) {
            double dy = r.y + (level + k) * height - y, dx = r.x + (level + k) * lattice->vector[1].x - x;
            nearest = fmin(nearest, hypot(remainder(dx, width), dy));
        }
    }
    return nearest;
}

double hc_line_lattice_hole(const hc_line_lattice *lattice, double y)
{
    double best = 0.0, most = -1.0;
    for (int k = 0; k < HOLE_SAMPLES; k++) {
        double x = lattice->vector[0].x * k / HOLE_SAMPLES, room = room_at(lattice, x, y);
        if (room > most + 1e-6) {
            most = room;
            best = x;
        }
    }
    return best;
}
