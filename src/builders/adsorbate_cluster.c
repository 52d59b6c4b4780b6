/* An adsorbate on a place of a cluster: outwards, and turned about that direction until nothing is in its way. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "atoms/closest.h"
#include "atoms/elements.h"
#include "builders/adsorbate.h"
#include "builders/assemble.h"
#include "builders/cluster_sites.h"
#include "builders/near_atoms.h"
#include "builders/packing_grid.h"
#include "halfcell/keyword.h"
#include "halfcell/units.h"
#include "math/ranking.h"

#define TURNS 36
#define CLEAR 0.75   /* of the sum of contact radii, to atoms that are no metal */
#define TOLD_MAX 200 /* places that are listed for the user */
#define ATOMS_MOST 50000

/* How well a molecule fits: the smallest ratio of a distance to the one that is needed, and whose it is. */
typedef struct fit {
    double ratio;
    size_t molecule, cluster;
    bool floats; /* nothing is in its way, but it is not bonded to the place */
} fit;

/* What is tried. */
typedef struct trial {
    const hc_structure *structure;
    const hc_bonds *bonds;
    hc_near_atoms *near;
    const hc_adsorbate_record *record;
    double azimuth, raise, reach;    /* bohr: what is farther from a place is out of reach of the molecule there */
    hc_structure *molecule, *placed; /* in the frame of a place, and there */
    size_t count, *atom;             /* those that are not */
} trial;

/* Rows x, y, z: along the place, across it, outwards. */
static hc_mat3 frame_of(const hc_cluster_place *place)
{
    hc_vec3 y = hc_vec3_cross(place->outward, place->site.along);
    return (hc_mat3){{place->site.along, y, place->outward}};
}

static bool is_part(const hc_cluster_place *place, size_t atom)
{
    for (size_t k = 0; k < place->site.coordination; k++) {
        if (place->atom[k] == atom) {
            return true;
        }
    }
    return false;
}

static bool is_beside(const trial *t, const hc_cluster_place *place, size_t atom)
{
    for (size_t k = t->bonds->first[atom]; k < t->bonds->first[atom + 1]; k++) {
        if (is_part(place, t->bonds->partner[k])) {
            return true;
        }
    }
    return false;
}

static bool is_on_metal(const trial *t, const hc_cluster_place *place)
{
    return hc_element_is_metal(t->structure->atomic_number[place->atom[0]]);
}

/* Whether an atom is of the surface on which the molecule is: a metal, or beside a place that is not of metal. */
static bool is_surface(const trial *t, const hc_cluster_place *place, size_t atom)
{
    return hc_element_is_metal(t->structure->atomic_number[atom]) ||
           (!is_on_metal(t, place) && is_beside(t, place, atom));
}

/* Whether the molecule stands on an atom: it is of the place, or of the surface beside a bridge or a hollow. */
static bool carries(const trial *t, const hc_cluster_place *place, size_t atom)
{
    return is_part(place, atom) ||
           (place->site.kind != HC_SITE_TOP && is_surface(t, place, atom) && is_beside(t, place, atom));
}

/* The atoms that carry it, in the frame of the place; the atoms of the place are the first ones. */
static hc_status make_stand(hc_context *ctx, const trial *t, const hc_cluster_place *place, hc_structure **stand)
{
    hc_mat3 frame = frame_of(place);
    size_t natom = 0;
    for (size_t k = 0; k < t->count; k++) {
        natom += carries(t, place, t->atom[k]);
    }
    hc_status status = hc_structure_create(ctx, natom, stand);
    natom = 0;
    for (int own = 1; own >= 0 && status == HC_OK; own--) {
        for (size_t k = 0; k < t->count; k++) {
            size_t i = t->atom[k];
            if (is_part(place, i) == (own == 1) && carries(t, place, i)) {
                hc_vec3 r = hc_vec3_sub(t->structure->position[i], place->site.position);
                hc_structure_set_element(*stand, natom, t->structure->atomic_number[i]);
                (*stand)->position[natom++] = hc_mat3_times_vec3(&frame, r);
            }
        }
    }
    return status;
}

static double needed(const hc_adsorbate_record *record, size_t k, int mine, int other, bool surface)
{
    if (surface) {
        return hc_adsorbate_distance(record, k) *
               (hc_element_covalent_radius(mine) + hc_element_covalent_radius(other));
    }
    return CLEAR * (hc_contact_radius(mine) + hc_contact_radius(other));
}

/* Among all atoms but those of the place. */
static fit measure(const trial *t, const hc_cluster_place *place)
{
    fit worst = {.ratio = INFINITY};
    for (size_t n = 0; n < t->count; n++) {
        size_t i = t->atom[n];
        int number = t->structure->atomic_number[i];
        bool surface = is_surface(t, place, i);
        for (size_t k = 0; k < t->placed->natom && !is_part(place, i); k++) {
            double distance = hc_vec3_norm(hc_vec3_sub(t->placed->position[k], t->structure->position[i]));
            double ratio = distance / needed(t->record, k, t->placed->atomic_number[k], number, surface);
            if (ratio < worst.ratio) {
                worst = (fit){.ratio = ratio, .molecule = k, .cluster = i};
            }
        }
    }
    return worst;
}

/* Whether one of the atoms by which it binds is bonded to one of the place, or as low as it can be: in a wide hollow it
 * lies level with the atoms. Physisorbed molecules bind by none. */
static bool is_bonded(const trial *t, const hc_cluster_place *place, const hc_structure *stand)
{
    const hc_structure *molecule = t->molecule;
    for (size_t k = 0; k < molecule->natom; k++) {
        for (size_t i = 0; i < place->site.coordination && t->record->atom[k].binds; i++) {
            double sum = hc_element_covalent_radius(molecule->atomic_number[k]) +
                         hc_element_covalent_radius(stand->atomic_number[i]);
            if (molecule->position[k].z <= 0.0 ||
                hc_vec3_norm(hc_vec3_sub(molecule->position[k], stand->position[i])) < HC_BOND_FACTOR * sum) {
                return true;
            }
        }
    }
    return t->record->physisorbed;
}

/* From the frame of the place to where it is. */
static void put(const trial *t, const hc_cluster_place *place)
{
    hc_mat3 frame = frame_of(place);
    hc_vec3 origin = hc_vec3_axpy(place->site.position, t->raise, place->outward);
    for (size_t k = 0; k < t->molecule->natom; k++) {
        t->placed->position[k] = hc_vec3_add(origin, hc_vec3_times_mat3(t->molecule->position[k], &frame));
    }
}

/* The atoms in reach of a molecule that is raised or not. */
static hc_status list_atoms(hc_context *ctx, const hc_cluster_place *place, trial *t)
{
    double radius = t->reach + fabs(t->raise);
    size_t count = hc_near_atoms_count(t->near, place->site.position, radius);
    free(t->atom);
    t->atom = NULL;
    hc_status status = hc_allocate(ctx, count + 1, sizeof *t->atom, &t->atom);
    if (status == HC_OK) {
        t->count = hc_near_atoms_list(t->near, place->site.position, radius, count, t->atom);
        hc_sort_numbers(t->atom, t->count);
    }
    return status;
}

/* Leaves the molecule at the first turn at which it fits; *best has a ratio of at least 1 then. */
static hc_status try_place(hc_context *ctx, const hc_cluster_place *place, trial *t, fit *best)
{
    const hc_adsorption_site origin = {.kind = place->site.kind, .along = {1, 0, 0}};
    hc_structure *stand = NULL;
    hc_status status = HC_OK;
    *best = (fit){.ratio = 0.0};
    HC_TRY(list_atoms(ctx, place, t));
    HC_TRY(make_stand(ctx, t, place, &stand));
    for (int turn = 0; turn < TURNS && best->ratio < 1.0; turn++) {
        hc_adsorbate_lay(t->record, &origin, t->azimuth + 2.0 * HC_PI * turn / TURNS, stand, t->molecule);
        put(t, place);
        fit now = measure(t, place);
        if (now.ratio >= 1.0 && !is_bonded(t, place, stand)) {
            now = (fit){.ratio = 0.0, .floats = true};
        }
        *best = now.ratio > best->ratio || now.floats ? now : *best;
    }
cleanup:
    hc_structure_free(stand);
    return status;
}

/* "atoms 3 5 (Cu Cu)" */
static void write_atoms(const trial *t, const hc_cluster_place *place, size_t size, char *text)
{
    size_t used = (size_t)snprintf(text, size, place->site.coordination == 1 ? "atom" : "atoms");
    for (int symbols = 0; symbols < 2; symbols++) {
        for (size_t k = 0; k < place->site.coordination && used < size; k++) {
            const char *before = symbols && k == 0 ? " (" : " ";
            size_t i = place->atom[k];
            used += (size_t)(symbols ? snprintf(text + used, size - used, "%s%s", before,
                                                hc_element_symbol(t->structure->atomic_number[i]))
                                     : snprintf(text + used, size - used, "%s%zu", before, i));
        }
    }
    if (used < size) {
        snprintf(text + used, size - used, ")");
    }
}

#define TEXT 256

static void tell_place(hc_context *ctx, const trial *t, const hc_cluster_place *place, int index)
{
    char atoms[TEXT], below[64] = "nothing below";
    if (index == TOLD_MAX) {
        hc_log(ctx, HC_LOG_INFO, "and more, which are not listed");
    }
    if (index >= TOLD_MAX) {
        return;
    }
    write_atoms(t, place, sizeof atoms, atoms);
    if (isfinite(place->site.below)) {
        snprintf(below, sizeof below, "the next atom %.2f Angstrom below", place->site.below / HC_ANGSTROM);
    }
    hc_log(ctx, HC_LOG_INFO, "%s %d: %s, %zu of this kind in the cluster, %s", hc_site_kind_choices[place->site.kind],
           index, atoms, place->site.multiplicity, below);
}

/* ---- where ------------------------------------------------------------------------------------------------------- */

/* What came of all places. */
typedef struct outcome {
    size_t count; /* places */
    int room;     /* those on which it has room */
    size_t best;  /* the one where it nearly has, and how */
    fit fit;
} outcome;

/* "of metals", "of Cu", "of atom 5 (Cu)" */
static void write_scope(const trial *t, const hc_cluster_site *site, size_t size, char *text)
{
    if (site->atom != HC_INTEGER_UNSET) {
        snprintf(text, size, "atom %d (%s)", site->atom, hc_element_symbol(t->structure->atomic_number[site->atom]));
    } else {
        snprintf(text, size, "%s", site->element == 0 ? "metals" : hc_element_symbol(site->element));
    }
}

static hc_status refuse_kind(hc_context *ctx, const trial *t, const hc_cluster_site *site)
{
    char scope[64];
    bool named = site->atom != HC_INTEGER_UNSET, there = named;
    for (size_t i = 0; i < t->structure->natom && !there; i++) {
        there = hc_makes_places(site->element, t->structure->atomic_number[i]);
    }
    if (!there) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the cluster has no atoms of %s%s",
                       site->element == 0 ? "metal" : hc_element_symbol(site->element),
                       site->element == 0 ? "; element names the atoms that it goes on" : "");
    }
    write_scope(t, site, sizeof scope, scope);
    if (site->kind == HC_SITE_TOP && named) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "%s: no side of it is open, it has neighbours on all sides; choose one at the surface", scope);
    }
    return hc_fail(ctx, HC_ERROR_INPUT, "the cluster has no %s site of %s: %s; %s", hc_site_kind_choices[site->kind],
                   scope,
                   site->kind == HC_SITE_TOP      ? "no atom of them has an open side"
                   : site->kind == HC_SITE_BRIDGE ? "two atoms that are bonded to each other and lie open make one"
                                                  : "three or more atoms that are bonded to each other make one",
                   named ? "choose another atom" : "element names others");
}

/* Nowhere is room. */
static hc_status refuse_all(hc_context *ctx, const trial *t, const hc_cluster_site *site, const hc_cluster_place *list,
                            const outcome *o)
{
    char scope[64], atoms[TEXT], among[2 * TEXT], reason[TEXT];
    const fit *best = &o->fit;
    write_scope(t, site, sizeof scope, scope);
    write_atoms(t, &list[o->best], sizeof atoms, atoms);
    snprintf(among, sizeof among, "any of %zu %s%s sites of %s, nearest to it on %s", o->count,
             site->atom == HC_INTEGER_UNSET ? "distinct " : "", hc_site_kind_choices[site->kind], scope, atoms);
    snprintf(reason, sizeof reason,
             best->floats ? "metals beside it keep it from bonding"
                          : "however it is turned about the outward direction, at best its %s has %.3f of the "
                            "distance that it needs from atom %zu (%s)",
             t->record->atom[best->molecule].symbol, best->ratio, best->cluster,
             hc_element_symbol(t->structure->atomic_number[best->cluster]));
    return hc_fail(ctx, HC_ERROR_INPUT,
                   "%s has no room on %s: %s; choose another site or atom, or take ligands away first", t->record->name,
                   o->count == 1 ? atoms : among, reason);
}

/* No room at all, or not so often. */
static hc_status refuse_index(hc_context *ctx, const trial *t, const hc_cluster_site *site,
                              const hc_cluster_place *list, const outcome *o)
{
    char scope[64];
    if (o->room == 0) {
        return refuse_all(ctx, t, site, list, o);
    }
    write_scope(t, site, sizeof scope, scope);
    return hc_fail(ctx, HC_ERROR_INPUT, "index %d: %s has room on %d of %zu %s%s sites of %s, counted from 0",
                   site->index, t->record->name, o->room, o->count, site->atom == HC_INTEGER_UNSET ? "distinct " : "",
                   hc_site_kind_choices[site->kind], scope);
}

/* Tries all places; the molecule stays at the one that is wanted. */
static hc_status try_places(hc_context *ctx, const hc_cluster_site *site, size_t count, const hc_cluster_place *list,
                            trial *t, size_t *chosen, hc_structure **wanted)
{
    hc_status status = HC_OK;
    outcome o = {.count = count};
    for (size_t k = 0; k < count; k++) {
        fit best;
        HC_TRY(try_place(ctx, &list[k], t, &best));
        if (best.ratio < 1.0) {
            o.best = best.ratio > o.fit.ratio ? k : o.best;
            o.fit = best.ratio > o.fit.ratio || k == 0 ? best : o.fit;
            continue;
        }
        tell_place(ctx, t, &list[k], o.room);
        if (o.room++ == site->index) {
            *chosen = k;
            HC_TRY(hc_structure_copy(ctx, t->placed, wanted));
        }
    }
    if (*wanted == NULL) {
        status = refuse_index(ctx, t, site, list, &o);
    }
cleanup:
    return status;
}

static hc_status check_site(hc_context *ctx, const hc_structure *structure, const hc_cluster_site *site)
{
    hc_closest pair;
    if (structure->natom == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "there are no atoms yet that it could go on");
    }
    if (site->atom != HC_INTEGER_UNSET && (size_t)site->atom >= structure->natom) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %d: there are %zu, counted from 0", site->atom, structure->natom);
    }
    if (site->atom == HC_INTEGER_UNSET && structure->natom > ATOMS_MOST) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "sites of the same kind are told apart in clusters of up to %d atoms, and this "
                       "one has %zu: give atom, and index counts the sites of that atom",
                       ATOMS_MOST, structure->natom);
    }
    hc_status status = hc_structure_closest(ctx, structure, &pair);
    if (status == HC_OK && pair.share < HC_TOO_CLOSE) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "atoms %zu and %zu are %.3f Angstrom apart, less than %.1f of the sum of their covalent radii; "
                       "mend that first",
                       pair.i, pair.j, pair.distance / HC_ANGSTROM, HC_TOO_CLOSE);
    }
    return status;
}

/* The places that index counts. */
static hc_status find_places(hc_context *ctx, const trial *t, const hc_cluster_site *site, size_t *count,
                             hc_cluster_place **list)
{
    hc_place_search search = {.kind = site->kind, .element = site->element, .atom = HC_PLACE_ANY};
    if (site->atom != HC_INTEGER_UNSET) {
        int number = t->structure->atomic_number[site->atom];
        search.atom = (size_t)site->atom;
        search.element = hc_makes_places(0, number) ? 0 : number;
    }
    hc_status status = hc_cluster_places(ctx, t->structure, t->bonds, &search, count, list);
    if (status == HC_OK && search.atom == HC_PLACE_ANY) {
        status = hc_cluster_places_distinct(ctx, t->structure, count, *list);
    }
    return status == HC_OK && *count == 0 ? refuse_kind(ctx, t, site) : status;
}

/* Farther from a place than a molecule reaches and its atoms need. */
static double reach_of(const hc_adsorbate_record *record, const hc_structure *molecule, const hc_structure *structure)
{
    double size = 0.0, contact = 0.0;
    for (size_t k = 0; k < molecule->natom; k++) {
        const hc_adsorbate_atom *a = &record->atom[k];
        size = fmax(size, HC_ANGSTROM * hc_vec3_norm(hc_vec3_make(a->x, a->y, a->z)));
        for (size_t i = 0; i < structure->natom; i++) {
            int mine = molecule->atomic_number[k], other = structure->atomic_number[i];
            contact = fmax(contact, needed(record, k, mine, other, true));
            contact = fmax(contact, needed(record, k, mine, other, false));
        }
    }
    return size + 2.0 * contact;
}

hc_status hc_adsorbate_add_to_cluster(hc_context *ctx, const hc_adsorbate_record *record, const hc_cluster_site *site,
                                      double azimuth, double raise, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_bonds *bonds = NULL;
    hc_structure *molecule = NULL;
    hc_cluster_place *list = NULL;
    size_t count = 0, chosen = 0;
    char atoms[TEXT];
    trial t = {.structure = *structure, .record = record, .azimuth = azimuth, .raise = raise};
    HC_TRY(check_site(ctx, *structure, site));
    HC_TRY(hc_bonds_create(ctx, *structure, &bonds));
    t.bonds = bonds;
    HC_TRY(hc_near_atoms_create(ctx, *structure, &t.near));
    HC_TRY(hc_adsorbate_create(ctx, record, &t.molecule));
    HC_TRY(hc_structure_copy(ctx, t.molecule, &t.placed));
    t.reach = reach_of(record, t.molecule, *structure);
    HC_TRY(find_places(ctx, &t, site, &count, &list));
    HC_TRY(try_places(ctx, site, count, list, &t, &chosen, &molecule));
    write_atoms(&t, &list[chosen], sizeof atoms, atoms);
    hc_log(ctx, HC_LOG_INFO, "%s is on %s", record->name, atoms);
    HC_TRY(hc_structure_append(ctx, molecule, hc_vec3_make(0, 0, 0), structure));
cleanup:
    free(list);
    free(t.atom);
    hc_near_atoms_free(t.near);
    hc_structure_free(t.molecule);
    hc_structure_free(t.placed);
    hc_bonds_free(bonds);
    hc_structure_free(molecule);
    return status;
}
