#include "atoms/cell_bins.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Keeps image numbers within an int. */
#define FRACTIONAL_MAX 1e8

void hc_cell_bins_clear(hc_cell_bins *bins)
{
    free(bins->fractional);
    free(bins->wrapped);
    free(bins->first);
    free(bins->atom);
}

static hc_status wrap_atom(hc_context *ctx, hc_vec3 position, size_t iatom, hc_cell_bins *bins)
{
    hc_vec3 s = hc_full_cell_fractional(&bins->cell, position);
    for (int d = 0; d < 3; d++) {
        double value = hc_vec3_get(s, d);
        if (!isfinite(value) || (bins->cell.periodic[d] && fabs(value) > FRACTIONAL_MAX)) {
            return hc_fail(ctx, HC_ERROR_NUMERIC, "atom %zu is not finite or farther than 1e8 cells away", iatom);
        }
        if (bins->cell.periodic[d]) {
            double whole = floor(value);
            bins->wrapped[3 * iatom + (size_t)d] = (int)whole;
            *hc_vec3_at(&s, d) = value - whole;
        }
    }
    bins->fractional[iatom] = s;
    return HC_OK;
}

hc_status hc_cell_bins_wrap(hc_context *ctx, const hc_structure *structure, hc_cell_bins *bins)
{
    hc_status status = HC_OK;
    size_t natom = structure->natom;
    *bins = (hc_cell_bins){.cell = hc_full_cell_make(&structure->cell, structure->periodic), .natom = natom};
    HC_TRY(hc_allocate(ctx, natom, sizeof *bins->fractional, &bins->fractional));
    HC_TRY(hc_allocate(ctx, natom, 3 * sizeof *bins->wrapped, &bins->wrapped));
    for (size_t iatom = 0; iatom < natom; iatom++) {
        HC_TRY(wrap_atom(ctx, structure->position[iatom], iatom, bins));
    }
cleanup:
    return status;
}

/* Origin and extent of the bins in direction d. */
static void span(const hc_cell_bins *bins, int d, double *low, double *extent)
{
    *low = 0.0;
    *extent = 1.0;
    if (bins->cell.periodic[d]) {
        return;
    }
    double high = -INFINITY;
    *low = INFINITY;
    for (size_t iatom = 0; iatom < bins->natom; iatom++) {
        double s = hc_vec3_get(bins->fractional[iatom], d);
        *low = fmin(*low, s);
        high = fmax(high, s);
    }
    *extent = fmax(high - *low, 1e-6);
}

void hc_cell_bins_choose(hc_cell_bins *bins, double width)
{
    double extent[3], most = 4.0 * (double)bins->natom + 64.0;
    for (int d = 0; d < 3; d++) {
        span(bins, d, &bins->origin[d], &extent[d]);
        bins->n[d] = (int)fmin(fmax(floor(extent[d] * bins->cell.height[d] / width), 1.0), 1e6);
    }
    while ((double)bins->n[0] * bins->n[1] * bins->n[2] > most) {
        int *widest = &bins->n[0];
        for (int d = 1; d < 3; d++) {
            widest = bins->n[d] > *widest ? &bins->n[d] : widest;
        }
        *widest = (*widest + 1) / 2;
    }
    for (int d = 0; d < 3; d++) {
        bins->per_unit[d] = bins->n[d] / extent[d];
    }
}

void hc_cell_bins_find(const hc_cell_bins *bins, hc_vec3 fractional, int bin[3])
{
    for (int d = 0; d < 3; d++) {
        double x = floor(hc_cell_bins_coordinate(bins, fractional, d));
        bin[d] = (int)fmin(fmax(x, 0.0), bins->n[d] - 1.0);
    }
}

static size_t bin_of_atom(const hc_cell_bins *bins, size_t iatom)
{
    int bin[3];
    hc_cell_bins_find(bins, bins->fractional[iatom], bin);
    return hc_cell_bins_index(bins, bin);
}

hc_status hc_cell_bins_fill(hc_context *ctx, hc_cell_bins *bins)
{
    hc_status status = HC_OK;
    size_t count = (size_t)bins->n[0] * (size_t)bins->n[1] * (size_t)bins->n[2];
    HC_TRY(hc_allocate(ctx, count + 1, sizeof *bins->first, &bins->first));
    HC_TRY(hc_allocate(ctx, bins->natom, sizeof *bins->atom, &bins->atom));
    for (size_t iatom = 0; iatom < bins->natom; iatom++) {
        bins->first[bin_of_atom(bins, iatom)]++;
    }
    size_t sum = 0;
    for (size_t bin = 0; bin <= count; bin++) {
        size_t here = bins->first[bin];
        bins->first[bin] = sum;
        sum += here;
    }
    for (size_t iatom = 0; iatom < bins->natom; iatom++) {
        bins->atom[bins->first[bin_of_atom(bins, iatom)]++] = iatom;
    }
    memmove(bins->first + 1, bins->first, count * sizeof *bins->first);
    bins->first[0] = 0;
cleanup:
    return status;
}
