#include "gfn1/ewald_internal.h"
#include "halfcell/units.h"

/* Plane average of a unit charge's potential at distance z from it. Slab: -2 pi |z| / A. Bulk, planes repeated at the
 * spacing L, average zero: (2 pi L / A) (u^2 - u + 1/6), u the fraction of L. */
static double of_unit_charge(hc_ewald_kind kind, double area, double spacing, double z)
{
    if (kind == HC_EWALD_SLAB) {
        return -2.0 * HC_PI * fabs(z) / area;
    }
    double u = z / spacing - floor(z / spacing);
    return 2.0 * HC_PI * spacing / area * (u * u - u + 1.0 / 6.0);
}

hc_status hc_ewald_plane_potential(hc_context *ctx, const hc_structure *structure, const double *charge, int axis,
                                   size_t count, const double *z, double *potential)
{
    hc_ewald_kind kind;
    hc_status status = hc_ewald_kind_of(ctx, structure, &kind);
    if (status != HC_OK) {
        return status;
    }
    if (kind == HC_EWALD_MOLECULE) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "a molecule has no plane average of the potential: it is no slab");
    }
    if (axis < 0 || axis > 2 || (kind == HC_EWALD_SLAB && axis != 2)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "no plane average along lattice direction %d (a slab has direction 2)",
                       axis);
    }
    const hc_vec3 *row = structure->cell.row;
    hc_vec3 across = hc_vec3_cross(row[(axis + 1) % 3], row[(axis + 2) % 3]);
    double area = hc_vec3_norm(across), spacing = 0.0;
    if (!(area > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the lattice vectors of the plane are parallel or zero");
    }
    hc_vec3 normal = hc_vec3_scale(1.0 / area, across);
    if (kind == HC_EWALD_BULK) {
        spacing = hc_vec3_dot(normal, row[axis]);
        if (!(fabs(spacing) > 0.0)) {
            return hc_fail(ctx, HC_ERROR_INPUT, "the cell is flat: its lattice vectors must be linearly independent");
        }
        normal = hc_vec3_scale(spacing > 0.0 ? 1.0 : -1.0, normal);
        spacing = fabs(spacing);
    }
    for (size_t p = 0; p < count; p++) {
        potential[p] = 0.0;
        for (size_t i = 0; i < structure->natom; i++) {
            double distance = z[p] - hc_vec3_dot(normal, structure->position[i]);
            potential[p] += charge[i] * of_unit_charge(kind, area, spacing, distance);
        }
    }
    return HC_OK;
}
