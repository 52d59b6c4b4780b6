/* What the files of the lattice sums share: the plan of one sum, made for one cell and one set of positions. */
#ifndef HC_GFN1_EWALD_INTERNAL_H
#define HC_GFN1_EWALD_INTERNAL_H

#include "atoms/images.h"
#include "gfn1/ewald.h"

typedef enum hc_ewald_kind { HC_EWALD_MOLECULE, HC_EWALD_SLAB, HC_EWALD_BULK } hc_ewald_kind;

/* A reciprocal vector: one of each pair k, -k. */
typedef struct hc_ewald_wave {
    int n[3];      /* multiples of the reciprocal vectors */
    hc_vec3 k;     /* 1/bohr */
    double weight; /* its share of J is weight cos(k.r) (of a layer wave: see ewald_layers.c) */
} hc_ewald_wave;

/* erfc on [0, limit] by Taylor expansions about the middles of equal intervals. */
enum { HC_ERFC_ORDER = 8, HC_ERFC_PER_UNIT = 64 };
typedef struct hc_erfc_table {
    size_t count;
    double *coefficient; /* [count][HC_ERFC_ORDER] */
} hc_erfc_table;

static inline double hc_erfc_look_up(const hc_erfc_table *table, double t)
{
    double scaled = t * HC_ERFC_PER_UNIT;
    size_t interval = (size_t)scaled;
    const double *c = table->coefficient + interval * HC_ERFC_ORDER;
    double x = (scaled - ((double)interval + 0.5)) * (1.0 / HC_ERFC_PER_UNIT);
    double x2 = x * x, x4 = x2 * x2;
    return (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2 + ((c[4] + c[5] * x) + (c[6] + c[7] * x) * x2) * x4;
}

/* For slabs the sum is that of a bulk cell whose third vector is `height` along the normal, less what the repeated
 * layers do to each other. */
typedef struct hc_ewald_plan {
    hc_ewald_kind kind;
    hc_mat3 cell;       /* rows */
    hc_mat3 reciprocal; /* rows, 2 pi times the dual vectors */
    double volume;
    hc_vec3 normal; /* unit vector; slab only, as the next five */
    double area, height;
    double *z; /* [natom]: along the normal, from the middle of the slab */
    size_t nlayer;
    hc_ewald_wave *layer;
    double alpha, cutoff; /* real-space part */
    size_t nwave;
    hc_ewald_wave *wave;
    hc_images *images;
    hc_erfc_table erfc;
} hc_ewald_plan;

HC_MUST_CHECK hc_status hc_ewald_plan_create(hc_context *ctx, const hc_structure *structure,
                                             const hc_ewald_options *options, hc_ewald_plan **plan);
void hc_ewald_plan_free(hc_ewald_plan *plan);

/* What kind of sum the periodicity asks for; wires and slabs along another direction are refused. */
HC_MUST_CHECK hc_status hc_ewald_kind_of(hc_context *ctx, const hc_structure *structure, hc_ewald_kind *kind);

/* For `count` waves: cos(k.r) and sin(k.r) side by side, times scale[wave] (NULL: 1), phase [natom][2 count]. */
HC_MUST_CHECK hc_status hc_ewald_phases(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure,
                                        const hc_ewald_wave *wave, size_t count, const double *scale, double *phase);

/* The correction for layers. J -= ... */
HC_MUST_CHECK hc_status hc_ewald_layer_matrix(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure,
                                              double *matrix);
/* Adds energy, forces (-dE/dR) and the strain derivative within the plane. */
HC_MUST_CHECK hc_status hc_ewald_layer_gradient(hc_context *ctx, const hc_ewald_plan *plan,
                                                const hc_structure *structure, const double *charge, double *energy,
                                                hc_vec3 *force, hc_mat3 *strain);

#endif
