#include "gfn1/overlap_table.h"

#include <math.h>
#include <stdlib.h>

#include "gfn1/overlap.h"
#include "halfcell/units.h"
#include "math/switch_off.h"

#define ORDER HC_GFN1_TABLE_ORDER
#define CUTOFF_MAXIMUM 60.0 /* bohr */
#define SWITCH_WIDTH 1.0    /* bohr */

static size_t shells_of(const hc_gfn1_kind *kind)
{
    return kind->element.nshell;
}

/* The radial functions at r by direct integration; df may be NULL. */
static void integrate_channels(const hc_gfn1_table *table, double r, double *f, double *df)
{
    double block[HC_GFN1_BLOCK], derivative[3 * HC_GFN1_BLOCK];
    for (size_t sa = 0; sa < shells_of(table->a); sa++) {
        for (size_t sb = 0; sb < shells_of(table->b); sb++) {
            const hc_gfn1_function *a = &table->a->function[sa], *b = &table->b->function[sb];
            int nb = 2 * b->l + 1, size = (2 * a->l + 1) * nb, low = a->l < b->l ? a->l : b->l;
            hc_gfn1_overlap_block(a, b, (hc_vec3){0.0, 0.0, r}, block, df ? derivative : NULL);
            for (int m = 0; m <= low; m++) {
                int element = (m + a->l) * nb + m + b->l;
                f[table->channel[sa][sb] + (size_t)m] = block[element];
                if (df) {
                    df[table->channel[sa][sb] + (size_t)m] = derivative[2 * size + element];
                }
            }
        }
    }
}

static void compute_switched(const hc_gfn1_table *table, double r, double *f, double *df)
{
    integrate_channels(table, r, f, df);
    double slope, factor = hc_switch_off(r, table->cutoff, SWITCH_WIDTH, &slope);
    for (size_t c = 0; c < table->nchannel; c++) {
        if (df) {
            df[c] = df[c] * factor + f[c] * slope;
        }
        f[c] *= factor;
    }
}

static double largest(const hc_gfn1_table *table, double r)
{
    double f[HC_GFN1_CHANNELS], top = 0.0;
    integrate_channels(table, r, f, NULL);
    for (size_t c = 0; c < table->nchannel; c++) {
        top = fmax(top, fabs(f[c]));
    }
    return top;
}

/* Distance beyond which every radial function is small, on a grid of 0.5 bohr, plus the stretch of the switch. */
static double find_cutoff(const hc_gfn1_table *table)
{
    double r = CUTOFF_MAXIMUM - SWITCH_WIDTH;
    while (r > 2.0 && largest(table, r - 0.5) < HC_GFN1_OVERLAP_SMALL) {
        r -= 0.5;
    }
    return r + SWITCH_WIDTH;
}

static void set_channels(hc_gfn1_table *table)
{
    for (size_t sa = 0; sa < shells_of(table->a); sa++) {
        for (size_t sb = 0; sb < shells_of(table->b); sb++) {
            int la = table->a->function[sa].l, lb = table->b->function[sb].l;
            table->channel[sa][sb] = table->nchannel;
            table->nchannel += 1 + (size_t)(la < lb ? la : lb);
        }
    }
}

/* Monomial coefficients in x = -1 ... 1 of the polynomials through the Chebyshev nodes of one interval. */
static void fit_interval(const hc_gfn1_table *table, double start, double *coefficient)
{
    double chebyshev[ORDER][HC_GFN1_CHANNELS] = {{0.0}};
    for (int k = 0; k < ORDER; k++) {
        double angle = HC_PI * (k + 0.5) / ORDER, f[HC_GFN1_CHANNELS];
        compute_switched(table, start + 0.5 * HC_GFN1_TABLE_STEP * (1.0 + cos(angle)), f, NULL);
        for (int order = 0; order < ORDER; order++) {
            double weight = (order == 0 ? 1.0 : 2.0) / ORDER * cos(order * angle);
            for (size_t c = 0; c < table->nchannel; c++) {
                chebyshev[order][c] += weight * f[c];
            }
        }
    }
    /* T_n as monomials: T_{n+1} = 2x T_n - T_{n-1}. */
    double t[ORDER][ORDER] = {{1.0}, {0.0, 1.0}};
    for (int n = 2; n < ORDER; n++) {
        for (int i = 0; i < ORDER; i++) {
            t[n][i] = (i > 0 ? 2.0 * t[n - 1][i - 1] : 0.0) - t[n - 2][i];
        }
    }
    for (int i = 0; i < ORDER; i++) {
        for (size_t c = 0; c < table->nchannel; c++) {
            double sum = 0.0;
            for (int n = 0; n < ORDER; n++) {
                sum += t[n][i] * chebyshev[n][c];
            }
            coefficient[(size_t)i * table->nchannel + c] = sum;
        }
    }
}

static hc_status fill_table(hc_context *ctx, hc_gfn1_table *table)
{
    table->ninterval = (size_t)ceil((table->cutoff - HC_GFN1_TABLE_START) / HC_GFN1_TABLE_STEP);
    size_t piece = ORDER * table->nchannel;
    hc_status status = hc_allocate(ctx, table->ninterval * piece, sizeof(double), &table->coefficient);
    if (status != HC_OK) {
        return status;
    }
#pragma omp parallel for schedule(dynamic, 4)
    for (size_t i = 0; i < table->ninterval; i++) {
        fit_interval(table, HC_GFN1_TABLE_START + (double)i * HC_GFN1_TABLE_STEP, table->coefficient + i * piece);
    }
    return HC_OK;
}

hc_status hc_gfn1_tables_create(hc_context *ctx, const hc_gfn1_basis *basis, bool tabulate, hc_gfn1_table **tables)
{
    hc_gfn1_table *t = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, basis->nkind * basis->nkind, sizeof *t, &t));
    for (size_t a = 0; a < basis->nkind; a++) {
        for (size_t b = a; b < basis->nkind; b++) {
            hc_gfn1_table *table = &t[a * basis->nkind + b];
            table->a = &basis->kind[a];
            table->b = &basis->kind[b];
            set_channels(table);
            table->cutoff = find_cutoff(table);
            if (tabulate) {
                HC_TRY(fill_table(ctx, table));
            }
        }
    }
    *tables = t;
    t = NULL;
cleanup:
    hc_gfn1_tables_free(basis, t);
    return status;
}

void hc_gfn1_tables_free(const hc_gfn1_basis *basis, hc_gfn1_table *tables)
{
    for (size_t i = 0; tables && i < basis->nkind * basis->nkind; i++) {
        free(tables[i].coefficient);
    }
    free(tables);
}

static inline __attribute__((always_inline)) void horner(size_t nchannel, const double *coefficient, double x,
                                                         double *f, double *df)
{
    const double *top = coefficient + (ORDER - 1) * nchannel;
    for (size_t c = 0; c < nchannel; c++) {
        f[c] = top[c];
        df[c] = 0.0;
    }
    for (int i = ORDER - 2; i >= 0; i--) {
        const double *row = coefficient + (size_t)i * nchannel;
        for (size_t c = 0; c < nchannel; c++) {
            df[c] = df[c] * x + f[c];
            f[c] = f[c] * x + row[c];
        }
    }
    for (size_t c = 0; c < nchannel; c++) {
        df[c] *= 2.0 / HC_GFN1_TABLE_STEP;
    }
}

void hc_gfn1_table_evaluate(const hc_gfn1_table *table, double r, double *f, double *df)
{
    if (!table->coefficient || r < HC_GFN1_TABLE_START) {
        compute_switched(table, r, f, df);
        return;
    }
    double position = (r - HC_GFN1_TABLE_START) / HC_GFN1_TABLE_STEP;
    size_t interval = (size_t)position;
    if (interval >= table->ninterval) {
        interval = table->ninterval - 1;
    }
    double x = 2.0 * (position - (double)interval) - 1.0;
    const double *coefficient = table->coefficient + interval * ORDER * table->nchannel;
    switch (table->nchannel) { /* the commonest counts with constant loop bounds */
    case 4:
        horner(4, coefficient, x, f, df);
        break;
    case 5:
        horner(5, coefficient, x, f, df);
        break;
    default:
        horner(table->nchannel, coefficient, x, f, df);
        break;
    }
}
