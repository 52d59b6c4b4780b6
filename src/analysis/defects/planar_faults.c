/* Layers of hcp atoms within fcc. One layer is a twin boundary, two that touch are an intrinsic stacking fault, two
 * with one fcc layer between them an extrinsic one, more that touch a lamella of hcp. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/defects/groups.h"
#include "analysis/defects/lattice.h"
#include "halfcell/units.h"

#define SAME_NORMAL 0.94 /* cosine of 20 degrees: close-packed planes of one fcc crystal are 70.5 degrees apart */
#define FLAT 0.35        /* |cosine| of a bond to the normal: 0 within the plane, 0.82 to the next one */
/* hcp atoms beside one another in a plane: one with fewer than these and itself is noise. Images count, so that a cell
 * with one atom in each layer has layers too. */
#define LAYER_LEAST 3

typedef struct plane_finder {
    const hc_lattice_map *map;
    hc_vec3 *normal;  /* [natom], unit, of hcp atoms */
    size_t *layer;    /* [natom], sets of atoms: lowest atom of the layer */
    size_t *size;     /* [natom], of hcp atoms: it and those beside it; at the lowest of a layer, the most of an atom */
    size_t *touching; /* [natom], sets of layers that touch */
    size_t *fault;    /* [natom], sets of layers that touch or have one fcc layer between them */
} plane_finder;

static hc_status begin(hc_context *ctx, const hc_lattice_map *map, plane_finder *finder)
{
    hc_status status = HC_OK;
    size_t natom = map->structure->natom;
    *finder = (plane_finder){.map = map};
    HC_TRY(hc_allocate(ctx, natom, sizeof *finder->normal, &finder->normal));
    HC_TRY(hc_allocate(ctx, natom, sizeof *finder->layer, &finder->layer));
    HC_TRY(hc_allocate(ctx, natom, sizeof *finder->size, &finder->size));
    HC_TRY(hc_allocate(ctx, natom, sizeof *finder->touching, &finder->touching));
    HC_TRY(hc_allocate(ctx, natom, sizeof *finder->fault, &finder->fault));
    hc_groups_begin(finder->layer, natom);
    hc_groups_begin(finder->touching, natom);
    hc_groups_begin(finder->fault, natom);
cleanup:
    return status;
}

static void clear(plane_finder *finder)
{
    free(finder->normal);
    free(finder->layer);
    free(finder->size);
    free(finder->touching);
    free(finder->fault);
}

/* Mean normal of the plane of six neighbours: cross products of all pairs, turned to one side. */
static hc_vec3 normal_of(const hc_lattice_map *map, size_t i)
{
    const hc_shell_neighbour *neighbour = hc_shells_of(map->shells, i);
    hc_vec3 sum = {0, 0, 0};
    for (int a = 0; a < 12; a++) {
        for (int b = a + 1; b < 12; b++) {
            if ((map->marked[i] >> a & 1u) && (map->marked[i] >> b & 1u)) {
                hc_vec3 cross = hc_vec3_cross(neighbour[a].vector, neighbour[b].vector);
                sum = hc_vec3_axpy(sum, hc_vec3_dot(sum, cross) < 0.0 ? -1.0 : 1.0, cross);
            }
        }
    }
    double length = hc_vec3_norm(sum);
    return length > 0.0 ? hc_vec3_scale(1.0 / length, sum) : sum;
}

static bool is_hcp(const plane_finder *finder, size_t i)
{
    return finder->map->lattice[i] == HC_LATTICE_HCP;
}

static bool is_parallel(const plane_finder *finder, size_t i, size_t j)
{
    return fabs(hc_vec3_dot(finder->normal[i], finder->normal[j])) > SAME_NORMAL;
}

static double tilt(const plane_finder *finder, size_t i, const hc_shell_neighbour *n)
{
    return fabs(hc_vec3_dot(finder->normal[i], n->vector)) / n->length;
}

/* The first twelve neighbours of atom i. */
static const hc_shell_neighbour *shell_of(const plane_finder *finder, size_t i, size_t *count)
{
    const hc_shells *shells = finder->map->shells;
    size_t all = shells->first[i + 1] - shells->first[i];
    *count = all < 12 ? all : 12;
    return hc_shells_of(shells, i);
}

/* Whether a neighbour of an hcp atom lies in its layer; it may be an image of the atom itself. */
static bool is_beside(const plane_finder *finder, size_t i, const hc_shell_neighbour *n)
{
    return is_hcp(finder, n->to) && is_parallel(finder, i, n->to) && tilt(finder, i, n) < FLAT;
}

static void join_beside(plane_finder *finder, size_t i)
{
    size_t count;
    const hc_shell_neighbour *near = shell_of(finder, i, &count);
    finder->size[i] = 1;
    for (size_t k = 0; k < count; k++) {
        if (is_beside(finder, i, &near[k])) {
            finder->size[i]++;
            hc_groups_join(finder->layer, i, near[k].to);
        }
    }
}

static void join_layers(plane_finder *finder)
{
    size_t natom = finder->map->structure->natom;
    for (size_t i = 0; i < natom; i++) {
        if (is_hcp(finder, i)) {
            finder->normal[i] = normal_of(finder->map, i);
        }
    }
    for (size_t i = 0; i < natom; i++) {
        if (is_hcp(finder, i)) {
            join_beside(finder, i);
        }
    }
    for (size_t i = 0; i < natom; i++) {
        size_t layer = hc_groups_find(finder->layer, i);
        finder->size[layer] = finder->size[i] > finder->size[layer] ? finder->size[i] : finder->size[layer];
    }
}

/* The layer of an atom, or SIZE_MAX when it is in none that counts. */
static size_t layer_of(plane_finder *finder, size_t i)
{
    size_t layer = is_hcp(finder, i) ? hc_groups_find(finder->layer, i) : SIZE_MAX;
    return layer != SIZE_MAX && finder->size[layer] >= LAYER_LEAST ? layer : SIZE_MAX;
}

/* Layers above and below an hcp atom touch its own. */
static void join_touching(plane_finder *finder, size_t i)
{
    size_t count, own = layer_of(finder, i);
    const hc_shell_neighbour *near = shell_of(finder, i, &count);
    for (size_t k = 0; own != SIZE_MAX && k < count; k++) {
        size_t other = layer_of(finder, near[k].to);
        if (other != SIZE_MAX && other != own && is_parallel(finder, i, near[k].to)) {
            hc_groups_join(finder->touching, own, other);
            hc_groups_join(finder->fault, own, other);
        }
    }
}

/* An fcc atom between two parallel layers, one on either side. */
static void join_over_fcc(plane_finder *finder, size_t i)
{
    size_t count;
    const hc_shell_neighbour *near = shell_of(finder, i, &count);
    for (size_t a = 0; finder->map->lattice[i] == HC_LATTICE_FCC && a < count; a++) {
        size_t below = layer_of(finder, near[a].to);
        for (size_t b = a + 1; below != SIZE_MAX && b < count; b++) {
            size_t above = layer_of(finder, near[b].to);
            hc_vec3 normal = finder->normal[near[a].to];
            if (above != SIZE_MAX && above != below && is_parallel(finder, near[a].to, near[b].to) &&
                hc_vec3_dot(near[a].vector, normal) * hc_vec3_dot(near[b].vector, normal) < 0.0) {
                hc_groups_join(finder->fault, below, above);
            }
        }
    }
}

/* One fault: its layers and atoms, collected at its lowest layer. */
typedef struct fault {
    size_t layers, groups, natom;
    bool in_fcc; /* there are fcc atoms beside it */
} fault;

static bool touches_fcc(const plane_finder *finder, size_t i)
{
    size_t count;
    const hc_shell_neighbour *near = shell_of(finder, i, &count);
    for (size_t k = 0; k < count; k++) {
        if (finder->map->lattice[near[k].to] == HC_LATTICE_FCC) {
            return true;
        }
    }
    return false;
}

/* Layers without fcc beside them are an hcp crystal. Where hcp prevails, layers that touch or alternate with fcc are
 * the crystal, too; single ones are the twins of a particle. */
static bool is_named(const fault *f, bool cubic)
{
    return f->natom > 0 && f->in_fcc && (cubic || f->layers == 1);
}

static const char *fault_kind(const fault *f)
{
    if (f->layers == 1) {
        return "twin boundary";
    }
    if (f->layers == 2) {
        return f->groups == 1 ? "intrinsic stacking fault" : "extrinsic stacking fault";
    }
    return f->groups == 1 ? "hcp lamella" : "stacking faults, several";
}

static hc_status take_fault(hc_context *ctx, hc_census *census, plane_finder *finder, size_t root, const fault *f,
                            const size_t *atoms)
{
    double spacing = finder->map->shells->nearest;
    hc_vec3 n = finder->normal[root];
    hc_finding finding = {.position = finder->map->structure->position[root], .measure = "area_nm2"};
    finding.value = (double)f->natom / (double)f->layers * 0.5 * sqrt(3.0) * spacing * spacing * HC_BOHR_IN_ANGSTROM *
                    HC_BOHR_IN_ANGSTROM * 0.01;
    finding.vector[0].name = "normal";
    finding.vector[0].value = n;
    snprintf(finding.kind, sizeof finding.kind, "%s", fault_kind(f));
    snprintf(finding.note, sizeof finding.note, "%zu atoms in %zu layer%s, normal %.3f %.3f %.3f", f->natom, f->layers,
             f->layers == 1 ? "" : "s", n.x, n.y, n.z);
    return hc_census_find(ctx, census, &finding, f->natom, atoms);
}

/* Atoms by fault: atoms of the fault whose lowest layer is r are atom[first[r]] ... */
static hc_status take_faults(hc_context *ctx, hc_census *census, plane_finder *finder)
{
    hc_status status = HC_OK;
    size_t natom = finder->map->structure->natom, *next = NULL, *atoms = NULL, total = 0;
    fault *faults = NULL;
    HC_TRY(hc_allocate(ctx, natom, sizeof *faults, &faults));
    HC_TRY(hc_allocate(ctx, natom, sizeof *next, &next));
    for (size_t i = 0; i < natom; i++) {
        size_t layer = layer_of(finder, i);
        if (layer != SIZE_MAX) {
            fault *f = &faults[hc_groups_find(finder->fault, layer)];
            f->natom++;
            f->layers += layer == i;
            f->in_fcc = f->in_fcc || touches_fcc(finder, i);
            f->groups += layer == i && hc_groups_find(finder->touching, layer) == layer;
            total++;
        }
    }
    HC_TRY(hc_allocate(ctx, total, sizeof *atoms, &atoms));
    total = 0;
    for (size_t i = 0; i < natom; i++) {
        next[i] = total;
        total += faults[i].natom;
    }
    for (size_t i = 0; i < natom; i++) {
        size_t layer = layer_of(finder, i);
        if (layer != SIZE_MAX) {
            atoms[next[hc_groups_find(finder->fault, layer)]++] = i;
        }
    }
    bool cubic = finder->map->count[HC_LATTICE_FCC] > finder->map->count[HC_LATTICE_HCP];
    for (size_t i = 0; i < natom; i++) {
        if (is_named(&faults[i], cubic)) {
            HC_TRY(take_fault(ctx, census, finder, i, &faults[i], &atoms[next[i] - faults[i].natom]));
        }
    }
cleanup:
    free(faults);
    free(next);
    free(atoms);
    return status;
}

hc_status hc_planar_faults_find(hc_context *ctx, const hc_lattice_map *map, hc_census *census)
{
    hc_status status = HC_OK;
    plane_finder finder = {0};
    HC_TRY(begin(ctx, map, &finder));
    join_layers(&finder);
    for (size_t i = 0; i < map->structure->natom; i++) {
        join_touching(&finder, i);
        join_over_fcc(&finder, i);
    }
    HC_TRY(take_faults(ctx, census, &finder));
cleanup:
    clear(&finder);
    return status;
}
