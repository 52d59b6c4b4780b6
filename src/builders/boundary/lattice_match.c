#include "builders/boundary/lattice_match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"

#define CELLS_MAX 250 /* of one lattice in a common cell */
#define SAME 1e-9

/* A sublattice by its two shortest vectors. */
typedef struct sublattice {
    int matrix[2][2];
    hc_vec3 vector[2];
    double length[2]; /* of the vectors: the successive minima of the sublattice */
} sublattice;

/* ---- strain --------------------------------------------------------------------------------------------------------
 */

/* Of F with v' = v F: the singular values, and the rotation of its polar decomposition. */
void hc_plane_strain(const hc_vec3 from[2], const hc_vec3 to[2], double strain[2], double *rotation)
{
    double det = from[0].x * from[1].y - from[0].y * from[1].x, f[2][2];
    const double inverse[2][2] = {{from[1].y / det, -from[0].y / det}, {-from[1].x / det, from[0].x / det}};
    for (int i = 0; i < 2; i++) {
        f[i][0] = inverse[i][0] * to[0].x + inverse[i][1] * to[1].x;
        f[i][1] = inverse[i][0] * to[0].y + inverse[i][1] * to[1].y;
    }
    double sum = hypot(f[0][0] + f[1][1], f[0][1] - f[1][0]), difference = hypot(f[0][0] - f[1][1], f[0][1] + f[1][0]);
    strain[0] = 0.5 * (sum + difference) - 1.0;
    strain[1] = 0.5 * (sum - difference) - 1.0;
    *rotation = atan2(f[0][1] - f[1][0], f[0][0] + f[1][1]);
}

/* ---- sublattices ---------------------------------------------------------------------------------------------------
 */

static void set_vectors(const hc_vec3 lattice[2], sublattice *s)
{
    for (int k = 0; k < 2; k++) {
        s->vector[k] = hc_vec3_axpy(hc_vec3_scale(s->matrix[k][0], lattice[0]), s->matrix[k][1], lattice[1]);
    }
}

/* Lagrange and Gauss; the pair stays right-handed. */
static void shorten(const hc_vec3 lattice[2], sublattice *s)
{
    for (bool changed = true; changed; set_vectors(lattice, s)) {
        set_vectors(lattice, s);
        changed = hc_vec3_norm2(s->vector[1]) < hc_vec3_norm2(s->vector[0]) * (1.0 - SAME);
        if (changed) {
            const int old[2] = {s->matrix[0][0], s->matrix[0][1]};
            memcpy(s->matrix[0], s->matrix[1], sizeof s->matrix[0]);
            s->matrix[1][0] = -old[0];
            s->matrix[1][1] = -old[1];
            set_vectors(lattice, s);
        }
        double share = hc_vec3_dot(s->vector[0], s->vector[1]) / hc_vec3_norm2(s->vector[0]);
        int steps = fabs(share) > 0.5 + SAME ? (int)lround(share) : 0;
        s->matrix[1][0] -= steps * s->matrix[0][0];
        s->matrix[1][1] -= steps * s->matrix[0][1];
        changed |= steps != 0;
    }
}

/* All sublattices with n cells: Hermite normal forms (i, m; 0, n/i), 0 <= m < n/i. */
static hc_status list_sublattices(hc_context *ctx, const hc_vec3 lattice[2], int n, size_t *count, sublattice **list)
{
    hc_status status = HC_OK;
    size_t room = 0;
    for (int i = 1; i <= n; i++) {
        room += n % i == 0 ? (size_t)(n / i) : 0;
    }
    *count = 0;
    HC_TRY(hc_allocate(ctx, room, sizeof **list, list));
    for (int i = 1; i <= n; i++) {
        for (int m = 0; n % i == 0 && m < n / i; m++) {
            sublattice *s = &(*list)[(*count)++];
            *s = (sublattice){.matrix = {{i, m}, {0, n / i}}};
            shorten(lattice, s);
            for (int k = 0; k < 2; k++) {
                s->length[k] = hc_vec3_norm(s->vector[k]);
            }
        }
    }
cleanup:
    return status;
}

/* ---- matches -------------------------------------------------------------------------------------------------------
 */

static double larger(const double strain[2])
{
    return fmax(fabs(strain[0]), fabs(strain[1]));
}

/* Other bases of the upper sublattice, entries -1, 0, 1: near a tie of lengths or angles the shortest one of the lower
 * lattice may lie on one of them. */
static void try_bases(const sublattice *lower, const sublattice *upper, hc_lattice_match *best)
{
    for (int k = 0; k < 81; k++) {
        const int t[4] = {k % 3 - 1, k / 3 % 3 - 1, k / 9 % 3 - 1, k / 27 - 1};
        if (t[0] * t[3] - t[1] * t[2] != 1) {
            continue;
        }
        double strain[2], rotation;
        hc_vec3 vector[2];
        for (int r = 0; r < 2; r++) {
            vector[r] = hc_vec3_axpy(hc_vec3_scale(t[2 * r], upper->vector[0]), t[2 * r + 1], upper->vector[1]);
        }
        hc_plane_strain(vector, lower->vector, strain, &rotation);
        bool less = larger(strain) < larger(best->strain) - SAME;
        bool turned_less = larger(strain) < larger(best->strain) + SAME && fabs(rotation) < fabs(best->rotation) - SAME;
        if (less || turned_less) {
            memcpy(best->lower, lower->matrix, sizeof best->lower);
            memcpy(best->strain, strain, sizeof best->strain);
            best->rotation = rotation;
            for (int r = 0; r < 2; r++) {
                for (int c = 0; c < 2; c++) {
                    best->upper[r][c] = t[2 * r] * upper->matrix[0][c] + t[2 * r + 1] * upper->matrix[1][c];
                }
            }
        }
    }
}

static double area_of(const hc_vec3 v[2])
{
    return v[0].x * v[1].y - v[0].y * v[1].x;
}

static int by_area(const void *a, const void *b)
{
    const hc_lattice_match *p = a, *q = b;
    if (fabs(p->area - q->area) > SAME * p->area) {
        return p->area < q->area ? -1 : 1;
    }
    double x = larger(p->strain), y = larger(q->strain);
    return (x > y) - (x < y);
}

/* The sublattices with 1 to `most` cells, [most + 1]. */
typedef struct catalogue {
    int most;
    size_t *count;
    sublattice **list;
} catalogue;

static hc_status make_catalogue(hc_context *ctx, const hc_vec3 lattice[2], double area_max, catalogue *c)
{
    hc_status status = HC_OK;
    double cells = area_max / area_of(lattice);
    if (!(cells >= 1.0) || cells > CELLS_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "area_angstrom2: the limit is %.2f times a cell of %.2f square Angstrom; 1 to %d times "
                       "can be searched",
                       cells, area_of(lattice) / (HC_ANGSTROM * HC_ANGSTROM), CELLS_MAX);
    }
    c->most = (int)cells;
    HC_TRY(hc_allocate(ctx, (size_t)c->most + 1, sizeof *c->count, &c->count));
    HC_TRY(hc_allocate(ctx, (size_t)c->most + 1, sizeof *c->list, &c->list));
    for (int n = 1; n <= c->most; n++) {
        HC_TRY(list_sublattices(ctx, lattice, n, &c->count[n], &c->list[n]));
    }
cleanup:
    return status;
}

static void clear_catalogue(catalogue *c)
{
    for (int n = 1; c->list != NULL && n <= c->most; n++) {
        free(c->list[n]);
    }
    free(c->list);
    free(c->count);
}

/* Whether the strain between two sublattices may be at most `strain`: the successive minima of a lattice change by no
 * more than the stretches. */
static bool may_match(const sublattice *a, const sublattice *b, double strain)
{
    for (int k = 0; k < 2; k++) {
        if (fabs(a->length[k] - b->length[k]) > (strain + 2.0 * SAME) * b->length[k]) {
            return false;
        }
    }
    return true;
}

/* Of all pairs of sublattices with i and j cells the one with least strain. What cannot be better than the best so far
 * is not tried: without that a search up to n cells takes n^4 trials. */
static hc_lattice_match best_pair(const catalogue *lower, int i, const catalogue *upper, int j, double strain_max)
{
    hc_lattice_match best = {.rotation = INFINITY, .strain = {INFINITY, INFINITY}};
    for (size_t p = 0; p < lower->count[i]; p++) {
        for (size_t q = 0; q < upper->count[j]; q++) {
            const sublattice *a = &lower->list[i][p], *b = &upper->list[j][q];
            if (may_match(a, b, fmin(larger(best.strain), strain_max))) {
                try_bases(a, b, &best);
            }
        }
    }
    best.area = i * area_of(lower->list[1][0].vector);
    return best;
}

hc_status hc_lattice_match_find(hc_context *ctx, const hc_vec3 lower[2], const hc_vec3 upper[2], double strain_max,
                                double area_max, size_t *count, hc_lattice_match **list)
{
    hc_status status = HC_OK;
    catalogue a = {0}, b = {0};
    *count = 0;
    *list = NULL;
    HC_TRY(make_catalogue(ctx, lower, area_max, &a));
    HC_TRY(make_catalogue(ctx, upper, area_max / pow(1.0 - strain_max, 2), &b));
    HC_TRY(hc_allocate(ctx, (size_t)a.most * (size_t)b.most, sizeof **list, list));
    for (int i = 1; i <= a.most; i++) {
        for (int j = 1; j <= b.most; j++) {
            /* The areas differ by the product of the stretches. */
            double ratio = i * area_of(lower) / (j * area_of(upper));
            if (ratio > pow(1.0 + strain_max, 2) || ratio < pow(1.0 - strain_max, 2)) {
                continue;
            }
            hc_lattice_match match = best_pair(&a, i, &b, j, strain_max);
            if (larger(match.strain) <= strain_max) {
                (*list)[(*count)++] = match;
            }
        }
    }
    qsort(*list, *count, sizeof **list, by_area);
cleanup:
    clear_catalogue(&a);
    clear_catalogue(&b);
    return status;
}
