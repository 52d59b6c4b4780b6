#include <math.h>
#include <stdlib.h>

#include "builders/assemble.h"
#include "builders/packing_grid.h"
#include "halfcell/units.h"
#include "math/random.h"

#define ATTEMPTS 2000

hc_mat3 hc_random_rotation(hc_random *random)
{
    double u = hc_random_uniform(random), a = 2.0 * HC_PI * hc_random_uniform(random),
           b = 2.0 * HC_PI * hc_random_uniform(random);
    double x = sqrt(1.0 - u) * sin(a), y = sqrt(1.0 - u) * cos(a), z = sqrt(u) * sin(b), w = sqrt(u) * cos(b);
    return (hc_mat3){{{1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)},
                      {2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)},
                      {2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)}}};
}

/* Smallest distance between the atoms of the molecule [n] and the wanted ones. */
static double nearest_contact(const hc_structure *structure, const hc_full_cell *cell, const hc_place_options *options,
                              size_t n, const hc_vec3 *atom)
{
    double nearest = INFINITY;
    for (size_t k = 0; k < options->nnear; k++) {
        for (size_t i = 0; i < n; i++) {
            hc_vec3 r = hc_vec3_sub(atom[i], structure->position[options->near[k]]);
            nearest = fmin(nearest, hc_vec3_norm(hc_full_cell_shortest(cell, r)));
        }
    }
    return nearest;
}

/* Smallest ratio of distance to the sum of contact radii over all contacts; those with the wanted atoms do not count.
 */
static double room(const hc_structure *structure, const hc_full_cell *cell, const bool *is_near,
                   const hc_structure *molecule, const hc_vec3 *atom)
{
    double least = INFINITY;
    for (size_t j = 0; j < structure->natom; j++) {
        for (size_t i = 0; i < molecule->natom && !is_near[j]; i++) {
            double radii =
                hc_contact_radius(structure->atomic_number[j]) + hc_contact_radius(molecule->atomic_number[i]);
            double r = hc_vec3_norm(hc_full_cell_shortest(cell, hc_vec3_sub(atom[i], structure->position[j])));
            least = fmin(least, r / radii);
        }
    }
    return least;
}

/* A random orientation, and a random direction from a random one of the wanted atoms, along which the molecule is
 * pushed out until its nearest atom is as far as wanted. */
static bool propose(const hc_structure *structure, const hc_full_cell *cell, const hc_place_options *options,
                    const hc_structure *molecule, hc_random *random, hc_vec3 *atom)
{
    hc_mat3 turn = hc_random_rotation(random), aim = hc_random_rotation(random);
    hc_vec3 middle = hc_structure_middle(molecule), direction = aim.row[0];
    hc_vec3 anchor = structure->position[options->near[(size_t)(hc_random_uniform(random) * (double)options->nnear)]];
    double low = 0.0, high = 0.0;
    for (size_t i = 0; i < molecule->natom; i++) {
        hc_vec3 r = hc_vec3_sub(molecule->position[i], middle);
        high = fmax(high, hc_vec3_norm(r));
        atom[i] = hc_vec3_add(anchor, hc_mat3_times_vec3(&turn, r));
    }
    high += options->distance;
    double out = 0.0;
    for (int step = 0; step < 60; step++) {
        double middle_of = 0.5 * (low + high);
        for (size_t i = 0; i < molecule->natom; i++) {
            atom[i] = hc_vec3_axpy(atom[i], middle_of - out, direction);
        }
        out = middle_of;
        if (nearest_contact(structure, cell, options, molecule->natom, atom) < options->distance) {
            low = middle_of;
        } else {
            high = middle_of;
        }
    }
    double reached = nearest_contact(structure, cell, options, molecule->natom, atom);
    return fabs(reached - options->distance) < 1e-6;
}

static hc_status find_place(hc_context *ctx, const hc_place_options *options, const hc_structure *structure,
                            const hc_structure *molecule, hc_vec3 *best)
{
    hc_status status = HC_OK;
    hc_full_cell cell = hc_full_cell_make(&structure->cell, structure->periodic);
    hc_vec3 *atom = NULL;
    bool *is_near = NULL;
    double most = 0.0;
    hc_random random;
    hc_random_seed(&random, (uint64_t)options->seed);
    HC_TRY(hc_allocate(ctx, molecule->natom, sizeof *atom, &atom));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *is_near, &is_near));
    for (size_t k = 0; k < options->nnear; k++) {
        is_near[options->near[k]] = true;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (!propose(structure, &cell, options, molecule, &random, atom)) {
            continue;
        }
        double found = fmin(room(structure, &cell, is_near, molecule, atom), 1e3);
        for (size_t i = 0; found > most && i < molecule->natom; i++) {
            best[i] = atom[i];
        }
        most = fmax(most, found);
    }
    if (most < options->clearance) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT,
                    "there is no room for the molecule: at best a contact is %.2f of the sum of the radii, %.2f is "
                    "wanted; give a larger distance or another place",
                    most, options->clearance);
    }
cleanup:
    free(atom);
    free(is_near);
    return status;
}

hc_status hc_structure_place(hc_context *ctx, const hc_place_options *options, const hc_structure *molecule,
                             hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_structure *placed = NULL;
    if (options->nnear == 0 || molecule->natom == 0 || !(options->distance > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "placing a molecule needs atoms to be near to and a positive distance");
    }
    HC_TRY(hc_structure_copy(ctx, molecule, &placed));
    HC_TRY(find_place(ctx, options, *structure, molecule, placed->position));
    HC_TRY(hc_structure_append(ctx, placed, hc_vec3_make(0, 0, 0), structure));
cleanup:
    hc_structure_free(placed);
    return status;
}
