#include "gpw/terms/overlap.h"

#include <math.h>
#include <stdlib.h>

#include "halfcell/units.h"

/* A pair of primitives. */
typedef struct primitive_pair {
    double a, b, p; /* exponents and their sum */
    double factor;  /* (pi/p)^(3/2) exp(-mu r^2) */
    int la, lb;
} primitive_pair;

hc_status hc_gpw_overlap_work_create(hc_context *ctx, const hc_gpw_shell_table *a, const hc_gpw_shell_table *b,
                                     size_t nthread, hc_gpw_overlap_work **work)
{
    hc_status status;
    *work = NULL;
    HC_TRY(hc_allocate(ctx, nthread, sizeof **work, work));
    for (size_t t = 0; t < nthread; t++) {
        hc_gpw_cartesian_powers(HC_GPW_DEGREE_MAX, (*work)[t].power);
        HC_TRY(hc_gpw_contraction_create(ctx, a, b, 0, &(*work)[t].overlap));
        HC_TRY(hc_gpw_contraction_create(ctx, a, b, 0, &(*work)[t].kinetic));
    }
    return HC_OK;
cleanup:
    hc_gpw_overlap_work_free(*work, nthread);
    *work = NULL;
    return status;
}

void hc_gpw_overlap_work_free(hc_gpw_overlap_work *work, size_t nthread)
{
    for (size_t t = 0; work && t < nthread; t++) {
        hc_gpw_contraction_clear(&work[t].overlap);
        hc_gpw_contraction_clear(&work[t].kinetic);
    }
    free(work);
}

/* s[i][j] = integral of x_A^i x_B^j and the Gaussian at P, over that of the Gaussian; i <= la, j <= lb. */
static void integrate_line(hc_gpw_line *line, int la, int lb, double pa, double pb, double half_inverse)
{
    line->s[0][0] = 1.0;
    for (int i = 1; i <= la; i++) {
        line->s[i][0] = pa * line->s[i - 1][0] + (i > 1 ? (i - 1) * half_inverse * line->s[i - 2][0] : 0.0);
    }
    for (int j = 1; j <= lb; j++) {
        for (int i = 0; i <= la; i++) {
            double lower = (i > 0 ? i * line->s[i - 1][j - 1] : 0.0) + (j > 1 ? (j - 1) * line->s[i][j - 2] : 0.0);
            line->s[i][j] = pb * line->s[i][j - 1] + half_inverse * lower;
        }
    }
}

/* t = -1/2 <a| d^2/dx^2 |b>, j <= lb; needs s to lb + 2. */
static void kinetic_line(hc_gpw_line *line, int la, int lb, double b)
{
    for (int i = 0; i <= la; i++) {
        for (int j = 0; j <= lb; j++) {
            double lower = j > 1 ? j * (j - 1) * line->s[i][j - 2] : 0.0;
            line->t[i][j] = -0.5 * (lower - 2.0 * b * (2 * j + 1) * line->s[i][j] + 4.0 * b * b * line->s[i][j + 2]);
        }
    }
}

/* d/dB of x_B^j exp(-b x_B^2) = 2b x_B^(j+1) - j x_B^(j-1). */
static inline double derivative(const double *row, int j, double b)
{
    return 2.0 * b * row[j + 1] - (j > 0 ? j * row[j - 1] : 0.0);
}

static void spread(const hc_gpw_overlap_work *work, int k, const primitive_pair *pair, size_t nb, bool kinetic,
                   bool derivatives, hc_gpw_line *line)
{
    for (int i = 0; i <= pair->la; i++) {
        for (size_t place = 0; place < nb; place++) {
            int j = work->power[place][k];
            line->overlap[i][place] = line->s[i][j];
            if (kinetic) {
                line->kinetic[i][place] = line->t[i][j];
            }
            if (derivatives) {
                line->doverlap[i][place] = derivative(line->s[i], j, pair->b);
            }
            if (derivatives && kinetic) {
                line->dkinetic[i][place] = derivative(line->t[i], j, pair->b);
            }
        }
    }
}

/* False when the pair does not matter. Fills the lines. */
static bool prepare_pair(const hc_gpw_shells *a, size_t ia, const hc_gpw_shells *b, size_t ib, hc_vec3 r, double eps,
                         bool kinetic, bool derivatives, hc_gpw_overlap_work *work, primitive_pair *pair)
{
    double r2 = hc_vec3_norm2(r);
    if (hc_gpw_primitive_bound(a, ia, b, ib, sqrt(r2)) < eps) {
        return false;
    }
    *pair = (primitive_pair){.a = a->exponent[ia], .b = b->exponent[ib], .la = a->degree, .lb = b->degree};
    pair->p = pair->a + pair->b;
    double root = sqrt(HC_PI / pair->p);
    pair->factor = root * root * root * exp(-pair->a * pair->b / pair->p * r2);
    for (int k = 0; k < 3; k++) {
        hc_gpw_line *line = &work->line[k];
        double x = hc_vec3_get(r, k);
        integrate_line(line, pair->la, pair->lb + (kinetic ? 2 : 0) + (derivatives ? 1 : 0), pair->b / pair->p * x,
                       -pair->a / pair->p * x, 0.5 / pair->p);
        if (kinetic) {
            kinetic_line(line, pair->la, pair->lb + (derivatives ? 1 : 0), pair->b);
        }
        spread(work, k, pair, b->ncart, kinetic, derivatives, line);
    }
    return true;
}

static void primitive_overlap(const primitive_pair *pair, size_t na, size_t nb, hc_gpw_overlap_work *work)
{
    for (size_t i = 0; i < na; i++) {
        const unsigned char *power = work->power[i];
        const double *restrict x = work->line[0].overlap[power[0]], *restrict y = work->line[1].overlap[power[1]];
        const double *restrict z = work->line[2].overlap[power[2]];
        double *restrict out = work->overlap.primitive + i * nb;
        for (size_t j = 0; j < nb; j++) {
            out[j] = pair->factor * (x[j] * y[j]) * z[j];
        }
    }
}

static void primitive_kinetic(const primitive_pair *pair, size_t na, size_t nb, hc_gpw_overlap_work *work)
{
    for (size_t i = 0; i < na; i++) {
        const unsigned char *power = work->power[i];
        const hc_gpw_line *line = work->line;
        const double *restrict x = line[0].overlap[power[0]], *restrict tx = line[0].kinetic[power[0]];
        const double *restrict y = line[1].overlap[power[1]], *restrict ty = line[1].kinetic[power[1]];
        const double *restrict z = line[2].overlap[power[2]], *restrict tz = line[2].kinetic[power[2]];
        double *restrict out = work->kinetic.primitive + i * nb;
        for (size_t j = 0; j < nb; j++) {
            out[j] = pair->factor * ((tx[j] * y[j] + x[j] * ty[j]) * z[j] + x[j] * y[j] * tz[j]);
        }
    }
}

/* One exponent of a with all of b; false when no pair matters. */
static bool add_exponent(const hc_gpw_shells *a, size_t ia, const hc_gpw_shells *b, hc_vec3 r, double eps, bool kinetic,
                         hc_gpw_overlap_work *work)
{
    primitive_pair pair;
    bool any = false;
    for (size_t ib = 0; ib < b->nexponent; ib++) {
        if (!prepare_pair(a, ia, b, ib, r, eps, kinetic, false, work, &pair)) {
            continue;
        }
        if (!any) {
            hc_gpw_contract_clear_half(a, b, &work->overlap);
            hc_gpw_contract_clear_half(a, b, &work->kinetic);
            any = true;
        }
        primitive_overlap(&pair, a->ncart, b->ncart, work);
        hc_gpw_contract_add_b(a, b, ib, &work->overlap);
        if (kinetic) {
            primitive_kinetic(&pair, a->ncart, b->ncart, work);
            hc_gpw_contract_add_b(a, b, ib, &work->kinetic);
        }
    }
    return any;
}

bool hc_gpw_overlap_block(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_vec3 r, double eps, bool kinetic,
                          hc_gpw_overlap_work *work)
{
    bool any = false;
    for (size_t ia = 0; ia < a->nexponent; ia++) {
        if (!any) {
            hc_gpw_contract_start(a, b, &work->overlap);
            hc_gpw_contract_start(a, b, &work->kinetic);
        }
        if (add_exponent(a, ia, b, r, eps, kinetic, work)) {
            any = true;
            hc_gpw_contract_add_a(a, b, ia, &work->overlap);
            if (kinetic) {
                hc_gpw_contract_add_a(a, b, ia, &work->kinetic);
            }
        }
    }
    if (any) {
        hc_gpw_contract_to_functions(a, b, &work->overlap);
    }
    if (any && kinetic) {
        hc_gpw_contract_to_functions(a, b, &work->kinetic);
    }
    return any;
}

static hc_vec3 overlap_derivative(const primitive_pair *pair, size_t na, size_t nb, const hc_gpw_overlap_work *work)
{
    double gx = 0.0, gy = 0.0, gz = 0.0;
    for (size_t i = 0; i < na; i++) {
        const unsigned char *power = work->power[i];
        const hc_gpw_line *line = work->line;
        const double *x = line[0].overlap[power[0]], *dx = line[0].doverlap[power[0]];
        const double *y = line[1].overlap[power[1]], *dy = line[1].doverlap[power[1]];
        const double *z = line[2].overlap[power[2]], *dz = line[2].doverlap[power[2]];
        const double *density = work->overlap.primitive + i * nb;
#pragma omp simd reduction(+ : gx, gy, gz)
        for (size_t j = 0; j < nb; j++) {
            gx += density[j] * dx[j] * y[j] * z[j];
            gy += density[j] * x[j] * dy[j] * z[j];
            gz += density[j] * x[j] * y[j] * dz[j];
        }
    }
    return hc_vec3_scale(pair->factor, (hc_vec3){gx, gy, gz});
}

static hc_vec3 kinetic_derivative(const primitive_pair *pair, size_t na, size_t nb, const hc_gpw_overlap_work *work)
{
    double gx = 0.0, gy = 0.0, gz = 0.0;
    for (size_t i = 0; i < na; i++) {
        const unsigned char *power = work->power[i];
        const hc_gpw_line *lx = &work->line[0], *ly = &work->line[1], *lz = &work->line[2];
        int ix = power[0], iy = power[1], iz = power[2];
#pragma omp simd reduction(+ : gx, gy, gz)
        for (size_t j = 0; j < nb; j++) {
            double x = lx->overlap[ix][j], y = ly->overlap[iy][j], z = lz->overlap[iz][j];
            double tx = lx->kinetic[ix][j], ty = ly->kinetic[iy][j], tz = lz->kinetic[iz][j];
            double density = work->kinetic.primitive[i * nb + j];
            gx += density * (lx->dkinetic[ix][j] * y * z + lx->doverlap[ix][j] * (ty * z + y * tz));
            gy += density * (ly->dkinetic[iy][j] * x * z + ly->doverlap[iy][j] * (tx * z + x * tz));
            gz += density * (lz->dkinetic[iz][j] * x * y + lz->doverlap[iz][j] * (tx * y + x * ty));
        }
    }
    return hc_vec3_scale(pair->factor, (hc_vec3){gx, gy, gz});
}

hc_vec3 hc_gpw_overlap_gradient(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_vec3 r, double eps, bool kinetic,
                                hc_gpw_overlap_work *work)
{
    hc_vec3 g = {0.0, 0.0, 0.0};
    primitive_pair pair;
    hc_gpw_contract_from_functions(a, b, &work->overlap);
    if (kinetic) {
        hc_gpw_contract_from_functions(a, b, &work->kinetic);
    }
    for (size_t ia = 0; ia < a->nexponent; ia++) {
        hc_gpw_contract_take_a(a, b, ia, &work->overlap);
        if (kinetic) {
            hc_gpw_contract_take_a(a, b, ia, &work->kinetic);
        }
        for (size_t ib = 0; ib < b->nexponent; ib++) {
            if (!prepare_pair(a, ia, b, ib, r, eps, kinetic, true, work, &pair)) {
                continue;
            }
            hc_gpw_contract_take_b(a, b, ib, &work->overlap);
            g = hc_vec3_add(g, overlap_derivative(&pair, a->ncart, b->ncart, work));
            if (kinetic) {
                hc_gpw_contract_take_b(a, b, ib, &work->kinetic);
                g = hc_vec3_add(g, kinetic_derivative(&pair, a->ncart, b->ncart, work));
            }
        }
    }
    return g;
}
