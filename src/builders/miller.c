#include "builders/miller.h"

#define INTEGER_MAX 40
#define PLANE_MAX 6

const char *const hc_basis_choices[] = {"lattice", "cartesian", NULL};

hc_status hc_smallest_integers(hc_context *ctx, const char *what, hc_vec3 v, int integers[3])
{
    double largest = fmax(fabs(v.x), fmax(fabs(v.y), fabs(v.z)));
    for (int scale = 1; scale <= INTEGER_MAX && largest > 0.0; scale++) {
        double deviation = 0.0;
        for (int d = 0; d < 3; d++) {
            double wanted = scale * hc_vec3_get(v, d) / largest;
            integers[d] = (int)lround(wanted);
            deviation = fmax(deviation, fabs(wanted - integers[d]));
        }
        if (deviation < 1e-3) {
            return HC_OK;
        }
    }
    return hc_fail(ctx, HC_ERROR_INPUT, "%s (%g, %g, %g) has no ratio of whole numbers up to %d", what, v.x, v.y, v.z,
                   INTEGER_MAX);
}

static hc_status check_crystal(hc_context *ctx, const hc_structure *crystal)
{
    if (hc_structure_periodic_count(crystal) != 3) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "lines and planes are those of a crystal that is periodic in three directions");
    }
    return HC_OK;
}

hc_status hc_direction_indices(hc_context *ctx, const hc_structure *crystal, int basis, const double given[3],
                               int direction[3])
{
    hc_vec3 v = hc_vec3_make(given[0], given[1], given[2]);
    hc_status status = check_crystal(ctx, crystal);
    if (status != HC_OK) {
        return status;
    }
    if (basis == HC_BASIS_CARTESIAN) {
        hc_mat3 inverse = hc_mat3_inverse(&crystal->cell);
        v = hc_vec3_times_mat3(v, &inverse);
    }
    return hc_smallest_integers(ctx, "line", v, direction);
}

hc_status hc_plane_indices(hc_context *ctx, const hc_structure *crystal, int basis, const double given[3], int plane[3])
{
    hc_vec3 v = hc_vec3_make(given[0], given[1], given[2]);
    hc_status status = check_crystal(ctx, crystal);
    if (status != HC_OK) {
        return status;
    }
    if (basis == HC_BASIS_CARTESIAN) {
        v = hc_mat3_times_vec3(&crystal->cell, v);
    }
    return hc_smallest_integers(ctx, "plane", v, plane);
}

hc_status hc_plane_along(hc_context *ctx, const int direction[3], int plane[3])
{
    int best = 0;
    for (int h = PLANE_MAX; h >= -PLANE_MAX; h--) {
        for (int k = PLANE_MAX; k >= -PLANE_MAX; k--) {
            for (int l = PLANE_MAX; l >= -PLANE_MAX; l--) {
                int size = h * h + k * k + l * l;
                bool along = h * direction[0] + k * direction[1] + l * direction[2] == 0;
                if (along && size > 0 && (best == 0 || size < best)) {
                    best = size;
                    plane[0] = h;
                    plane[1] = k;
                    plane[2] = l;
                }
            }
        }
    }
    return best > 0 ? HC_OK
                    : hc_fail(ctx, HC_ERROR_INPUT, "no plane with indices up to %d holds [%d %d %d]; give one",
                              PLANE_MAX, direction[0], direction[1], direction[2]);
}
