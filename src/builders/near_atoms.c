#include "builders/near_atoms.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/cell.h"
#include "halfcell/units.h"

#define BIN (2.5 * HC_ANGSTROM) /* about an atom in each */

struct hc_near_atoms {
    hc_full_cell cell;
    int nbin[3];
    double origin[3], bins_per_unit[3]; /* bin = floor((fractional - origin) bins_per_unit) */
    double width;  /* bohr, of the thinnest bins that have others beside them; INFINITY: there is one bin */
    size_t *first; /* [bins + 1] */
    hc_vec3 *atom; /* [natom], bohr, in the cell; ordered by bin */
};

/* What a search has found. */
typedef struct tally {
    double nearest2, enough2, radius2;
    size_t count; /* nearer than the radius */
} tally;

void hc_near_atoms_free(hc_near_atoms *near)
{
    if (near != NULL) {
        free(near->first);
        free(near->atom);
        free(near);
    }
}

/* Fractional coordinates, within [0, 1) where the cell repeats. */
static hc_vec3 wrapped(const hc_near_atoms *near, hc_vec3 r)
{
    hc_vec3 s = hc_full_cell_fractional(&near->cell, r);
    for (int d = 0; d < 3; d++) {
        double *value = hc_vec3_at(&s, d);
        *value -= near->cell.periodic[d] ? floor(*value) : 0.0;
    }
    return s;
}

/* Where the bins begin in direction d, and over how much they go: in a free direction they span the atoms. */
static void span(const hc_near_atoms *near, const hc_structure *structure, int d, double *low, double *extent)
{
    double high = -INFINITY;
    *low = 0.0;
    *extent = 1.0;
    if (near->cell.periodic[d]) {
        return;
    }
    *low = INFINITY;
    for (size_t i = 0; i < structure->natom; i++) {
        double s = hc_vec3_get(wrapped(near, structure->position[i]), d);
        *low = fmin(*low, s);
        high = fmax(high, s);
    }
    *extent = fmax(high - *low, 1e-6);
}

/* In a large empty cell the bins are larger, so that there are not many more of them than atoms. */
static void choose_bins(hc_near_atoms *near, const hc_structure *structure)
{
    double extent[3], most = 4.0 * (double)structure->natom + 64.0;
    for (int d = 0; d < 3; d++) {
        span(near, structure, d, &near->origin[d], &extent[d]);
        near->nbin[d] = (int)fmin(fmax(floor(extent[d] * near->cell.height[d] / BIN), 1.0), 1e6);
    }
    while ((double)near->nbin[0] * near->nbin[1] * near->nbin[2] > most) {
        int *widest = &near->nbin[0];
        for (int d = 1; d < 3; d++) {
            widest = near->nbin[d] > *widest ? &near->nbin[d] : widest;
        }
        *widest = (*widest + 1) / 2;
    }
    for (int d = 0; d < 3; d++) {
        near->bins_per_unit[d] = near->nbin[d] / extent[d];
        if (near->cell.periodic[d] || near->nbin[d] > 1) {
            near->width = fmin(near->width, near->cell.height[d] / near->bins_per_unit[d]);
        }
    }
}

/* The bin of a place; in a free direction the outermost one when it lies outside. */
static void find_bin(const hc_near_atoms *near, hc_vec3 s, int bin[3])
{
    for (int d = 0; d < 3; d++) {
        double x = floor((hc_vec3_get(s, d) - near->origin[d]) * near->bins_per_unit[d]);
        bin[d] = (int)fmin(fmax(x, 0.0), near->nbin[d] - 1.0);
    }
}

static size_t index_of(const hc_near_atoms *near, const int bin[3])
{
    return ((size_t)bin[2] * (size_t)near->nbin[1] + (size_t)bin[1]) * (size_t)near->nbin[0] + (size_t)bin[0];
}

static void fill_bins(hc_near_atoms *near, const hc_structure *structure, size_t bins)
{
    int bin[3];
    for (size_t i = 0; i < structure->natom; i++) {
        find_bin(near, wrapped(near, structure->position[i]), bin);
        near->first[index_of(near, bin) + 1]++;
    }
    for (size_t k = 0; k < bins; k++) {
        near->first[k + 1] += near->first[k];
    }
    for (size_t i = structure->natom; i-- > 0;) {
        hc_vec3 s = wrapped(near, structure->position[i]);
        find_bin(near, s, bin);
        near->atom[--near->first[index_of(near, bin) + 1]] = hc_vec3_times_mat3(s, &near->cell.vectors);
    }
    /* first[k + 1] is now where bin k begins */
    memmove(near->first, near->first + 1, bins * sizeof *near->first);
    near->first[bins] = structure->natom;
}

hc_status hc_near_atoms_create(hc_context *ctx, const hc_structure *structure, hc_near_atoms **near)
{
    hc_near_atoms *made = NULL;
    hc_status status = HC_OK;
    *near = NULL;
    if (structure->natom == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "there are no atoms that a place could be near to");
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->cell = hc_full_cell_make(&structure->cell, structure->periodic);
    made->width = INFINITY;
    choose_bins(made, structure);
    size_t bins = (size_t)made->nbin[0] * (size_t)made->nbin[1] * (size_t)made->nbin[2];
    HC_TRY(hc_allocate(ctx, bins + 1, sizeof *made->first, &made->first));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *made->atom, &made->atom));
    fill_bins(made, structure, bins);
    *near = made;
    made = NULL;
cleanup:
    hc_near_atoms_free(made);
    return status;
}

/* The atoms of one bin, which may lie outside 0 ... nbin - 1: then it is an image of one inside. */
static void visit_bin(const hc_near_atoms *near, hc_vec3 place, const int outside[3], tally *t)
{
    int bin[3], image[3];
    for (int d = 0; d < 3; d++) {
        int n = near->nbin[d], at = outside[d];
        image[d] = at >= 0 ? at / n : -((n - 1 - at) / n);
        bin[d] = at - image[d] * n;
        if (image[d] != 0 && !near->cell.periodic[d]) {
            return;
        }
    }
    hc_vec3 from = hc_vec3_sub(place, hc_cell_translation(&near->cell.vectors, image));
    size_t index = index_of(near, bin);
    for (size_t k = near->first[index]; k < near->first[index + 1]; k++) {
        double far2 = hc_vec3_norm2(hc_vec3_sub(near->atom[k], from));
        t->nearest2 = fmin(t->nearest2, far2);
        t->count += far2 < t->radius2;
    }
}

/* The bins that are k away from the one in the middle in one direction and no farther in the others. */
static void visit_shell(const hc_near_atoms *near, hc_vec3 place, const int middle[3], int k, tally *t)
{
    for (int z = -k; z <= k; z++) {
        for (int y = -k; y <= k; y++) {
            bool face = abs(z) == k || abs(y) == k;
            for (int x = -k; x <= k; x += face || k == 0 ? 1 : 2 * k) {
                const int bin[3] = {middle[0] + x, middle[1] + y, middle[2] + z};
                visit_bin(near, place, bin, t);
                if (t->nearest2 <= t->enough2) {
                    return;
                }
            }
        }
    }
}

/* All that is within `radius`, the nearest shells first; ends when nothing nearer can come, or at what is enough. */
static void search(const hc_near_atoms *near, hc_vec3 r, double radius, bool all, tally *t)
{
    hc_vec3 s = wrapped(near, r), place = hc_vec3_times_mat3(s, &near->cell.vectors);
    int middle[3], most = 0;
    find_bin(near, s, middle);
    for (int d = 0; d < 3; d++) {
        int last = near->cell.periodic[d] ? INT_MAX - 1 : near->nbin[d];
        most = last > most ? last : most;
    }
    for (int k = 0; k <= most; k++) {
        double clear = k > 1 ? (k - 1) * near->width : 0.0; /* atoms of this shell are farther */
        if (clear > radius || (!all && clear > 0.0 && t->nearest2 < clear * clear) || t->nearest2 <= t->enough2) {
            return;
        }
        visit_shell(near, place, middle, k, t);
    }
}

double hc_near_atoms_distance(const hc_near_atoms *near, hc_vec3 place, double farthest, double enough)
{
    tally t = {.nearest2 = INFINITY, .enough2 = enough > 0.0 ? enough * enough : -1.0};
    search(near, place, farthest, false, &t);
    double nearest = sqrt(t.nearest2);
    return nearest <= farthest ? nearest : INFINITY;
}

size_t hc_near_atoms_count(const hc_near_atoms *near, hc_vec3 place, double radius)
{
    tally t = {.nearest2 = INFINITY, .enough2 = -1.0, .radius2 = radius * radius};
    search(near, place, radius, true, &t);
    return t.count;
}
