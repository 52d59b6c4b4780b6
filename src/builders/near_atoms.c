#include "builders/near_atoms.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "atoms/cell_bins.h"
#include "halfcell/units.h"

#define BIN (2.5 * HC_ANGSTROM) /* about an atom in each */

struct hc_near_atoms {
    hc_cell_bins bins;
    double width;  /* bohr, of the thinnest bins that have others beside them; INFINITY: there is one bin */
    hc_vec3 *atom; /* [natom], bohr, in the cell; ordered by bin */
};

/* What a search has found. */
typedef struct tally {
    double nearest2, enough2, radius2;
    size_t count; /* nearer than the radius */
    size_t most;
    size_t *atom; /* [most]: numbers of the first of them */
} tally;

void hc_near_atoms_free(hc_near_atoms *near)
{
    if (near != NULL) {
        hc_cell_bins_clear(&near->bins);
        free(near->atom);
        free(near);
    }
}

/* Fractional coordinates, within [0, 1) where the cell repeats. */
static hc_vec3 wrapped(const hc_near_atoms *near, hc_vec3 r)
{
    hc_vec3 s = hc_full_cell_fractional(&near->bins.cell, r);
    for (int d = 0; d < 3; d++) {
        double *value = hc_vec3_at(&s, d);
        *value -= near->bins.cell.periodic[d] ? floor(*value) : 0.0;
    }
    return s;
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
    hc_cell_bins *bins = &made->bins;
    HC_TRY(hc_cell_bins_wrap(ctx, structure, bins));
    hc_cell_bins_choose(bins, BIN);
    HC_TRY(hc_cell_bins_fill(ctx, bins));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *made->atom, &made->atom));
    for (size_t k = 0; k < structure->natom; k++) {
        made->atom[k] = hc_vec3_times_mat3(bins->fractional[bins->atom[k]], &bins->cell.vectors);
    }
    made->width = INFINITY;
    for (int d = 0; d < 3; d++) {
        if (bins->cell.periodic[d] || bins->n[d] > 1) {
            made->width = fmin(made->width, bins->cell.height[d] / bins->per_unit[d]);
        }
    }
    *near = made;
    made = NULL;
cleanup:
    hc_near_atoms_free(made);
    return status;
}

/* The atoms of one bin, which may lie outside 0 ... nbin - 1: then it is an image of one inside. */
static void visit_bin(const hc_near_atoms *near, hc_vec3 place, const int outside[3], tally *t)
{
    const hc_cell_bins *bins = &near->bins;
    int bin[3], image[3];
    for (int d = 0; d < 3; d++) {
        bin[d] = hc_cell_bins_inside(bins, d, outside[d], &image[d]);
        if (image[d] != 0 && !bins->cell.periodic[d]) {
            return;
        }
    }
    hc_vec3 from = hc_vec3_sub(place, hc_cell_translation(&bins->cell.vectors, image));
    size_t index = hc_cell_bins_index(bins, bin);
    for (size_t k = bins->first[index]; k < bins->first[index + 1]; k++) {
        double far2 = hc_vec3_norm2(hc_vec3_sub(near->atom[k], from));
        t->nearest2 = fmin(t->nearest2, far2);
        if (far2 < t->radius2) {
            if (t->count < t->most) {
                t->atom[t->count] = bins->atom[k];
            }
            t->count++;
        }
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
    hc_vec3 s = wrapped(near, r), place = hc_vec3_times_mat3(s, &near->bins.cell.vectors);
    int middle[3], most = 0;
    hc_cell_bins_find(&near->bins, s, middle);
    for (int d = 0; d < 3; d++) {
        int last = near->bins.cell.periodic[d] ? INT_MAX - 1 : near->bins.n[d];
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

size_t hc_near_atoms_list(const hc_near_atoms *near, hc_vec3 place, double radius, size_t most, size_t *atom)
{
    tally t = {.nearest2 = INFINITY, .enough2 = -1.0, .radius2 = radius * radius, .most = most, .atom = atom};
    search(near, place, radius, true, &t);
    return t.count;
}

size_t hc_near_atoms_count(const hc_near_atoms *near, hc_vec3 place, double radius)
{
    return hc_near_atoms_list(near, place, radius, 0, NULL);
}
