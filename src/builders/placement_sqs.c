/* Special quasi-random structures (Zunger, Wei, Ferreira, Bernard, Phys. Rev. Lett. 65, 353 (1990)), by annealed swaps
 * of two atoms (van de Walle et al., Calphad 42, 13 (2013)); pairs only. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/neighbours.h"
#include "builders/placement.h"
#include "halfcell/units.h"
#include "math/random.h"
#include "math/ranking.h"

#define SHELLS_MOST 12
#define SHELL_GAP (0.1 * HC_ANGSTROM) /* distances that differ by less belong to one shell */
#define SWAPS_AN_ATOM 400
#define SWAPS_LEAST 40000
#define COLDEST 1e-4 /* of the first temperature */
#define SAME_COST 1e-12

typedef struct near_site {
    size_t to; /* site */
    int shell;
} near_site;

typedef struct alloy {
    size_t count, wanted;
    int nshell;
    double distance[SHELLS_MOST];                           /* shortest of the shell, bohr */
    double pairs[SHELLS_MOST];                              /* ordered pairs of sites */
    size_t *first;                                          /* [count + 1] */
    near_site *entry;                                       /* neighbours of each site, images counted */
    size_t *order;                                          /* [count]: taken sites first */
    int (*around)[SHELLS_MOST];                             /* [count]: taken neighbours of each site */
    double both[SHELLS_MOST];                               /* ordered pairs of taken sites */
    double bonds[SHELLS_MOST];                              /* ordered pairs that begin at a taken site */
    double best_both[SHELLS_MOST], best_bonds[SHELLS_MOST]; /* of the least cost so far */
} alloy;

/* ---- shells ------------------------------------------------------------------------------------------------------ */

static size_t pair_count(const hc_neighbour_list *list)
{
    return list->first[list->natom];
}

static double pair_length(const hc_structure *sites, const hc_neighbour_list *list, size_t i, size_t k)
{
    return hc_vec3_norm(hc_neighbour_vector(sites, i, &list->entry[k]));
}

/* Where shells begin, from all distances within the cutoff; the number of whole shells, at most `wanted`. */
static hc_status find_shells(hc_context *ctx, const hc_structure *sites, const hc_neighbour_list *list, int wanted,
                             alloy *a, double *end)
{
    double *length = NULL;
    size_t count = pair_count(list), at = 0;
    hc_status status = hc_allocate(ctx, count + 1, sizeof *length, &length);
    a->nshell = 0;
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < list->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            length[at++] = pair_length(sites, list, i, k);
        }
    }
    hc_sort_values(length, count);
    length[count] = list->cutoff; /* what lies beyond is not known */
    for (size_t k = 0; k < count && a->nshell < wanted; k++) {
        if (k == 0 || length[k] - length[k - 1] > SHELL_GAP) {
            a->distance[a->nshell] = length[k];
        }
        if (length[k + 1] - length[k] > SHELL_GAP) {
            a->nshell++;
            *end = length[k] + 0.5 * SHELL_GAP;
        }
    }
    free(length);
    return HC_OK;
}

static int shell_of(const alloy *a, double length)
{
    int shell = a->nshell - 1;
    while (shell > 0 && length < a->distance[shell] - 0.5 * SHELL_GAP) {
        shell--;
    }
    return shell;
}

/* Every pair at both of its sites; with `next` NULL they are counted into first[1 ...]. */
static void list_pairs(const hc_structure *sites, const hc_neighbour_list *list, double end, size_t *next, alloy *a)
{
    for (size_t i = 0; i < a->count; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            double length = pair_length(sites, list, i, k);
            size_t j = list->entry[k].j;
            if (length > end) {
                continue;
            }
            if (next == NULL) {
                a->first[i + 1]++;
                a->first[j + 1]++;
                a->pairs[shell_of(a, length)] += 2.0;
            } else {
                a->entry[next[i]++] = (near_site){j, shell_of(a, length)};
                a->entry[next[j]++] = (near_site){i, shell_of(a, length)};
            }
        }
    }
}

static hc_status set_neighbours(hc_context *ctx, const hc_structure *sites, int wanted, alloy *a)
{
    hc_status status = HC_OK;
    hc_neighbour_list *list = NULL;
    size_t *next = NULL;
    double cutoff = 4.0 * HC_ANGSTROM, end = 0.0;
    for (int trial = 0; trial < 8 && a->nshell < wanted; trial++, cutoff *= 1.4) {
        hc_neighbours_free(list);
        list = NULL;
        HC_TRY(hc_neighbours_create(ctx, cutoff, 0.0, &list));
        HC_TRY(hc_neighbours_update(ctx, list, sites));
        HC_TRY(find_shells(ctx, sites, list, wanted, a, &end));
    }
    if (a->nshell < wanted) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "shells %d: these sites have %d shells of neighbours", wanted, a->nshell);
        goto cleanup;
    }
    HC_TRY(hc_allocate(ctx, a->count + 1, sizeof *a->first, &a->first));
    HC_TRY(hc_allocate(ctx, a->count, sizeof *next, &next));
    list_pairs(sites, list, end, NULL, a);
    for (size_t i = 0; i < a->count; i++) {
        a->first[i + 1] += a->first[i];
        next[i] = a->first[i];
    }
    HC_TRY(hc_allocate(ctx, a->first[a->count], sizeof *a->entry, &a->entry));
    list_pairs(sites, list, end, next, a);
cleanup:
    free(next);
    hc_neighbours_free(list);
    return status;
}

/* ---- swaps ------------------------------------------------------------------------------------------------------- */

/* 1 - P(unlike)/P(unlike in the random alloy): 0 random, below 0 order, above 0 clusters. */
static double warren_cowley(const alloy *a, int s, double both, double bonds)
{
    double x = (double)a->wanted / (double)a->count;
    return 1.0 - 2.0 * (bonds - both) / (2.0 * x * (1.0 - x) * a->pairs[s]);
}

static double cost(const alloy *a, const double *both, const double *bonds)
{
    double sum = 0.0;
    for (int s = 0; s < a->nshell; s++) {
        double alpha = warren_cowley(a, s, both[s], bonds[s]);
        sum += 1.0 / (s + 1) * alpha * alpha;
    }
    return sum;
}

/* The pair numbers after site `out` has been left for site `in`. */
static void after_swap(const alloy *a, size_t out, size_t in, double *both, double *bonds)
{
    for (int s = 0; s < a->nshell; s++) {
        both[s] = a->both[s] + 2.0 * (a->around[in][s] - a->around[out][s]);
        bonds[s] = a->bonds[s];
    }
    for (size_t k = a->first[out]; k < a->first[out + 1]; k++) {
        both[a->entry[k].shell] += a->entry[k].to == out ? 1.0 : a->entry[k].to == in ? -2.0 : 0.0;
        bonds[a->entry[k].shell] -= 1.0;
    }
    for (size_t k = a->first[in]; k < a->first[in + 1]; k++) {
        both[a->entry[k].shell] += a->entry[k].to == in ? 1.0 : 0.0;
        bonds[a->entry[k].shell] += 1.0;
    }
}

static void mark(alloy *a, size_t site, int sign)
{
    for (size_t k = a->first[site]; k < a->first[site + 1]; k++) {
        a->around[a->entry[k].to][a->entry[k].shell] += sign;
    }
}

void hc_place_random(size_t count, size_t *site, size_t wanted, hc_random *random)
{
    for (size_t n = 0; n < wanted; n++) {
        size_t pick = n + (size_t)(hc_random_uniform(random) * (double)(count - n)), kept = site[n];
        site[n] = site[pick];
        site[pick] = kept;
    }
}

static void begin_at_random(alloy *a, hc_random *random)
{
    for (size_t k = 0; k < a->count; k++) {
        a->order[k] = k;
    }
    hc_place_random(a->count, a->order, a->wanted, random);
    for (size_t n = 0; n < a->wanted; n++) {
        mark(a, a->order[n], 1);
    }
    for (size_t n = 0; n < a->wanted; n++) {
        size_t i = a->order[n];
        for (int s = 0; s < a->nshell; s++) {
            a->both[s] += a->around[i][s];
        }
        for (size_t k = a->first[i]; k < a->first[i + 1]; k++) {
            a->bonds[a->entry[k].shell] += 1.0;
        }
    }
}

/* Simulated annealing; `best` [wanted] gets the sites of least cost. */
static void anneal(alloy *a, hc_random *random, size_t *best)
{
    double both[SHELLS_MOST], bonds[SHELLS_MOST], now = cost(a, a->both, a->bonds), least = now;
    size_t swaps = SWAPS_AN_ATOM * a->count > SWAPS_LEAST ? SWAPS_AN_ATOM * a->count : SWAPS_LEAST;
    double temperature = fmax(now, 1e-3), cooling = pow(COLDEST, 1.0 / (double)swaps);
    memcpy(best, a->order, a->wanted * sizeof *best);
    for (size_t n = 0; n < swaps && least > 1e-20; n++, temperature *= cooling) {
        size_t k = (size_t)(hc_random_uniform(random) * (double)a->wanted);
        size_t l = a->wanted + (size_t)(hc_random_uniform(random) * (double)(a->count - a->wanted));
        size_t out = a->order[k], in = a->order[l];
        after_swap(a, out, in, both, bonds);
        double then = cost(a, both, bonds);
        if (then > now + SAME_COST && hc_random_uniform(random) >= exp((now - then) / temperature)) {
            continue;
        }
        mark(a, out, -1);
        mark(a, in, 1);
        memcpy(a->both, both, sizeof both);
        memcpy(a->bonds, bonds, sizeof bonds);
        a->order[k] = in;
        a->order[l] = out;
        now = then;
        if (now < least - SAME_COST) {
            least = now;
            memcpy(best, a->order, a->wanted * sizeof *best);
            memcpy(a->best_both, both, sizeof both);
            memcpy(a->best_bonds, bonds, sizeof bonds);
        }
    }
}

static void tell(hc_context *ctx, const alloy *a)
{
    for (int s = 0; s < a->nshell; s++) {
        hc_log(ctx, HC_LOG_INFO,
               "shell %d, from %.3f Angstrom, %.4g neighbours: Warren-Cowley parameter %.4f, of the random alloy 0",
               s + 1, a->distance[s] / HC_ANGSTROM, a->pairs[s] / (double)a->count,
               warren_cowley(a, s, a->best_both[s], a->best_bonds[s]));
    }
}

static hc_status copy_sites(hc_context *ctx, const hc_structure *structure, size_t count, const size_t *site,
                            hc_structure **sites)
{
    hc_status status = hc_structure_create(ctx, count, sites);
    for (size_t k = 0; status == HC_OK && k < count; k++) {
        (*sites)->position[k] = structure->position[site[k]];
    }
    if (status == HC_OK) {
        (*sites)->cell = structure->cell;
        memcpy((*sites)->periodic, structure->periodic, sizeof structure->periodic);
    }
    return status;
}

hc_status hc_place_quasirandom(hc_context *ctx, const hc_structure *structure, size_t count, const size_t *site,
                               size_t wanted, int shells, uint64_t seed, size_t *taken)
{
    hc_status status = HC_OK;
    hc_structure *sites = NULL;
    hc_random random;
    alloy a = {.count = count, .wanted = wanted};
    if (wanted == count) {
        return hc_fail(ctx, HC_ERROR_INPUT, "sqs mixes two kinds of sites, and all %zu are to be taken", count);
    }
    HC_TRY(copy_sites(ctx, structure, count, site, &sites));
    HC_TRY(set_neighbours(ctx, sites, shells, &a));
    HC_TRY(hc_allocate(ctx, count, sizeof *a.order, &a.order));
    HC_TRY(hc_allocate(ctx, count, sizeof *a.around, &a.around));
    hc_random_seed(&random, seed);
    begin_at_random(&a, &random);
    memcpy(a.best_both, a.both, sizeof a.both);
    memcpy(a.best_bonds, a.bonds, sizeof a.bonds);
    anneal(&a, &random, taken);
    tell(ctx, &a);
    for (size_t n = 0; n < wanted; n++) {
        taken[n] = site[taken[n]];
    }
cleanup:
    hc_structure_free(sites);
    free(a.first);
    free(a.entry);
    free(a.order);
    free(a.around);
    return status;
}
