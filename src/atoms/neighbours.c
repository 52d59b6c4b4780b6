#include "atoms/neighbours.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/cell_bins.h"
#include "halfcell/units.h"

/* A cutoff of so many cell heights means a mistake, not a crystal. */
#define REACH_MAX 500.0

/* What one build needs; atoms are sorted into bins of about half the reach where that pays. */
typedef struct build_plan {
    const hc_structure *structure;
    double reach; /* cutoff + skin */
    bool has_bins;
    hc_cell_bins bins;
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

/* Whether so few bins lie around an atom that looking through them is less work than trying all atoms. */
static bool bins_pay(const hc_cell_bins *bins)
{
    double searched = 1.0;
    for (int d = 0; d < 3; d++) {
        searched *= fmin(1.0, 5.0 / bins->n[d]);
    }
    return bins->natom > 32 && searched < 0.4;
}

static hc_status make_plan(hc_context *ctx, const hc_structure *structure, double reach, build_plan *plan)
{
    hc_status status = HC_OK;
    *plan = (build_plan){.structure = structure, .reach = reach};
    HC_TRY(hc_cell_bins_wrap(ctx, structure, &plan->bins));
    for (int d = 0; d < 3; d++) {
        if (structure->periodic[d] && !(plan->bins.cell.height[d] > reach / REACH_MAX)) {
            status = hc_fail(ctx, HC_ERROR_INPUT,
                             "the cell is %g Angstrom high in direction %c, too thin for a cutoff of %g Angstrom",
                             plan->bins.cell.height[d] / HC_ANGSTROM, "abc"[d], reach / HC_ANGSTROM);
            goto cleanup;
        }
    }
    if (structure->natom > 0) {
        hc_cell_bins_choose(&plan->bins, 0.5 * reach);
        plan->has_bins = bins_pay(&plan->bins);
    }
    if (plan->has_bins) {
        HC_TRY(hc_cell_bins_fill(ctx, &plan->bins));
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
        pair.image[d] = cells[d] + plan->bins.wrapped[3 * i + d] - plan->bins.wrapped[3 * j + d];
    }
    if (i == j && !is_positive(pair.image)) {
        return;
    }
    pair.shift = hc_cell_translation(&plan->bins.cell.vectors, pair.image);
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
    hc_vec3 s = hc_vec3_sub(plan->bins.fractional[j], plan->bins.fractional[i]);
    for (int d = 0; d < 3; d++) {
        double reach = plan->reach / plan->bins.cell.height[d] * (1.0 + 1e-12) + 1e-12;
        double along = hc_vec3_get(s, d);
        if (plan->bins.cell.periodic[d]) {
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

/* The atoms of one bin in the image `cells`. */
static void visit_bin(const build_plan *plan, size_t i, const int bin[3], const int cells[3], pair_sink *sink)
{
    const hc_cell_bins *bins = &plan->bins;
    size_t index = hc_cell_bins_index(bins, bin);
    for (size_t k = bins->first[index]; k < bins->first[index + 1]; k++) {
        if (bins->atom[k] >= i) {
            offer_pair(plan, i, bins->atom[k], cells, sink);
        }
    }
}

/* So many bins of a row, from `bin` in the image `cells` on. */
static void visit_row(const build_plan *plan, size_t i, int count, int bin[3], int cells[3], pair_sink *sink)
{
    for (int k = 0; k < count; k++) {
        visit_bin(plan, i, bin, cells, sink);
        if (++bin[0] == plan->bins.n[0]) {
            bin[0] = 0;
            cells[0]++;
        }
    }
}

static void visit_bins(const build_plan *plan, size_t i, pair_sink *sink)
{
    const hc_cell_bins *bins = &plan->bins;
    int low[3], high[3];
    for (int d = 0; d < 3; d++) {
        double x = hc_cell_bins_coordinate(bins, bins->fractional[i], d);
        double reach = plan->reach / bins->cell.height[d] * bins->per_unit[d] * (1.0 + 1e-12) + 1e-9;
        low[d] = (int)floor(x - reach);
        high[d] = (int)floor(x + reach);
        if (!bins->cell.periodic[d]) {
            low[d] = low[d] < 0 ? 0 : low[d];
            high[d] = high[d] >= bins->n[d] ? bins->n[d] - 1 : high[d];
        }
    }
    for (int z = low[2]; z <= high[2]; z++) {
        for (int y = low[1]; y <= high[1]; y++) {
            int cells[3],
                bin[3] = {hc_cell_bins_inside(bins, 0, low[0], &cells[0]), hc_cell_bins_inside(bins, 1, y, &cells[1]),
                          hc_cell_bins_inside(bins, 2, z, &cells[2])};
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
    hc_cell_bins_clear(&plan.bins);
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
