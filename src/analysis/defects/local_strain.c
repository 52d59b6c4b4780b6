/* The strain of each atom of a crystal, from the deformation gradient that the map of the crystal knows. */
#include <math.h>

#include "analysis/defects/dislocation.h"
#include "halfcell/units.h"

enum { CUBIC, BODY_CENTRED, HEXAGONAL, KINDS };

/* What the atoms of one kind of crystal are compared with: edges of the cubic cell along the hexagonal axis and across
 * it, bohr. They differ for a crystal that is hcp; its layers within fcc are compared with that. */
typedef struct unstrained {
    size_t count;
    double along, across;
} unstrained;

static int kind_of(const hc_crystal_map *map, size_t i)
{
    const size_t *count = map->lattice->count;
    hc_lattice lattice = map->frames->frame[map->frame[i]].lattice;
    bool hexagonal = lattice == HC_LATTICE_HCP && count[HC_LATTICE_HCP] > count[HC_LATTICE_FCC];
    return lattice == HC_LATTICE_BCC ? BODY_CENTRED : hexagonal ? HEXAGONAL : CUBIC;
}

/* Mean cells. */
static void find_unstrained(const hc_crystal_map *map, unstrained kind[KINDS])
{
    double volume[KINDS] = {0.0}, height[KINDS] = {0.0};
    for (size_t i = 0; i < map->lattice->structure->natom; i++) {
        if (map->frame[i] != HC_NO_FRAME) {
            int k = kind_of(map, i);
            volume[k] += hc_mat3_determinant(&map->gradient[i]);
            height[k] += hc_vec3_norm(hc_mat3_times_vec3(&map->gradient[i], map->frames->frame[map->frame[i]].normal));
            kind[k].count++;
        }
    }
    for (int k = 0; k < KINDS; k++) {
        double n = (double)kind[k].count;
        if (kind[k].count > 0) {
            kind[k].along = k == HEXAGONAL ? height[k] / n : cbrt(volume[k] / n);
            kind[k].across = sqrt(volume[k] / n / kind[k].along);
        }
    }
}

static hc_status report_cells(hc_context *ctx, hc_census *census, const unstrained kind[KINDS])
{
    const struct {
        int kind;
        const char *name;
        double value;
    } measures[] = {{CUBIC, "edge of the fcc cell (angstrom)", kind[CUBIC].along},
                    {BODY_CENTRED, "edge of the bcc cell (angstrom)", kind[BODY_CENTRED].along},
                    {HEXAGONAL, "a of the hcp cell (angstrom)", sqrt(0.5) * kind[HEXAGONAL].across},
                    {HEXAGONAL, "c of the hcp cell (angstrom)", 2.0 / sqrt(3.0) * kind[HEXAGONAL].along}};
    hc_status status = HC_OK;
    for (size_t k = 0; k < sizeof measures / sizeof *measures && status == HC_OK; k++) {
        if (kind[measures[k].kind].count > 0) {
            status = hc_census_count(ctx, census, HC_ROLE_MEASURE, measures[k].name, measures[k].value / HC_ANGSTROM);
        }
    }
    return status;
}

/* The gradient against the unstrained crystal. */
static hc_mat3 gradient_of(const hc_crystal_map *map, size_t i, const unstrained *kind)
{
    hc_mat3 gradient = map->gradient[i];
    hc_vec3 normal = map->frames->frame[map->frame[i]].normal; /* zero where along and across are the same */
    for (int d = 0; d < 3; d++) {
        double height = hc_vec3_dot(gradient.row[d], normal);
        gradient.row[d] = hc_vec3_scale(1.0 / kind->across, gradient.row[d]);
        gradient.row[d] = hc_vec3_axpy(gradient.row[d], height * (1.0 / kind->along - 1.0 / kind->across), normal);
    }
    return gradient;
}

/* (F F^T - 1)/2 in the axes of space: xx, yy, zz, yz, xz, xy. */
static void strain_of(const hc_mat3 *gradient, double *strain)
{
    static const int row[6] = {0, 1, 2, 1, 0, 0}, column[6] = {0, 1, 2, 2, 2, 1};
    for (int k = 0; k < 6; k++) {
        strain[k] = 0.5 * (hc_vec3_dot(gradient->row[row[k]], gradient->row[column[k]]) - (row[k] == column[k]));
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
    hc_status status = HC_OK;
    unstrained kind[KINDS] = {{0}};
    double *strain = NULL, *volumetric = NULL, *shear = NULL;
    find_unstrained(map, kind);
    size_t count = kind[CUBIC].count + kind[BODY_CENTRED].count + kind[HEXAGONAL].count;
    if (count == 0) {
        return HC_OK;
    }
    HC_TRY(report_cells(ctx, census, kind));
    for (int k = 0; edge > 0.0 && k < KINDS; k++) {
        kind[k].across = edge;
        kind[k].along = k == HEXAGONAL ? kind[k].along : edge;
    }
    HC_TRY(hc_census_field(ctx, census, "local_strain", 6, NULL, &strain));
    HC_TRY(hc_census_field(ctx, census, "volumetric_strain", 1, NULL, &volumetric));
    HC_TRY(hc_census_field(ctx, census, "shear_strain", 1, NULL, &shear));
    for (size_t i = 0; i < map->lattice->structure->natom; i++) {
        if (map->frame[i] != HC_NO_FRAME) {
            hc_mat3 gradient = gradient_of(map, i, &kind[kind_of(map, i)]);
            strain_of(&gradient, &strain[6 * i]);
            volumetric[i] = hc_mat3_determinant(&gradient) - 1.0;
            shear[i] = shear_of(&strain[6 * i]);
        }
    }
    HC_TRY(report(ctx, census, map, count, volumetric, shear));
cleanup:
    return status;
}
