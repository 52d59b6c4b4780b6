/* Where a defect goes, and what all of them need. */
#include <limits.h>
#include <stdlib.h>

#include "atoms/neighbours.h"
#include "atoms/selection.h"
#include "builders/carbon/defect.h"
#include "halfcell/keyword.h"
#include "halfcell/units.h"
#include "math/ranking.h"

#define CH_LENGTH (1.09 * HC_ANGSTROM)

int hc_carbon_count(const hc_skeleton *skeleton, size_t i, int element)
{
    int count = 0;
    for (int k = 0; k < skeleton->atom[i].count; k++) {
        count += skeleton->structure->atomic_number[skeleton->atom[i].link[k].j] == element;
    }
    return count;
}

int hc_carbon_heavy(const hc_skeleton *skeleton, size_t i)
{
    return skeleton->atom[i].count - hc_carbon_count(skeleton, i, 1);
}

static bool in_sheet(const hc_skeleton *skeleton, size_t i)
{
    return skeleton->structure->atomic_number[i] == 6 && skeleton->atom[i].count == 3 &&
           hc_carbon_count(skeleton, i, 6) == 3;
}

static bool neighbours_fit(const hc_skeleton *skeleton, size_t i, bool (*fits)(const hc_skeleton *, size_t))
{
    bool all = true;
    for (int k = 0; all && k < skeleton->atom[i].count; k++) {
        all = fits(skeleton, skeleton->atom[i].link[k].j);
    }
    return all;
}

bool hc_carbon_inside(const hc_skeleton *skeleton, size_t i)
{
    return in_sheet(skeleton, i) && neighbours_fit(skeleton, i, in_sheet);
}

bool hc_carbon_well_inside(const hc_skeleton *skeleton, size_t i)
{
    return in_sheet(skeleton, i) && neighbours_fit(skeleton, i, hc_carbon_inside);
}

bool hc_carbon_at_edge(const hc_skeleton *skeleton, size_t i)
{
    return skeleton->structure->atomic_number[i] == 6 && hc_carbon_count(skeleton, i, 6) == 2 &&
           hc_carbon_heavy(skeleton, i) == 2;
}

int hc_carbon_edge_partner(const hc_skeleton *skeleton, size_t i)
{
    for (int k = 0; k < skeleton->atom[i].count; k++) {
        if (hc_carbon_at_edge(skeleton, skeleton->atom[i].link[k].j)) {
            return k;
        }
    }
    return -1;
}

hc_vec3 hc_carbon_normal(const hc_skeleton *skeleton, size_t i)
{
    hc_vec3 sum = {0, 0, 0};
    int count = skeleton->atom[i].count;
    for (int k = 0; k < count; k++) {
        for (int l = k + 1; l < count; l++) {
            hc_vec3 n = hc_vec3_cross(hc_skeleton_vector(skeleton, i, k), hc_skeleton_vector(skeleton, i, l));
            sum = hc_vec3_axpy(sum, hc_vec3_dot(n, sum) < 0.0 || (k == 0 && l == 1 && n.z < 0.0) ? -1.0 : 1.0, n);
        }
    }
    double length = hc_vec3_norm(sum);
    return length > 1e-6 ? hc_vec3_scale(1.0 / length, sum) : hc_vec3_make(0, 0, 1);
}

void hc_carbon_strip(hc_skeleton *skeleton, size_t i)
{
    for (int k = skeleton->atom[i].count - 1; k >= 0; k--) {
        size_t j = skeleton->atom[i].link[k].j;
        if (skeleton->structure->atomic_number[j] == 1) {
            hc_skeleton_remove_atom(skeleton, j);
        }
    }
}

hc_status hc_carbon_close(hc_context *ctx, hc_skeleton *skeleton, size_t i, int k, int l)
{
    const hc_skeleton_link *a = &skeleton->atom[i].link[k], *b = &skeleton->atom[i].link[l];
    int image[3];
    for (int d = 0; d < 3; d++) {
        image[d] = b->image[d] - a->image[d];
    }
    return hc_skeleton_bond(ctx, skeleton, a->j, b->j, image);
}

/* ---- turning a bond ---------------------------------------------------------------------------------------------- */

/* Of the two links of an atom that are not `bond`: the one towards `side`. */
static int link_towards(const hc_skeleton *skeleton, size_t i, int bond, hc_vec3 side)
{
    int best = -1;
    double most = -INFINITY;
    for (int k = 0; k < skeleton->atom[i].count; k++) {
        double along = hc_vec3_dot(hc_skeleton_vector(skeleton, i, k), side);
        if (k != bond && along > most) {
            best = k;
            most = along;
        }
    }
    return best;
}

hc_status hc_carbon_rotate_bond(hc_context *ctx, hc_skeleton *skeleton, size_t i, int k)
{
    hc_status status = HC_OK;
    hc_skeleton_link bond = skeleton->atom[i].link[k];
    size_t j = bond.j;
    int back = hc_skeleton_find(skeleton, j, i), image_ic[3], image_jb[3];
    if (skeleton->atom[i].count != 3 || skeleton->atom[j].count != 3 || i == j) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "the bond of atoms %zu and %zu cannot be turned: each needs three neighbours", i, j);
    }
    hc_vec3 along = hc_skeleton_vector(skeleton, i, k);
    hc_vec3 side = hc_vec3_cross(hc_carbon_normal(skeleton, i), along); /* in the sheet, as long as the bond */
    /* Atom i goes to this side: it leaves b, which is on the other one, and takes c of j. */
    int to_b = link_towards(skeleton, i, k, hc_vec3_scale(-1.0, side));
    int to_c = link_towards(skeleton, j, back, side);
    hc_skeleton_link b = skeleton->atom[i].link[to_b], c = skeleton->atom[j].link[to_c];
    for (int d = 0; d < 3; d++) {
        image_ic[d] = bond.image[d] + c.image[d];
        image_jb[d] = b.image[d] - bond.image[d];
    }
    hc_skeleton_cut(skeleton, i, to_b);
    hc_skeleton_cut(skeleton, j, to_c);
    HC_TRY(hc_skeleton_bond(ctx, skeleton, i, c.j, image_ic));
    HC_TRY(hc_skeleton_bond(ctx, skeleton, j, b.j, image_jb));
    hc_vec3 *at = skeleton->structure->position;
    at[i] = hc_vec3_axpy(hc_vec3_axpy(at[i], 0.5, along), 0.5, side);
    at[j] = hc_vec3_axpy(hc_vec3_axpy(at[j], -0.5, along), -0.5, side);
cleanup:
    return status;
}

/* ---- hydrogen ---------------------------------------------------------------------------------------------------- */

static bool is_unsaturated(const hc_skeleton *skeleton, size_t i)
{
    return !skeleton->atom[i].gone && skeleton->structure->atomic_number[i] == 6 && skeleton->atom[i].count < 3;
}

size_t hc_carbon_unsaturated(const hc_skeleton *skeleton)
{
    size_t count = 0;
    for (size_t i = 0; i < skeleton->structure->natom; i++) {
        count += is_unsaturated(skeleton, i);
    }
    return count;
}

#define NO_SIDE (0.05 * HC_ANGSTROM) /* length of the sum of the bonds, which points away from an open side */

static hc_status add_hydrogen(hc_context *ctx, hc_skeleton *skeleton, size_t i, hc_vec3 direction)
{
    hc_status status = HC_OK;
    size_t hydrogen = 0;
    double length = hc_vec3_norm(direction);
    if (length < NO_SIDE) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "atom %zu and its %d neighbours lie in one plane or line, all around it: no side of it is open "
                       "for hydrogen; of flat carbon 3 neighbours are right",
                       i, skeleton->atom[i].count);
    }
    hc_vec3 at = hc_vec3_axpy(skeleton->structure->position[i], CH_LENGTH / length, direction);
    HC_TRY(hc_skeleton_add_atom(ctx, skeleton, 1, at, &hydrogen));
    HC_TRY(hc_skeleton_bond(ctx, skeleton, i, hydrogen, NULL));
cleanup:
    return status;
}

hc_status hc_carbon_saturate(hc_context *ctx, hc_skeleton *skeleton, int valence, size_t *added)
{
    hc_status status = HC_OK;
    size_t natom = skeleton->structure->natom;
    *added = 0;
    for (size_t i = 0; i < natom; i++) {
        const hc_skeleton_atom *atom = &skeleton->atom[i];
        int count = atom->count;
        if (atom->gone || skeleton->structure->atomic_number[i] != 6 || count < 2 || count >= valence) {
            continue;
        }
        hc_vec3 a = hc_skeleton_vector(skeleton, i, 0), b = hc_skeleton_vector(skeleton, i, 1);
        hc_vec3 away = hc_vec3_scale(-1.0, hc_vec3_add(a, b));
        if (count == 3) {
            away = hc_vec3_sub(away, hc_skeleton_vector(skeleton, i, 2));
        }
        if (valence - count == 2) { /* two, in the plane that halves the angle of the others */
            hc_vec3 across = hc_vec3_cross(a, b);
            double tilt = sqrt(2.0) * hc_vec3_norm(away) / fmax(hc_vec3_norm(across), 1e-6);
            HC_TRY(add_hydrogen(ctx, skeleton, i, hc_vec3_axpy(away, tilt, across)));
            HC_TRY(add_hydrogen(ctx, skeleton, i, hc_vec3_axpy(away, -tilt, across)));
        } else {
            HC_TRY(add_hydrogen(ctx, skeleton, i, away));
        }
        *added += (size_t)(valence - count);
    }
cleanup:
    return status;
}

/* ---- which site -------------------------------------------------------------------------------------------------- */

/* An element other than carbon and hydrogen, or a ring of 3 to 9 members that is no hexagon. */
static bool is_special(const hc_skeleton *skeleton, size_t i)
{
    int z = skeleton->structure->atomic_number[i];
    if (z != 6) {
        return z != 1;
    }
    for (int k = 0; k < skeleton->atom[i].count; k++) {
        for (int l = k + 1; l < skeleton->atom[i].count; l++) {
            int members = hc_skeleton_ring(skeleton, i, k, l);
            if (members > 2 && members < 10 && members != 6) {
                return true;
            }
        }
    }
    return false;
}

typedef struct ranking {
    int *special, *edge; /* bonds to the nearest special atom, to the nearest edge, [natom]; -1: none */
    hc_vec3 middle;
} ranking;

static int farness(int distance)
{
    return distance < 0 ? INT_MAX : distance;
}

static bool is_better(const hc_skeleton *skeleton, const ranking *rank, size_t i, size_t best)
{
    const hc_vec3 *at = skeleton->structure->position;
    if (rank->special[i] != rank->special[best]) {
        return farness(rank->special[i]) > farness(rank->special[best]);
    }
    if (rank->edge[i] != rank->edge[best]) {
        return farness(rank->edge[i]) > farness(rank->edge[best]);
    }
    return hc_vec3_norm(hc_vec3_sub(at[i], rank->middle)) <
           hc_vec3_norm(hc_vec3_sub(at[best], rank->middle)) - HC_SAME_DISTANCE;
}

static hc_status choose_farthest(hc_context *ctx, const hc_skeleton *skeleton, const bool *fits, size_t *atom)
{
    hc_status status = HC_OK;
    size_t natom = skeleton->structure->natom, best = natom;
    bool *marked = NULL;
    ranking rank = {0};
    HC_TRY(hc_allocate(ctx, natom, sizeof *marked, &marked));
    HC_TRY(hc_allocate(ctx, natom, sizeof *rank.special, &rank.special));
    HC_TRY(hc_allocate(ctx, natom, sizeof *rank.edge, &rank.edge));
    for (size_t i = 0; i < natom; i++) {
        marked[i] = is_special(skeleton, i);
        rank.middle = hc_vec3_axpy(rank.middle, 1.0 / (double)natom, skeleton->structure->position[i]);
    }
    HC_TRY(hc_skeleton_distances(ctx, skeleton, marked, rank.special));
    for (size_t i = 0; i < natom; i++) {
        marked[i] = skeleton->structure->atomic_number[i] == 6 && hc_carbon_heavy(skeleton, i) < 3;
    }
    HC_TRY(hc_skeleton_distances(ctx, skeleton, marked, rank.edge));
    for (size_t i = 0; i < natom; i++) {
        if (fits[i] && (best == natom || is_better(skeleton, &rank, i, best))) {
            best = i;
        }
    }
    *atom = best;
cleanup:
    free(marked);
    free(rank.special);
    free(rank.edge);
    return status;
}

static double distance_to(const hc_structure *structure, size_t i, size_t count, const size_t *atoms)
{
    double least = INFINITY;
    for (size_t k = 0; k < count; k++) {
        hc_vec3 d = hc_minimum_image(structure, structure->position[i], structure->position[atoms[k]]);
        least = fmin(least, hc_vec3_norm(d));
    }
    return least;
}

/* Nearest to the distance asked for, the first of those; with the number of bonds asked for. */
static hc_status choose_from(hc_context *ctx, const hc_skeleton *skeleton, const hc_carbon_site *site, const bool *fits,
                             size_t *atom)
{
    hc_status status = HC_OK;
    const hc_structure *structure = skeleton->structure;
    size_t natom = structure->natom, best = natom, selected = 0, count = 0, *from = NULL;
    bool *marked = NULL;
    int *bonds = NULL;
    double least = INFINITY;
    HC_TRY(hc_selection_parse(ctx, site->from, structure, &selected, &from));
    HC_TRY(hc_allocate(ctx, natom, sizeof *marked, &marked));
    HC_TRY(hc_allocate(ctx, natom, sizeof *bonds, &bonds));
    for (size_t k = 0; k < selected; k++) {
        if (!skeleton->atom[from[k]].gone) {
            from[count++] = from[k];
        }
    }
    if (count == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "from: '%.200s' is no atom", site->from);
        goto cleanup;
    }
    for (size_t k = 0; k < count; k++) {
        marked[from[k]] = true;
    }
    HC_TRY(hc_skeleton_distances(ctx, skeleton, marked, bonds));
    for (size_t i = 0; i < natom; i++) {
        double off = isnan(site->distance) ? 0.0 : fabs(distance_to(structure, i, count, from) - site->distance);
        if (fits[i] && !marked[i] && (site->bonds == HC_INTEGER_UNSET || bonds[i] == site->bonds) &&
            off < least - HC_SAME_DISTANCE) {
            best = i;
            least = off;
        }
    }
    *atom = best;
cleanup:
    free(from);
    free(marked);
    free(bonds);
    return status;
}

hc_status hc_carbon_choose(hc_context *ctx, const hc_skeleton *skeleton, const hc_carbon_site *site, const bool *fits,
                           const char *what, size_t *atom)
{
    hc_status status = HC_OK;
    bool counted = !isnan(site->distance) || site->bonds != HC_INTEGER_UNSET;
    if ((site->at != NULL && (site->from != NULL || counted)) || (site->from == NULL && counted)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "give at, or from with distance_angstrom or bonds, which are counted from there");
    }
    if (site->at != NULL) {
        HC_TRY(hc_selection_parse_one(ctx, site->at, skeleton->structure, atom));
        if (!fits[*atom]) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "at: atom %zu (%s, %d neighbours) is no place for %s", *atom,
                             hc_element_symbol(skeleton->structure->atomic_number[*atom]), skeleton->atom[*atom].count,
                             what);
        }
        goto cleanup;
    }
    if (site->from != NULL) {
        HC_TRY(choose_from(ctx, skeleton, site, fits, atom));
    } else {
        HC_TRY(choose_farthest(ctx, skeleton, fits, atom));
    }
    if (*atom == skeleton->structure->natom) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT, "there is no place for %s%s", what,
                    site->from != NULL ? " at that distance" : ": a larger or less crowded piece of carbon has one");
    }
cleanup:
    return status;
}
