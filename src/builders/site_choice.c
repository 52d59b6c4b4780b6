#include "builders/site_choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/selection.h"
#include "atoms/spacegroup.h"
#include "builders/placement.h"
#include "halfcell/units.h"
#include "math/random.h"
#include "math/ranking.h"

#define NONE ((size_t)-1)
#define LIST_MAX 500 /* atoms; the search for symmetry takes the square of their number */

const char *const hc_site_where_choices[] = {"any", "surface", "below", NULL};
const char *const hc_site_placement_choices[] = {"farthest", "random", "sqs", NULL};

hc_status hc_site_element(hc_context *ctx, const char *symbol, int *number)
{
    *number = hc_element_number(symbol);
    return *number != 0 ? HC_OK : hc_fail(ctx, HC_ERROR_INPUT, "\"%s\" is no element; write for instance Zn", symbol);
}

hc_status hc_sites_distinct(hc_context *ctx, const hc_structure *structure, int number, size_t *count,
                            hc_distinct_site **list, size_t *of_atom)
{
    hc_status status = HC_OK;
    hc_spacegroup *group = NULL;
    hc_distinct_site *sites = NULL;
    size_t *number_of = NULL; /* of the site whose first atom this is */
    *count = 0;
    *list = NULL;
    HC_TRY(hc_spacegroup_find(ctx, structure, HC_SPACEGROUP_TOLERANCE, &group));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *sites, &sites));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *number_of, &number_of));
    for (size_t i = 0; i < structure->natom; i++) {
        size_t k = 0;
        if (structure->atomic_number[i] != number) {
            k = NONE;
        } else if (group->orbit[i] == i) {
            k = number_of[i] = (*count)++;
            sites[k] = (hc_distinct_site){.first = i, .count = 1, .wyckoff = group->wyckoff[i]};
            memcpy(sites[k].symmetry, group->site_symmetry[i], sizeof sites[k].symmetry);
        } else {
            k = number_of[group->orbit[i]];
            sites[k].count++;
        }
        if (of_atom != NULL) {
            of_atom[i] = k;
        }
    }
    *list = sites;
    sites = NULL;
cleanup:
    free(sites);
    free(number_of);
    hc_spacegroup_free(group);
    return status;
}

/* Keeps the atoms of the wanted distinct site. Without one, the sites of small crystals are told all the same. */
static hc_status keep_site(hc_context *ctx, const hc_structure *structure, const hc_site_choice *choice, bool *meant)
{
    hc_status status = HC_OK;
    hc_distinct_site *list = NULL;
    size_t count = 0, *of_atom = NULL;
    int number;
    bool worth_listing = hc_structure_periodic_count(structure) == 3 && structure->natom <= LIST_MAX;
    if (choice->site == HC_INTEGER_UNSET && !worth_listing) {
        return HC_OK;
    }
    HC_TRY(hc_site_element(ctx, choice->element, &number));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *of_atom, &of_atom));
    HC_TRY(hc_sites_distinct(ctx, structure, number, &count, &list, of_atom));
    if (choice->site != HC_INTEGER_UNSET && (size_t)choice->site >= count) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "site %d: %s has %zu distinct sites here, from 0", choice->site,
                         choice->element, count);
        goto cleanup;
    }
    for (size_t k = 0; k < count && count <= 32; k++) {
        hc_log(ctx, HC_LOG_INFO, "site %zu of %s: %zu atoms, the first is %zu, Wyckoff %c, symmetry %s", k,
               choice->element, list[k].count, list[k].first, list[k].wyckoff, list[k].symmetry);
    }
    for (size_t i = 0; i < structure->natom; i++) {
        meant[i] = meant[i] && (choice->site == HC_INTEGER_UNSET || of_atom[i] == (size_t)choice->site);
    }
cleanup:
    free(list);
    free(of_atom);
    return status;
}

static void keep_depth(const hc_structure *structure, const hc_site_choice *choice, bool *meant)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < structure->natom; i++) {
        low = fmin(low, structure->position[i].z);
        high = fmax(high, structure->position[i].z);
    }
    for (size_t i = 0; i < structure->natom && choice->where != HC_SITE_ANY; i++) {
        double z = structure->position[i].z;
        bool surface = z > high - choice->depth - HC_SAME_DISTANCE;
        meant[i] =
            meant[i] &&
            (choice->where == HC_SITE_SURFACE ? surface : !surface && z > low + choice->depth + HC_SAME_DISTANCE);
    }
}

static hc_status keep_selection(hc_context *ctx, const hc_structure *structure, const char *selection, bool *meant)
{
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    HC_TRY(hc_selection_parse(ctx, selection, structure, &count, &atoms));
    for (size_t k = 0; k < count; k++) {
        meant[atoms[k]] = true;
    }
cleanup:
    free(atoms);
    return status;
}

/* The atoms that could be meant. */
static hc_status find_candidates(hc_context *ctx, const hc_structure *structure, const hc_site_choice *choice,
                                 bool *meant)
{
    hc_status status = HC_OK;
    int number = 0;
    if (choice->element == NULL && choice->atoms == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "give element or atoms, to say where the defects are");
    }
    if (choice->element == NULL && choice->site != HC_INTEGER_UNSET) {
        return hc_fail(ctx, HC_ERROR_INPUT, "site counts the distinct sites of an element: give element too");
    }
    if (choice->atoms != NULL) {
        HC_TRY(keep_selection(ctx, structure, choice->atoms, meant));
    } else {
        memset(meant, true, structure->natom * sizeof *meant);
    }
    if (choice->element != NULL) {
        HC_TRY(hc_site_element(ctx, choice->element, &number));
        for (size_t i = 0; i < structure->natom; i++) {
            meant[i] = meant[i] && structure->atomic_number[i] == number;
        }
        HC_TRY(keep_site(ctx, structure, choice, meant));
    }
    keep_depth(structure, choice, meant);
cleanup:
    return status;
}

/* Takes `wanted` of the sites [count], whose order may change. */
static hc_status place(hc_context *ctx, const hc_structure *structure, const hc_site_choice *choice, size_t count,
                       size_t *site, size_t wanted, size_t *taken)
{
    hc_random random;
    uint64_t seed = (uint64_t)choice->seed;
    hc_random_seed(&random, seed);
    switch ((hc_site_placement)choice->placement) {
    case HC_SITE_RANDOM:
        hc_place_random(count, site, wanted, &random);
        memcpy(taken, site, wanted * sizeof *taken);
        return HC_OK;
    case HC_SITE_SQS:
        return hc_place_quasirandom(ctx, structure, count, site, wanted, choice->shells, seed, taken);
    case HC_SITE_FARTHEST:
        break;
    }
    size_t start = seed != 0 ? (size_t)(hc_random_uniform(&random) * (double)count) : 0;
    return hc_place_farthest(ctx, structure, count, site, wanted, start, taken);
}

hc_status hc_sites_choose(hc_context *ctx, const hc_structure *structure, const hc_site_choice *choice, size_t *count,
                          size_t **atoms)
{
    hc_status status = HC_OK;
    bool *meant = NULL;
    size_t *candidate = NULL, *chosen = NULL, found = 0;
    *count = 0;
    *atoms = NULL;
    if (structure->natom == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "there are no atoms yet: `crystal`, `read` or another step makes them");
    }
    if (!isnan(choice->fraction) && choice->count != 1) {
        return hc_fail(ctx, HC_ERROR_INPUT, "count %d and fraction %g: give one of them", choice->count,
                       choice->fraction);
    }
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *meant, &meant));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *candidate, &candidate));
    HC_TRY(find_candidates(ctx, structure, choice, meant));
    for (size_t i = 0; i < structure->natom; i++) {
        if (meant[i]) {
            candidate[found++] = i;
        }
    }
    size_t wanted =
        isnan(choice->fraction) ? (size_t)choice->count : (size_t)nearbyint(choice->fraction * (double)found);
    if (found == 0 && choice->element != NULL) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "no atom of %.20s is there, or not where `atoms`, `site` and `where` say",
                         choice->element);
        goto cleanup;
    }
    if (wanted == 0 || wanted > found) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%zu atoms are wanted, %zu could be meant%s", wanted, found,
                         wanted == 0 ? ": take a larger cell or a larger fraction" : "");
        goto cleanup;
    }
    HC_TRY(hc_allocate(ctx, wanted, sizeof *chosen, &chosen));
    HC_TRY(place(ctx, structure, choice, found, candidate, wanted, chosen));
    *count = wanted;
    *atoms = chosen;
    chosen = NULL;
cleanup:
    free(chosen);
    free(meant);
    free(candidate);
    return status;
}
