/* The atoms of a structure in bins along its cell vectors, which the search for what is near looks through. */
#ifndef HC_ATOMS_CELL_BINS_H
#define HC_ATOMS_CELL_BINS_H

#include "atoms/cell.h"

typedef struct hc_cell_bins {
    hc_full_cell cell;
    size_t natom;
    hc_vec3 *fractional; /* [natom], within [0, 1) in periodic directions */
    int *wrapped;        /* [natom][3], whole cells that were taken off */
    int n[3];
    double origin[3], per_unit[3]; /* bin coordinate = (fractional - origin) * per_unit */
    size_t *first;                 /* [bins + 1] */
    size_t *atom;                  /* [natom], ascending within a bin */
} hc_cell_bins;

/* Cell and wrapped atoms; there are no bins yet. The structure is not kept. HC_ERROR_NUMERIC when an atom is not finite
 * or too far away for whole cells to be counted. Free it, also after an error, with hc_cell_bins_clear. */
HC_MUST_CHECK hc_status hc_cell_bins_wrap(hc_context *ctx, const hc_structure *structure, hc_cell_bins *bins);
void hc_cell_bins_clear(hc_cell_bins *bins);

/* Numbers of bins that are at least `width` bohr thick, of one atom at least; in a free direction they span the atoms.
 * In a large empty cell they are thicker, so that there are not many more of them than atoms. */
void hc_cell_bins_choose(hc_cell_bins *bins, double width);

/* Puts the atoms in. */
HC_MUST_CHECK hc_status hc_cell_bins_fill(hc_context *ctx, hc_cell_bins *bins);

/* Coordinate in bins along direction d. */
static inline double hc_cell_bins_coordinate(const hc_cell_bins *bins, hc_vec3 fractional, int d)
{
    return (hc_vec3_get(fractional, d) - bins->origin[d]) * bins->per_unit[d];
}

/* The bin of wrapped fractional coordinates; in a free direction the outermost one when they lie outside. */
void hc_cell_bins_find(const hc_cell_bins *bins, hc_vec3 fractional, int bin[3]);

static inline size_t hc_cell_bins_index(const hc_cell_bins *bins, const int bin[3])
{
    return ((size_t)bin[2] * (size_t)bins->n[1] + (size_t)bin[1]) * (size_t)bins->n[0] + (size_t)bin[0];
}

/* A bin number may lie outside 0 ... n - 1: then it is an image, in the cell *image, of the one that is returned. */
static inline int hc_cell_bins_inside(const hc_cell_bins *bins, int d, int bin, int *image)
{
    int n = bins->n[d];
    *image = bin >= 0 ? bin / n : -((n - 1 - bin) / n);
    return bin - *image * n;
}

#endif
