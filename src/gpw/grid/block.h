/* From a block of the density matrix to polynomials of its shell pairs and on to those of its tasks, and back.
 *
 * All polynomials of a block are in powers of r - C, C the middle of the two atoms, so that contraction coefficients
 * come in last: the polynomial of a task is sum_st c_s c_t Q_st, with one Q_st for each pair of shells. */
#ifndef HC_GPW_GRID_BLOCK_H
#define HC_GPW_GRID_BLOCK_H

#include "gpw/grid/polynomial.h"
#include "gpw/grid/tasks_internal.h"

/* Polynomials (or moments) of the shell pairs of one block. */
typedef struct hc_shell_pairs {
    size_t stride; /* doubles from one polynomial to the next */
    double *full;  /* [shell of a][shell of b][stride] */
    double *half;  /* [shell of b][stride]: contracted with the exponent `current` of a */
    size_t current;
    /* Place of the product of the monomials at two places. */
    uint8_t product[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
} hc_shell_pairs;

#define HC_NO_EXPONENT ((size_t)-1)

HC_MUST_CHECK hc_status hc_shell_pairs_create(hc_context *ctx, const hc_gpw_tasks *tasks, hc_shell_pairs *pairs);
void hc_shell_pairs_release(hc_shell_pairs *pairs);
void hc_shell_pairs_clear(hc_shell_pairs *pairs, const hc_task_block *block);

/* Solid harmonics of the two atoms of a block in powers of r - C: [l][m][place]. */
typedef struct hc_block_harmonics {
    double a[HC_GPW_LMAX + 1][HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
    double b[HC_GPW_LMAX + 1][HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
} hc_block_harmonics;

void hc_block_harmonics_fill(const hc_task_block *block, hc_block_harmonics *harmonics);

/* Begins to fetch the block of a matrix [nao][nao] into the cache. */
void hc_block_prefetch(const hc_task_block *block, size_t nao, const double *matrix);

/* Q (cleared before) of the block of the symmetric density matrix [nao][nao]. */
void hc_block_expand(const hc_task_block *block, const hc_block_harmonics *harmonics, size_t nao, const double *density,
                     hc_shell_pairs *pairs);
/* The adjoint, half of it: h [nao][nao] += weight / 2 times the block, which side 1 puts into the rows of the second
 * atom (transposed). With its transpose added, h is the adjoint. */
void hc_block_reduce(const hc_task_block *block, const hc_block_harmonics *harmonics, size_t nao,
                     const hc_shell_pairs *pairs, int side, double *h);
/* Integral of sum_mn P_mn (dS_m/dx) S_n over the moments of the shell pairs, derivatives of the polynomials of a. */
hc_vec3 hc_block_derivative(const hc_task_block *block, const hc_block_harmonics *harmonics, size_t nao,
                            const double *density, const hc_shell_pairs *moments);

/* Polynomial of a task about C, times `scale`. Tasks that share an exponent of a come one after the other. */
void hc_block_contract(const hc_task_block *block, const hc_task *task, double scale, hc_shell_pairs *pairs, double *c);
/* The adjoint: moments of a task about C, times `scale`, are added. hc_block_collect_end after the last. */
void hc_block_collect(const hc_task_block *block, const hc_task *task, double scale, const double *moments,
                      hc_shell_pairs *pairs);
void hc_block_collect_end(const hc_task_block *block, hc_shell_pairs *pairs);

#endif
