/* Contracted Gaussians of one centre that share exponents, in the form that the integrals want: a function is a
 * polynomial in x, y, z of one degree times sum_i coefficient[i] exp(-exponent[i] r^2). Basis sets and the projectors
 * of pseudopotentials (whose polynomials are r^2i S_lm) look the same.
 *
 * Three numberings: primitives' Cartesian powers, all degrees 0 ... degree (hc_cartesian_place); columns, the Cartesian
 * powers of each shell, shell after shell; functions, the spherical ones, shell after shell. */
#ifndef HC_GPW_TERMS_SHELLS_H
#define HC_GPW_TERMS_SHELLS_H

#include "gpw/harmonics.h"
#include "gpw/system.h"

/* r^(l + 2i) with l = HC_GPW_LMAX, i = 2. */
#define HC_GPW_DEGREE_MAX (HC_GPW_LMAX + 2 * (HC_GPW_PROJECTOR_MAX - 1))

typedef struct hc_gpw_shell {
    int degree;
    size_t place, ncart;       /* the powers among those of the primitives */
    size_t column;             /* first column */
    size_t nfunction;          /* 2l + 1 */
    size_t function;           /* first of them within the shells */
    size_t first;              /* the same within the atom */
    const double *coefficient; /* [nexponent], borrowed from the set or owned by the shells */
    const double *transform;   /* [nfunction][ncart], likewise */
} hc_gpw_shell;

typedef struct hc_gpw_shells {
    int degree; /* the highest */
    size_t nexponent;
    const double *exponent; /* borrowed or owned */
    size_t nshell;
    hc_gpw_shell *shell; /* owned */
    size_t ncart, ncolumn, nfunction;
    double *largest; /* [nexponent][degree + 1]: largest |coefficient| of a degree, owned */
    double *own;     /* storage of what is not borrowed */
} hc_gpw_shells;

/* The shells of each kind of atom. */
typedef struct hc_gpw_shell_table {
    size_t nkind;
    size_t *first; /* [nkind + 1] */
    hc_gpw_shells *shells;
    size_t *count; /* [nkind]: functions of an atom of the kind */
} hc_gpw_shell_table;

/* The basis functions, or the projectors (channel after channel, i after i, m fastest), of a system, which is
 * borrowed. */
HC_MUST_CHECK hc_status hc_gpw_orbital_shells(hc_context *ctx, const hc_gpw_system *system, hc_gpw_shell_table **table);
HC_MUST_CHECK hc_status hc_gpw_projector_shells(hc_context *ctx, const hc_gpw_system *system,
                                                hc_gpw_shell_table **table);
/* The short-ranged local potentials, for estimates alone: shells without transform, one of degree 2k for each
 * coefficient. */
HC_MUST_CHECK hc_status hc_gpw_potential_shells(hc_context *ctx, const hc_gpw_system *system,
                                                hc_gpw_shell_table **table);
void hc_gpw_shell_table_free(hc_gpw_shell_table *table);

/* sum over degrees of the largest coefficient of exponent i times distance^degree. */
double hc_gpw_polynomial_bound(const hc_gpw_shells *shells, size_t i, double distance);
/* No function of the table is larger anywhere. */
double hc_gpw_largest_value(const hc_gpw_shell_table *table);
/* Size of the integrals (overlap, kinetic, their derivatives) of primitives at distance r, from above in all but
 * contrived cases. */
double hc_gpw_primitive_bound(const hc_gpw_shells *a, size_t ia, const hc_gpw_shells *b, size_t ib, double r);
/* reach [nkind][nkind], bohr: distance of an atom of kind ka (functions of table a) and one of kind kb (table b) from
 * which on all bounds are below eps; returns the largest. */
double hc_gpw_pair_reach(const hc_gpw_shell_table *a, const hc_gpw_shell_table *b, double eps, double *reach);

/* Powers (x, y, z) of each place of the totals 0 ... degree, power [HC_CARTESIAN_TOTAL(degree)][3]. */
void hc_gpw_cartesian_powers(int degree, unsigned char (*power)[3]);

#endif
