#include "atoms/neighbours.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/cell.h"
#include "halfcell/units.h"

/* A cutoff of so many cell heights means a mistake, not a crystal. */
#define REACH_MAX 500.0
/* Keeps image numbers within an int. */
#define FRACTIONAL_MAX 1e8

/* What one build needs; atoms are sorted into bins of about half the reach where that pays. */
typedef struct build_plan {
    const hc_structure *structure;
    hc_full_cell cell;
    double reach;        /* cutoff + skin */
    hc_vec3 *fractional; /* [natom], within [0, 1) in periodic directions */
    int *wrapped;        /* [natom][3], whole cells that were taken off */
    bool has_bins;
    int nbin[3];
    double origin[3], bins_per_unit[3]; /* bin coordinate = (fractional - origin) * bins_per_unit */
    size_t *bin_first;                  /* [nbin total + 1] */
    size_t *bin_atom;                   /* [natom], ascending within a bin */
} build_plan;

/* Where the pairs of one atom go: they are counted, and kept when there is room. */
typedef struct pair_sink {
    size_t count;
    hc_neighbour *entry;
} pair_sink;

hc_status hc_neighbours_create(hc_context *ctx, double cutoff, double skin, hc_neighbour_list **list)
{
    *list = NULL;
    if (!(cutoff > 0.0) || !(skin >= 0.0) || !isfinite(cutoff + skin)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "neighbour list: cutoff %g and skin %g bohr; give a positive cutoff",
                       cutoff, skin);
    }
    hc_status status = hc_allocate(ctx, 1, sizeof **list, list);
    if (status == HC_OK) {
        (*list)->cutoff = cutoff;
        (*list)->skin = skin;
    }
    return status;
}

void hc_neighbours_free(hc_neighbour_list *list)
{
    if (list == NULL) {
        return;
    }
    free(list->first);
    free(list->entry);
    free(list->built_position);
    free(list);
}

static void plan_clear(build_plan *plan)
{
    free(plan->fractional);
    free(plan->wrapped);
    free(plan->bin_first);
    free(plan->bin_atom);
}

static hc_status wrap_atom(hc_context *ctx, build_plan *plan, size_t iatom)
{
    hc_vec3 s = hc_full_cell_fractional(&plan->cell, plan->structure->position[iatom]);
    for (int d = 0; d < 3; d++) {
        double value = hc_vec3_get(s, d);
        if (!isfinite(value) || (plan->cell.periodic[d] && fabs(value) > FRACTIONAL_MAX)) {
            return hc_fail(ctx, HC_ERROR_NUMERIC, "atom %zu is not finite or farther than 1e8 cells away", iatom);
        }
        if (plan->cell.periodic[d]) {
            double whole = floor(value);
            plan->wrapped[3 * iatom + (size_t)d] = (int)whole;
            *hc_vec3_at(&s, d) = value - whole;
        }
    }
    plan->fractional[iatom] = s;
    return HC_OK;
}

/* Origin and extent of the bins in direction d; in a free direction they span the atoms. */
static void span(const build_plan *plan, int d, double *low, double *extent)
{
    *low = 0.0;
    *extent = 1.0;
    if (plan->cell.periodic[d]) {
        return;
    }
    double high = -INFINITY;
    *low = INFINITY;
    for (size_t iatom = 0; iatom < plan->structure->natom; iatom++) {
        double s = hc_vec3_get(plan->fractional[iatom], d);
        *low = fmin(*low, s);
        high = fmax(high, s);
    }
    *extent = fmax(high - *low, 1e-6);
}

static void choose_bins(build_plan *plan)
{
    double extent[3];
    for (int d = 0; d < 3; d++) {
        span(plan, d, &plan->origin[d], &extent[d]);
        plan->nbin[d] = (int)fmin(fmax(floor(2.0 * extent[d] * plan->cell.height[d] / plan->reach), 1.0), 1e6);
    }
    double most = 4.0 * (double)plan->structure->natom + 64.0;
    while ((double)plan->nbin[0] * plan->nbin[1] * plan->nbin[2] > most) {
        int *widest = &plan->nbin[0];
        for (int d = 1; d < 3; d++) {
            widest = plan->nbin[d] > *widest ? &plan->nbin[d] : widest;
        }
        *widest = (*widest + 1) / 2;
    }
    double searched = 1.0;
    for (int d = 0; d < 3; d++) {
        plan->bins_per_unit[d] = plan->nbin[d] / extent[d];
        searched *= fmin(1.0, 5.0 / plan->nbin[d]);
    }
    plan->has_bins = plan->structure->natom > 32 && searched < 0.4;
}

static size_t bin_index(const build_plan *plan, const int bin[3])
{
    return ((size_t)bin[2] * (size_t)plan->nbin[1] + (size_t)bin[1]) * (size_t)plan->nbin[0] + (size_t)bin[0];
}

static size_t bin_of_atom(const build_plan *plan, size_t iatom)
{
    int bin[3];
    for (int d = 0; d < 3; d++) {
        double x = (hc_vec3_get(plan->fractional[iatom], d) - plan->origin[d]) * plan->bins_per_unit[d];
        bin[d] = (int)fmin(fmax(floor(x), 0.0), plan->nbin[d] - 1.0);
    }
    return bin_index(plan, bin);
}

static hc_status fill_bins(hc_context *ctx, build_plan *plan)
{
    hc_status status = HC_OK;
    size_t natom = plan->structure->natom;
    size_t nbin = (size_t)plan->nbin[0] * (size_t)plan->nbin[1] * (size_t)plan->nbin[2];
    HC_TRY(hc_allocate(ctx, nbin + 1, sizeof *plan->bin_first, &plan->bin_first));
    HC_TRY(hc_allocate(ctx, natom, sizeof *plan->bin_atom, &plan->bin_atom));
    for (size_t iatom = 0; iatom < natom; iatom++) {
        plan->bin_first[bin_of_atom(plan, iatom)]++;
    }
    size_t sum = 0;
    for (size_t bin = 0; bin <= nbin; bin++) {
        size_t count = plan->bin_first[bin];
        plan->bin_first[bin] = sum;
        sum += count;
    }
    for (size_t iatom = 0; iatom < natom; iatom++) {
        plan->bin_atom[plan->bin_first[bin_of_atom(plan, iatom)]++] = iatom;
    }
    memmove(plan->bin_first + 1, plan->bin_first, nbin * sizeof *plan->bin_first);
    plan->bin_first[0] = 0;
cleanup:
    return status;
}

static hc_status make_plan(hc_context *ctx, const hc_structure *structure, double reach, build_plan *plan)
{
    hc_status status = HC_OK;
    *plan = (build_plan){.structure = structure, .reach = reach};
    plan->cell = hc_full_cell_make(&structure->cell, structure->periodic);
    for (int d = 0; d < 3; d++) {
        if (structure->periodic[d] && !(plan->cell.height[d] > reach / REACH_MAX)) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "the cell is %g Angstrom high in direction %c, too thin for a cutoff of %g Angstrom",
                           plan->cell.height[d] / HC_ANGSTROM, "abc"[d], reach / HC_ANGSTROM);
        }
    }
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *plan->fractional, &plan->fractional));
    HC_TRY(hc_allocate(ctx, structure->natom, 3 * sizeof *plan->wrapped, &plan->wrapped));
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        HC_TRY(wrap_atom(ctx, plan, iatom));
    }
    if (structure->natom > 0) {
        choose_bins(plan);
    }
    if (plan->has_bins) {
        HC_TRY(fill_bins(ctx, plan));
    }
cleanup:
    return status;
}

static bool is_positive(const int image[3])
{
    return image[0] > 0 || (image[0] == 0 && (image[1] > 0 || (image[1] == 0 && image[2] > 0)));
}

/* Takes the pair when it is near enough; `cells` is the image between the wrapped atoms. */
static void offer_pair(const build_plan *plan, size_t i, size_t j, const int cells[3], pair_sink *sink)
{
    hc_neighbour pair = {.j = j};
    for (size_t d = 0; d < 3; d++) {
        pair.image[d] = cells[d] + plan->wrapped[3 * i + d] - plan->wrapped[3 * j + d];
    }
    if (i == j && !is_positive(pair.image)) {
        return;
    }
    pair.shift = hc_cell_translation(&plan->cell.vectors, pair.image);
    if (hc_vec3_norm2(hc_neighbour_vector(plan->structure, i, &pair)) <= plan->reach * plan->reach) {
        if (sink->entry != NULL) {
            sink->entry[sink->count] = pair;
        }
        sink->count++;
    }
}

/* All images of j within reach of i, in ascending order. */
static void visit_images(const build_plan *plan, size_t i, size_t j, pair_sink *sink)
{
    int low[3] = {0, 0, 0}, high[3] = {0, 0, 0}, cells[3];
    hc_vec3 s = hc_vec3_sub(plan->fractional[j], plan->fractional[i]);
    for (int d = 0; d < 3; d++) {
        double reach = plan->reach / plan->cell.height[d] * (1.0 + 1e-12) + 1e-12;
        double along = hc_vec3_get(s, d);
        if (plan->cell.periodic[d]) {
            low[d] = (int)ceil(-along - reach);
            high[d] = (int)floor(-along + reach);
        } else if (fabs(along) > reach) {
            return;
        }
    }
    for (cells[0] = low[0]; cells[0] <= high[0]; cells[0]++) {
        for (cells[1] = low[1]; cells[1] <= high[1]; cells[1]++) {
            for (cells[2] = low[2]; cells[2] <= high[2]; cells[2]++) {
                offer_pair(plan, i, j, cells, sink);
            }
        }
    }
}

static int floor_divide(int a, int b)
{
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

/* The atoms of one bin in the image `cells`. */
static void visit_bin(const build_plan *plan, size_t i, const int bin[3], const int cells[3], pair_sink *sink)
{
    size_t index = bin_index(plan, bin);
    for (size_t k = plan->bin_first[index]; k < plan->bin_first[index + 1]; k++) {
        if (plan->bin_atom[k] >= i) {
            offer_pair(plan, i, plan->bin_atom[k], cells, sink);
        }
    }
}

/* One of the bins around an atom may lie outside 0 ... nbin - 1: then it is an image of one inside. */
static int inside(const build_plan *plan, int d, int bin, int *cells)
{
    *cells = floor_divide(bin, plan->nbin[d]);
    return bin - *cells * plan->nbin[d];
}

/* So many bins of a row, from `bin` in the image `cells` on. */
static void visit_row(const build_plan *plan, size_t i, int count, int bin[3], int cells[3], pair_sink *sink)
{
    for (int k = 0; k < count; k++) {
        visit_bin(plan, i, bin, cells, sink);
        if (++bin[0] == plan->nbin[0]) {
            bin[0] = 0;
            cells[0]++;
        }
    }
}

static void visit_bins(const build_plan *plan, size_t i, pair_sink *sink)
{
    int low[3], high[3];
    for (int d = 0; d < 3; d++) {
        double x = (hc_vec3_get(plan->fractional[i], d) - plan->origin[d]) * plan->bins_per_unit[d];
        double reach = plan->reach / plan->cell.height[d] * plan->bins_per_unit[d] * (1.0 + 1e-12) + 1e-9;
        low[d] = (int)floor(x - reach);
        high[d] = (int)floor(x + reach);
        if (!plan->cell.periodic[d]) {
            low[d] = low[d] < 0 ? 0 : low[d];
            high[d] = high[d] >= plan->nbin[d] ? plan->nbin[d] - 1 : high[d];
        }
    }
    for (int z = low[2]; z <= high[2]; z++) {
        for (int y = low[1]; y <= high[1]; y++) {
            int cells[3], bin[3] = {inside(plan, 0, low[0], &cells[0]), inside(plan, 1, y, &cells[1]),
                                    inside(plan, 2, z, &cells[2])};
            visit_row(plan, i, high[0] - low[0] + 1, bin, cells, sink);
        }
    }
}

static int compare_pairs(const void *a, const void *b)
{
    const hc_neighbour *p = a, *q = b;
    if (p->j != q->j) {
        return p->j < q->j ? -1 : 1;
    }
    for (int d = 0; d < 3; d++) {
        if (p->image[d] != q->image[d]) {
            return p->image[d] < q->image[d] ? -1 : 1;
        }
    }
    return 0;
}

/* The pairs of atom i in canonical order; returns their number. `entry` may be NULL. */
static size_t find_pairs(const build_plan *plan, size_t i, hc_neighbour *entry)
{
    pair_sink sink = {.entry = entry};
    if (!plan->has_bins) {
        for (size_t j = i; j < plan->structure->natom; j++) {
            visit_images(plan, i, j, &sink);
        }
        return sink.count;
    }
    visit_bins(plan, i, &sink);
    if (entry != NULL) {
        qsort(entry, sink.count, sizeof *entry, compare_pairs);
    }
    return sink.count;
}

static hc_status reserve_entries(hc_context *ctx, hc_neighbour_list *list, size_t count)
{
    if (count <= list->capacity && list->entry != NULL) {
        return HC_OK;
    }
    free(list->entry);
    list->entry = NULL;
    list->capacity = 0;
    hc_status status = hc_allocate(ctx, count + count / 8, sizeof *list->entry, &list->entry);
    if (status == HC_OK) {
        list->capacity = count + count / 8;
    }
    return status;
}

static hc_status build(hc_context *ctx, hc_neighbour_list *list, const hc_structure *structure)
{
    hc_status status = HC_OK;
    build_plan plan = {0};
    size_t natom = structure->natom;
    HC_TRY(make_plan(ctx, structure, list->cutoff + list->skin, &plan));
    list->first[0] = 0;
#pragma omp parallel for schedule(dynamic, 16) if (natom > 256)
    for (size_t i = 0; i < natom; i++) {
        list->first[i + 1] = find_pairs(&plan, i, NULL);
    }
    for (size_t i = 0; i < natom; i++) {
        list->first[i + 1] += list->first[i];
    }
    HC_TRY(reserve_entries(ctx, list, list->first[natom]));
#pragma omp parallel for schedule(dynamic, 16) if (natom > 256)
    for (size_t i = 0; i < natom; i++) {
        find_pairs(&plan, i, list->entry + list->first[i]);
    }
cleanup:
    plan_clear(&plan);
    return status;
}

static bool is_current(const hc_neighbour_list *list, const hc_structure *structure)
{
    if (list->built_position == NULL || list->natom != structure->natom ||
        memcmp(&list->built_cell, &structure->cell, sizeof list->built_cell) != 0 ||
        memcmp(list->periodic, structure->periodic, sizeof list->periodic) != 0) {
        return false;
    }
    double farthest = 0.25 * list->skin * list->skin;
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        double moved = hc_vec3_norm2(hc_vec3_sub(structure->position[iatom], list->built_position[iatom]));
        if (!(moved <= farthest)) {
            return false;
        }
    }
    return true;
}

hc_status hc_neighbours_update(hc_context *ctx, hc_neighbour_list *list, const hc_structure *structure)
{
    hc_status status = HC_OK;
    if (is_current(list, structure)) {
        return HC_OK;
    }
    free(list->built_position);
    free(list->first);
    list->built_position = NULL;
    list->first = NULL;
    HC_TRY(hc_allocate(ctx, structure->natom + 1, sizeof *list->first, &list->first));
    HC_TRY(build(ctx, list, structure));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *list->built_position, &list->built_position));
    memcpy(list->built_position, structure->position, structure->natom * sizeof *list->built_position);
    list->built_cell = structure->cell;
    memcpy(list->periodic, structure->periodic, sizeof list->periodic);
    list->natom = structure->natom;
    list->builds++;
cleanup:
    return status;
}
