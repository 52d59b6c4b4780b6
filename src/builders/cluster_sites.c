#include "builders/cluster_sites.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/cell.h"
#include "atoms/elements.h"
#include "base/array.h"
#include "builders/near_atoms.h"
#include "builders/rolling_ball.h"
#include "halfcell/units.h"
#include "math/ranking.h"

#define INSIDE 0.5  /* length of the sum of unit vectors to the neighbours: below it they are on all sides */
#define UPRIGHT 0.1 /* bohr: a neighbour that is not farther aside is straight below */
#define FLAT 0.35   /* sine of the angle (20 degrees) to a plane in which an atom's neighbours lie */
#define BALL 2.0    /* of the covalent radius: how near the middle of the ball comes to an atom */
#define TOUCH (0.1 * HC_ANGSTROM) /* what is no farther from the ball touches it */
#define ONE_PLACE (0.5 * HC_ANGSTROM)
#define NEAR_MAX 512
#define WIDEST (190.0 * HC_DEGREE) /* angle between two atoms of a hollow, seen from its middle */

typedef struct search {
    const hc_structure *structure;
    const hc_bonds *bonds;
    const hc_place_search *wanted;
    hc_near_atoms *near;
    double reach; /* bohr, of the largest atom to the middle of the ball */
    size_t count; /* places */
    hc_cluster_place *place;
} search;

/* Where the ball was stopped. */
typedef struct stop {
    hc_vec3 ball, normal; /* normal to the plane of three atoms, of length 1 */
    size_t natom, atom[HC_PLACE_ATOMS];
    bool done; /* it is part of a hollow */
} stop;

typedef struct stop_list {
    size_t count;
    stop *stop;
} stop_list;

bool hc_makes_places(int element, int atomic_number)
{
    return element == 0 ? hc_element_is_metal(atomic_number) && !hc_element_is_alkali(atomic_number)
                        : atomic_number == element;
}

static bool makes_places(const search *s, size_t i)
{
    return hc_makes_places(s->wanted->element, s->structure->atomic_number[i]);
}

/* Of the ball: metals; everything when the places are those of another element. */
static bool is_in_the_way(const search *s, size_t i)
{
    bool of_metal = s->wanted->element == 0 || hc_element_is_metal(s->wanted->element);
    return !of_metal || hc_element_is_metal(s->structure->atomic_number[i]);
}

static double reach_of(const search *s, size_t i)
{
    return BALL * hc_element_covalent_radius(s->structure->atomic_number[i]);
}

static bool are_bonded(const hc_bonds *bonds, size_t i, size_t j)
{
    for (size_t k = bonds->first[i]; k < bonds->first[i + 1]; k++) {
        if (bonds->partner[k] == j) {
            return true;
        }
    }
    return false;
}

static hc_vec3 to_neighbour(const search *s, size_t i, size_t k)
{
    hc_vec3 v = hc_vec3_sub(s->structure->position[s->bonds->partner[k]], s->structure->position[i]);
    return hc_vec3_scale(1.0 / hc_vec3_norm(v), v);
}

/* Sum of the unit vectors to the neighbours. */
static hc_vec3 inwards(const search *s, size_t i)
{
    hc_vec3 sum = {0, 0, 0};
    for (size_t k = s->bonds->first[i]; k < s->bonds->first[i + 1]; k++) {
        sum = hc_vec3_add(sum, to_neighbour(s, i, k));
    }
    return sum;
}

/* `through` is a point on the line along `outward` on which the place is. */
static hc_status add_place(hc_context *ctx, search *s, size_t natom, const size_t *atom, hc_vec3 through,
                           hc_vec3 outward, hc_vec3 along)
{
    hc_cluster_place place = {.site = {.kind = s->wanted->kind, .coordination = natom, .multiplicity = 1}};
    double level = -INFINITY, below = hc_vec3_dot(along, outward);
    memcpy(place.atom, atom, natom * sizeof *atom);
    hc_sort_numbers(place.atom, natom);
    for (size_t k = 0; k < natom; k++) {
        hc_vec3 r = hc_vec3_sub(s->structure->position[atom[k]], through);
        level = fmax(level, hc_vec3_dot(r, outward));
    }
    along = hc_vec3_axpy(along, -below, outward);
    place.site.along = hc_vec3_scale(1.0 / hc_vec3_norm(along), along);
    place.site.position = hc_vec3_axpy(through, level, outward);
    place.outward = outward;
    hc_status status = hc_array_grow(ctx, &s->place, s->count, sizeof *s->place);
    if (status == HC_OK) {
        s->place[s->count++] = place;
    }
    return status;
}

/* ---- on an atom -------------------------------------------------------------------------------------------------- */

/* The plane in which an atom and its neighbours lie; false: there is none. Of a line it is one of many. */
static bool find_plane(const search *s, size_t i, hc_vec3 *normal)
{
    size_t first = s->bonds->first[i], end = s->bonds->first[i + 1];
    hc_vec3 widest = {0, 0, 0};
    for (size_t k = first; k < end; k++) {
        for (size_t l = first; l < k; l++) {
            hc_vec3 across = hc_vec3_cross(to_neighbour(s, i, k), to_neighbour(s, i, l));
            widest = hc_vec3_norm(across) > hc_vec3_norm(widest) + 1e-6 ? across : widest;
        }
    }
    double sine = hc_vec3_norm(widest);
    *normal = sine < FLAT ? hc_vec3_across(to_neighbour(s, i, first)) : hc_vec3_scale(1.0 / sine, widest);
    for (size_t k = first; k < end; k++) {
        if (fabs(hc_vec3_dot(to_neighbour(s, i, k), *normal)) > FLAT) {
            return false;
        }
    }
    return true;
}

/* To the side of the neighbour that is farthest to a side. */
static hc_vec3 farthest_aside(const search *s, size_t i, hc_vec3 outward)
{
    hc_vec3 side = {0, 0, 0};
    for (size_t k = s->bonds->first[i]; k < s->bonds->first[i + 1]; k++) {
        hc_vec3 v = hc_vec3_sub(s->structure->position[s->bonds->partner[k]], s->structure->position[i]);
        v = hc_vec3_axpy(v, -hc_vec3_dot(v, outward), outward);
        side = hc_vec3_norm(v) > hc_vec3_norm(side) + UPRIGHT ? v : side;
    }
    return hc_vec3_norm(side) < UPRIGHT ? hc_vec3_across(outward) : side;
}

static hc_status add_top(hc_context *ctx, search *s, size_t i)
{
    hc_vec3 sum = inwards(s, i), outward = hc_vec3_make(0, 0, 1); /* it stands alone: any direction is outwards */
    double length = hc_vec3_norm(sum);
    bool alone = s->bonds->first[i] == s->bonds->first[i + 1], both = false;
    if (!alone && length >= INSIDE) {
        outward = hc_vec3_scale(-1.0 / length, sum);
    } else if (!alone) {
        if (!find_plane(s, i, &outward)) {
            return HC_OK;
        }
        both = true;
    }
    hc_vec3 along = farthest_aside(s, i, outward), r = s->structure->position[i];
    hc_status status = add_place(ctx, s, 1, &i, r, outward, along);
    if (status == HC_OK && both) {
        status = add_place(ctx, s, 1, &i, r, hc_vec3_scale(-1.0, outward), along);
    }
    return status;
}

/* ---- between two and among more ---------------------------------------------------------------------------------- */

/* Atoms that the ball can touch at a place; most NEAR_MAX. */
static hc_status list_near(hc_context *ctx, const search *s, hc_vec3 place, double radius, size_t *count, size_t *atom)
{
    size_t all = hc_near_atoms_list(s->near, place, radius, NEAR_MAX, atom);
    *count = 0;
    if (all > NEAR_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "%zu atoms are within %.1f Angstrom of one place; %d at most can be told apart", all,
                       radius / HC_ANGSTROM, NEAR_MAX);
    }
    hc_sort_numbers(atom, all);
    for (size_t k = 0; k < all; k++) {
        if (is_in_the_way(s, atom[k])) {
            atom[(*count)++] = atom[k];
        }
    }
    return HC_OK;
}

/* Whether a ball at a place lies on the side to which the neighbours of the atoms are. */
static bool is_in_a_cage(const search *s, size_t natom, const size_t *atom, hc_vec3 outward)
{
    double sum = 0.0;
    for (size_t k = 0; k < natom; k++) {
        sum += hc_vec3_dot(inwards(s, atom[k]), outward);
    }
    return sum > INSIDE * (double)natom;
}

static hc_status refuse_crowd(hc_context *ctx, size_t atom)
{
    return hc_fail(ctx, HC_ERROR_INPUT,
                   "more than %d atoms, among them %zu, are around one hollow: some lie on top of each other",
                   HC_PLACE_ATOMS, atom);
}

/* The atoms that a stopped ball touches, each bonded to another of them; made->natom 0: fewer than three, or some that
 * make no places. */
static hc_status find_touched(hc_context *ctx, const search *s, stop *made)
{
    size_t near[NEAR_MAX], count, touched = 0;
    hc_status status = list_near(ctx, s, made->ball, s->reach + TOUCH, &count, near);
    for (size_t k = 0; k < count; k++) {
        double far = hc_vec3_norm(hc_vec3_sub(s->structure->position[near[k]], made->ball));
        if (far <= reach_of(s, near[k]) + TOUCH) {
            near[touched++] = near[k];
        }
    }
    made->natom = 0;
    for (size_t k = 0; k < touched && status == HC_OK; k++) {
        bool bonded = false;
        for (size_t l = 0; l < touched && !bonded; l++) {
            bonded = are_bonded(s->bonds, near[k], near[l]);
        }
        if (!makes_places(s, near[k])) {
            made->natom = 0;
            return HC_OK;
        }
        if (bonded && made->natom == HC_PLACE_ATOMS) {
            return refuse_crowd(ctx, near[k]);
        }
        if (bonded) {
            made->atom[made->natom++] = near[k];
        }
    }
    made->natom = made->natom < 3 ? 0 : made->natom;
    return status;
}

/* The ball is stopped by atom k while it touches i and j. */
static hc_status add_stop(hc_context *ctx, const search *s, size_t i, size_t j, size_t k, hc_vec3 ball,
                          stop_list *stops)
{
    const hc_vec3 *r = s->structure->position;
    hc_vec3 a = hc_vec3_sub(r[j], r[i]), b = hc_vec3_sub(r[k], r[i]), normal = hc_vec3_cross(a, b);
    double sine = hc_vec3_norm(normal) / (hc_vec3_norm(a) * hc_vec3_norm(b));
    double above = hc_vec3_dot(hc_vec3_sub(ball, r[i]), normal);
    stop made = {.ball = ball};
    if (sine < 0.1 || above == 0.0) {
        return HC_OK;
    }
    made.normal = hc_vec3_scale((above > 0.0 ? 1.0 : -1.0) / hc_vec3_norm(normal), normal);
    hc_status status = find_touched(ctx, s, &made);
    if (status != HC_OK || made.natom == 0 || is_in_a_cage(s, made.natom, made.atom, made.normal)) {
        return status;
    }
    status = hc_array_grow(ctx, &stops->stop, stops->count, sizeof made);
    if (status == HC_OK) {
        stops->stop[stops->count++] = made;
    }
    return status;
}

static hc_status add_bridge(hc_context *ctx, search *s, size_t i, size_t j, const hc_ball_ring *ring,
                            const hc_ball_arc *arc)
{
    const size_t pair[2] = {i, j};
    hc_vec3 ball = hc_ball_ring_point(ring, arc->start + 0.5 * arc->width);
    hc_vec3 outward = hc_vec3_scale(1.0 / ring->radius, hc_vec3_sub(ball, ring->centre));
    double chord = 2.0 * ring->radius * sin(0.5 * fmin(arc->width, HC_PI));
    if (chord < ONE_PLACE || is_in_a_cage(s, 2, pair, outward)) {
        return HC_OK;
    }
    return add_place(ctx, s, 2, pair, ball, outward, ring->axis);
}

/* The ball rolls over two atoms: adds the bridges, or the places where it is stopped. */
static hc_status roll(hc_context *ctx, search *s, size_t i, size_t j, stop_list *stops)
{
    hc_status status = HC_OK;
    size_t near[NEAR_MAX], count = 0, nstop = 0, narc = 0;
    hc_ball_stop ends[2], *list = NULL;
    hc_ball_arc *arcs = NULL;
    hc_ball_ring ring;
    const size_t pair[2] = {i, j};
    for (int k = 0; k < 2; k++) {
        ends[k] = (hc_ball_stop){s->structure->position[pair[k]], reach_of(s, pair[k]), pair[k]};
    }
    if (!hc_ball_ring_make(&ends[0], &ends[1], &ring)) {
        return HC_OK;
    }
    HC_TRY(list_near(ctx, s, ring.centre, ring.radius + s->reach, &count, near));
    HC_TRY(hc_allocate(ctx, count + 1, sizeof *list, &list));
    for (size_t k = 0; k < count; k++) {
        if (near[k] != i && near[k] != j) {
            list[nstop++] = (hc_ball_stop){s->structure->position[near[k]], reach_of(s, near[k]), near[k]};
        }
    }
    HC_TRY(hc_ball_arcs(ctx, &ring, nstop, list, &narc, &arcs));
    for (size_t a = 0; a < narc && s->wanted->kind == HC_SITE_BRIDGE; a++) {
        HC_TRY(add_bridge(ctx, s, i, j, &ring, &arcs[a]));
    }
    for (size_t a = 0; a < narc && s->wanted->kind == HC_SITE_HOLLOW && !arcs[a].whole; a++) {
        for (int end = 0; end < 2; end++) {
            hc_vec3 ball = hc_ball_ring_point(&ring, arcs[a].start + (end ? arcs[a].width : 0.0));
            HC_TRY(add_stop(ctx, s, i, j, list[arcs[a].stop[end]].atom, ball, stops));
        }
    }
cleanup:
    free(list);
    free(arcs);
    return status;
}

/* From one of its atoms to the next that is bonded to it. */
static hc_vec3 along_hollow(const search *s, const stop *hollow)
{
    size_t next = 1;
    while (next + 1 < hollow->natom && !are_bonded(s->bonds, hollow->atom[0], hollow->atom[next])) {
        next++;
    }
    const hc_vec3 *r = s->structure->position;
    return hc_vec3_sub(r[hollow->atom[next]], r[hollow->atom[0]]);
}

/* Whether the ball lies among the atoms, seen from outside: beside three in a blunt angle it does not. */
static bool is_among(const search *s, const stop *hollow, hc_vec3 ball, hc_vec3 outward)
{
    hc_vec3 x = hc_vec3_across(outward), y = hc_vec3_cross(outward, x);
    double angle[HC_PLACE_ATOMS + 1];
    for (size_t k = 0; k < hollow->natom; k++) {
        hc_vec3 v = hc_vec3_sub(s->structure->position[hollow->atom[k]], ball);
        angle[k] = atan2(hc_vec3_dot(v, y), hc_vec3_dot(v, x));
    }
    hc_sort_values(angle, hollow->natom);
    angle[hollow->natom] = angle[0] + 2.0 * HC_PI;
    for (size_t k = 0; k < hollow->natom; k++) {
        if (angle[k + 1] - angle[k] > WIDEST) {
            return false;
        }
    }
    return true;
}

/* Adds the atoms of one stop to those of another. */
static hc_status unite(hc_context *ctx, const stop *other, stop *hollow)
{
    for (size_t k = 0; k < other->natom; k++) {
        size_t l = 0;
        while (l < hollow->natom && hollow->atom[l] != other->atom[k]) {
            l++;
        }
        if (l == HC_PLACE_ATOMS) {
            return refuse_crowd(ctx, other->atom[k]);
        }
        hollow->natom += l == hollow->natom;
        hollow->atom[l] = other->atom[k];
    }
    return HC_OK;
}

/* One hollow of some stops that are near each other, except those that are done. */
static hc_status add_hollow(hc_context *ctx, search *s, stop_list *stops, size_t count, const size_t *member)
{
    hc_status status = HC_OK;
    stop hollow = {.natom = 0};
    double sum = 0.0;
    for (size_t k = 0; k < count; k++) {
        stop *other = &stops->stop[member[k]];
        if (!other->done) {
            HC_TRY(unite(ctx, other, &hollow));
            hollow.ball = hc_vec3_add(hollow.ball, other->ball);
            hollow.normal = hc_vec3_add(hollow.normal, other->normal);
            other->done = true;
            sum += 1.0;
        }
    }
    hc_vec3 ball = hc_vec3_scale(1.0 / sum, hollow.ball);
    hc_vec3 outward = hc_vec3_scale(1.0 / hc_vec3_norm(hollow.normal), hollow.normal);
    hc_sort_numbers(hollow.atom, hollow.natom);
    if (is_among(s, &hollow, ball, outward)) {
        status = add_place(ctx, s, hollow.natom, hollow.atom, ball, outward, along_hollow(s, &hollow));
    }
cleanup:
    return status;
}

/* Stops near each other become one hollow in their middle. */
static hc_status join_stops(hc_context *ctx, search *s, stop_list *stops)
{
    hc_status status = HC_OK;
    hc_structure *points = NULL;
    hc_near_atoms *near = NULL;
    size_t *member = NULL;
    if (stops->count == 0) {
        return HC_OK;
    }
    HC_TRY(hc_structure_create(ctx, stops->count, &points));
    for (size_t k = 0; k < stops->count; k++) {
        points->position[k] = stops->stop[k].ball;
    }
    HC_TRY(hc_near_atoms_create(ctx, points, &near));
    HC_TRY(hc_allocate(ctx, stops->count, sizeof *member, &member));
    for (size_t k = 0; k < stops->count; k++) {
        if (!stops->stop[k].done) {
            size_t count = hc_near_atoms_list(near, stops->stop[k].ball, ONE_PLACE, stops->count, member);
            HC_TRY(add_hollow(ctx, s, stops, count, member));
        }
    }
cleanup:
    free(member);
    hc_near_atoms_free(near);
    hc_structure_free(points);
    return status;
}

static hc_status roll_over_pairs(hc_context *ctx, search *s, stop_list *stops)
{
    hc_status status = HC_OK;
    const size_t only = s->wanted->atom;
    for (size_t i = 0; i < s->structure->natom; i++) {
        for (size_t k = s->bonds->first[i]; k < s->bonds->first[i + 1] && makes_places(s, i); k++) {
            size_t j = s->bonds->partner[k];
            if (j > i && makes_places(s, j) && (only == HC_PLACE_ANY || only == i || only == j)) {
                HC_TRY(roll(ctx, s, i, j, stops));
            }
        }
    }
cleanup:
    return status;
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

int hc_cluster_place_compare(const void *a, const void *b)
{
    const hc_cluster_place *p = a, *q = b;
    for (size_t k = 0; k < p->site.coordination && k < q->site.coordination; k++) {
        if (p->atom[k] != q->atom[k]) {
            return p->atom[k] < q->atom[k] ? -1 : 1;
        }
    }
    if (p->site.coordination != q->site.coordination) {
        return p->site.coordination < q->site.coordination ? -1 : 1;
    }
    for (int d = 0; d < 3; d++) { /* two sides of a plane */
        double apart = hc_vec3_get(q->outward, d) - hc_vec3_get(p->outward, d);
        if (fabs(apart) > 1e-6) {
            return apart < 0.0 ? -1 : 1;
        }
    }
    return 0;
}

hc_status hc_cluster_places(hc_context *ctx, const hc_structure *structure, const hc_bonds *bonds,
                            const hc_place_search *wanted, size_t *count, hc_cluster_place **list)
{
    hc_status status = HC_OK;
    search s = {.structure = structure, .bonds = bonds, .wanted = wanted};
    stop_list stops = {0};
    *count = 0;
    *list = NULL;
    HC_TRY(hc_near_atoms_create(ctx, structure, &s.near));
    for (size_t i = 0; i < structure->natom; i++) {
        s.reach = is_in_the_way(&s, i) ? fmax(s.reach, reach_of(&s, i)) : s.reach;
        if (wanted->kind == HC_SITE_TOP && makes_places(&s, i) && (wanted->atom == HC_PLACE_ANY || wanted->atom == i)) {
            HC_TRY(add_top(ctx, &s, i));
        }
    }
    if (wanted->kind != HC_SITE_TOP) {
        HC_TRY(roll_over_pairs(ctx, &s, &stops));
        HC_TRY(join_stops(ctx, &s, &stops));
    }
    if (s.count > 0) {
        qsort(s.place, s.count, sizeof *s.place, hc_cluster_place_compare);
    }
    *count = s.count;
    *list = s.place;
    s.place = NULL;
cleanup:
    free(s.place);
    free(stops.stop);
    hc_near_atoms_free(s.near);
    return status;
}
