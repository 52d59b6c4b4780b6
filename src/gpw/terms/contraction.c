#include "gpw/terms/contraction.h"

#include <stdlib.h>
#include <string.h>

/* The largest numbers of a table. */
typedef struct extent {
    size_t ncart, ncolumn, nfunction;
} extent;

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static extent extent_of(const hc_gpw_shell_table *table, int extra)
{
    extent out = {1, 1, 1};
    for (size_t s = 0; s < table->first[table->nkind]; s++) {
        const hc_gpw_shells *shells = &table->shells[s];
        out.ncart = larger(out.ncart, HC_CARTESIAN_TOTAL(shells->degree + extra));
        out.ncolumn = larger(out.ncolumn, shells->ncolumn);
        out.nfunction = larger(out.nfunction, shells->nfunction);
    }
    return out;
}

hc_status hc_gpw_contraction_create(hc_context *ctx, const hc_gpw_shell_table *a, const hc_gpw_shell_table *b,
                                    int extra, hc_gpw_contraction *contraction)
{
    extent ea = extent_of(a, 0), eb = extent_of(b, extra);
    size_t sizes[] = {ea.ncart * eb.ncart, ea.ncart * eb.ncolumn, ea.ncolumn * eb.ncolumn, ea.nfunction * eb.nfunction,
                      ea.nfunction * eb.ncolumn};
    double **place[] = {&contraction->primitive, &contraction->half, &contraction->contracted, &contraction->function,
                        &contraction->turned};
    size_t total = 0;
    for (int k = 0; k < 5; k++) {
        total += sizes[k];
    }
    hc_status status = hc_allocate(ctx, total, sizeof(double), &contraction->storage);
    total = 0;
    for (int k = 0; status == HC_OK && k < 5; k++) {
        *place[k] = contraction->storage + total;
        total += sizes[k];
    }
    return status;
}

void hc_gpw_contraction_clear(hc_gpw_contraction *contraction)
{
    free(contraction->storage);
    *contraction = (hc_gpw_contraction){0};
}

void hc_gpw_contract_start(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_gpw_contraction *c)
{
    memset(c->contracted, 0, a->ncolumn * b->ncolumn * sizeof *c->contracted);
}

void hc_gpw_contract_clear_half(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_gpw_contraction *c)
{
    memset(c->half, 0, a->ncart * b->ncolumn * sizeof *c->half);
}

void hc_gpw_contract_add_b(const hc_gpw_shells *a, const hc_gpw_shells *b, size_t ib, hc_gpw_contraction *c)
{
    for (size_t s = 0; s < b->nshell; s++) {
        const hc_gpw_shell *shell = &b->shell[s];
        double factor = shell->coefficient[ib];
        for (size_t row = 0; row < a->ncart; row++) {
            const double *restrict from = c->primitive + row * b->ncart + shell->place;
            double *restrict to = c->half + row * b->ncolumn + shell->column;
            for (size_t m = 0; m < shell->ncart; m++) {
                to[m] += factor * from[m];
            }
        }
    }
}

void hc_gpw_contract_add_a(const hc_gpw_shells *a, const hc_gpw_shells *b, size_t ia, hc_gpw_contraction *c)
{
    for (size_t s = 0; s < a->nshell; s++) {
        const hc_gpw_shell *shell = &a->shell[s];
        double factor = shell->coefficient[ia];
        const double *restrict from = c->half + shell->place * b->ncolumn;
        double *restrict to = c->contracted + shell->column * b->ncolumn;
        for (size_t m = 0; m < shell->ncart * b->ncolumn; m++) {
            to[m] += factor * from[m];
        }
    }
}

void hc_gpw_contract_to_functions(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_gpw_contraction *c)
{
    memset(c->turned, 0, a->nfunction * b->ncolumn * sizeof *c->turned);
    for (size_t s = 0; s < a->nshell; s++) {
        const hc_gpw_shell *shell = &a->shell[s];
        for (size_t k = 0; k < shell->nfunction * shell->ncart; k++) {
            double factor = shell->transform[k];
            const double *restrict from = c->contracted + (shell->column + k % shell->ncart) * b->ncolumn;
            double *restrict to = c->turned + (shell->function + k / shell->ncart) * b->ncolumn;
            for (size_t m = 0; factor != 0.0 && m < b->ncolumn; m++) {
                to[m] += factor * from[m];
            }
        }
    }
    for (size_t s = 0; s < b->nshell; s++) {
        const hc_gpw_shell *shell = &b->shell[s];
        for (size_t f = 0; f < shell->nfunction; f++) {
            const double *transform = shell->transform + f * shell->ncart;
            for (size_t row = 0; row < a->nfunction; row++) {
                const double *from = c->turned + row * b->ncolumn + shell->column;
                double sum = 0.0;
                for (size_t m = 0; m < shell->ncart; m++) {
                    sum += transform[m] * from[m];
                }
                c->function[row * b->nfunction + shell->function + f] = sum;
            }
        }
    }
}

void hc_gpw_contract_from_functions(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_gpw_contraction *c)
{
    memset(c->turned, 0, a->nfunction * b->ncolumn * sizeof *c->turned);
    for (size_t s = 0; s < b->nshell; s++) {
        const hc_gpw_shell *shell = &b->shell[s];
        for (size_t f = 0; f < shell->nfunction; f++) {
            const double *transform = shell->transform + f * shell->ncart;
            for (size_t row = 0; row < a->nfunction; row++) {
                double value = c->function[row * b->nfunction + shell->function + f];
                double *to = c->turned + row * b->ncolumn + shell->column;
                for (size_t m = 0; m < shell->ncart; m++) {
                    to[m] += value * transform[m];
                }
            }
        }
    }
    hc_gpw_contract_start(a, b, c);
    for (size_t s = 0; s < a->nshell; s++) {
        const hc_gpw_shell *shell = &a->shell[s];
        for (size_t k = 0; k < shell->nfunction * shell->ncart; k++) {
            double factor = shell->transform[k];
            const double *restrict from = c->turned + (shell->function + k / shell->ncart) * b->ncolumn;
            double *restrict to = c->contracted + (shell->column + k % shell->ncart) * b->ncolumn;
            for (size_t m = 0; factor != 0.0 && m < b->ncolumn; m++) {
                to[m] += factor * from[m];
            }
        }
    }
}

void hc_gpw_contract_take_a(const hc_gpw_shells *a, const hc_gpw_shells *b, size_t ia, hc_gpw_contraction *c)
{
    hc_gpw_contract_clear_half(a, b, c);
    for (size_t s = 0; s < a->nshell; s++) {
        const hc_gpw_shell *shell = &a->shell[s];
        double factor = shell->coefficient[ia];
        const double *restrict from = c->contracted + shell->column * b->ncolumn;
        double *restrict to = c->half + shell->place * b->ncolumn;
        for (size_t m = 0; m < shell->ncart * b->ncolumn; m++) {
            to[m] += factor * from[m];
        }
    }
}

void hc_gpw_contract_take_b(const hc_gpw_shells *a, const hc_gpw_shells *b, size_t ib, hc_gpw_contraction *c)
{
    memset(c->primitive, 0, a->ncart * b->ncart * sizeof *c->primitive);
    for (size_t s = 0; s < b->nshell; s++) {
        const hc_gpw_shell *shell = &b->shell[s];
        double factor = shell->coefficient[ib];
        for (size_t row = 0; row < a->ncart; row++) {
            const double *restrict from = c->half + row * b->ncolumn + shell->column;
            double *restrict to = c->primitive + row * b->ncart + shell->place;
            for (size_t m = 0; m < shell->ncart; m++) {
                to[m] += factor * from[m];
            }
        }
    }
}

void hc_gpw_block_add(const hc_gpw_shells *a, const hc_gpw_shells *b, const double *block, size_t nao, size_t row,
                      size_t column, bool transpose, double *matrix)
{
    for (size_t k = 0; k < a->nshell * b->nshell; k++) {
        const hc_gpw_shell *sa = &a->shell[k / b->nshell], *sb = &b->shell[k % b->nshell];
        for (size_t m = 0; m < sa->nfunction; m++) {
            for (size_t n = 0; n < sb->nfunction; n++) {
                double value = block[(sa->function + m) * b->nfunction + sb->function + n];
                size_t i = row + sa->first + m, j = column + sb->first + n;
                matrix[i * nao + j] += value;
                if (transpose) {
                    matrix[j * nao + i] += value;
                }
            }
        }
    }
}

void hc_gpw_block_take(const hc_gpw_shells *a, const hc_gpw_shells *b, double scale, const double *matrix, size_t nao,
                       size_t row, size_t column, double *block)
{
    for (size_t k = 0; k < a->nshell * b->nshell; k++) {
        const hc_gpw_shell *sa = &a->shell[k / b->nshell], *sb = &b->shell[k % b->nshell];
        for (size_t m = 0; m < sa->nfunction; m++) {
            const double *from = matrix + (row + sa->first + m) * nao + column + sb->first;
            double *to = block + (sa->function + m) * b->nfunction + sb->function;
            for (size_t n = 0; n < sb->nfunction; n++) {
                to[n] = scale * from[n];
            }
        }
    }
}
