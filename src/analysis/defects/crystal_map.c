#include "analysis/defects/crystal_map.h"

#include <math.h>
#include <stdlib.h>

/* How the neighbours of one atom lie on the vectors of a frame. */
typedef struct placement {
    int frame;
    double residual; /* sum of squares, in squares of the cell's edge; INFINITY: two neighbours at one vector */
    unsigned char slot[HC_FRAME_VECTORS];
} placement;

/* All six neighbours within the close-packed plane are hcp, too. */
static bool is_inside_layer(const hc_crystal_map *map, size_t i)
{
    bool inside = map->lattice->lattice[i] == HC_LATTICE_HCP;
    for (unsigned left = map->lattice->marked[i]; inside && left != 0; left &= left - 1) {
        inside = map->lattice->lattice[hc_shells_of(map->lattice->shells, i)[__builtin_ctz(left)].to] == HC_LATTICE_HCP;
    }
    return inside;
}

/* hcp strips of one or two rows are no layers: such are within the cores of dislocations. */
static bool is_crystal(const hc_crystal_map *map, size_t i)
{
    hc_lattice lattice = (hc_lattice)map->lattice->lattice[i];
    bool crystal = lattice == HC_LATTICE_FCC || lattice == HC_LATTICE_BCC || is_inside_layer(map, i);
    unsigned in_plane = lattice == HC_LATTICE_HCP ? map->lattice->marked[i] : 0;
    for (unsigned left = in_plane; !crystal && left != 0; left &= left - 1) {
        crystal = is_inside_layer(map, hc_shells_of(map->lattice->shells, i)[__builtin_ctz(left)].to);
    }
    return crystal;
}

/* The vector of the frame that is nearest to x. */
static int nearest_vector(const hc_crystal_frame *frame, hc_vec3 x, double *distance2)
{
    int best = 0;
    *distance2 = INFINITY;
    for (int s = 0; s < frame->count; s++) {
        double d2 = hc_vec3_norm2(hc_vec3_sub(x, frame->vector[s]));
        if (d2 < *distance2) {
            *distance2 = d2;
            best = s;
        }
    }
    return best;
}

static placement place(const hc_crystal_map *map, size_t i, int number, const hc_mat3 *inverse)
{
    const hc_crystal_frame *frame = &map->frames->frame[number];
    const hc_shell_neighbour *shell = hc_shells_of(map->lattice->shells, i);
    placement made = {.frame = number};
    unsigned taken = 0;
    for (int k = 0; k < frame->count; k++) {
        double d2;
        int s = nearest_vector(frame, hc_mat3_times_vec3(inverse, shell[k].vector), &d2);
        made.residual += taken >> s & 1u ? INFINITY : d2;
        made.slot[k] = (unsigned char)s;
        taken |= 1u << s;
    }
    return made;
}

/* sum of neighbour (x) vector; the vectors of a frame are spread evenly (hc_crystal_frame_moment). */
static void settle(hc_crystal_map *map, size_t i, size_t grain, const placement *where)
{
    const hc_crystal_frame *frame = &map->frames->frame[where->frame];
    const hc_shell_neighbour *shell = hc_shells_of(map->lattice->shells, i);
    double weight = 1.0 / hc_crystal_frame_moment(frame);
    hc_mat3 sum = {0};
    map->frame[i] = where->frame;
    map->grain[i] = grain;
    for (int k = 0; k < frame->count; k++) {
        map->slot[i][k] = where->slot[k];
        hc_mat3_add_outer(&sum, weight, shell[k].vector, frame->vector[where->slot[k]]);
    }
    map->gradient[i] = sum;
}

/* The two neighbours nearest to a right angle: sum and difference are cubic axes of fcc, they themselves of bcc. */
static hc_mat3 cubic_guess(const hc_shell_neighbour *shell, bool body_centred)
{
    hc_vec3 a = {0, 0, 0}, b = {0, 0, 0};
    double least = INFINITY;
    int count = body_centred ? 14 : 12;
    for (int k = 0; k < count; k++) {
        for (int m = k + 1; m < count; m++) {
            double cosine = fabs(hc_vec3_dot(shell[k].vector, shell[m].vector)) / (shell[k].length * shell[m].length);
            if (cosine < least) {
                least = cosine;
                a = shell[k].vector;
                b = shell[m].vector;
            }
        }
    }
    hc_vec3 x = body_centred ? a : hc_vec3_add(a, b), y = body_centred ? b : hc_vec3_sub(a, b);
    hc_vec3 z = hc_vec3_scale(1.0 / sqrt(hc_vec3_norm(x) * hc_vec3_norm(y)), hc_vec3_cross(x, y));
    hc_mat3 columns = {{x, y, z}};
    return hc_mat3_transpose(&columns);
}

/* A neighbour within the plane becomes 1/2[1-10], the plane's normal [111]. */
static hc_mat3 hexagonal_guess(const hc_shell_neighbour *shell, unsigned in_plane)
{
    hc_vec3 a = shell[__builtin_ctz(in_plane)].vector, normal = {0, 0, 0};
    for (int k = 0; k < 12; k++) {
        hc_vec3 cross = hc_vec3_cross(a, shell[k].vector);
        double side = hc_vec3_dot(normal, cross) < 0.0 ? -1.0 : 1.0;
        normal = hc_vec3_axpy(normal, in_plane >> k & 1u ? side : 0.0, cross);
    }
    hc_vec3 ideal[3] = {{sqrt(0.5), -sqrt(0.5), 0}, {0, 0, 0}, {sqrt(1.0 / 3), sqrt(1.0 / 3), sqrt(1.0 / 3)}};
    hc_vec3 found[3] = {
        hc_vec3_scale(1.0 / hc_vec3_norm(a), a), {0, 0, 0}, hc_vec3_scale(1.0 / hc_vec3_norm(normal), normal)};
    ideal[1] = hc_vec3_cross(ideal[2], ideal[0]);
    found[1] = hc_vec3_cross(found[2], found[0]);
    hc_mat3 guess = {0};
    for (int d = 0; d < 3; d++) {
        hc_mat3_add_outer(&guess, sqrt(2.0) * hc_vec3_norm(a), found[d], ideal[d]);
    }
    return guess;
}

/* The candidate that atom i fits best, in the crystal that `gradient` stretches; false when it fits none. */
static bool best_place(const hc_crystal_map *map, size_t i, const hc_mat3 *gradient, int count, const int *candidates,
                       placement *best)
{
    if (!(fabs(hc_mat3_determinant(gradient)) > 0.0)) {
        return false;
    }
    hc_mat3 inverse = hc_mat3_inverse(gradient);
    best->residual = INFINITY;
    for (int c = 0; c < count; c++) {
        placement tried = place(map, i, candidates[c], &inverse);
        if (tried.residual < best->residual) {
            *best = tried;
        }
    }
    return isfinite(best->residual);
}

static hc_status begin_grain(hc_context *ctx, hc_crystal_map *map, size_t i, bool *begun)
{
    hc_status status = HC_OK;
    hc_lattice lattice = (hc_lattice)map->lattice->lattice[i];
    placement where;
    hc_mat3 guess;
    int own = lattice == HC_LATTICE_FCC ? HC_FRAME_FCC : HC_FRAME_BCC, count = 1;
    const int *candidates = &own;
    if (lattice == HC_LATTICE_HCP) {
        HC_TRY(hc_crystal_frames_beside(ctx, map->frames, HC_FRAME_HCP, lattice, &count, &candidates));
        guess = hexagonal_guess(hc_shells_of(map->lattice->shells, i), map->lattice->marked[i]);
    } else {
        guess = cubic_guess(hc_shells_of(map->lattice->shells, i), lattice == HC_LATTICE_BCC);
    }
    *begun = best_place(map, i, &guess, count, candidates, &where);
    if (*begun) {
        settle(map, i, i, &where);
    }
cleanup:
    return status;
}

/* Gives all atoms that can be reached from those in the queue their place. */
static hc_status grow_grain(hc_context *ctx, hc_crystal_map *map, const bool *crystal, size_t *queue)
{
    hc_status status = HC_OK;
    const hc_lattice_map *lattice = map->lattice;
    for (size_t begin = 0, end = 1; begin < end; begin++) {
        size_t i = queue[begin];
        for (size_t k = 0; k < hc_crystal_degree(map, i); k++) {
            size_t j = hc_shells_of(map->lattice->shells, i)[k].to;
            int count;
            const int *candidates;
            placement where;
            if (map->frame[j] != HC_NO_FRAME || !crystal[j]) {
                continue;
            }
            HC_TRY(hc_crystal_frames_beside(ctx, map->frames, map->frame[i], (hc_lattice)lattice->lattice[j], &count,
                                            &candidates));
            if (best_place(map, j, &map->gradient[i], count, candidates, &where)) {
                settle(map, j, map->grain[i], &where);
                queue[end++] = j;
            }
        }
    }
cleanup:
    return status;
}

hc_status hc_crystal_map_create(hc_context *ctx, const hc_lattice_map *lattice, hc_crystal_map **map)
{
    hc_status status = HC_OK;
    size_t natom = lattice->structure->natom, *queue = NULL;
    hc_crystal_map *made = NULL;
    bool begun, *crystal = NULL;
    *map = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->lattice = lattice;
    HC_TRY(hc_crystal_frames_create(ctx, &made->frames));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->frame, &made->frame));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->grain, &made->grain));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->slot, &made->slot));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->gradient, &made->gradient));
    HC_TRY(hc_allocate(ctx, natom, sizeof *queue, &queue));
    HC_TRY(hc_allocate(ctx, natom, sizeof *crystal, &crystal));
    for (size_t i = 0; i < natom; i++) {
        made->frame[i] = HC_NO_FRAME;
        crystal[i] = is_crystal(made, i);
    }
    /* Cubic atoms first: hcp layers within fcc are to be seen from its axes. */
    for (int hexagonal = 0; hexagonal < 2; hexagonal++) {
        for (size_t i = 0; i < natom; i++) {
            if (made->frame[i] != HC_NO_FRAME || !crystal[i] ||
                (lattice->lattice[i] == HC_LATTICE_HCP) != (hexagonal == 1)) {
                continue;
            }
            HC_TRY(begin_grain(ctx, made, i, &begun));
            queue[0] = i;
            HC_TRY(begun ? grow_grain(ctx, made, crystal, queue) : HC_OK);
        }
    }
    *map = made;
    made = NULL;
cleanup:
    free(queue);
    free(crystal);
    hc_crystal_map_free(made);
    return status;
}

void hc_crystal_map_free(hc_crystal_map *map)
{
    if (map != NULL) {
        hc_crystal_frames_free(map->frames);
        free(map->frame);
        free(map->grain);
        free(map->slot);
        free(map->gradient);
        free(map);
    }
}
