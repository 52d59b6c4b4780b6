/* From integrals over primitives to integrals over contracted spherical functions, and the transposed way for a block
 * of the density matrix (so that a derivative needs one number a primitive integral instead of one a function). */
#ifndef HC_GPW_TERMS_CONTRACTION_H
#define HC_GPW_TERMS_CONTRACTION_H

#include "gpw/terms/shells.h"

/* One block on its way; all arrays row-major, rows of the first shells. */
typedef struct hc_gpw_contraction {
    double *primitive;  /* [a.ncart][b.ncart] of one pair of exponents */
    double *half;       /* [a.ncart][b.ncolumn] of one exponent of a */
    double *contracted; /* [a.ncolumn][b.ncolumn] */
    double *function;   /* [a.nfunction][b.nfunction] */
    double *turned;     /* [a.nfunction][b.ncolumn] */
    double *storage;
} hc_gpw_contraction;

/* Room for every pair of the two tables, with `extra` degrees more for the primitives of b. */
HC_MUST_CHECK hc_status hc_gpw_contraction_create(hc_context *ctx, const hc_gpw_shell_table *a,
                                                  const hc_gpw_shell_table *b, int extra,
                                                  hc_gpw_contraction *contraction);
void hc_gpw_contraction_clear(hc_gpw_contraction *contraction);

/* Forward: start; for each ia: clear_half, for each ib: set primitive, add_b; then add_a; at the end to_functions. */
void hc_gpw_contract_start(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_gpw_contraction *c);
void hc_gpw_contract_clear_half(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_gpw_contraction *c);
void hc_gpw_contract_add_b(const hc_gpw_shells *a, const hc_gpw_shells *b, size_t ib, hc_gpw_contraction *c);
void hc_gpw_contract_add_a(const hc_gpw_shells *a, const hc_gpw_shells *b, size_t ia, hc_gpw_contraction *c);
void hc_gpw_contract_to_functions(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_gpw_contraction *c);

/* Backward: from_functions (function is set); for each ia: take_a, for each ib: take_b gives primitive. */
void hc_gpw_contract_from_functions(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_gpw_contraction *c);
void hc_gpw_contract_take_a(const hc_gpw_shells *a, const hc_gpw_shells *b, size_t ia, hc_gpw_contraction *c);
void hc_gpw_contract_take_b(const hc_gpw_shells *a, const hc_gpw_shells *b, size_t ib, hc_gpw_contraction *c);

/* matrix [nao][nao] at the functions of two atoms, which start at row and column: matrix += block, and with `transpose`
 * at the transposed place, too (for an atom and its own image that is the opposite image). */
void hc_gpw_block_add(const hc_gpw_shells *a, const hc_gpw_shells *b, const double *block, size_t nao, size_t row,
                      size_t column, bool transpose, double *matrix);
/* block = scale matrix. */
void hc_gpw_block_take(const hc_gpw_shells *a, const hc_gpw_shells *b, double scale, const double *matrix, size_t nao,
                       size_t row, size_t column, double *block);

#endif
