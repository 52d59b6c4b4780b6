#include "analysis/defects/holes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"
#include "base/array.h"
#include "halfcell/units.h"

#define SHEET_DEGREE 3 /* bonds of an atom in a sheet */

/* The bonds of one atom within the net, as numbers of the graph's bonds. */
typedef struct net_bonds {
    size_t count;
    size_t bond[SHEET_DEGREE];
} net_bonds;

typedef struct hole_finder {
    const hc_structure *structure;
    const hc_bond_graph *graph;
    const bool *inside;
    bool *seen;               /* [natom]: two-bonded atoms that a walk has passed */
    size_t rim[HC_HOLE_MOST]; /* atoms of the walk, from its first */
    size_t size;
    hc_vec3 place[HC_HOLE_MOST]; /* bohr, against the first */
} hole_finder;

static net_bonds bonds_of(const hole_finder *f, size_t i)
{
    net_bonds found = {0};
    for (size_t k = f->graph->first[i]; k < f->graph->first[i + 1]; k++) {
        if (f->inside[f->graph->bond[k].to]) {
            if (found.count < SHEET_DEGREE) {
                found.bond[found.count] = k;
            }
            found.count++;
        }
    }
    return found;
}

static hc_vec3 vector_of(const hole_finder *f, size_t i, size_t bond)
{
    return hc_bond_vector(f->structure, i, &f->graph->bond[bond]);
}

/* The bond of atom `to` that is bond k of atom `from`, seen from its other end. */
static size_t bond_back(const hole_finder *f, size_t from, const hc_bond *bond)
{
    size_t k = f->graph->first[bond->to];
    for (; k + 1 < f->graph->first[bond->to + 1]; k++) {
        const hc_bond *other = &f->graph->bond[k];
        if (other->to == from && other->image[0] == -bond->image[0] && other->image[1] == -bond->image[1] &&
            other->image[2] == -bond->image[2]) {
            break;
        }
    }
    return k;
}

/* Along the sheet's normal at an atom, on the side of `before`; that itself where the bonds are in line. */
static hc_vec3 normal_at(const hole_finder *f, size_t i, const net_bonds *bonds, hc_vec3 before)
{
    hc_vec3 sum = {0, 0, 0};
    for (size_t k = 0; k < bonds->count; k++) {
        hc_vec3 a = vector_of(f, i, bonds->bond[k]), b = vector_of(f, i, bonds->bond[(k + 1) % bonds->count]);
        hc_vec3 cross = hc_vec3_cross(a, b);
        sum = hc_vec3_axpy(sum, bonds->count == 2 && k == 1 ? 0.0 : 1.0, cross);
    }
    double length = hc_vec3_norm(sum);
    if (length < 1e-3) {
        return before;
    }
    return hc_vec3_scale((hc_vec3_dot(sum, before) < 0.0 ? -1.0 : 1.0) / length, sum);
}

/* Angle from a to b about the normal, counterclockwise, -pi to pi. */
static double turn_between(hc_vec3 a, hc_vec3 b, hc_vec3 normal)
{
    return atan2(hc_vec3_dot(normal, hc_vec3_cross(a, b)), hc_vec3_dot(a, b));
}

/* With the open side on the left: the bond farthest counterclockwise from the one that the walk came by. */
static size_t next_bond(const hole_finder *f, size_t i, const net_bonds *bonds, size_t back, hc_vec3 normal)
{
    size_t best = back;
    double most = -1.0;
    hc_vec3 from = vector_of(f, i, back);
    for (size_t k = 0; k < bonds->count; k++) {
        double angle = turn_between(from, vector_of(f, i, bonds->bond[k]), normal);
        angle += angle < 0.0 ? 2.0 * HC_PI : 0.0;
        if (bonds->bond[k] != back && angle > most) {
            most = angle;
            best = bonds->bond[k];
        }
    }
    return best;
}

/* Around the open side of a two-bonded atom; whether the walk comes back to it and turned once to the left. */
static bool walk(hole_finder *f, size_t start)
{
    net_bonds bonds = bonds_of(f, start);
    size_t begin = bonds.bond[0], i = start, out = bonds.bond[1];
    hc_vec3 cross = hc_vec3_cross(vector_of(f, start, begin), vector_of(f, start, out)), at = {0, 0, 0};
    hc_vec3 normal = hc_vec3_scale(1.0 / hc_vec3_norm(cross), cross);
    double winding = turn_between(hc_vec3_scale(-1.0, vector_of(f, start, begin)), vector_of(f, start, out), normal);
    int image[3] = {0, 0, 0};
    f->size = 0;
    f->seen[start] = true;
    for (;;) {
        const hc_bond *bond = &f->graph->bond[out];
        hc_vec3 along = vector_of(f, i, out);
        f->rim[f->size] = i;
        f->place[f->size++] = at;
        at = hc_vec3_add(at, along);
        for (int d = 0; d < 3; d++) {
            image[d] += bond->image[d];
        }
        size_t back = bond_back(f, i, bond);
        i = bond->to;
        if (i == start) {
            return back == begin && image[0] == 0 && image[1] == 0 && image[2] == 0 &&
                   fabs(winding - 2.0 * HC_PI) < HC_PI;
        }
        bonds = bonds_of(f, i);
        if (bonds.count > SHEET_DEGREE || f->size == HC_HOLE_MOST || (bonds.count == 2 && f->seen[i])) {
            return false;
        }
        f->seen[i] = f->seen[i] || bonds.count == 2;
        normal = normal_at(f, i, &bonds, normal);
        out = next_bond(f, i, &bonds, back, normal);
        winding += turn_between(along, vector_of(f, i, out), normal);
    }
}

static bool touches_metal(const hole_finder *f)
{
    for (size_t n = 0; n < f->size; n++) {
        for (size_t k = f->graph->first[f->rim[n]]; k < f->graph->first[f->rim[n] + 1]; k++) {
            if (hc_element_is_metal(f->structure->atomic_number[f->graph->bond[k].to])) {
                return true;
            }
        }
    }
    return false;
}

/* The rim drawn in a net of hexagons: 60 degrees to the right at atoms with two bonds, to the left at those with three.
 * When that closes it surrounds h hexagons, its area, and these had 2 (h - 1) - open atoms inside: Euler's formula,
 * with three bonds for each of them and one for each open atom. No distance is asked, so that tubes and hot sheets do.
 */
static int count_missing(const hole_finder *f, const bool *open, size_t nopen)
{
    static const int step[6][2] = {{1, 0}, {0, 1}, {-1, 1}, {-1, 0}, {0, -1}, {1, -1}}; /* in axes 60 degrees apart */
    int heading = 0, at[2] = {0, 0}, area = 0;                                          /* six times that in hexagons */
    for (size_t n = 0; n < f->size; n++) {
        const int *next = step[heading];
        area += at[0] * next[1] - at[1] * next[0];
        at[0] += next[0];
        at[1] += next[1];
        heading = (heading + (open[(n + 1) % f->size] ? 5 : 1)) % 6;
    }
    int missing = 2 * (area / 6 - 1) - (int)nopen;
    return heading == 0 && at[0] == 0 && at[1] == 0 && missing > 0 ? missing : HC_HOLE_UNKNOWN;
}

static hc_status take_hole(hc_context *ctx, const hole_finder *f, hc_holes *holes)
{
    hc_status status = HC_OK;
    hc_hole hole = {.first = holes->natom, .size = f->size};
    hc_vec3 sum = {0, 0, 0};
    bool open[HC_HOLE_MOST];
    for (size_t n = 0; n < f->size; n++) {
        size_t i = f->rim[n], degree = hc_bond_graph_degree(f->graph, i);
        int number = f->structure->atomic_number[i];
        open[n] = bonds_of(f, i).count == 2;
        hole.open += open[n];
        hole.bare += open[n] && degree == 2 && (number == 5 || number == 6);
        holes->at[i] = true;
        sum = hc_vec3_axpy(sum, 1.0 / (double)f->size, f->place[n]);
    }
    hole.centre = hc_vec3_add(f->structure->position[f->rim[0]], sum);
    hole.missing = count_missing(f, open, hole.open);
    HC_TRY(hc_array_reserve(ctx, &holes->atom, sizeof *holes->atom, holes->natom, holes->natom + f->size,
                            &holes->atom_capacity));
    HC_TRY(hc_array_reserve(ctx, &holes->hole, sizeof *holes->hole, holes->count, holes->count + 1, &holes->capacity));
    memcpy(&holes->atom[holes->natom], f->rim, f->size * sizeof *f->rim);
    holes->natom += f->size;
    holes->hole[holes->count++] = hole;
cleanup:
    return status;
}

hc_status hc_holes_create(hc_context *ctx, const hc_structure *structure, const hc_bond_graph *graph,
                          const bool *inside, hc_holes **holes)
{
    hc_status status = HC_OK;
    hc_holes *made = NULL;
    hole_finder *f = NULL;
    *holes = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *f, &f));
    *f = (hole_finder){.structure = structure, .graph = graph, .inside = inside};
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *f->seen, &f->seen));
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *made->at, &made->at));
    for (size_t i = 0; i < structure->natom; i++) {
        if (inside[i] && !f->seen[i] && bonds_of(f, i).count == 2 && walk(f, i) && f->size >= HC_HOLE_LEAST &&
            !touches_metal(f)) {
            HC_TRY(take_hole(ctx, f, made));
        }
    }
    *holes = made;
    made = NULL;
cleanup:
    if (f != NULL) {
        free(f->seen);
        free(f);
    }
    hc_holes_free(made);
    return status;
}

void hc_holes_free(hc_holes *holes)
{
    if (holes != NULL) {
        free(holes->hole);
        free(holes->atom);
        free(holes->at);
        free(holes);
    }
}
