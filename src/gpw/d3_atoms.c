#include "gpw/d3_atoms.h"

#include <stdlib.h>
#include <string.h>

#include "dispersion/d3.h"

struct hc_gpw_d3 {
    hc_d3 *d3;    /* NULL: there are ghosts alone */
    size_t count; /* of atoms that are no ghosts */
    size_t *atom; /* [count] */
};

/* The atoms that are no ghosts, in the same cell. */
static hc_status without_ghosts(hc_context *ctx, const hc_gpw_d3 *self, const hc_structure *structure,
                                hc_structure **real)
{
    hc_status status = hc_structure_create(ctx, self->count, real);
    if (status != HC_OK) {
        return status;
    }
    for (size_t k = 0; k < self->count; k++) {
        hc_structure_set_element(*real, k, structure->atomic_number[self->atom[k]]);
        (*real)->position[k] = structure->position[self->atom[k]];
    }
    (*real)->cell = structure->cell;
    memcpy((*real)->periodic, structure->periodic, sizeof structure->periodic);
    return HC_OK;
}

hc_status hc_gpw_d3_create(hc_context *ctx, const hc_gpw_options *options, const hc_gpw_system *system,
                           const hc_structure *structure, hc_gpw_d3 **d3)
{
    const hc_d3_options wide = HC_D3_WIDE;
    const hc_d3_damping damping = options->dispersion == HC_GPW_DISPERSION_D3 ? HC_D3_ZERO : HC_D3_BJ;
    const hc_d3_parameters *parameters = NULL;
    hc_gpw_d3 *made = NULL;
    hc_structure *real = NULL;
    hc_status status = HC_OK;
    *d3 = NULL;
    if (options->dispersion == HC_GPW_DISPERSION_NONE) {
        return HC_OK;
    }
    HC_TRY(hc_d3_parameters_find(ctx, options->functional, damping, &parameters));
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_allocate(ctx, system->natom, sizeof *made->atom, &made->atom));
    for (size_t i = 0; i < system->natom; i++) {
        if (hc_gpw_kind_of(system, i)->potential) {
            made->atom[made->count++] = i;
        }
    }
    if (made->count > 0) {
        HC_TRY(without_ghosts(ctx, made, structure, &real));
        HC_TRY(hc_d3_create(ctx, parameters, &wide, real, &made->d3));
    }
    *d3 = made;
    made = NULL;
cleanup:
    hc_structure_free(real);
    hc_gpw_d3_free(made);
    return status;
}

void hc_gpw_d3_free(hc_gpw_d3 *d3)
{
    if (d3) {
        hc_d3_free(d3->d3);
        free(d3->atom);
        free(d3);
    }
}

hc_status hc_gpw_d3_compute(hc_context *ctx, const hc_gpw_d3 *self, const hc_structure *structure, double *energy,
                            hc_vec3 *force, hc_mat3 *strain)
{
    hc_structure *real = NULL;
    hc_vec3 *share = NULL;
    hc_status status = HC_OK;
    *energy = 0.0;
    if (!self->d3) {
        return HC_OK;
    }
    HC_TRY(without_ghosts(ctx, self, structure, &real));
    HC_TRY(hc_allocate(ctx, self->count, sizeof *share, &share));
    HC_TRY(hc_d3_compute(ctx, self->d3, real, energy, force ? share : NULL, strain));
    for (size_t k = 0; force && k < self->count; k++) {
        force[self->atom[k]] = hc_vec3_add(force[self->atom[k]], share[k]);
    }
cleanup:
    hc_structure_free(real);
    free(share);
    return status;
}
