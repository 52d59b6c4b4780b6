/* The strain of each atom of a crystal, from the deformation gradient that the map of the crystal knows. */
#include <math.h>

#include "analysis/defects/dislocation.h"
#include "halfcell/units.h"

/* Sums over the atoms of close-packed or of body-centred crystal. */
typedef struct sums {
    size_t count;
    double volume; /* of the cubic cell */
} sums;

static bool is_body_centred(const hc_crystal_map *map, size_t i)
{
    return map->frames->frame[map->frame[i]].lattice == HC_LATTICE_BCC;
}

static void sum_volumes(const hc_crystal_map *map, sums total[2])
{
    for (size_t i = 0; i < map->lattice->structure->natom; i++) {
        if (map->frame[i] != HC_NO_FRAME) {
            sums *own = &total[is_body_centred(map, i)];
            own->volume += hc_mat3_determinant(&map->gradient[i]);
            own->count++;
        }
    }
}

/* (F F^T - 1)/2 in the axes of space: xx, yy, zz, yz, xz, xy. */
static void strain_of(const hc_mat3 *gradient, double edge, double *strain)
{
    static const int row[6] = {0, 1, 2, 1, 0, 0}, column[6] = {0, 1, 2, 2, 2, 1};
    for (int k = 0; k < 6; k++) {
        double product = hc_vec3_dot(gradient->row[row[k]], gradient->row[column[k]]) / (edge * edge);
        strain[k] = 0.5 * (product - (row[k] == column[k]));
    }
}

static double shear_of(const double *e)
{
    double xy = e[0] - e[1], yz = e[1] - e[2], zx = e[2] - e[0];
    return sqrt(e[3] * e[3] + e[4] * e[4] + e[5] * e[5] + (xy * xy + yz * yz + zx * zx) / 6.0);
}

static hc_status report(hc_context *ctx, hc_census *census, const hc_crystal_map *map, size_t count,
                        const double *volumetric, const double *shear)
{
    hc_status status = HC_OK;
    double sum = 0.0, square = 0.0, shear_sum = 0.0, largest = 0.0, n = (double)count;
    for (size_t i = 0; i < map->lattice->structure->natom; i++) {
        if (map->frame[i] != HC_NO_FRAME) {
            sum += volumetric[i];
            shear_sum += shear[i];
            largest = fmax(largest, shear[i]);
        }
    }
    for (size_t i = 0; i < map->lattice->structure->natom; i++) {
        double d = volumetric[i] - sum / n;
        square += map->frame[i] != HC_NO_FRAME ? d * d : 0.0;
    }
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_MEASURE, "mean volumetric strain", sum / n));
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_MEASURE, "deviation of volumetric strain", sqrt(square / n)));
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_MEASURE, "mean shear strain", shear_sum / n));
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_MEASURE, "largest shear strain", largest));
cleanup:
    return status;
}

hc_status hc_local_strain_measure(hc_context *ctx, const hc_crystal_map *map, double edge, hc_census *census)
{
    static const char *const names[2] = {"edge of the fcc cell (angstrom)", "edge of the bcc cell (angstrom)"};
    hc_status status = HC_OK;
    sums total[2] = {{0}};
    double own[2], *strain = NULL, *volumetric = NULL, *shear = NULL;
    sum_volumes(map, total);
    if (total[0].count + total[1].count == 0) {
        return HC_OK;
    }
    for (int b = 0; b < 2; b++) {
        own[b] = cbrt(total[b].volume / fmax((double)total[b].count, 1.0));
        if (total[b].count > 0) {
            HC_TRY(hc_census_count(ctx, census, HC_ROLE_MEASURE, names[b], own[b] / HC_ANGSTROM));
        }
    }
    HC_TRY(hc_census_field(ctx, census, "local_strain", 6, NULL, &strain));
    HC_TRY(hc_census_field(ctx, census, "volumetric_strain", 1, NULL, &volumetric));
    HC_TRY(hc_census_field(ctx, census, "shear_strain", 1, NULL, &shear));
    for (size_t i = 0; i < map->lattice->structure->natom; i++) {
        if (map->frame[i] != HC_NO_FRAME) {
            double reference = edge > 0.0 ? edge : own[is_body_centred(map, i)];
            strain_of(&map->gradient[i], reference, &strain[6 * i]);
            volumetric[i] = hc_mat3_determinant(&map->gradient[i]) / (reference * reference * reference) - 1.0;
            shear[i] = shear_of(&strain[6 * i]);
        }
    }
    HC_TRY(report(ctx, census, map, total[0].count + total[1].count, volumetric, shear));
cleanup:
    return status;
}
