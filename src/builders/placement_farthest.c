/* Maximin: the nearest two of the taken sites as far apart as can be. Of equal distances the site named first wins. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/cell.h"
#include "builders/placement.h"
#include "halfcell/units.h"
#include "math/ranking.h"

/* With more sites the matrix of distances is too large: then one after the other, from the start alone. */
#define SITES_MOST 1500
#define RESTART_WORK 3e8 /* distances looked at for all starts together */
#define SEARCH_WORK 3e8  /* distances looked at in the search for a better set */

typedef struct maximin {
    const hc_structure *structure;
    hc_full_cell cell;
    const size_t *site; /* [count] atoms */
    size_t count, wanted;
    double *apart;   /* [count][count]; NULL: too many, or one alone is wanted */
    double *nearest; /* [count] work */
    size_t *taken;   /* [wanted] indices of sites */
    double least;    /* distance between the nearest two of them */
    size_t *list;    /* [wanted][count]: sites that are left at each depth of the search */
    double work;
} maximin;

static double measure(const maximin *m, size_t a, size_t b)
{
    const hc_vec3 *position = m->structure->position;
    hc_vec3 apart = hc_vec3_sub(position[m->site[b]], position[m->site[a]]);
    return hc_vec3_norm(hc_full_cell_shortest(&m->cell, apart));
}

/* One after the other from site `start`; the distance between the nearest two. */
static double take_in_turn(maximin *m, size_t start, size_t *taken)
{
    double least = INFINITY;
    size_t pick = start;
    for (size_t k = 0; k < m->count; k++) {
        m->nearest[k] = INFINITY;
    }
    for (size_t n = 0; n < m->wanted; n++) {
        taken[n] = pick;
        for (size_t k = 0; k < m->count; k++) {
            m->nearest[k] =
                k == pick ? -1.0
                          : fmin(m->nearest[k], m->apart != NULL ? m->apart[pick * m->count + k] : measure(m, pick, k));
        }
        pick = 0;
        for (size_t k = 1; k < m->count; k++) {
            pick = m->nearest[k] > m->nearest[pick] + HC_SAME_DISTANCE ? k : pick;
        }
        least = n + 1 < m->wanted ? fmin(least, m->nearest[pick]) : least;
    }
    return least;
}

static double least_of(const maximin *m)
{
    double least = INFINITY;
    for (size_t a = 0; a < m->wanted; a++) {
        for (size_t b = 0; b < a; b++) {
            least = fmin(least, m->apart[m->taken[a] * m->count + m->taken[b]]);
        }
    }
    return least;
}

/* Completes taken[0 ... depth - 1] by sites of list[depth] [left] that are farther than m->least from each other and
 * from all before. */
static bool complete(maximin *m, size_t depth, size_t left)
{
    const size_t *list = &m->list[depth * m->count];
    if (depth == m->wanted) {
        return true;
    }
    for (size_t k = 0; k < left && left - k + depth >= m->wanted && m->work > 0.0; k++) {
        size_t kept = 0, *rest = &m->list[(depth + 1) * m->count];
        for (size_t l = k + 1; l < left; l++) {
            if (m->apart[list[k] * m->count + list[l]] > m->least + HC_SAME_DISTANCE) {
                rest[kept++] = list[l];
            }
        }
        m->work -= (double)(left - k);
        m->taken[depth] = list[k];
        if (kept + depth + 1 >= m->wanted && complete(m, depth + 1, kept)) {
            return true;
        }
    }
    return false;
}

/* Better sets until there is none; whether that is certain. */
static bool search(maximin *m, size_t start, size_t *best)
{
    m->work = SEARCH_WORK;
    for (;;) {
        for (size_t k = 0; k < m->count; k++) {
            m->list[k] = (start + k) % m->count;
        }
        if (!complete(m, 0, m->count)) {
            return m->work > 0.0;
        }
        memcpy(best, m->taken, m->wanted * sizeof *best);
        m->least = least_of(m);
    }
}

static void improve(maximin *m, size_t start, size_t *best)
{
    size_t starts = (size_t)fmin((double)m->count, RESTART_WORK / ((double)m->count * (double)m->wanted));
    for (size_t k = 1; k < starts; k++) {
        double least = take_in_turn(m, (start + k) % m->count, m->taken);
        if (least > m->least + HC_SAME_DISTANCE) {
            m->least = least;
            memcpy(best, m->taken, m->wanted * sizeof *best);
        }
    }
}

static hc_status begin(hc_context *ctx, maximin *m)
{
    hc_status status = HC_OK;
    size_t count = m->count;
    HC_TRY(hc_allocate(ctx, count, sizeof *m->nearest, &m->nearest));
    HC_TRY(hc_allocate(ctx, m->wanted, sizeof *m->taken, &m->taken));
    if (count > SITES_MOST || m->wanted == 1) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, (m->wanted + 1) * count, sizeof *m->list, &m->list));
    HC_TRY(hc_allocate(ctx, count * count, sizeof *m->apart, &m->apart));
    for (size_t a = 0; a < count; a++) {
        for (size_t b = 0; b < a; b++) {
            m->apart[a * count + b] = m->apart[b * count + a] = measure(m, a, b);
        }
    }
cleanup:
    return status;
}

hc_status hc_place_farthest(hc_context *ctx, const hc_structure *structure, size_t count, const size_t *site,
                            size_t wanted, size_t start, size_t *taken)
{
    hc_status status = HC_OK;
    maximin m = {.structure = structure, .site = site, .count = count, .wanted = wanted};
    m.cell = hc_full_cell_make(&structure->cell, structure->periodic);
    HC_TRY(begin(ctx, &m));
    m.least = take_in_turn(&m, start, taken);
    bool certain = wanted == 1;
    if (wanted > 1 && m.apart != NULL) {
        improve(&m, start, taken);
        certain = search(&m, start, taken);
    }
    if (wanted > 1) {
        hc_log(ctx, HC_LOG_INFO, "the nearest two of %zu are %.4f Angstrom apart%s", wanted, m.least / HC_ANGSTROM,
               certain ? "; no choice has them farther apart" : "; a better choice may exist");
    }
    for (size_t n = 0; n < wanted; n++) {
        taken[n] = site[taken[n]];
    }
cleanup:
    free(m.nearest);
    free(m.taken);
    free(m.list);
    free(m.apart);
    return status;
}
