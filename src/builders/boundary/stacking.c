#include "builders/boundary/stacking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "builders/assemble.h"
#include "builders/slab.h"
#include "builders/slab_unit.h"
#include "builders/supercell.h"
#include "halfcell/units.h"

#define LAYER_MAX 10000
#define SAME_PLANE (0.2 * HC_ANGSTROM)
#define SAME_PLACE (0.02 * HC_ANGSTROM)

/* A layer at A and the step to B, in a frame with the normal along z and the first vector of the plane along x. */
typedef struct layer {
    hc_vec3 vector[2]; /* bohr */
    hc_vec3 step;      /* bohr; z is the distance of the layers */
    size_t natom;
    int *number;
    double *height; /* bohr, [natom] */
} layer;

static void clear_layer(layer *a)
{
    free(a->number);
    free(a->height);
}

/* ---- the layer of a crystal ----------------------------------------------------------------------------------------
 */

/* Sideways distance modulo the vectors of the plane. */
static double sideways(const layer *a, hc_vec3 r)
{
    hc_mat3 plane = {{a->vector[0], a->vector[1], {0, 0, 1}}}, inverse = hc_mat3_inverse(&plane);
    hc_vec3 s = hc_vec3_times_mat3(r, &inverse);
    hc_vec3 rest = hc_vec3_times_mat3(hc_vec3_make(s.x - nearbyint(s.x), s.y - nearbyint(s.y), 0.0), &plane);
    return hc_vec3_norm(rest);
}

/* Both vectors as long, 120 degrees apart, and the step goes to a centre of a triangle. */
static bool is_hexagonal(const layer *a)
{
    double length = hc_vec3_norm(a->vector[0]), second = hc_vec3_norm(a->vector[1]);
    return fabs(length - second) < SAME_PLACE &&
           fabs(hc_vec3_dot(a->vector[0], a->vector[1]) / (length * second) + 0.5) < 1e-3 &&
           sideways(a, a->step) > SAME_PLACE && sideways(a, hc_vec3_scale(3.0, a->step)) < 3.0 * SAME_PLACE;
}

static hc_vec3 place_of(const hc_slab_unit *unit, const hc_mat3 *frame, size_t i)
{
    return hc_mat3_times_vec3(frame, hc_vec3_times_mat3(unit->fraction[i], &unit->cell));
}

/* Moved by a repeat unit down or up, an atom may lie above or below the first one: then it belongs to its layer. */
static bool is_above(const layer *a, hc_vec3 apart, hc_vec3 next, double *height)
{
    *height = INFINITY;
    for (int k = -1; k <= 1; k++) {
        hc_vec3 moved = hc_vec3_axpy(apart, k, next);
        if (sideways(a, moved) < SAME_PLACE && fabs(moved.z) < fabs(*height)) {
            *height = moved.z;
        }
    }
    return isfinite(*height);
}

/* Whether the unit has the layer again, half of it higher and aside by the step (hcp, wurtzite). */
static bool is_repeated(const hc_slab_unit *unit, const hc_mat3 *frame, const layer *a)
{
    size_t found = 0;
    hc_vec3 first = place_of(unit, frame, 0);
    for (size_t k = 0; k < a->natom; k++) {
        for (size_t i = 0; i < unit->natom; i++) {
            hc_vec3 apart = hc_vec3_sub(hc_vec3_sub(place_of(unit, frame, i), first), a->step);
            double up = (apart.z - a->height[k]) / unit->lattice.spacing;
            found += unit->number[i] == a->number[k] && sideways(a, apart) < SAME_PLACE &&
                     fabs(up - nearbyint(up)) * unit->lattice.spacing < SAME_PLACE;
        }
    }
    return found == a->natom && 2 * a->natom == unit->natom;
}

static hc_status find_layer(hc_context *ctx, const hc_slab_unit *unit, layer *a)
{
    hc_status status = HC_OK;
    const hc_plane_lattice *lattice = &unit->lattice;
    hc_vec3 x = hc_vec3_scale(1.0 / hc_vec3_norm(lattice->vector[0]), lattice->vector[0]);
    hc_mat3 frame = {{x, hc_vec3_cross(lattice->normal, x), lattice->normal}};
    hc_vec3 first = place_of(unit, &frame, 0), next = hc_mat3_times_vec3(&frame, lattice->vector[2]);
    HC_TRY(hc_allocate(ctx, unit->natom, sizeof *a->number, &a->number));
    HC_TRY(hc_allocate(ctx, unit->natom, sizeof *a->height, &a->height));
    for (int d = 0; d < 2; d++) {
        a->vector[d] = hc_mat3_times_vec3(&frame, lattice->vector[d]);
    }
    a->step = next;
    for (size_t i = 0; i < unit->natom; i++) {
        hc_vec3 apart = hc_vec3_sub(place_of(unit, &frame, i), first);
        if (is_above(a, apart, next, &a->height[a->natom])) {
            a->number[a->natom++] = unit->number[i];
        } else {
            a->step = hc_vec3_make(apart.x, apart.y, 0.5 * lattice->spacing);
        }
    }
    if (!is_hexagonal(a) || (a->natom != unit->natom && !is_repeated(unit, &frame, a))) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT,
                    "the crystal has no hexagonal layers of single atoms, or of atoms above one another, along this "
                    "plane, as (1 1 1) of fcc, diamond and zinc blende or (0 0 1) of hcp and wurtzite are");
    }
cleanup:
    return status;
}

/* ---- the stack -----------------------------------------------------------------------------------------------------
 */

static hc_status check_sequence(hc_context *ctx, const hc_stacking_options *options)
{
    const char *sequence = options->sequence;
    size_t count = strlen(sequence);
    if (count == 0 || count > LAYER_MAX || strspn(sequence, "ABC") != count) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "sequence: 1 to %d letters A, B, C, from the bottom, like ABCABACBA; here is "
                       "'%.40s'",
                       LAYER_MAX, sequence);
    }
    for (size_t i = 0; i < count; i++) {
        bool last = i + 1 == count;
        if (sequence[i] == sequence[(i + 1) % count] && !(last && !isnan(options->vacuum))) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "sequence: layer %zu and %s are both %c: they would lie above one another%s", i,
                           last ? "the first one, which repeats above it," : "the next one", sequence[i],
                           last ? " (vacuum_angstrom makes a slab that does not repeat)" : "");
        }
    }
    return HC_OK;
}

static void tell_sequence(hc_context *ctx, const hc_stacking_options *options, const layer *a)
{
    hc_text kinds = {0};
    size_t count = strlen(options->sequence), between = 0;
    for (size_t i = 0; i < count; i++) {
        bool end = !isnan(options->vacuum) && (i == 0 || i + 1 == count);
        bool h = options->sequence[(i + count - 1) % count] == options->sequence[(i + 1) % count];
        hc_text_add(&kinds, end ? "-" : h ? "h" : "c");
        between += !end && h;
    }
    hc_log(ctx, HC_LOG_INFO, "%zu layers %.4f Angstrom apart, %s; %zu between equal ones (h)", count,
           a->step.z / HC_ANGSTROM, hc_text_string(&kinds), between);
    hc_text_clear(&kinds);
}

static void stack(const char *sequence, const layer *a, hc_structure *s)
{
    hc_mat3 plane = {{a->vector[0], a->vector[1], {0, 0, 1}}}, inverse = hc_mat3_inverse(&plane);
    size_t count = 0;
    for (size_t k = 0; sequence[k] != '\0'; k++) {
        hc_vec3 t = hc_vec3_times_mat3(hc_vec3_scale(sequence[k] - 'A', a->step), &inverse);
        t.x -= floor(t.x + HC_SAME_FRACTION);
        t.y -= floor(t.y + HC_SAME_FRACTION);
        for (size_t i = 0; i < a->natom; i++) {
            t.z = (double)k * a->step.z + a->height[i];
            hc_structure_set_element(s, count, a->number[i]);
            s->position[count++] = hc_vec3_times_mat3(t, &plane);
        }
    }
    for (int d = 0; d < 2; d++) {
        s->cell.row[d] = a->vector[d];
        s->cell.row[d].z = 0.0;
    }
    s->cell.row[0].y = 0.0;
    s->cell.row[2] = hc_vec3_make(0.0, 0.0, (double)strlen(sequence) * a->step.z);
    for (int d = 0; d < 3; d++) {
        s->periodic[d] = true;
    }
}

hc_status hc_stacking_build(hc_context *ctx, const hc_stacking_options *options, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_slab_unit *unit = NULL;
    hc_structure *made = NULL;
    layer a = {0};
    const int repeat[3][3] = {{options->repeat[0], 0, 0}, {0, options->repeat[1], 0}, {0, 0, 1}};
    HC_TRY(check_sequence(ctx, options));
    HC_TRY(hc_slab_unit_create(ctx, *structure, options->miller, SAME_PLANE, &unit));
    HC_TRY(find_layer(ctx, unit, &a));
    HC_TRY(hc_structure_create(ctx, strlen(options->sequence) * a.natom, &made));
    stack(options->sequence, &a, made);
    if (!isnan(options->vacuum)) {
        hc_slab_add_vacuum(options->vacuum, made);
    }
    if (options->orthogonal) {
        HC_TRY(hc_slab_make_orthogonal(ctx, &made));
    }
    HC_TRY(hc_supercell(ctx, repeat, &made));
    tell_sequence(ctx, options, &a);
    hc_structure_replace(structure, &made);
cleanup:
    hc_structure_free(made);
    hc_slab_unit_free(unit);
    clear_layer(&a);
    return status;
}
