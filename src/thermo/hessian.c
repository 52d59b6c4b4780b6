#include "thermo/hessian.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

/* Whether an operation keeps the chosen atoms among themselves. */
static bool keeps_chosen(const hc_symmetry *s, size_t operation, const bool *moves)
{
    for (size_t i = 0; i < s->natom; i++) {
        if (moves[i] != moves[s->operation[operation].image[i]]) {
            return false;
        }
    }
    return true;
}

/* The part of v that the first `rank` orthonormal vectors do not span. */
static hc_vec3 outside_span(hc_vec3 v, const hc_vec3 *basis, int rank)
{
    for (int k = 0; k < rank; k++) {
        v = hc_vec3_axpy(v, -hc_vec3_dot(basis[k], v), basis[k]);
    }
    return v;
}

/* Adds what the atom's own symmetry makes of a direction to the span. */
static void extend_span(const hc_hessian_plan *plan, size_t atom, hc_vec3 direction, hc_vec3 basis[3], int *rank)
{
    const hc_symmetry *s = plan->symmetry;
    for (size_t k = 0; k < s->count && *rank < 3; k++) {
        if (s->operation[k].image[atom] != atom || !keeps_chosen(s, k, plan->moves)) {
            continue;
        }
        hc_vec3 rest = outside_span(hc_mat3_times_vec3(&s->operation[k].rotation, direction), basis, *rank);
        if (hc_vec3_norm(rest) > 0.1) {
            basis[(*rank)++] = hc_vec3_scale(1.0 / hc_vec3_norm(rest), rest);
        }
    }
}

static size_t find_mirror(const hc_hessian_plan *plan, size_t atom, hc_vec3 direction)
{
    const hc_symmetry *s = plan->symmetry;
    for (size_t k = 1; k < s->count; k++) {
        hc_vec3 sum = hc_vec3_add(direction, hc_mat3_times_vec3(&s->operation[k].rotation, direction));
        if (s->operation[k].image[atom] == atom && hc_vec3_norm(sum) < 1e-4 && keeps_chosen(s, k, plan->moves)) {
            return k;
        }
    }
    return 0;
}

static bool is_image_of_earlier(const hc_hessian_plan *plan, size_t atom)
{
    const hc_symmetry *s = plan->symmetry;
    for (size_t k = 0; k < s->count; k++) {
        if (s->operation[k].image[atom] < atom && keeps_chosen(s, k, plan->moves)) {
            return true;
        }
    }
    return false;
}

static void plan_atom(hc_hessian_plan *plan, size_t atom)
{
    hc_vec3 basis[3];
    int rank = 0;
    for (int axis = 0; axis < 3 && rank < 3; axis++) {
        hc_vec3 direction = {axis == 0, axis == 1, axis == 2};
        if (hc_vec3_norm(outside_span(direction, basis, rank)) < 0.1) {
            continue;
        }
        plan->displacement[plan->count++] = (hc_displacement){atom, direction, find_mirror(plan, atom, direction)};
        extend_span(plan, atom, direction, basis, &rank);
    }
}

hc_status hc_hessian_plan_create(hc_context *ctx, const hc_symmetry *symmetry, const bool *moves,
                                 hc_hessian_plan **plan)
{
    hc_hessian_plan *p = NULL;
    size_t natom = symmetry->natom;
    *plan = NULL;
    hc_status status = hc_allocate(ctx, 1, sizeof *p, &p);
    if (status != HC_OK) {
        return status;
    }
    p->symmetry = symmetry;
    p->natom = natom;
    HC_TRY(hc_allocate(ctx, natom, sizeof *p->moves, &p->moves));
    memcpy(p->moves, moves, natom * sizeof *moves);
    HC_TRY(hc_allocate(ctx, 3 * natom, sizeof *p->displacement, &p->displacement));
    for (size_t i = 0; i < natom; i++) {
        if (moves[i] && !is_image_of_earlier(p, i)) {
            plan_atom(p, i);
        }
    }
    *plan = p;
    p = NULL;
cleanup:
    hc_hessian_plan_free(p);
    return status;
}

void hc_hessian_plan_free(hc_hessian_plan *plan)
{
    if (plan) {
        free(plan->displacement);
        free(plan->moves);
        free(plan);
    }
}

/* Sums of the least-squares problem K n = c over all directions n in which an atom was displaced, with the columns c
 * that were measured: K of one atom towards all others. */
typedef struct column_sums {
    hc_mat3 *normal; /* sum n n^T, [natom] */
    hc_mat3 *mixed;  /* sum c n^T, [displaced atom][natom] */
} column_sums;

static void add_images(const hc_hessian_plan *plan, const hc_displacement *d, const hc_vec3 *column, column_sums *sums)
{
    const hc_symmetry *s = plan->symmetry;
    for (size_t k = 0; k < s->count; k++) {
        if (!keeps_chosen(s, k, plan->moves)) {
            continue;
        }
        const hc_symmetry_operation *operation = &s->operation[k];
        size_t atom = operation->image[d->atom];
        hc_vec3 n = hc_mat3_times_vec3(&operation->rotation, d->direction);
        hc_mat3_add_outer(&sums->normal[atom], 1.0, n, n);
        for (size_t j = 0; j < plan->natom; j++) {
            hc_mat3_add_outer(&sums->mixed[atom * plan->natom + operation->image[j]], 1.0,
                              hc_mat3_times_vec3(&operation->rotation, column[j]), n);
        }
    }
}

/* -dF_j/dn by central differences; where a mirror exists F(-n) is the image of F(+n). */
static void measure_column(const hc_hessian_plan *plan, const hc_displacement *d, double step, const hc_vec3 *plus,
                           const hc_vec3 *minus, hc_vec3 *column)
{
    const hc_symmetry_operation *mirror = &plan->symmetry->operation[d->mirror];
    for (size_t j = 0; j < plan->natom; j++) {
        column[j] = hc_vec3_scale(-0.5 / step, plus[j]);
    }
    for (size_t j = 0; j < plan->natom; j++) {
        if (d->mirror) {
            hc_vec3 *at = &column[mirror->image[j]];
            *at = hc_vec3_axpy(*at, 0.5 / step, hc_mat3_times_vec3(&mirror->rotation, plus[j]));
        } else {
            column[j] = hc_vec3_axpy(column[j], 0.5 / step, minus[j]);
        }
    }
}

/* Solves for the blocks of the atoms that move and writes them in their order. */
static void fill(const hc_hessian_plan *plan, const column_sums *sums, size_t nmove, double *hessian)
{
    size_t row = 0;
    for (size_t i = 0; i < plan->natom; i++) {
        if (!plan->moves[i]) {
            continue;
        }
        hc_mat3 inverse = hc_mat3_inverse(&sums->normal[i]);
        size_t other = 0;
        for (size_t j = 0; j < plan->natom; j++) {
            if (!plan->moves[j]) {
                continue;
            }
            for (int k = 0; k < 3; k++) { /* K = mixed inverse; H[i][j] = K^T */
                hc_vec3 row_of_k = hc_vec3_times_mat3(sums->mixed[i * plan->natom + j].row[k], &inverse);
                for (int l = 0; l < 3; l++) {
                    hessian[(3 * row + (size_t)l) * 3 * nmove + 3 * other + (size_t)k] = hc_vec3_get(row_of_k, l);
                }
            }
            other++;
        }
        row++;
    }
}

static double make_symmetric(size_t n, double *h)
{
    double largest = 0.0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            largest = fmax(largest, fabs(h[i * n + j] - h[j * n + i]));
            h[i * n + j] = h[j * n + i] = 0.5 * (h[i * n + j] + h[j * n + i]);
        }
    }
    return largest;
}

hc_status hc_hessian_assemble(hc_context *ctx, const hc_hessian_plan *plan, double step, hc_vec3 *const *plus,
                              hc_vec3 *const *minus, double *hessian, double *asymmetry)
{
    column_sums sums = {0};
    hc_vec3 *column = NULL;
    size_t nmove = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, plan->natom, sizeof *sums.normal, &sums.normal));
    HC_TRY(hc_allocate(ctx, plan->natom * plan->natom, sizeof *sums.mixed, &sums.mixed));
    HC_TRY(hc_allocate(ctx, plan->natom, sizeof *column, &column));
    for (size_t i = 0; i < plan->natom; i++) {
        nmove += plan->moves[i];
    }
    for (size_t i = 0; i < plan->count; i++) {
        measure_column(plan, &plan->displacement[i], step, plus[i], minus[i], column);
        add_images(plan, &plan->displacement[i], column, &sums);
    }
    fill(plan, &sums, nmove, hessian);
    *asymmetry = make_symmetric(3 * nmove, hessian);
cleanup:
    free(sums.normal);
    free(sums.mixed);
    free(column);
    return status;
}
