/* Dislocation lines: atoms in no crystal around which a circuit has a Burgers vector, next to one another with the same
 * one. */
#include "analysis/defects/dislocation.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/defects/burgers_circuit.h"
#include "analysis/defects/crystal_names.h"
#include "analysis/defects/junction.h"
#include "analysis/defects/line_shape.h"
#include "base/array.h"
#include "halfcell/units.h"

/* In nearest distances. */
#define REACH 3.3      /* a circuit keeps within this of the atom that it goes around */
#define OFF_CENTRE 1.5 /* and its middle within this */
#define NEXT 1.7       /* atoms of one line that are neighbours */
#define SAME_VECTOR 1e-3
/* A line that ends within the crystal cannot be; of fewer atoms than these it is a disturbed place of another defect.
 */
#define ATOMS_LEAST 3
#define EDGE_FROM 75.0 /* degrees between Burgers vector and line; below SCREW_TO a screw */
#define SCREW_TO 15.0

typedef struct line_finder {
    const hc_crystal_map *map;
    size_t count, capacity;
    size_t *atom;                /* [count], cores */
    hc_burgers_circuit *circuit; /* [count] */
    size_t *core;                /* [natom], number among the cores, SIZE_MAX */
    hc_shells *near;             /* of the cores */
    signed char *side; /* [count]: 1 or -1: the circuit goes the same way around as that of the line's first */
    hc_line_atoms line;
    size_t nend, end_capacity;
    hc_line_end *end; /* [nend], of lines that end within the crystal */
} line_finder;

static void clear(line_finder *finder)
{
    free(finder->atom);
    free(finder->circuit);
    free(finder->core);
    free(finder->side);
    free(finder->end);
    free(finder->line.atom);
    free(finder->line.place);
    free(finder->line.number);
    hc_shells_free(finder->near);
}

/* ---- cores ------------------------------------------------------------------------------------------------------- */

static hc_status find_cores(hc_context *ctx, line_finder *finder)
{
    hc_status status = HC_OK;
    const hc_lattice_map *lattice = finder->map->lattice;
    hc_circuit_search *search = NULL;
    hc_burgers_circuit circuit;
    size_t capacity = 0;
    HC_TRY(hc_circuit_search_create(ctx, finder->map, &search));
    for (size_t i = 0; i < lattice->structure->natom; i++) {
        if (finder->map->frame[i] != HC_NO_FRAME || lattice->shells->first[i] == lattice->shells->first[i + 1]) {
            continue;
        }
        HC_TRY(hc_circuit_find(ctx, search, i, REACH * lattice->shells->nearest, &circuit));
        double off = hc_vec3_norm(hc_vec3_sub(circuit.centre, lattice->structure->position[i]));
        if (circuit.steps > 0 && off < OFF_CENTRE * lattice->shells->nearest) {
            HC_TRY(hc_array_reserve(ctx, &finder->atom, sizeof *finder->atom, finder->count, finder->count + 1,
                                    &finder->capacity));
            HC_TRY(
                hc_array_reserve(ctx, &finder->circuit, sizeof circuit, finder->count, finder->count + 1, &capacity));
            finder->circuit[finder->count] = circuit;
            finder->atom[finder->count++] = i;
        }
    }
cleanup:
    hc_circuit_search_free(search);
    return status;
}

static hc_status find_neighbours(hc_context *ctx, line_finder *finder)
{
    hc_status status = HC_OK;
    const hc_lattice_map *lattice = finder->map->lattice;
    size_t natom = lattice->structure->natom;
    bool *member = NULL;
    HC_TRY(hc_allocate(ctx, natom, sizeof *member, &member));
    HC_TRY(hc_allocate(ctx, natom, sizeof *finder->core, &finder->core));
    HC_TRY(hc_allocate(ctx, natom, sizeof *finder->line.number, &finder->line.number));
    HC_TRY(hc_allocate(ctx, finder->count, sizeof *finder->side, &finder->side));
    HC_TRY(hc_allocate(ctx, finder->count, sizeof *finder->line.atom, &finder->line.atom));
    HC_TRY(hc_allocate(ctx, finder->count, sizeof *finder->line.place, &finder->line.place));
    for (size_t i = 0; i < natom; i++) {
        finder->core[i] = finder->line.number[i] = SIZE_MAX;
    }
    for (size_t c = 0; c < finder->count; c++) {
        finder->core[finder->atom[c]] = c;
        member[finder->atom[c]] = true;
    }
    HC_TRY(hc_shells_create(ctx, lattice->structure, member, lattice->shells->nearest, NEXT, &finder->near));
    finder->line.near = finder->near;
cleanup:
    free(member);
    return status;
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

/* 1 or -1: both circuits have one Burgers vector, b of `other` going the same way or the other way around; 0: not. */
static int same_line(const hc_burgers_circuit *own, const hc_burgers_circuit *other)
{
    int way = hc_vec3_dot(own->area, other->area) >= 0.0 ? 1 : -1;
    hc_vec3 difference = hc_vec3_axpy(own->burgers, -way, other->burgers);
    return own->grain == other->grain && hc_vec3_norm2(difference) < SAME_VECTOR ? way : 0;
}

static void add_core(line_finder *finder, size_t c, hc_vec3 place, int side)
{
    hc_line_atoms *line = &finder->line;
    finder->side[c] = (signed char)side;
    line->atom[line->count] = finder->atom[c];
    line->number[finder->atom[c]] = line->count;
    line->place[line->count++] = place;
}

/* Meets a core again, or where the line comes back to itself in an image of the cell: the shortest such way is its
 * period. */
static void close_period(hc_line_atoms *line, size_t k, hc_vec3 place)
{
    hc_vec3 away = hc_vec3_sub(place, line->place[k]);
    double length2 = hc_vec3_norm2(away), known = hc_vec3_norm2(line->period);
    if (length2 > 1.0 && (known == 0.0 || length2 < known - 1e-6)) {
        line->period = away;
    }
}

/* Follows the line from one core to all its others. */
static void follow(line_finder *finder, size_t seed)
{
    hc_line_atoms *line = &finder->line;
    for (size_t k = 0; k < line->count; k++) {
        line->number[line->atom[k]] = SIZE_MAX;
    }
    line->count = 0;
    line->period = hc_vec3_make(0, 0, 0);
    add_core(finder, seed, finder->map->lattice->structure->position[finder->atom[seed]], 1);
    for (size_t k = 0; k < line->count; k++) {
        size_t i = line->atom[k], c = finder->core[i];
        for (size_t e = finder->near->first[i]; e < finder->near->first[i + 1]; e++) {
            size_t other = finder->core[finder->near->entry[e].to];
            int way = same_line(&finder->circuit[c], &finder->circuit[other]);
            hc_vec3 place = hc_vec3_add(line->place[k], finder->near->entry[e].vector);
            if (way != 0 && finder->side[other] == 0) {
                add_core(finder, other, place, way * finder->side[c]);
            } else if (way != 0 && line->number[finder->atom[other]] != SIZE_MAX) {
                close_period(line, line->number[finder->atom[other]], place);
            }
        }
    }
}

/* What a line is, of the circuits of all its cores. */
typedef struct dislocation {
    hc_vec3 burgers; /* grain axes */
    hc_mat3 gradient;
    int frame;
    size_t grain;
    hc_vec3 area, middle;
    hc_line_shape shape;
} dislocation;

/* Sums over the cores; the frame is what most of them have, if more than half do. */
static dislocation sum_up(const line_finder *finder, size_t seed)
{
    const hc_line_atoms *line = &finder->line;
    double weight = 1.0 / (double)line->count;
    dislocation d = {
        .burgers = finder->circuit[seed].burgers, .grain = finder->circuit[seed].grain, .frame = HC_NO_FRAME};
    size_t votes = 0;
    for (size_t k = 0; k < line->count; k++) {
        size_t c = finder->core[line->atom[k]];
        const hc_burgers_circuit *circuit = &finder->circuit[c];
        d.area = hc_vec3_axpy(d.area, finder->side[c], circuit->area);
        d.middle = hc_vec3_axpy(d.middle, weight, line->place[k]);
        for (int r = 0; r < 3; r++) {
            d.gradient.row[r] = hc_vec3_axpy(d.gradient.row[r], weight, circuit->gradient.row[r]);
        }
        if (votes == 0) {
            d.frame = circuit->frame;
        }
        votes += circuit->frame == d.frame ? 1 : (size_t)-1;
    }
    return d;
}

/* The line's direction: such that the circuits are right-handed about it; of the two ways to say so the one in which
 * its largest component is positive. */
static void orient(dislocation *d)
{
    hc_vec3 *t = &d->shape.direction;
    if (d->shape.closed) {
        return;
    }
    if (hc_vec3_dot(*t, d->area) < 0.0) {
        d->burgers = hc_vec3_scale(-1.0, d->burgers);
    }
    double largest = t->x;
    largest = fabs(t->y) > fabs(largest) + 1e-6 ? t->y : largest;
    largest = fabs(t->z) > fabs(largest) + 1e-6 ? t->z : largest;
    if (largest < 0.0) {
        d->burgers = hc_vec3_scale(-1.0, d->burgers);
        *t = hc_vec3_scale(-1.0, *t);
    }
}

/* Components of a vector in grain axes in those of the crystal that the line is in; their number. */
static int crystal_components(const hc_crystal_map *map, const dislocation *d, hc_vec3 v, double component[4])
{
    if (d->frame == HC_NO_FRAME) {
        hc_miller_bravais(v, component);
        return 4;
    }
    hc_vec3 own = hc_mat3_times_vec3(&map->frames->frame[d->frame].axes, v);
    for (int k = 0; k < 3; k++) {
        component[k] = hc_vec3_get(own, k);
    }
    return 3;
}

static void describe(const hc_crystal_map *map, const dislocation *d, hc_finding *finding)
{
    double b[4], t[4];
    char name[24], way[28];
    double angle = acos(fmin(sqrt(d->shape.along2), 1.0)) / HC_DEGREE;
    const char *type = angle > EDGE_FROM ? "edge" : angle < SCREW_TO ? "screw" : "mixed";
    int count = crystal_components(map, d, d->burgers, b);
    hc_crystal_vector_name(count, b, true, name, sizeof name);
    snprintf(finding->kind, sizeof finding->kind, "dislocation %s", name);
    hc_crystal_vector_name(count, b, false, name, sizeof name);
    if (d->shape.closed) {
        snprintf(finding->note, sizeof finding->note, "b = %s, loop", name);
        return;
    }
    hc_mat3 inverse = hc_mat3_inverse(&d->gradient);
    crystal_components(map, d, hc_mat3_times_vec3(&inverse, d->shape.direction), t);
    if (!hc_crystal_direction_name(count, t, way, sizeof way)) {
        hc_vec3 r = d->shape.direction;
        snprintf(way, sizeof way, "(%.2f %.2f %.2f)", r.x, r.y, r.z);
    }
    snprintf(finding->note, sizeof finding->note, "b = %s along %s, %s (%.0f degrees)", name, way, type, angle);
}

/* Both ends of a line that is neither closed nor goes through the cell. */
static hc_status keep_ends(hc_context *ctx, const dislocation *d, line_finder *finder)
{
    const hc_line_shape *shape = &d->shape;
    double along = hc_vec3_dot(shape->direction, hc_vec3_sub(shape->end[1], shape->end[0])) >= 0.0 ? 1.0 : -1.0;
    hc_status status =
        hc_array_reserve(ctx, &finder->end, sizeof *finder->end, finder->nend, finder->nend + 2, &finder->end_capacity);
    for (int k = 0; status == HC_OK && k < 2; k++) {
        finder->end[finder->nend++] = (hc_line_end){.atom = finder->line.atom[shape->end_atom[k]],
                                                    .place = shape->end[k],
                                                    .burgers = hc_vec3_scale(k == 0 ? along : -along, d->burgers),
                                                    .grain = d->grain};
    }
    return status;
}

static hc_status take_line(hc_context *ctx, line_finder *finder, size_t seed, hc_census *census, double *length)
{
    hc_status status = HC_OK;
    dislocation d = sum_up(finder, seed);
    const hc_line_atoms *line = &finder->line;
    bool endless = hc_vec3_norm2(line->period) > 0.0;
    if (!endless && line->count < ATOMS_LEAST) {
        return HC_OK;
    }
    HC_TRY(hc_line_measure(ctx, line, hc_mat3_times_vec3(&d.gradient, d.burgers), &d.shape));
    orient(&d);
    hc_finding finding = {.position = d.middle, .measure = "length_angstrom"};
    finding.value = d.shape.length / HC_ANGSTROM;
    finding.vector[0].name = "burgers_angstrom";
    finding.vector[0].value = hc_vec3_scale(1.0 / HC_ANGSTROM, hc_mat3_times_vec3(&d.gradient, d.burgers));
    if (!d.shape.closed) {
        finding.vector[1].name = "direction";
        finding.vector[1].value = d.shape.direction;
    }
    describe(finder->map, &d, &finding);
    if (!endless && !d.shape.closed) {
        HC_TRY(keep_ends(ctx, &d, finder));
    }
    *length += d.shape.length;
    HC_TRY(hc_census_find(ctx, census, &finding, line->count, line->atom));
cleanup:
    return status;
}

hc_status hc_dislocations_find(hc_context *ctx, const hc_crystal_map *map, double volume, hc_census *census,
                               bool *in_core)
{
    hc_status status = HC_OK;
    line_finder finder = {.map = map};
    const double metre = 1e10 * HC_ANGSTROM;
    double length = 0.0;
    HC_TRY(find_cores(ctx, &finder));
    if (finder.count > 0) {
        HC_TRY(find_neighbours(ctx, &finder));
    }
    for (size_t c = 0; c < finder.count; c++) {
        in_core[finder.atom[c]] = true;
        if (finder.side[c] == 0) {
            follow(&finder, c);
            HC_TRY(take_line(ctx, &finder, c, census, &length));
        }
    }
    HC_TRY(hc_junctions_find(ctx, map->lattice->structure, map->lattice->shells->nearest, finder.nend, finder.end,
                             census));
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_MEASURE, "dislocation length (angstrom)", length / HC_ANGSTROM));
    if (volume > 0.0) {
        HC_TRY(hc_census_count(ctx, census, HC_ROLE_MEASURE, "dislocation density (1/m^2)",
                               length * metre * metre / volume));
    }
cleanup:
    clear(&finder);
    return status;
}
