#include <math.h>
#include <stdlib.h>

#include "builders/slab_unit.h"
#include "math/integers.h"

#define SMALL 1e-6

/* Vectors of the lattice: integers plus one of the centring translations. */
typedef struct lattice_search {
    const hc_structure *crystal;
    int miller[3];
    size_t ncentring;
    hc_vec3 *centring; /* fractional, [ncentring]; the first is zero */
    int range[3];      /* integers from -range to range */
} lattice_search;

static hc_status find_centrings(hc_context *ctx, const hc_spacegroup *group, lattice_search *search)
{
    hc_status status = hc_allocate(ctx, group->noperation, sizeof *search->centring, &search->centring);
    for (size_t k = 0; status == HC_OK && k < group->noperation; k++) {
        if (hc_spacegroup_is_translation(&group->operation[k])) {
            const double *t = group->operation[k].translation;
            search->centring[search->ncentring++] = hc_vec3_make(t[0], t[1], t[2]);
        }
    }
    return status;
}

static double along(const int miller[3], hc_vec3 s)
{
    return miller[0] * s.x + miller[1] * s.y + miller[2] * s.z;
}

/* The plane holds (k,-h,0), (l,0,-h), (0,l,-k), so the second shortest of its vectors is no longer than the second
 * shortest of these; a vector to the next plane need not be longer than that and the spacing together. */
static void set_range(const hc_mat3 *reciprocal, double spacing, lattice_search *search)
{
    const int *m = search->miller;
    const hc_vec3 known[3] = {{m[1], -m[0], 0}, {m[2], 0, -m[0]}, {0, m[2], -m[1]}};
    double longest = 0.0;
    for (int k = 0; k < 3; k++) {
        longest = fmax(longest, hc_vec3_norm(hc_vec3_times_mat3(known[k], &search->crystal->cell)));
    }
    double reach = hypot(longest, spacing);
    for (int d = 0; d < 3; d++) {
        search->range[d] = (int)ceil(reach * hc_vec3_norm(reciprocal->row[d])) + 1;
    }
}

/* Calls for every lattice vector in range. */
typedef void visit_vector(void *data, hc_vec3 fractional, hc_vec3 vector);

static void visit_lattice(const lattice_search *search, visit_vector *visit, void *data)
{
    const int *range = search->range;
    for (int x = -range[0]; x <= range[0]; x++) {
        for (int y = -range[1]; y <= range[1]; y++) {
            for (int z = -range[2]; z <= range[2]; z++) {
                for (size_t k = 0; k < search->ncentring; k++) {
                    hc_vec3 s = hc_vec3_add(hc_vec3_make(x, y, z), search->centring[k]);
                    visit(data, s, hc_vec3_times_mat3(s, &search->crystal->cell));
                }
            }
        }
    }
}

typedef struct finding {
    const int *miller;
    double step;     /* smallest h n1 + k n2 + l n3 above zero */
    hc_vec3 best[3]; /* v1, v2, v3 */
    double length2[3];
    int pass;
} finding;

/* Shorter by more than rounding, or as long and before it in a fixed order; anything when there is none yet. */
static bool better(hc_vec3 v, double length2, hc_vec3 best, double best_length2)
{
    if (fabs(length2 - best_length2) > SMALL * (1.0 + length2)) {
        return length2 < best_length2;
    }
    return v.x > best.x + SMALL || (fabs(v.x - best.x) <= SMALL &&
                                    (v.y > best.y + SMALL || (fabs(v.y - best.y) <= SMALL && v.z > best.z + SMALL)));
}

static void find_vector(void *data, hc_vec3 s, hc_vec3 v)
{
    finding *f = data;
    double step = along(f->miller, s), length2 = hc_vec3_norm2(v);
    bool in_plane = fabs(step) < SMALL && length2 > SMALL;
    if (f->pass == 0 && step > SMALL) {
        f->step = fmin(f->step, step);
    }
    bool fits = f->pass == 1   ? in_plane
                : f->pass == 2 ? in_plane && hc_vec3_norm2(hc_vec3_cross(v, f->best[0])) > SMALL * length2
                               : f->pass == 3 && fabs(step - f->step) < SMALL;
    int k = f->pass - 1;
    if (fits && better(v, length2, f->best[k], f->length2[k])) {
        f->best[k] = v;
        f->length2[k] = length2;
    }
}

/* At least 90 degrees between the first two, right-handed. */
static void order_vectors(hc_vec3 v[3])
{
    if (hc_vec3_dot(v[0], v[1]) > SMALL) {
        v[1] = hc_vec3_scale(-1.0, v[1]);
    }
    if (hc_vec3_dot(hc_vec3_cross(v[0], v[1]), v[2]) < 0.0) {
        hc_vec3 first = v[0];
        v[0] = v[1];
        v[1] = first;
    }
}

hc_status hc_plane_lattice_find(hc_context *ctx, const hc_structure *crystal, const hc_spacegroup *group,
                                const int miller[3], hc_plane_lattice *lattice)
{
    hc_status status = HC_OK;
    lattice_search search = {.crystal = crystal};
    int divisor = hc_common_divisor(hc_common_divisor(miller[0], miller[1]), miller[2]);
    if (hc_structure_periodic_count(crystal) != 3) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a slab is cut from a crystal that is periodic in three directions");
    }
    if (divisor == 0 || abs(miller[0]) > 20 || abs(miller[1]) > 20 || abs(miller[2]) > 20) {
        return hc_fail(ctx, HC_ERROR_INPUT, "miller: three numbers from -20 to 20, not all 0; here are %d %d %d",
                       miller[0], miller[1], miller[2]);
    }
    for (int d = 0; d < 3; d++) {
        search.miller[d] = miller[d] / divisor;
    }
    HC_TRY(find_centrings(ctx, group, &search));
    hc_mat3 inverse = hc_mat3_inverse(&crystal->cell), reciprocal = hc_mat3_transpose(&inverse);
    hc_vec3 normal =
        hc_vec3_times_mat3(hc_vec3_make(search.miller[0], search.miller[1], search.miller[2]), &reciprocal);
    double length = hc_vec3_norm(normal);
    set_range(&reciprocal, 1.0 / length, &search);
    finding found = {.miller = search.miller, .step = INFINITY, .length2 = {INFINITY, INFINITY, INFINITY}};
    for (found.pass = 0; found.pass <= 3; found.pass++) {
        visit_lattice(&search, find_vector, &found);
    }
    order_vectors(found.best);
    for (int k = 0; k < 3; k++) {
        lattice->vector[k] = found.best[k];
    }
    lattice->normal = hc_vec3_scale(1.0 / length, normal);
    lattice->spacing = found.step / length;
cleanup:
    free(search.centring);
    return status;
}
