/* FIRE: Bitzek et al., Phys. Rev. Lett. 97, 170201 (2006), with unit masses. */
#include <stdlib.h>

#include "builders/carbon/defect.h"
#include "halfcell/units.h"

#define STEP_MAX 20000
#define GRADIENT_END 1e-4 /* hartree/bohr, largest component of length */
#define TIME_START 0.1
#define TIME_MAX 0.6
#define PRESSED 0.975 /* of its length: a bond that lacks room */
#define LIFT (0.3 * HC_ANGSTROM)
#define MOVE_MAX 0.2 /* bohr in one step */

typedef struct fire {
    hc_vec3 *gradient, *velocity; /* [natom] */
    double time, mixing;
    int downhill; /* steps since the last uphill one */
} fire;

static double largest_gradient(const hc_structure *structure, hc_vec3 *gradient)
{
    double largest = 0.0;
    for (size_t i = 0; i < structure->natom; i++) {
        if (structure->fixed[i]) {
            gradient[i] = (hc_vec3){0.0, 0.0, 0.0};
        }
        largest = fmax(largest, hc_vec3_norm(gradient[i]));
    }
    return largest;
}

static void turn_velocity(fire *f, size_t natom)
{
    double power = 0.0, v2 = 0.0, g2 = 0.0;
    for (size_t i = 0; i < natom; i++) {
        power -= hc_vec3_dot(f->gradient[i], f->velocity[i]);
        v2 += hc_vec3_norm2(f->velocity[i]);
        g2 += hc_vec3_norm2(f->gradient[i]);
    }
    double push = g2 > 0.0 ? sqrt(v2 / g2) : 0.0;
    if (power > 0.0) {
        for (size_t i = 0; i < natom; i++) {
            f->velocity[i] =
                hc_vec3_axpy(hc_vec3_scale(1.0 - f->mixing, f->velocity[i]), -f->mixing * push, f->gradient[i]);
        }
        if (++f->downhill > 5) {
            f->time = fmin(1.1 * f->time, TIME_MAX);
            f->mixing *= 0.99;
        }
        return;
    }
    for (size_t i = 0; i < natom; i++) {
        f->velocity[i] = (hc_vec3){0.0, 0.0, 0.0};
    }
    f->time *= 0.5;
    f->mixing = 0.1;
    f->downhill = 0;
}

static void move(fire *f, hc_structure *structure)
{
    for (size_t i = 0; i < structure->natom; i++) {
        f->velocity[i] = hc_vec3_axpy(f->velocity[i], -f->time, f->gradient[i]);
        hc_vec3 step = hc_vec3_scale(f->time, f->velocity[i]);
        double length = hc_vec3_norm(step);
        structure->position[i] =
            hc_vec3_axpy(structure->position[i], length > MOVE_MAX ? MOVE_MAX / length : 1.0, step);
    }
}

/* Hydrogen and oxygen in a hole may have no room in its plane. They do not leave it by themselves, since it is a plane
 * of symmetry: those whose bond is pressed together are lifted, to one side and the other by turns. */
static bool lift_pressed(hc_skeleton *skeleton)
{
    hc_structure *structure = skeleton->structure;
    double side = LIFT;
    bool any = false;
    for (size_t i = 0; i < structure->natom; i++) {
        const hc_skeleton_atom *atom = &skeleton->atom[i];
        if (atom->gone || atom->count != 1 || structure->fixed[i]) {
            continue;
        }
        size_t holder = atom->link[0].j;
        double length = hc_vec3_norm(hc_skeleton_vector(skeleton, i, 0));
        if (length < PRESSED * hc_skeleton_bond_length(skeleton, i, holder)) {
            hc_vec3 normal = hc_carbon_normal(skeleton, holder);
            structure->position[i] = hc_vec3_axpy(structure->position[i], side, normal);
            side = -side;
            any = true;
        }
    }
    return any;
}

static hc_status descend(hc_context *ctx, hc_skeleton *skeleton)
{
    hc_status status = HC_OK;
    hc_skeleton_field *field = NULL;
    hc_structure *structure = skeleton->structure;
    fire f = {.time = TIME_START, .mixing = 0.1};
    double energy = 0.0, largest = 0.0;
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *f.gradient, &f.gradient));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *f.velocity, &f.velocity));
    HC_TRY(hc_skeleton_field_create(ctx, skeleton, &field));
    for (int step = 0; step < STEP_MAX; step++) {
        if (hc_context_stop_requested(ctx)) {
            status = hc_fail(ctx, HC_ERROR_INTERRUPTED, "stopped while the skeleton was being relaxed");
            goto cleanup;
        }
        HC_TRY(hc_skeleton_field_energy(ctx, field, &energy, f.gradient));
        largest = largest_gradient(structure, f.gradient);
        if (largest < GRADIENT_END) {
            goto cleanup;
        }
        turn_velocity(&f, structure->natom);
        move(&f, structure);
    }
    status = hc_fail(ctx, HC_ERROR_NOT_CONVERGED,
                     "the skeleton does not relax: after %d steps %.2g hartree/bohr are left", STEP_MAX, largest);
cleanup:
    hc_skeleton_field_free(field);
    free(f.gradient);
    free(f.velocity);
    return status;
}

hc_status hc_skeleton_relax(hc_context *ctx, hc_skeleton *skeleton)
{
    hc_status status = descend(ctx, skeleton);
    return status == HC_OK && lift_pressed(skeleton) ? descend(ctx, skeleton) : status;
}
