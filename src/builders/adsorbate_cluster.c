/* An adsorbate on an atom of a cluster: outwards, and turned about that direction until nothing is in its way. */
#include <math.h>

#include "atoms/bonds.h"
#include "atoms/elements.h"
#include "builders/adsorbate.h"
#include "builders/assemble.h"
#include "builders/packing_grid.h"
#include "halfcell/keyword.h"
#include "halfcell/units.h"

#define TURNS 36
#define CLEAR 0.75  /* of the sum of contact radii, to atoms that are no metal */
#define INSIDE 0.5  /* length of the sum of unit vectors to the neighbours: below it they are on all sides */
#define UPRIGHT 0.1 /* bohr: a neighbour that is not farther aside is straight below */

/* How well a molecule fits: the smallest ratio of a distance to the one that is needed, and whose it is. */
typedef struct fit {
    double ratio;
    size_t molecule, cluster;
} fit;

/* Unit vectors x, y, z of the adsorbate on an atom; false: no side of the atom is open. */
static bool find_axes(const hc_structure *structure, const hc_bonds *bonds, size_t atom, hc_mat3 *axes)
{
    hc_vec3 inwards = {0, 0, 0}, side = {0, 0, 0};
    size_t first = bonds->first[atom], end = bonds->first[atom + 1];
    for (size_t k = first; k < end; k++) {
        hc_vec3 v = hc_vec3_sub(structure->position[bonds->partner[k]], structure->position[atom]);
        inwards = hc_vec3_axpy(inwards, 1.0 / hc_vec3_norm(v), v);
    }
    if (first == end) {
        inwards = hc_vec3_make(0, 0, -1); /* it stands alone: any direction is outwards */
    }
    double length = hc_vec3_norm(inwards);
    if (length < INSIDE) {
        return false;
    }
    hc_vec3 z = hc_vec3_scale(-1.0 / length, inwards);
    for (size_t k = first; k < end; k++) {
        hc_vec3 v = hc_vec3_sub(structure->position[bonds->partner[k]], structure->position[atom]);
        v = hc_vec3_axpy(v, -hc_vec3_dot(v, z), z);
        side = hc_vec3_norm(v) > hc_vec3_norm(side) + UPRIGHT ? v : side;
    }
    if (hc_vec3_norm(side) < UPRIGHT) {
        side = fabs(z.x) < 0.6 ? hc_vec3_make(1, 0, 0) : hc_vec3_make(0, 1, 0);
    }
    hc_vec3 y = hc_vec3_cross(z, side);
    y = hc_vec3_scale(1.0 / hc_vec3_norm(y), y);
    *axes = (hc_mat3){{hc_vec3_cross(y, z), y, z}};
    return true;
}

static double needed(const hc_adsorbate_record *record, size_t k, int mine, int other)
{
    if (hc_element_is_metal(other)) {
        return hc_adsorbate_distance(record, k) *
               (hc_element_covalent_radius(mine) + hc_element_covalent_radius(other));
    }
    return CLEAR * (hc_contact_radius(mine) + hc_contact_radius(other));
}

/* Among all atoms but the one it is on. */
static fit measure(const hc_structure *structure, size_t atom, const hc_adsorbate_record *record,
                   const hc_structure *molecule)
{
    fit worst = {.ratio = INFINITY};
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = 0; k < molecule->natom && i != atom; k++) {
            double distance = hc_vec3_norm(hc_vec3_sub(molecule->position[k], structure->position[i]));
            double ratio = distance / needed(record, k, molecule->atomic_number[k], structure->atomic_number[i]);
            if (ratio < worst.ratio) {
                worst = (fit){.ratio = ratio, .molecule = k, .cluster = i};
            }
        }
    }
    return worst;
}

/* The molecule over an atom alone, which is at the origin with z outwards. */
static hc_status make_upright(hc_context *ctx, const hc_adsorbate_record *record, int element, double raise,
                              hc_structure **molecule)
{
    const hc_adsorption_site site = {.kind = HC_SITE_TOP, .along = {1, 0, 0}};
    hc_status status = HC_OK;
    hc_structure *alone = NULL;
    HC_TRY(hc_structure_create(ctx, 1, &alone));
    hc_structure_set_element(alone, 0, element);
    HC_TRY(hc_adsorbate_make(ctx, record, &site, 0.0, alone, molecule));
    for (size_t k = 0; k < (*molecule)->natom; k++) {
        (*molecule)->position[k].z += raise;
    }
cleanup:
    hc_structure_free(alone);
    return status;
}

/* Turned by `angle` about z of the axes, which begin at `origin`. */
static void place(const hc_structure *upright, const hc_mat3 *axes, hc_vec3 origin, double angle,
                  hc_structure *molecule)
{
    double c = cos(angle), s = sin(angle);
    for (size_t k = 0; k < upright->natom; k++) {
        hc_vec3 r = upright->position[k];
        hc_vec3 turned = hc_vec3_make(c * r.x - s * r.y, s * r.x + c * r.y, r.z);
        molecule->position[k] = hc_vec3_add(origin, hc_vec3_times_mat3(turned, axes));
    }
}

/* The molecule on an atom, at the first turn at which it fits, else NULL with the best fit. */
static hc_status try_atom(hc_context *ctx, const hc_structure *structure, const hc_bonds *bonds, size_t atom,
                          const hc_adsorbate_record *record, double azimuth, double raise, fit *best,
                          hc_structure **molecule)
{
    hc_status status = HC_OK;
    hc_structure *upright = NULL, *placed = NULL;
    hc_mat3 axes;
    *best = (fit){.ratio = 0.0, .cluster = atom};
    *molecule = NULL;
    if (!find_axes(structure, bonds, atom, &axes)) {
        return HC_OK;
    }
    HC_TRY(make_upright(ctx, record, structure->atomic_number[atom], raise, &upright));
    HC_TRY(hc_structure_copy(ctx, upright, &placed));
    for (int turn = 0; turn < TURNS && best->ratio < 1.0; turn++) {
        place(upright, &axes, structure->position[atom], azimuth + 2.0 * HC_PI * turn / TURNS, placed);
        fit now = measure(structure, atom, record, placed);
        *best = now.ratio > best->ratio ? now : *best;
    }
    if (best->ratio >= 1.0) {
        *molecule = placed;
        placed = NULL;
    }
cleanup:
    hc_structure_free(upright);
    hc_structure_free(placed);
    return status;
}

static hc_status refuse_atom(hc_context *ctx, const hc_structure *structure, size_t atom,
                             const hc_adsorbate_record *record, const fit *best)
{
    const char *symbol = hc_element_symbol(structure->atomic_number[atom]);
    if (best->cluster == atom) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu (%s) has neighbours on all sides; choose one at the surface",
                       atom, symbol);
    }
    return hc_fail(ctx, HC_ERROR_INPUT,
                   "%s has no room on atom %zu (%s): however it is turned about the outward direction, at best its %s "
                   "has %.2f of the distance that it needs from atom %zu (%s); choose another atom, or take ligands "
                   "away first",
                   record->name, atom, symbol, record->atom[best->molecule].symbol, best->ratio, best->cluster,
                   hc_element_symbol(structure->atomic_number[best->cluster]));
}

/* On the atom that is named. */
static hc_status put_on_atom(hc_context *ctx, const hc_structure *structure, const hc_bonds *bonds, size_t atom,
                             const hc_adsorbate_record *record, double azimuth, double raise, hc_structure **molecule)
{
    fit best;
    hc_status status = HC_OK;
    if (atom >= structure->natom) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu: there are %zu, counted from 0", atom, structure->natom);
    }
    HC_TRY(try_atom(ctx, structure, bonds, atom, record, azimuth, raise, &best, molecule));
    if (*molecule == NULL) {
        status = refuse_atom(ctx, structure, atom, record, &best);
    }
cleanup:
    return status;
}

/* On number site->index of the atoms where it has room; *atom is which that is. */
static hc_status put_on_next(hc_context *ctx, const hc_structure *structure, const hc_bonds *bonds,
                             const hc_cluster_site *site, const hc_adsorbate_record *record, double azimuth,
                             double raise, size_t *atom, hc_structure **molecule)
{
    hc_status status = HC_OK;
    int found = 0;
    for (size_t i = 0; i < structure->natom; i++) {
        int element = structure->atomic_number[i];
        fit best;
        if (site->element == 0 ? !hc_element_is_metal(element) : element != site->element) {
            continue;
        }
        HC_TRY(try_atom(ctx, structure, bonds, i, record, azimuth, raise, &best, molecule));
        if (*molecule != NULL && found++ == site->index) {
            *atom = i;
            return HC_OK;
        }
        hc_structure_free(*molecule);
        *molecule = NULL;
    }
    status = hc_fail(ctx, HC_ERROR_INPUT, "index %d: %s has room on %d %s atoms of this cluster, counted from 0%s",
                     site->index, record->name, found, site->element == 0 ? "metal" : hc_element_symbol(site->element),
                     site->element == 0 ? "; element names others" : "");
cleanup:
    return status;
}

hc_status hc_adsorbate_add_to_cluster(hc_context *ctx, const hc_adsorbate_record *record, const hc_cluster_site *site,
                                      double azimuth, double raise, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_bonds *bonds = NULL;
    hc_structure *molecule = NULL;
    size_t atom = (size_t)site->atom;
    HC_TRY(hc_bonds_create(ctx, *structure, &bonds));
    if (site->atom != HC_INTEGER_UNSET) {
        HC_TRY(put_on_atom(ctx, *structure, bonds, atom, record, azimuth, raise, &molecule));
    } else {
        HC_TRY(put_on_next(ctx, *structure, bonds, site, record, azimuth, raise, &atom, &molecule));
    }
    hc_log(ctx, HC_LOG_INFO, "%s is on atom %zu (%s)", record->name, atom,
           hc_element_symbol((*structure)->atomic_number[atom]));
    HC_TRY(hc_structure_append(ctx, molecule, hc_vec3_make(0, 0, 0), structure));
cleanup:
    hc_bonds_free(bonds);
    hc_structure_free(molecule);
    return status;
}
