#include "gpw/atom.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/atom_integrals.h"
#include "gpw/atom_radial.h"
#include "math/linalg.h"

#define ITERATIONS 400
#define TOLERANCE 1e-9 /* of the residual */
/* Part of the new density in the mixed one; with 0.45 and more the shells of chromium begin to oscillate. */
#define SHARE_MAX 0.4
#define SHARE_MIN 0.03
#define DEPENDENCE 1e-11 /* eigenvalues of the overlap below this part of the largest are left out */

/* What the iteration needs of one angular momentum; matrices [count][count]. */
typedef struct block {
    hc_gpw_atom_shells *shells;
    int electrons;
    double *overlap, *core;
    double *orthogonal; /* [nlevel][count]: rows X with X S X^T = 1 */
    double *table;      /* [count][grid.count]: the functions on the grid */
    double *next;       /* density matrix of the orbitals found last */
    double *matrix, *small, *work;
} block;

typedef struct solver {
    hc_context *ctx;
    const hc_gpw_kind *kind;
    hc_gpw_atom *atom;
    hc_gpw_radial grid;
    double *rho, *rho_next, *v, *fixed, *hartree; /* on the grid; fixed: the local pseudopotential */
    block of_l[HC_GPW_ATOM_LMAX + 1];
} solver;

static size_t collect_shells(const hc_gpw_basis_set *basis, int l, hc_gpw_atom_shells *shells)
{
    size_t count = 0;
    for (size_t s = 0; s < basis->nset; s++) {
        for (size_t k = 0; k < basis->set[s].nshell; k++) {
            if (basis->set[s].l[k] == l) {
                if (shells->set) {
                    shells->set[count] = &basis->set[s];
                    shells->ishell[count] = k;
                }
                count++;
            }
        }
    }
    return count;
}

static hc_status make_shells(hc_context *ctx, const hc_gpw_basis_set *basis, int l, hc_gpw_atom_shells *shells)
{
    hc_status status;
    shells->count = collect_shells(basis, l, shells);
    const size_t n = shells->count;
    HC_TRY(hc_allocate(ctx, n, sizeof *shells->set, &shells->set));
    HC_TRY(hc_allocate(ctx, n, sizeof *shells->ishell, &shells->ishell));
    HC_TRY(hc_allocate(ctx, n * n, sizeof *shells->density, &shells->density));
    HC_TRY(hc_allocate(ctx, n, sizeof *shells->level, &shells->level));
    HC_TRY(hc_allocate(ctx, n * n, sizeof *shells->orbital, &shells->orbital));
    collect_shells(basis, l, shells);
cleanup:
    return status;
}

/* Rows u_k / sqrt(s_k) from the eigenvectors of the overlap. */
static hc_status orthogonalise(solver *s, block *b)
{
    const size_t n = b->shells->count;
    hc_status status;
    double *value = b->work;
    memcpy(b->matrix, b->overlap, n * n * sizeof *b->matrix);
    HC_TRY(hc_eigen_symmetric(s->ctx, n, b->matrix, value));
    for (size_t k = 0; k < n; k++) {
        if (value[k] > DEPENDENCE * value[n - 1]) {
            for (size_t a = 0; a < n; a++) {
                b->orthogonal[b->shells->nlevel * n + a] = b->matrix[k * n + a] / sqrt(value[k]);
            }
            b->shells->nlevel++;
        }
    }
cleanup:
    return status;
}

static hc_status check_room(solver *s, const block *b, int l)
{
    if (b->electrons > 2 * (2 * l + 1) * (int)b->shells->nlevel) {
        return hc_fail(s->ctx, HC_ERROR_INPUT,
                       "%s: the potential %s has %d electrons with l = %d, for which the %zu function%s of the basis "
                       "set %s have no room",
                       hc_element_symbol(s->kind->atomic_number), s->kind->potential->name, b->electrons, l,
                       b->shells->nlevel, b->shells->nlevel == 1 ? "" : "s", s->kind->basis->name);
    }
    return HC_OK;
}

static hc_status make_block(solver *s, int l)
{
    hc_status status;
    block *b = &s->of_l[l];
    b->shells = &s->atom->of_l[l];
    b->electrons = s->kind->potential->electrons[l];
    HC_TRY(make_shells(s->ctx, s->kind->basis, l, b->shells));
    const size_t n = b->shells->count;
    HC_TRY(hc_allocate(s->ctx, n * n, sizeof(double), &b->overlap));
    HC_TRY(hc_allocate(s->ctx, n * n, sizeof(double), &b->core));
    HC_TRY(hc_allocate(s->ctx, n * n, sizeof(double), &b->orthogonal));
    HC_TRY(hc_allocate(s->ctx, n * s->grid.count, sizeof(double), &b->table));
    HC_TRY(hc_allocate(s->ctx, n * n, sizeof(double), &b->next));
    HC_TRY(hc_allocate(s->ctx, n * n, sizeof(double), &b->matrix));
    HC_TRY(hc_allocate(s->ctx, n * n, sizeof(double), &b->small));
    HC_TRY(hc_allocate(s->ctx, n * n + n, sizeof(double), &b->work));
    if (n > 0) {
        HC_TRY(hc_gpw_atom_integrals(s->ctx, b->shells, l, s->kind->potential, b->overlap, b->core));
        HC_TRY(orthogonalise(s, b));
    }
    HC_TRY(check_room(s, b, l));
    for (size_t a = 0; a < n; a++) {
        for (size_t i = 0; i < s->grid.count; i++) {
            b->table[a * s->grid.count + i] = hc_gpw_atom_function(b->shells, a, s->grid.r[i]);
        }
    }
cleanup:
    return status;
}

/* Where the most diffuse function has fallen to 1e-10: the density is the square. */
static double outermost(const hc_gpw_basis_set *basis)
{
    double radius = 1.0;
    for (size_t s = 0; s < basis->nset; s++) {
        radius = fmax(radius, hc_gpw_set_radius(&basis->set[s], 1e-10));
    }
    return radius;
}

/* The local pseudopotential, and the potential of a density Z exp(-2r)/pi to start from. */
static void start_potentials(solver *s)
{
    const hc_gpw_potential *p = s->kind->potential;
    for (size_t i = 0; i < s->grid.count; i++) {
        double r = s->grid.r[i], energy, exchange;
        s->fixed[i] = -p->charge / r * erf(r / (sqrt(2.0) * p->local_radius)) + hc_gpw_potential_short_range(p, r);
        hc_gpw_radial_lda(p->charge / M_PI * exp(-2.0 * r), &energy, &exchange);
        s->v[i] = s->fixed[i] + p->charge * (-expm1(-2.0 * r) / r - exp(-2.0 * r)) + exchange;
    }
}

static hc_status prepare(solver *s)
{
    hc_status status;
    HC_TRY(hc_gpw_radial_create(s->ctx, outermost(s->kind->basis), &s->grid));
    HC_TRY(hc_allocate(s->ctx, s->grid.count, sizeof(double), &s->rho));
    HC_TRY(hc_allocate(s->ctx, s->grid.count, sizeof(double), &s->rho_next));
    HC_TRY(hc_allocate(s->ctx, s->grid.count, sizeof(double), &s->v));
    HC_TRY(hc_allocate(s->ctx, s->grid.count, sizeof(double), &s->fixed));
    HC_TRY(hc_allocate(s->ctx, s->grid.count, sizeof(double), &s->hartree));
    start_potentials(s);
    for (int l = 0; l <= HC_GPW_ATOM_LMAX; l++) {
        HC_TRY(make_block(s, l));
    }
cleanup:
    return status;
}

/* matrix = core + <a|v|b>. */
static void build_matrix(const solver *s, block *b)
{
    const size_t n = b->shells->count, points = s->grid.count;
    for (size_t a = 0; a < n; a++) {
        for (size_t c = 0; c <= a; c++) {
            const double *f = b->table + a * points, *g = b->table + c * points;
            double sum = b->core[a * n + c];
            for (size_t i = 0; i < points; i++) {
                sum += s->grid.weight[i] * s->v[i] * f[i] * g[i];
            }
            b->matrix[a * n + c] = b->matrix[c * n + a] = sum;
        }
    }
}

/* next = density matrix of the lowest orbitals in the present potential. */
static hc_status solve_block(solver *s, block *b, int l)
{
    const size_t n = b->shells->count, m = b->shells->nlevel;
    hc_status status;
    double *orbitals = b->shells->orbital, left = b->electrons;
    build_matrix(s, b);
    hc_gemm(false, false, m, n, n, 1.0, b->orthogonal, n, b->matrix, n, 0.0, b->work, n);
    hc_gemm(false, true, m, m, n, 1.0, b->work, n, b->orthogonal, n, 0.0, b->small, m);
    HC_TRY(hc_eigen_symmetric(s->ctx, m, b->small, b->shells->level));
    hc_gemm(false, false, m, n, m, 1.0, b->small, m, b->orthogonal, n, 0.0, orbitals, n);
    memset(b->next, 0, n * n * sizeof *b->next);
    for (size_t k = 0; k < m && left > 0.0; k++) {
        double occupation = fmin(left, 2.0 * (2 * l + 1));
        for (size_t a = 0; a < n; a++) {
            for (size_t c = 0; c < n; c++) {
                b->next[a * n + c] += occupation * (orbitals[k * n + a] * orbitals[k * n + c]);
            }
        }
        left -= occupation;
    }
cleanup:
    return status;
}

/* rho += that of a density matrix, electrons/bohr^3: the squares of the harmonics of a shell sum to (2l+1)/4pi. */
static void add_density(const solver *s, const block *b, const double *density, double *rho)
{
    const size_t n = b->shells->count, points = s->grid.count;
    for (size_t a = 0; a < n; a++) {
        for (size_t c = 0; c < n; c++) {
            const double *f = b->table + a * points, *g = b->table + c * points;
            double factor = density[a * n + c] / (4.0 * M_PI);
            for (size_t i = 0; i < points; i++) {
                rho[i] += factor * f[i] * g[i];
            }
        }
    }
}

/* density = (1 - share) density + share next, and rho likewise. */
static void mix(solver *s, double share)
{
    for (int l = 0; l <= HC_GPW_ATOM_LMAX; l++) {
        block *b = &s->of_l[l];
        for (size_t i = 0; i < b->shells->count * b->shells->count; i++) {
            b->shells->density[i] += share * (b->next[i] - b->shells->density[i]);
        }
    }
    for (size_t i = 0; i < s->grid.count; i++) {
        s->rho[i] += share * (s->rho_next[i] - s->rho[i]);
    }
}

static double moved_electrons(const solver *s)
{
    double sum = 0.0;
    for (size_t i = 0; i < s->grid.count; i++) {
        sum += s->grid.weight[i] * fabs(s->rho_next[i] - s->rho[i]);
    }
    return 4.0 * M_PI * sum / s->kind->potential->charge;
}

/* v of the mixed density; returns what the density itself has of the energy. */
static double update_potential(solver *s)
{
    double sum = 0.0;
    hc_gpw_radial_hartree(&s->grid, s->rho, s->hartree);
    for (size_t i = 0; i < s->grid.count; i++) {
        double energy, potential;
        hc_gpw_radial_lda(s->rho[i], &energy, &potential);
        s->v[i] = s->fixed[i] + s->hartree[i] + potential;
        sum += s->grid.weight[i] * s->rho[i] * (s->fixed[i] + 0.5 * s->hartree[i] + energy);
    }
    return 4.0 * M_PI * sum;
}

static double core_energy(const solver *s)
{
    double sum = 0.0;
    for (int l = 0; l <= HC_GPW_ATOM_LMAX; l++) {
        const block *b = &s->of_l[l];
        for (size_t i = 0; i < b->shells->count * b->shells->count; i++) {
            sum += b->shells->density[i] * b->core[i];
        }
    }
    return sum;
}

/* Occupations are fixed, so that damped iteration converges; the share of the new density falls when the residual
 * grows. */
static hc_status iterate(solver *s)
{
    hc_status status = HC_OK;
    hc_gpw_atom *atom = s->atom;
    double share = 1.0, before = HUGE_VAL;
    for (atom->iterations = 0; atom->iterations < ITERATIONS && !atom->converged; atom->iterations++) {
        memset(s->rho_next, 0, s->grid.count * sizeof *s->rho_next);
        for (int l = 0; l <= HC_GPW_ATOM_LMAX; l++) {
            if (s->of_l[l].electrons > 0) {
                HC_TRY(solve_block(s, &s->of_l[l], l));
                add_density(s, &s->of_l[l], s->of_l[l].next, s->rho_next);
            }
        }
        atom->residual = moved_electrons(s);
        atom->converged = atom->iterations > 0 && atom->residual < TOLERANCE;
        mix(s, share);
        atom->energy = core_energy(s) + update_potential(s);
        share = atom->residual < before ? fmin(SHARE_MAX, 1.05 * share) : fmax(SHARE_MIN, 0.6 * share);
        before = atom->residual;
    }
cleanup:
    return status;
}

static void clear_solver(solver *s)
{
    for (int l = 0; l <= HC_GPW_ATOM_LMAX; l++) {
        block *b = &s->of_l[l];
        free(b->overlap);
        free(b->core);
        free(b->orthogonal);
        free(b->table);
        free(b->next);
        free(b->matrix);
        free(b->small);
        free(b->work);
    }
    free(s->rho);
    free(s->rho_next);
    free(s->v);
    free(s->fixed);
    free(s->hartree);
    hc_gpw_radial_clear(&s->grid);
}

hc_status hc_gpw_atom_create(hc_context *ctx, const hc_gpw_kind *kind, hc_gpw_atom **atom)
{
    hc_status status;
    solver s = {.ctx = ctx, .kind = kind};
    *atom = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *s.atom, &s.atom));
    HC_TRY(prepare(&s));
    HC_TRY(iterate(&s));
    if (!isfinite(s.atom->energy)) {
        status = hc_fail(ctx, HC_ERROR_NUMERIC, "%s: the free atom has no finite energy with %s and %s",
                         hc_element_symbol(kind->atomic_number), kind->basis->name, kind->potential->name);
        goto cleanup;
    }
    *atom = s.atom;
    s.atom = NULL;
cleanup:
    clear_solver(&s);
    hc_gpw_atom_free(s.atom);
    return status;
}

void hc_gpw_atom_free(hc_gpw_atom *atom)
{
    if (!atom) {
        return;
    }
    for (int l = 0; l <= HC_GPW_ATOM_LMAX; l++) {
        free(atom->of_l[l].set);
        free(atom->of_l[l].ishell);
        free(atom->of_l[l].density);
        free(atom->of_l[l].level);
        free(atom->of_l[l].orbital);
    }
    free(atom);
}

double hc_gpw_atom_density(const hc_gpw_atom *atom, double r)
{
    double sum = 0.0;
    for (int l = 0; l <= HC_GPW_ATOM_LMAX; l++) {
        const hc_gpw_atom_shells *shells = &atom->of_l[l];
        for (size_t a = 0; a < shells->count; a++) {
            double f = hc_gpw_atom_function(shells, a, r);
            for (size_t b = 0; b < shells->count; b++) {
                sum += shells->density[a * shells->count + b] * f * hc_gpw_atom_function(shells, b, r);
            }
        }
    }
    return sum / (4.0 * M_PI);
}
