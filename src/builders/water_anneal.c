#include "builders/water_anneal.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/elements.h"
#include "atoms/neighbours.h"
#include "halfcell/units.h"

/* TIP3P. */
#define OH_LENGTH (0.9572 * HC_ANGSTROM)
#define HOH_ANGLE (104.52 * HC_DEGREE)
#define OXYGEN_CHARGE (-0.834)
#define HYDROGEN_CHARGE 0.417
#define LJ_EPSILON (0.1521 * HC_KCAL_PER_MOL)
#define LJ_SIGMA (3.15061 * HC_ANGSTROM)

#define CUTOFF (6.0 * HC_ANGSTROM) /* between oxygen atoms, and from oxygen to other atoms */
#define MOVE_MAX (0.25 * HC_ANGSTROM)
#define TURN_MAX 0.5 /* radian */
#define SKIN (1.5 * HC_ANGSTROM)
/* The soft wall around other atoms; hydrogen comes so much nearer than oxygen. */
#define WALL (200.0 * HC_KCAL_PER_MOL / (HC_ANGSTROM * HC_ANGSTROM))
#define HYDROGEN_NEARER (0.9 * HC_ANGSTROM)
#define HOT (1000.0 * HC_KELVIN)
#define COLD (300.0 * HC_KELVIN)

/* What stands near a molecule: an atom of the solute (index < solute atoms) or a molecule. */
typedef struct partner {
    size_t index;
    hc_vec3 shift; /* bohr, added to it */
} partner;

typedef struct surroundings {
    size_t *first; /* [nwater + 1] */
    partner *partner;
} surroundings;

static hc_vec3 random_direction(hc_random *random)
{
    double z = 2.0 * hc_random_uniform(random) - 1.0, phi = 2.0 * HC_PI * hc_random_uniform(random);
    double r = sqrt(fmax(0.0, 1.0 - z * z));
    return hc_vec3_make(r * cos(phi), r * sin(phi), z);
}

/* Rotates v about a unit axis (Rodrigues). */
static hc_vec3 rotate(hc_vec3 v, hc_vec3 axis, double angle)
{
    double c = cos(angle), s = sin(angle);
    hc_vec3 turned = hc_vec3_axpy(hc_vec3_scale(c, v), s, hc_vec3_cross(axis, v));
    return hc_vec3_axpy(turned, (1.0 - c) * hc_vec3_dot(axis, v), axis);
}

void hc_water_orient(hc_water_box *box, size_t iwater)
{
    hc_vec3 *site = box->site[iwater];
    hc_vec3 first = random_direction(&box->random), other = random_direction(&box->random);
    hc_vec3 axis = hc_vec3_cross(first, other);
    double length = hc_vec3_norm(axis);
    axis = length > 1e-6 ? hc_vec3_scale(1.0 / length, axis) : hc_vec3_make(0, 0, 1);
    site[1] = hc_vec3_axpy(site[0], OH_LENGTH, first);
    site[2] = hc_vec3_axpy(site[0], OH_LENGTH, rotate(first, axis, HOH_ANGLE));
}

/* Coulomb with a reaction field of infinite dielectric constant: energy and force vanish at the cutoff. */
static double coulomb(double charges, hc_vec3 r)
{
    double r2 = hc_vec3_norm2(r);
    return charges * (1.0 / sqrt(r2) + r2 / (2.0 * CUTOFF * CUTOFF * CUTOFF) - 1.5 / CUTOFF);
}

static double water_water(const hc_vec3 a[3], const hc_vec3 b[3], hc_vec3 shift)
{
    static const double charge[3] = {OXYGEN_CHARGE, HYDROGEN_CHARGE, HYDROGEN_CHARGE};
    double r2 = hc_vec3_norm2(hc_vec3_sub(hc_vec3_add(b[0], shift), a[0]));
    if (r2 > CUTOFF * CUTOFF) {
        return 0.0;
    }
    double s2 = LJ_SIGMA * LJ_SIGMA / r2, s6 = s2 * s2 * s2;
    double energy = 4.0 * LJ_EPSILON * (s6 * s6 - s6);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            energy += coulomb(charge[i] * charge[j], hc_vec3_sub(hc_vec3_add(b[j], shift), a[i]));
        }
    }
    return energy;
}

static double wall(double nearest, double distance)
{
    double overlap = fmax(nearest - distance, 0.0);
    return WALL * overlap * overlap;
}

static double water_atom(const hc_vec3 a[3], int number, hc_vec3 r)
{
    double contact = hc_contact_radius(number) + HC_WATER_RADIUS, energy = 0.0;
    bool is_ion = hc_element_is_alkali(number);
    double distance = hc_vec3_norm(hc_vec3_sub(r, a[0]));
    if (distance > CUTOFF) {
        return 0.0;
    }
    energy += wall(contact, distance);
    for (int i = 1; i < 3; i++) {
        energy += wall(contact - HYDROGEN_NEARER, hc_vec3_norm(hc_vec3_sub(r, a[i])));
    }
    for (int i = 0; is_ion && i < 3; i++) {
        energy += coulomb(i == 0 ? OXYGEN_CHARGE : HYDROGEN_CHARGE, hc_vec3_sub(r, a[i]));
    }
    return energy;
}

static double molecule_energy(const hc_water_box *box, const surroundings *around, size_t iwater, const hc_vec3 at[3])
{
    size_t nsolute = box->solute->natom;
    double energy = 0.0;
    for (size_t k = around->first[iwater]; k < around->first[iwater + 1]; k++) {
        const partner *other = &around->partner[k];
        if (other->index < nsolute) {
            hc_vec3 r = hc_vec3_add(box->solute->position[other->index], other->shift);
            energy += water_atom(at, box->solute->atomic_number[other->index], r);
        } else {
            energy += water_water(at, box->site[other->index - nsolute], other->shift);
        }
    }
    return energy;
}

/* Solute atoms, then oxygen atoms: what the neighbour list is made of. */
static void set_centres(const hc_water_box *box, hc_structure *centres)
{
    for (size_t i = 0; i < box->nwater; i++) {
        centres->position[box->solute->natom + i] = box->site[i][0];
    }
}

static hc_status make_centres(hc_context *ctx, const hc_water_box *box, hc_structure **centres)
{
    hc_status status = hc_structure_create(ctx, box->solute->natom + box->nwater, centres);
    if (status == HC_OK) {
        (*centres)->cell = box->solute->cell;
        for (int d = 0; d < 3; d++) {
            (*centres)->periodic[d] = box->solute->periodic[d];
        }
        for (size_t i = 0; i < box->solute->natom; i++) {
            (*centres)->position[i] = box->solute->position[i];
        }
    }
    return status;
}

/* Counts partners as long as there is no room for them, then keeps them. */
static void note(surroundings *around, size_t *next, size_t iwater, size_t index, hc_vec3 shift)
{
    if (around->partner == NULL) {
        around->first[iwater + 1]++;
    } else {
        around->partner[next[iwater]++] = (partner){index, shift};
    }
}

/* Molecules come last in the list, so j is one whenever i or j is. */
static void note_pairs(const hc_neighbour_list *list, size_t nsolute, surroundings *around, size_t *next)
{
    for (size_t i = 0; i < list->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            const hc_neighbour *pair = &list->entry[k];
            if (pair->j < nsolute || pair->j == i) {
                continue;
            }
            note(around, next, pair->j - nsolute, i, hc_vec3_scale(-1.0, pair->shift));
            if (i >= nsolute) {
                note(around, next, i - nsolute, pair->j, pair->shift);
            }
        }
    }
}

/* From the half list, what is near each molecule. */
static hc_status find_surroundings(hc_context *ctx, const hc_water_box *box, const hc_neighbour_list *list,
                                   surroundings *around)
{
    hc_status status = HC_OK;
    size_t *next = NULL;
    HC_TRY(hc_allocate(ctx, box->nwater + 1, sizeof *around->first, &around->first));
    HC_TRY(hc_allocate(ctx, box->nwater, sizeof *next, &next));
    note_pairs(list, box->solute->natom, around, NULL);
    for (size_t i = 0; i < box->nwater; i++) {
        next[i] = around->first[i];
        around->first[i + 1] += around->first[i];
    }
    HC_TRY(hc_allocate(ctx, around->first[box->nwater], sizeof *around->partner, &around->partner));
    note_pairs(list, box->solute->natom, around, next);
cleanup:
    free(next);
    return status;
}

static void surroundings_clear(surroundings *around)
{
    free(around->first);
    free(around->partner);
    *around = (surroundings){0};
}

static void try_move(hc_water_box *box, const surroundings *around, size_t iwater, double kT)
{
    hc_vec3 *site = box->site[iwater], trial[3];
    double step[3];
    for (int k = 0; k < 3; k++) {
        step[k] = MOVE_MAX * (2.0 * hc_random_uniform(&box->random) - 1.0);
    }
    hc_vec3 axis = random_direction(&box->random);
    double angle = TURN_MAX * (2.0 * hc_random_uniform(&box->random) - 1.0);
    double chance = hc_random_uniform(&box->random);
    trial[0] = hc_vec3_add(site[0], hc_vec3_make(step[0], step[1], step[2]));
    size_t voxel = hc_packing_grid_voxel(box->grid, trial[0]);
    if (voxel == box->grid->count || !box->allowed[voxel]) {
        return;
    }
    for (int i = 1; i < 3; i++) {
        trial[i] = hc_vec3_add(trial[0], rotate(hc_vec3_sub(site[i], site[0]), axis, angle));
    }
    double change = molecule_energy(box, around, iwater, trial) - molecule_energy(box, around, iwater, site);
    if (change <= 0.0 || chance < exp(-change / kT)) {
        for (int i = 0; i < 3; i++) {
            site[i] = trial[i];
        }
    }
}

hc_status hc_water_anneal(hc_context *ctx, hc_water_box *box, int sweeps)
{
    hc_status status = HC_OK;
    hc_structure *centres = NULL;
    hc_neighbour_list *list = NULL;
    surroundings around = {0};
    size_t builds = 0;
    /* Both partners may move in a sweep, by at most sqrt(3) MOVE_MAX each. */
    double reach = CUTOFF + 2.0 * sqrt(3.0) * MOVE_MAX;
    HC_TRY(make_centres(ctx, box, &centres));
    HC_TRY(hc_neighbours_create(ctx, reach, SKIN, &list));
    for (int sweep = 0; sweep < sweeps; sweep++) {
        if (hc_context_stop_requested(ctx)) {
            status = hc_fail(ctx, HC_ERROR_INTERRUPTED, "stopped while water molecules were being placed");
            goto cleanup;
        }
        double kT = HOT + (COLD - HOT) * fmin(1.0, sweep / (0.8 * sweeps));
        set_centres(box, centres);
        HC_TRY(hc_neighbours_update(ctx, list, centres));
        if (list->builds != builds) {
            surroundings_clear(&around);
            HC_TRY(find_surroundings(ctx, box, list, &around));
            builds = list->builds;
        }
        for (size_t iwater = 0; iwater < box->nwater; iwater++) {
            try_move(box, &around, iwater, kT);
        }
    }
cleanup:
    surroundings_clear(&around);
    hc_neighbours_free(list);
    hc_structure_free(centres);
    return status;
}
