/* Collective variables that are a sum over pairs of atoms of a function of their distance:
 *
 *     xi = sum_p c_p f(d_p),   d_p = |r_b - r_a| to the nearest image.
 *
 * Distance, difference and combination of distances and coordination numbers are all of this form. */
#ifndef HC_DYNAMICS_COLVAR_PAIRS_H
#define HC_DYNAMICS_COLVAR_PAIRS_H

#include "dynamics/colvar.h"

/* Value, first and second derivative of the function at distance d (bohr). */
typedef struct hc_pair_value {
    double f, df, ddf;
} hc_pair_value;

typedef hc_pair_value hc_pair_function(const void *parameters, double d);

typedef struct hc_pair {
    size_t a, b; /* indices into the colvar's list of atoms */
    double coefficient;
} hc_pair;

typedef struct hc_pair_sum {
    size_t npair;
    hc_pair *pair;              /* [npair], owned */
    hc_pair_function *function; /* NULL: f(d) = d */
    void *parameters;           /* of function, owned, one block of memory */
} hc_pair_sum;

/* First and second atom of each pair (numbers in the structure) and its coefficient, all [npair]: fills *shape with
 * an hc_pair_sum whose function is NULL. Refuses a pair of one atom with itself and atoms that coincide. */
HC_MUST_CHECK hc_status hc_pair_sum_create(hc_context *ctx, const hc_structure *structure, size_t npair,
                                           const size_t *first, const size_t *second, const double *coefficient,
                                           hc_colvar_shape *shape);
void hc_pair_sum_free(void *self);
/* evaluate and hessian_product of hc_colvar_record. */
double hc_pair_sum_evaluate(const void *self, const size_t *atoms, const hc_structure *structure, hc_vec3 *gradient);
void hc_pair_sum_hessian_product(const void *self, const size_t *atoms, const hc_structure *structure,
                                 const hc_vec3 *direction, hc_vec3 *product);

/* Resolves one selection text that has to name exactly one atom; `key` goes into the message. */
HC_MUST_CHECK hc_status hc_colvar_atom(hc_context *ctx, const char *key, const char *text,
                                       const hc_structure *structure, size_t *atom);
/* Resolves a list of exactly two such texts. */
HC_MUST_CHECK hc_status hc_colvar_pair(hc_context *ctx, const char *key, const hc_text_list *list,
                                       const hc_structure *structure, size_t *a, size_t *b);
/* Resolves one that has to name at least one. */
HC_MUST_CHECK hc_status hc_colvar_atoms(hc_context *ctx, const char *key, const char *text,
                                        const hc_structure *structure, size_t *count, size_t **atoms);
/* Refuses atoms nearer to each other than 0.1 bohr. */
HC_MUST_CHECK hc_status hc_colvar_check_apart(hc_context *ctx, const hc_structure *structure, size_t a, size_t b);

#endif
