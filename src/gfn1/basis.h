/* The basis of GFN1-xTB: contracted Gaussians of s, p and d type, and where they stand in the matrices. */
#ifndef HC_GFN1_BASIS_H
#define HC_GFN1_BASIS_H

#include "gfn1/parameters.h"
#include "gfn1/sto_ng.h"
#include "halfcell/structure.h"

/* Functions of one shell, real solid harmonics in the order m = -l ... l (p: y, z, x; d: xy, yz, z2, xz, x2-y2). */
typedef struct hc_gfn1_function {
    int l;
    size_t nprimitive;
    double exponent[2 * HC_STO_PRIMITIVES];    /* 1/bohr^2 */
    double coefficient[2 * HC_STO_PRIMITIVES]; /* with the primitives' norm; sum c x^i y^j z^k exp(-a r^2) */
} hc_gfn1_function;

/* An element as it occurs in a structure. */
typedef struct hc_gfn1_kind {
    hc_gfn1_element element;
    hc_gfn1_function function[HC_GFN1_SHELLS];
    size_t nao;                          /* of one atom */
    size_t first_ao[HC_GFN1_SHELLS + 1]; /* of each shell, relative to the atom's first */
} hc_gfn1_kind;

typedef struct hc_gfn1_basis {
    size_t natom, nkind, nshell, nao;
    hc_gfn1_kind *kind;  /* [nkind] */
    size_t *kind_of;     /* [natom] */
    size_t *first_shell; /* [natom + 1] */
    size_t *first_ao;    /* [natom + 1] */
    size_t *atom_of;     /* [nshell] */
    size_t *shell_ao;    /* [nshell + 1]: first function of each shell */
    double *hardness;    /* [nshell], hartree/e^2 */
    double *reference;   /* [nshell]: electrons of the neutral atom */
    double electrons;    /* of the neutral structure */
} hc_gfn1_basis;

HC_MUST_CHECK hc_status hc_gfn1_basis_create(hc_context *ctx, const hc_structure *structure, hc_gfn1_basis **basis);
void hc_gfn1_basis_free(hc_gfn1_basis *basis);

static inline const hc_gfn1_kind *hc_gfn1_kind_of(const hc_gfn1_basis *basis, size_t iatom)
{
    return &basis->kind[basis->kind_of[iatom]];
}

static inline const hc_gfn1_shell *hc_gfn1_shell_of(const hc_gfn1_basis *basis, size_t ishell)
{
    size_t iatom = basis->atom_of[ishell];
    return &hc_gfn1_kind_of(basis, iatom)->element.shell[ishell - basis->first_shell[iatom]];
}

#endif
