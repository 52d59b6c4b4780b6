/* Images of a pair of atoms: the lattice translations that bring it within a cutoff, for direct sums over pairs.
 *
 * The list is made once for a cell; for each pair its difference is first reduced to fractions in [-1/2, 1/2], then the
 * translations no longer than cutoff + (its in-lattice length) are all that can matter, and they stand first. */
#ifndef HC_ATOMS_IMAGES_H
#define HC_ATOMS_IMAGES_H

#include <math.h>

#include "halfcell/structure.h"

typedef struct hc_images {
    double cutoff; /* bohr */
    int nperiodic;
    hc_vec3 vector[3]; /* the lattice vectors of the periodic directions, bohr, [nperiodic] */
    hc_vec3 dual[3];   /* dual[k] . vector[l] = delta_kl, within the space of the periodic directions */
    size_t count;
    double *x, *y, *z; /* translations, bohr, [count], by increasing length; the first is zero */
    double *length;    /* [count] */
} hc_images;

/* All translations for pairs nearer than `cutoff`. Fails with HC_ERROR_INPUT when periodic lattice vectors are linearly
 * dependent. A structure without periodic directions has one translation, zero. */
HC_MUST_CHECK hc_status hc_images_create(hc_context *ctx, const hc_structure *structure, double cutoff,
                                         hc_images **images);
void hc_images_free(hc_images *images);

/* d less a lattice translation, with fractions in [-1/2, 1/2]; *within is the length of its part in the lattice's span,
 * so that translations longer than cutoff + *within cannot bring it within the cutoff. */
static inline hc_vec3 hc_images_reduce(const hc_images *images, hc_vec3 d, double *within)
{
    hc_vec3 inside = {0.0, 0.0, 0.0};
    for (int k = 0; k < images->nperiodic; k++) {
        double fraction = hc_vec3_dot(images->dual[k], d), whole = rint(fraction);
        d = hc_vec3_axpy(d, -whole, images->vector[k]);
        inside = hc_vec3_axpy(inside, fraction - whole, images->vector[k]);
    }
    *within = hc_vec3_norm(inside);
    return d;
}

/* How many of the translations are no longer than `length`. */
static inline size_t hc_images_within(const hc_images *images, double length)
{
    size_t low = 0, high = images->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (images->length[middle] <= length) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

#endif
