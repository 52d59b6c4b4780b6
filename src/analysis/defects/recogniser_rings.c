/* Rings by size, the ones that are no hexagons, and what groups of them are called. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/defects/groups.h"
#include "analysis/defects/recogniser.h"

#define PATTERN_MAX 8

/* A group of joined rings that has a name: how many of each size. */
typedef struct pattern {
    const char *name;
    size_t size[PATTERN_MAX]; /* ascending, 0 ends */
} pattern;

static const pattern patterns[] = {
    {"Stone-Wales", {5, 5, 7, 7}},  {"monovacancy 5-9", {5, 9}},
    {"divacancy 5-8-5", {5, 5, 8}}, {"divacancy 555-777", {5, 5, 5, 7, 7, 7}},
    {"5-7 pair", {5, 7}},
};

static bool applies(const hc_defect_scene *scene)
{
    return scene->rings != NULL;
}

/* The size that most rings have: 6 in graphene, diamond, wurtzite. */
static size_t usual_size(const hc_defect_scene *scene)
{
    size_t histogram[HC_RING_MAXIMUM + 1] = {0}, best = 6;
    for (size_t k = 0; k < scene->rings->count; k++) {
        histogram[hc_ring_size(scene->rings, k)]++;
    }
    for (size_t size = 3; size <= HC_RING_MAXIMUM; size++) {
        best = histogram[size] > histogram[best] ? size : best;
    }
    return best;
}

static void name_ring(size_t size, char *name)
{
    static const char *const names[] = {"triangle", "square", "pentagon", "hexagon", "heptagon", "octagon", "nonagon"};
    if (size <= 9) {
        snprintf(name, HC_KIND_LENGTH, "%s", names[size - 3]);
    } else {
        snprintf(name, HC_KIND_LENGTH, "ring of %zu", size);
    }
}

/* Counts a ring; one of an unusual size is a defect. */
static hc_status take_ring(hc_context *ctx, hc_census *census, const hc_defect_scene *scene, size_t ring, bool defect)
{
    const hc_rings *rings = scene->rings;
    hc_finding finding = {.position = rings->centre[ring]};
    name_ring(hc_ring_size(rings, ring), finding.kind);
    if (!defect) {
        return hc_census_count(ctx, census, HC_ROLE_USUAL, finding.kind, 1.0);
    }
    return hc_census_find(ctx, census, &finding, hc_ring_size(rings, ring), &rings->atom[rings->first[ring]]);
}

/* Odd rings that have a bond in common belong together. */
static void join_rings(const hc_rings *rings, const bool *odd, size_t ring, size_t *parent)
{
    size_t size = hc_ring_size(rings, ring);
    const size_t *atom = &rings->atom[rings->first[ring]];
    for (size_t k = 0; k < size; k++) {
        size_t a = atom[k], b = atom[(k + 1) % size];
        for (size_t m = rings->of_first[a]; m < rings->of_first[a + 1]; m++) {
            size_t other = rings->of[m];
            for (size_t n = rings->of_first[b]; odd[other] && other != ring && n < rings->of_first[b + 1]; n++) {
                if (rings->of[n] == other) {
                    hc_groups_join(parent, ring, other);
                }
            }
        }
    }
}

static int compare(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static const char *name_of_group(size_t count, size_t *sizes)
{
    qsort(sizes, count, sizeof *sizes, compare);
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        size_t length = 0;
        while (length < PATTERN_MAX && patterns[p].size[length] != 0) {
            length++;
        }
        if (length == count && memcmp(sizes, patterns[p].size, count * sizeof *sizes) == 0) {
            return patterns[p].name;
        }
    }
    return NULL;
}

/* Names the group whose lowest ring is `root`; members are in the linked list next. */
static hc_status take_group(hc_context *ctx, hc_census *census, const hc_defect_scene *scene, size_t root,
                            const size_t *next)
{
    hc_status status = HC_OK;
    size_t sizes[PATTERN_MAX], count = 0, natom = 0, *atoms = NULL;
    const hc_rings *rings = scene->rings;
    hc_finding finding = {.position = rings->centre[root]};
    for (size_t k = root; k != SIZE_MAX; k = next[k]) {
        if (count == PATTERN_MAX) {
            return HC_OK;
        }
        sizes[count++] = hc_ring_size(rings, k);
        natom += hc_ring_size(rings, k);
    }
    const char *name = name_of_group(count, sizes);
    if (name == NULL) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, natom, sizeof *atoms, &atoms));
    natom = 0;
    for (size_t k = root; k != SIZE_MAX; k = next[k]) {
        memcpy(&atoms[natom], &rings->atom[rings->first[k]], hc_ring_size(rings, k) * sizeof *atoms);
        natom += hc_ring_size(rings, k);
    }
    snprintf(finding.kind, sizeof finding.kind, "%s", name);
    HC_TRY(hc_census_find(ctx, census, &finding, natom, atoms));
cleanup:
    free(atoms);
    return status;
}

static hc_status take_groups(hc_context *ctx, hc_census *census, const hc_defect_scene *scene, const bool *odd)
{
    hc_status status = HC_OK;
    size_t count = scene->rings->count, *parent = NULL, *next = NULL;
    HC_TRY(hc_allocate(ctx, count, sizeof *parent, &parent));
    HC_TRY(hc_allocate(ctx, count, sizeof *next, &next));
    hc_groups_begin(parent, count);
    for (size_t k = 0; k < count; k++) {
        if (odd[k]) {
            join_rings(scene->rings, odd, k, parent);
        }
    }
    hc_groups_list(parent, count, next);
    for (size_t k = 0; k < count; k++) {
        if (odd[k] && parent[k] == k) {
            HC_TRY(take_group(ctx, census, scene, k, next));
        }
    }
cleanup:
    free(parent);
    free(next);
    return status;
}

/* The groups first: an atom then has the colour of its ring. */
static hc_status recognise(hc_context *ctx, const hc_defect_scene *scene, hc_census *census)
{
    hc_status status = HC_OK;
    bool *odd = NULL;
    size_t usual = usual_size(scene);
    HC_TRY(hc_allocate(ctx, scene->rings->count, sizeof *odd, &odd));
    for (size_t k = 0; k < scene->rings->count; k++) {
        odd[k] = hc_ring_size(scene->rings, k) != usual && !hc_scene_ring_holds_metal(scene, k);
    }
    HC_TRY(take_groups(ctx, census, scene, odd));
    for (size_t k = 0; k < scene->rings->count; k++) {
        if (hc_scene_ring_holds_metal(scene, k)) {
            HC_TRY(hc_census_count(ctx, census, HC_ROLE_USUAL, "rings with a metal", 1.0));
        } else {
            HC_TRY(take_ring(ctx, census, scene, k, odd[k]));
        }
    }
cleanup:
    free(odd);
    return status;
}

const hc_recogniser_record hc_recogniser_rings = {
    .name = "rings",
    .summary = "primitive rings by size; Stone-Wales defects and reconstructed vacancies from them",
    .reference = "Franzblau, Phys. Rev. B 44, 4925 (1991); King, Nature 213, 1112 (1967)",
    .needs = "a network of B, C, N, Si or P",
    .applies = applies,
    .recognise = recognise,
};
