/* What three-centre integrals need of a structure: pairs of atoms with functions, and around each atom the ions that
 * its functions see. */
#ifndef HC_GPW_TERMS_LOCAL_PLAN_H
#define HC_GPW_TERMS_LOCAL_PLAN_H

#include "atoms/neighbours.h"
#include "gpw/terms/contraction.h"
#include "gpw/terms/hermite.h"

/* A product of two primitives; positions are relative to the first atom. */
typedef struct hc_gpw_product {
    size_t ia, ib;
    double p, factor; /* sum of the exponents; exp(-mu R^2) */
    hc_vec3 center;
} hc_gpw_product;

/* Ions, sorted by kind, as x, y, z from the first atom. */
typedef struct hc_gpw_ion_list {
    size_t *first; /* [nkind + 1] */
    double *x, *y, *z;
    size_t *atom;
} hc_gpw_ion_list;

/* What one thread works with. */
typedef struct hc_gpw_local_work {
    hc_gpw_contraction contraction;
    hc_gpw_product *product; /* of a pair of sets */
    size_t nproduct;
    double *reach2;       /* [nproduct][nkind]: squared distance from the product within which an ion matters */
    double *largest;      /* [nkind]: of reach2 */
    hc_gpw_ion_list ions; /* near the pair */
    hc_gpw_expansion expansion[3];
    hc_gpw_hermite_cube cube, density;
    double *raised; /* integrals with one more power for the second atom */
} hc_gpw_local_work;

typedef struct hc_gpw_local_plan {
    const hc_gpw_system *system;
    const hc_structure *structure;
    double eps, deepest; /* the largest value of a potential, hartree */
    hc_gpw_shell_table *orbitals, *potentials;
    size_t nexponent, *first_exponent; /* over the sets of `orbitals`: of all, first of a set */
    hc_gpw_short_range *short_range;   /* [nexponent][nexponent][nkind of ion] */
    double *reach;                     /* [nkind][nkind] of pairs of functions */
    double *ion_reach;                 /* [nkind of function][nkind of ion] */
    hc_neighbour_list *list;
    hc_gpw_ion_list *ions; /* [natom]: seen from each atom, the atom itself and images included */
    double *storage;
    size_t *index_storage;
    hc_gpw_hermite_rules rules;
    size_t nthread;
    hc_gpw_local_work *work; /* [nthread] */
} hc_gpw_local_plan;

HC_MUST_CHECK hc_status hc_gpw_local_plan_create(hc_context *ctx, const hc_gpw_system *system,
                                                 const hc_structure *structure, double eps, hc_gpw_local_plan **plan);
void hc_gpw_local_plan_free(hc_gpw_local_plan *plan);

/* Products of the primitives of a (of atom iatom) and b at r from it, and the ions near them, into `work`. False when
 * there is nothing to integrate. */
bool hc_gpw_local_find_products(const hc_gpw_local_plan *plan, size_t iatom, const hc_gpw_shells *a,
                                const hc_gpw_shells *b, hc_vec3 r, hc_gpw_local_work *work);

/* Place among short_range of a kind of ion under the product of two exponents of these shells. */
static inline size_t hc_gpw_local_place(const hc_gpw_local_plan *plan, const hc_gpw_shells *a, size_t ia,
                                        const hc_gpw_shells *b, size_t ib, size_t kind)
{
    size_t ea = plan->first_exponent[a - plan->orbitals->shells] + ia;
    size_t eb = plan->first_exponent[b - plan->orbitals->shells] + ib;
    return (ea * plan->nexponent + eb) * plan->system->nkind + kind;
}

#endif
