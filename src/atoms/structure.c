#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"
#include "halfcell/structure.h"

/* A recipe for more is a slip; without a limit it would take all memory before it is refused. */
#define ATOMS_MOST 20000000

hc_status hc_structure_create(hc_context *ctx, size_t natom, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_structure *made = NULL;
    *structure = NULL;
    if (natom > ATOMS_MOST) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%zu atoms are more than a structure can have (%d)", natom, ATOMS_MOST);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->natom = natom;
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->atomic_number, &made->atomic_number));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->position, &made->position));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->mass, &made->mass));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->velocity, &made->velocity));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->fixed, &made->fixed));
    *structure = made;
    made = NULL;
cleanup:
    hc_structure_free(made);
    return status;
}

hc_status hc_structure_copy(hc_context *ctx, const hc_structure *source, hc_structure **copy)
{
    size_t natom = source->natom;
    hc_status status = hc_structure_create(ctx, natom, copy);
    if (status != HC_OK) {
        return status;
    }
    hc_structure *target = *copy;
    if (natom > 0) {
        memcpy(target->atomic_number, source->atomic_number, natom * sizeof *source->atomic_number);
        memcpy(target->position, source->position, natom * sizeof *source->position);
        memcpy(target->mass, source->mass, natom * sizeof *source->mass);
        memcpy(target->velocity, source->velocity, natom * sizeof *source->velocity);
        memcpy(target->fixed, source->fixed, natom * sizeof *source->fixed);
    }
    target->has_velocity = source->has_velocity;
    target->charge = source->charge;
    target->cell = source->cell;
    memcpy(target->periodic, source->periodic, sizeof target->periodic);
    return HC_OK;
}

void hc_structure_free(hc_structure *structure)
{
    if (structure == NULL) {
        return;
    }
    free(structure->atomic_number);
    free(structure->position);
    free(structure->mass);
    free(structure->velocity);
    free(structure->fixed);
    free(structure);
}

void hc_structure_set_element(hc_structure *structure, size_t iatom, int atomic_number)
{
    structure->atomic_number[iatom] = atomic_number;
    structure->mass[iatom] = hc_element_mass(atomic_number);
}

int hc_structure_periodic_count(const hc_structure *structure)
{
    return structure->periodic[0] + structure->periodic[1] + structure->periodic[2];
}
