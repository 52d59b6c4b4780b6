#include "builders/wire.h"

#include "builders/build_step.h"
#include "builders/miller.h"

typedef struct wire_step {
    hc_real_list axis, plane;
    int basis;
    hc_wire_options wire;
} wire_step;

static const hc_keyword keywords[] = {
    {.name = "axis",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(wire_step, axis),
     .doc = "Direction [u, v, w] of the axis in the cell that is there, or Cartesian; it becomes z."},
    {.name = "plane",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(wire_step, plane),
     .default_text = "",
     .doc =
         "(h, k, l) of a plane along the axis, or Cartesian its normal, which becomes y: the first side of a polygon. "
         "When not given: the one with the smallest indices."},
    {.name = "basis",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(wire_step, basis),
     .default_text = "lattice",
     .choices = hc_basis_choices,
     .doc = "What axis and plane refer to."},
    HC_WIRE_SECTION_KEYWORDS(wire_step, wire),
    HC_WIRE_LENGTH_KEYWORDS(wire_step, wire),
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const wire_step *given = options;
    int axis[3], plane[3];
    hc_status status = HC_OK;
    if (given->axis.count != 3 || (given->plane.count != 0 && given->plane.count != 3)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "axis and plane have three numbers, not %zu and %zu", given->axis.count,
                       given->plane.count);
    }
    HC_TRY(hc_wire_check(ctx, &given->wire));
    HC_TRY(hc_direction_indices(ctx, *structure, given->basis, given->axis.value, axis));
    if (given->plane.count == 3) {
        HC_TRY(hc_plane_indices(ctx, *structure, given->basis, given->plane.value, plane));
    } else {
        HC_TRY(hc_plane_along(ctx, axis, plane));
    }
    HC_TRY(hc_wire_build(ctx, &given->wire, plane, axis, structure));
cleanup:
    return status;
}

const hc_build_step_record hc_build_wire = {
    .name = "wire",
    .summary = "Cuts a wire with a round or polygonal section out of a crystal; its axis becomes z.",
    .keywords = keywords,
    .options_size = sizeof(wire_step),
    .needs_atoms = true,
    .apply = apply,
};
