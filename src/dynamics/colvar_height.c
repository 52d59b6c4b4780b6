/* Height of an atom, or of the mean of several, above the mean of a group or above a fixed plane, along x, y or z. */
#include <stdlib.h>
#include <string.h>

#include "dynamics/colvar_pairs.h"
#include "dynamics/colvar_table.h"
#include "halfcell/units.h"

typedef struct height_options {
    char *atoms, *above;
    double plane;
    int axis;
} height_options;

static const char *const axis_names[] = {"x", "y", "z", NULL};

static const hc_keyword keywords[] = {
    {.name = "atoms",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(height_options, atoms),
     .doc = "The atom whose height it is; of several, the mean."},
    {.name = "above",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(height_options, above),
     .default_text = "",
     .doc = "The group above whose mean the height is counted; or give plane_angstrom."},
    {.name = "plane_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(height_options, plane),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = -1e4,
     .maximum = 1e4,
     .doc = "Coordinate of a plane fixed in space above which the height is counted."},
    {.name = "axis",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(height_options, axis),
     .default_text = "z",
     .choices = axis_names,
     .doc = "Direction of the height."},
    {0}};

typedef struct height {
    int axis;
    size_t nupper, nlower; /* atoms of the colvar: first the upper, then the lower ones */
    double plane;          /* used when nlower is 0 */
    double period;         /* of the cell along the axis, bohr; 0: none */
} height;

/* The height modulo the period that is nearest to zero. */
static double nearest(const height *h, double value)
{
    return h->period > 0 ? value - h->period * round(value / h->period) : value;
}

/* Mean of a coordinate over atoms [count], each taken to the image nearest to the first. */
static double mean_coordinate(const height *h, const hc_structure *structure, size_t count, const size_t *atoms)
{
    double first = hc_vec3_get(structure->position[atoms[0]], h->axis), sum = 0;
    for (size_t i = 1; i < count; i++) {
        sum += nearest(h, hc_vec3_get(structure->position[atoms[i]], h->axis) - first);
    }
    return first + sum / (double)count;
}

static double evaluate(const void *self, const size_t *atoms, const hc_structure *structure, hc_vec3 *gradient)
{
    const height *h = self;
    double upper = mean_coordinate(h, structure, h->nupper, atoms);
    double lower = h->nlower > 0 ? mean_coordinate(h, structure, h->nlower, atoms + h->nupper) : h->plane;
    for (size_t i = 0; gradient != NULL && i < h->nupper + h->nlower; i++) {
        *hc_vec3_at(&gradient[i], h->axis) = i < h->nupper ? 1.0 / (double)h->nupper : -1.0 / (double)h->nlower;
    }
    return nearest(h, upper - lower);
}

/* The period along the axis is that of the one periodic lattice vector which is not perpendicular to it. */
static hc_status find_period(hc_context *ctx, const hc_structure *structure, height *h)
{
    for (int k = 0; k < 3; k++) {
        double along = fabs(hc_vec3_get(structure->cell.row[k], h->axis));
        if (structure->periodic[k] && along > 1e-8 * hc_vec3_norm(structure->cell.row[k])) {
            if (h->period > 0) {
                return hc_fail(ctx, HC_ERROR_INPUT,
                               "more than one lattice vector has a component along %s: no height is "
                               "defined; the other two have to lie in the plane",
                               axis_names[h->axis]);
            }
            h->period = along;
        }
    }
    return HC_OK;
}

static hc_status check_groups(hc_context *ctx, size_t nupper, const size_t *upper, size_t nlower, const size_t *lower)
{
    for (size_t i = 0; i < nupper; i++) {
        for (size_t j = 0; j < nlower; j++) {
            if (upper[i] == lower[j]) {
                return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu is in `atoms` and in `above`: it cannot be in both",
                               upper[i]);
            }
        }
    }
    return HC_OK;
}

static hc_status fill(hc_context *ctx, const height_options *o, const hc_structure *structure, height *h,
                      hc_colvar_shape *shape)
{
    hc_status status = HC_OK;
    size_t *upper = NULL, *lower = NULL;
    HC_TRY(hc_colvar_atoms(ctx, "atoms", o->atoms, structure, &h->nupper, &upper));
    if (o->above != NULL) {
        HC_TRY(hc_colvar_atoms(ctx, "above", o->above, structure, &h->nlower, &lower));
    }
    HC_TRY(check_groups(ctx, h->nupper, upper, h->nlower, lower));
    HC_TRY(hc_allocate(ctx, h->nupper + h->nlower, sizeof *shape->atoms, &shape->atoms));
    memcpy(shape->atoms, upper, h->nupper * sizeof *upper);
    if (h->nlower > 0) {
        memcpy(shape->atoms + h->nupper, lower, h->nlower * sizeof *lower);
    }
    shape->natom = h->nupper + h->nlower;
cleanup:
    free(upper);
    free(lower);
    return status;
}

static hc_status create(hc_context *ctx, const void *options, const hc_structure *structure, hc_colvar_shape *shape)
{
    const height_options *o = options;
    hc_status status = HC_OK;
    height *h = NULL;
    *shape = (hc_colvar_shape){.translation_invariant = o->above != NULL};
    if ((o->above != NULL) == !isnan(o->plane)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "exactly one of above and plane_angstrom has to be given");
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *h, &h));
    h->axis = o->axis;
    h->plane = o->plane;
    HC_TRY(find_period(ctx, structure, h));
    HC_TRY(fill(ctx, o, structure, h, shape));
    shape->self = h;
    return HC_OK;
cleanup:
    free(h);
    free(shape->atoms);
    *shape = (hc_colvar_shape){0};
    return status;
}

const hc_colvar_record hc_colvar_height = {
    .name = "height",
    .summary = "height above a group of atoms or a plane",
    .reference = "den Otter, Briels, J. Chem. Phys. 109, 4139 (1998)",
    .unit_name = "angstrom",
    .unit = HC_ANGSTROM,
    .keywords = keywords,
    .options_size = sizeof(height_options),
    .create = create,
    .free = free,
    .evaluate = evaluate,
    .hessian_product = NULL,
};
