#include "dynamics/constraint.h"

#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

/* xi is held to TOLERANCE; where rounding does not let it come so far (large coordinates), to ACCEPTED. Relative to
 * max(1, |target|). */
#define TOLERANCE 1e-12
#define ACCEPTED 1e-10
#define MAX_NEWTON 50
/* Smallest eigenvalue of the normalised Z below which constraints count as dependent. */
#define INDEPENDENT 1e-6

struct hc_constraint_set {
    size_t count, natom;
    const hc_colvar **colvar; /* [count] */
    double *inverse_mass;     /* [natom] */
    size_t *first;            /* [count + 1]: where each colvar's gradient starts */
    hc_vec3 *gradient;        /* as last evaluated */
    hc_vec3 *work;            /* one gradient's worth of room for all colvars */
    hc_vec3 *spread;          /* [natom], zero between uses: a vector over all atoms */
    hc_vec3 *kept;            /* [natom]: positions before SHAKE */
    double *matrix;           /* [count][count] */
    double *residual;         /* [count] */
    double *guess;            /* [count] */
};

void hc_constraint_set_free(hc_constraint_set *set)
{
    if (set != NULL) {
        free(set->colvar);
        free(set->inverse_mass);
        free(set->first);
        free(set->gradient);
        free(set->work);
        free(set->spread);
        free(set->kept);
        free(set->matrix);
        free(set->residual);
        free(set->guess);
        free(set);
    }
}

size_t hc_constraint_set_count(const hc_constraint_set *set)
{
    return set->count;
}

static hc_status allocate(hc_context *ctx, hc_constraint_set *set, size_t nentry)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, set->count, sizeof *set->colvar, &set->colvar));
    HC_TRY(hc_allocate(ctx, set->natom, sizeof *set->inverse_mass, &set->inverse_mass));
    HC_TRY(hc_allocate(ctx, set->count + 1, sizeof *set->first, &set->first));
    HC_TRY(hc_allocate(ctx, nentry, sizeof *set->gradient, &set->gradient));
    HC_TRY(hc_allocate(ctx, nentry, sizeof *set->work, &set->work));
    HC_TRY(hc_allocate(ctx, set->natom, sizeof *set->spread, &set->spread));
    HC_TRY(hc_allocate(ctx, set->natom, sizeof *set->kept, &set->kept));
    HC_TRY(hc_allocate(ctx, set->count * set->count, sizeof *set->matrix, &set->matrix));
    HC_TRY(hc_allocate(ctx, set->count, sizeof *set->residual, &set->residual));
    HC_TRY(hc_allocate(ctx, set->count, sizeof *set->guess, &set->guess));
cleanup:
    return status;
}

/* spread += scale M^-1 gradient of constraint k. */
static void add_spread(hc_constraint_set *set, size_t k, double scale)
{
    const size_t *atom = set->colvar[k]->atoms;
    const hc_vec3 *gradient = set->gradient + set->first[k];
    for (size_t i = 0; i < set->colvar[k]->natom; i++) {
        set->spread[atom[i]] = hc_vec3_axpy(set->spread[atom[i]], scale * set->inverse_mass[atom[i]], gradient[i]);
    }
}

static void clear_spread(hc_constraint_set *set)
{
    for (size_t k = 0; k < set->count; k++) {
        for (size_t i = 0; i < set->colvar[k]->natom; i++) {
            set->spread[set->colvar[k]->atoms[i]] = (hc_vec3){0, 0, 0};
        }
    }
}

/* matrix[k][l] = grad_left xi_k . M^-1 grad xi_l, with the left gradients laid out as set->gradient is. */
static void couple(hc_constraint_set *set, const hc_vec3 *left, double *matrix)
{
    for (size_t l = 0; l < set->count; l++) {
        add_spread(set, l, 1);
        for (size_t k = 0; k < set->count; k++) {
            const hc_vec3 *gradient = left + set->first[k];
            double sum = 0;
            for (size_t i = 0; i < set->colvar[k]->natom; i++) {
                sum += hc_vec3_dot(gradient[i], set->spread[set->colvar[k]->atoms[i]]);
            }
            matrix[k * set->count + l] = sum;
        }
        clear_spread(set);
    }
}

static hc_status evaluate_into(const hc_constraint_set *set, hc_context *ctx, const hc_structure *structure,
                               hc_vec3 *gradient, double *xi)
{
    for (size_t k = 0; k < set->count; k++) {
        const hc_colvar *colvar = set->colvar[k];
        double value = hc_colvar_evaluate(colvar, structure, gradient + set->first[k]), sum = value;
        for (size_t i = set->first[k]; i < set->first[k + 1]; i++) {
            sum += gradient[i].x + gradient[i].y + gradient[i].z;
        }
        if (!isfinite(sum)) {
            return hc_fail(ctx, HC_ERROR_NUMERIC,
                           "constraint %zu (%s) has no value or no derivative at this geometry (xi = %g %s)", k,
                           colvar->record->name, value / colvar->record->unit, colvar->record->unit_name);
        }
        if (xi != NULL) {
            xi[k] = value;
        }
    }
    return HC_OK;
}

hc_status hc_constraint_set_evaluate(hc_constraint_set *set, hc_context *ctx, const hc_structure *structure, double *xi)
{
    return evaluate_into(set, ctx, structure, set->gradient, xi);
}

/* The two constraints that have most to do with each other in an eigenvector [count]. */
static void largest_two(size_t count, const double *vector, size_t pair[2])
{
    pair[0] = 0;
    for (size_t k = 1; k < count; k++) {
        pair[0] = fabs(vector[k]) > fabs(vector[pair[0]]) ? k : pair[0];
    }
    pair[1] = pair[0] == 0 ? 1 : 0;
    for (size_t k = 0; k < count; k++) {
        pair[1] = k != pair[0] && fabs(vector[k]) > fabs(vector[pair[1]]) ? k : pair[1];
    }
}

static hc_status check_independent(hc_constraint_set *set, hc_context *ctx)
{
    size_t n = set->count;
    double *Z = set->matrix;
    couple(set, set->gradient, Z);
    for (size_t k = 0; k < n; k++) {
        set->guess[k] = sqrt(Z[k * n + k]);
        if (!(set->guess[k] > 0)) {
            return hc_fail(
                ctx, HC_ERROR_INPUT,
                "constraint %zu (%s) depends on no atom that can move: free one of its atoms, or leave it out", k,
                set->colvar[k]->record->name);
        }
    }
    for (size_t k = 0; k < n * n; k++) {
        Z[k] /= set->guess[k / n] * set->guess[k % n];
    }
    hc_status status = hc_eigen_symmetric(ctx, n, Z, set->residual);
    if (status == HC_OK && set->residual[0] < INDEPENDENT) {
        size_t pair[2];
        largest_two(n, Z, pair);
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "constraints %zu (%s) and %zu (%s) depend on each other: holding one holds the other; leave one out",
            pair[0], set->colvar[pair[0]]->record->name, pair[1], set->colvar[pair[1]]->record->name);
    }
    return status;
}

hc_status hc_constraint_set_create(hc_context *ctx, size_t count, const hc_colvar *const *colvars,
                                   const double *inverse_mass, const hc_structure *structure, hc_constraint_set **set)
{
    hc_status status = HC_OK;
    hc_constraint_set *made = NULL;
    size_t nentry = 0;
    *set = NULL;
    for (size_t k = 0; k < count; k++) {
        nentry += colvars[k]->natom;
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->count = count;
    made->natom = structure->natom;
    HC_TRY(allocate(ctx, made, nentry));
    memcpy(made->inverse_mass, inverse_mass, structure->natom * sizeof *inverse_mass);
    for (size_t k = 0; k < count; k++) {
        made->colvar[k] = colvars[k];
        made->first[k + 1] = made->first[k] + colvars[k]->natom;
    }
    if (count > 0) {
        HC_TRY(hc_constraint_set_evaluate(made, ctx, structure, NULL));
        HC_TRY(check_independent(made, ctx));
    }
    *set = made;
    made = NULL;
cleanup:
    hc_constraint_set_free(made);
    return status;
}

/* position = kept - scale M^-1 sum_k lambda_k gradient_k, for the atoms of the constraints. */
static void move(hc_constraint_set *set, hc_structure *structure, double scale, const double *lambda)
{
    for (size_t k = 0; k < set->count; k++) {
        add_spread(set, k, -scale * lambda[k]);
    }
    for (size_t k = 0; k < set->count; k++) {
        for (size_t i = 0; i < set->colvar[k]->natom; i++) {
            size_t atom = set->colvar[k]->atoms[i];
            structure->position[atom] = hc_vec3_add(set->kept[atom], set->spread[atom]);
        }
    }
    clear_spread(set);
}

/* Evaluates xi - target and the gradients at the trial positions; *size is the largest relative residual. */
static hc_status find_residual(hc_constraint_set *set, hc_context *ctx, const hc_structure *structure,
                               const double *target, double *size)
{
    hc_status status = evaluate_into(set, ctx, structure, set->work, set->residual);
    *size = 0;
    for (size_t k = 0; status == HC_OK && k < set->count; k++) {
        set->residual[k] -= target[k];
        *size = fmax(*size, fabs(set->residual[k]) / fmax(1, fabs(target[k])));
    }
    return status;
}

/* d xi_k / d lambda_l = -scale grad_trial xi_k . M^-1 grad xi_l: lambda += (scale times that matrix)^-1 residual. */
static hc_status newton_step(hc_constraint_set *set, hc_context *ctx, double scale, double *lambda)
{
    couple(set, set->work, set->matrix);
    hc_status status = hc_solve(ctx, set->count, set->matrix, 1, set->residual);
    if (status != HC_OK) {
        return hc_fail_within(ctx, status, "the constraints became dependent on each other: ");
    }
    for (size_t k = 0; k < set->count; k++) {
        lambda[k] += set->residual[k] / scale;
    }
    return HC_OK;
}

hc_status hc_constraint_set_shake(hc_constraint_set *set, hc_context *ctx, hc_structure *structure, double scale,
                                  const double *target, double *lambda, int *iterations)
{
    hc_status status = HC_OK;
    double size = 0, before = INFINITY;
    *iterations = 0;
    if (set->count == 0) {
        return HC_OK;
    }
    memcpy(set->kept, structure->position, set->natom * sizeof *set->kept);
    for (*iterations = 0; *iterations <= MAX_NEWTON; ++*iterations) {
        move(set, structure, scale, lambda);
        HC_TRY(find_residual(set, ctx, structure, target, &size));
        if (size <= TOLERANCE || (size <= ACCEPTED && size >= 0.5 * before)) {
            return HC_OK;
        }
        before = size;
        HC_TRY(newton_step(set, ctx, scale, lambda));
    }
    status =
        hc_fail(ctx, HC_ERROR_NOT_CONVERGED,
                "SHAKE did not converge in %d iterations (residual %.1e): the time step or the growth is too large, "
                "or the constraints contradict each other",
                MAX_NEWTON, size);
cleanup:
    memcpy(structure->position, set->kept, set->natom * sizeof *set->kept);
    return status;
}

/* Solves Z mu = residual, in place. */
static hc_status solve_metric(hc_constraint_set *set, hc_context *ctx)
{
    couple(set, set->gradient, set->matrix);
    hc_status status = hc_solve(ctx, set->count, set->matrix, 1, set->residual);
    return status == HC_OK ? HC_OK : hc_fail_within(ctx, status, "the constraints became dependent on each other: ");
}

/* residual[k] = gradient_k . vector */
static void along_constraints(hc_constraint_set *set, const hc_vec3 *vector)
{
    for (size_t k = 0; k < set->count; k++) {
        const hc_vec3 *gradient = set->gradient + set->first[k];
        set->residual[k] = 0;
        for (size_t i = 0; i < set->colvar[k]->natom; i++) {
            set->residual[k] += hc_vec3_dot(gradient[i], vector[set->colvar[k]->atoms[i]]);
        }
    }
}

static void subtract(hc_constraint_set *set, const double *mu, bool weighted, hc_vec3 *vector)
{
    for (size_t k = 0; k < set->count; k++) {
        const hc_vec3 *gradient = set->gradient + set->first[k];
        for (size_t i = 0; i < set->colvar[k]->natom; i++) {
            size_t atom = set->colvar[k]->atoms[i];
            double scale = weighted ? mu[k] * set->inverse_mass[atom] : mu[k];
            vector[atom] = hc_vec3_axpy(vector[atom], -scale, gradient[i]);
        }
    }
}

hc_status hc_constraint_set_rattle(hc_constraint_set *set, hc_context *ctx, const double *xi_velocity,
                                   hc_vec3 *velocity, double *mu)
{
    hc_status status = HC_OK;
    if (mu != NULL) {
        memset(mu, 0, set->count * sizeof *mu);
    }
    /* The second pass takes away what rounding left of the first. */
    for (int pass = 0; pass < 2 && set->count > 0; pass++) {
        along_constraints(set, velocity);
        for (size_t k = 0; k < set->count; k++) {
            set->residual[k] -= xi_velocity[k];
        }
        HC_TRY(solve_metric(set, ctx));
        subtract(set, set->residual, true, velocity);
        for (size_t k = 0; mu != NULL && k < set->count; k++) {
            mu[k] += set->residual[k];
        }
    }
cleanup:
    return status;
}

hc_status hc_constraint_set_project(hc_constraint_set *set, hc_context *ctx, hc_vec3 *gradient, double *lambda)
{
    hc_status status = HC_OK;
    if (set->count == 0) {
        return HC_OK;
    }
    /* lambda = Z^-1 grad xi . M^-1 gradient makes grad xi . M^-1 (gradient - lambda grad xi) = 0. */
    for (size_t i = 0; i < set->natom; i++) {
        set->kept[i] = hc_vec3_scale(set->inverse_mass[i], gradient[i]);
    }
    along_constraints(set, set->kept);
    HC_TRY(solve_metric(set, ctx));
    subtract(set, set->residual, false, gradient);
    if (lambda != NULL) {
        memcpy(lambda, set->residual, set->count * sizeof *lambda);
    }
cleanup:
    return status;
}

/* curvature[l] = sum_ab inverse_ab v_l . H_a . v_b, v = M^-1 grad xi. For each a: w = sum_b inverse_ab v_b, H_a w. */
static void find_curvature(hc_constraint_set *set, const hc_structure *structure, const double *inverse,
                           double *curvature)
{
    size_t n = set->count;
    memset(curvature, 0, n * sizeof *curvature);
    for (size_t a = 0; a < n; a++) {
        const hc_colvar *colvar = set->colvar[a];
        hc_vec3 *direction = set->work, *product = set->kept; /* natom of a colvar is at most natom of the structure */
        for (size_t b = 0; b < n; b++) {
            add_spread(set, b, inverse[a * n + b]);
        }
        for (size_t i = 0; i < colvar->natom; i++) {
            direction[i] = set->spread[colvar->atoms[i]];
        }
        clear_spread(set);
        hc_colvar_hessian_product(colvar, structure, direction, product);
        for (size_t l = 0; l < n; l++) {
            add_spread(set, l, 1);
            for (size_t i = 0; i < colvar->natom; i++) {
                curvature[l] += hc_vec3_dot(product[i], set->spread[colvar->atoms[i]]);
            }
            clear_spread(set);
        }
    }
}

hc_status hc_constraint_set_metric(hc_constraint_set *set, hc_context *ctx, const hc_structure *structure, double *Z,
                                   double *weight, double *G)
{
    hc_status status = HC_OK;
    size_t n = set->count;
    double *factor = NULL, *inverse = NULL;
    *weight = 1;
    HC_TRY(hc_allocate(ctx, n * n, sizeof *factor, &factor));
    HC_TRY(hc_allocate(ctx, n * n, sizeof *inverse, &inverse));
    if (n > 0) {
        couple(set, set->gradient, factor);
        if (Z != NULL) {
            memcpy(Z, factor, n * n * sizeof *Z);
        }
        HC_TRY(hc_cholesky(ctx, n, factor));
    }
    for (size_t k = 0; k < n; k++) {
        *weight /= factor[k * n + k]; /* det Z = product of squares */
        inverse[k * n + k] = 1;
    }
    if (G != NULL && n > 0) {
        hc_triangular_solve(false, n, n, factor, inverse, n);
        hc_triangular_solve(true, n, n, factor, inverse, n);
        find_curvature(set, structure, inverse, set->guess);
        hc_gemv(false, n, n, 1, inverse, n, set->guess, 0, G);
    }
cleanup:
    free(factor);
    free(inverse);
    return status;
}
