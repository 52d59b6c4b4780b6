#include "gfn1/ewald_internal.h"
#include "halfcell/units.h"

/* The plain formulas, image by image and wave by wave. Nothing is shared with the fast sums but the constants. */

/* Splitting that gives both sums about as many terms; both are taken to exp(-36). */
static const double REACH = 6.0;

static double default_alpha(hc_ewald_kind kind, const hc_mat3 *cell)
{
    double area = hc_vec3_norm(hc_vec3_cross(cell->row[0], cell->row[1]));
    return kind == HC_EWALD_SLAB ? sqrt(HC_PI / area) : sqrt(HC_PI) / cbrt(fabs(hc_mat3_determinant(cell)));
}

/* Number of multiples of a vector to go through: enough for the length, whatever the angles of the cell. */
static int range_of(const hc_mat3 *dual, int k, double length)
{
    return (int)ceil(length * hc_vec3_norm(dual->row[k])) + 1;
}

/* sum erfc(alpha R)/R over the lattice; `directions` 2 or 3. */
static double real_sum(const hc_mat3 *cell, const hc_mat3 *dual, int directions, double alpha, hc_vec3 d, bool self)
{
    double sum = 0.0, length = REACH / alpha + hc_vec3_norm(d);
    int na = range_of(dual, 0, length), nb = range_of(dual, 1, length);
    int nc = directions == 3 ? range_of(dual, 2, length) : 0;
    for (int a = -na; a <= na; a++) {
        for (int b = -nb; b <= nb; b++) {
            for (int c = -nc; c <= nc; c++) {
                hc_vec3 t = hc_vec3_axpy(hc_vec3_scale(a, cell->row[0]), b, cell->row[1]);
                t = hc_vec3_axpy(t, c, cell->row[2]);
                double r = hc_vec3_norm(hc_vec3_add(d, t));
                if (!(self && a == 0 && b == 0 && c == 0)) {
                    sum += erfc(alpha * r) / r;
                }
            }
        }
    }
    return self ? sum - 2.0 * alpha / sqrt(HC_PI) : sum;
}

/* P. P. Ewald, Ann. Phys. 369, 253 (1921), with the background of a net charge. */
static double bulk_waves(const hc_mat3 *cell, const hc_mat3 *dual, double alpha, hc_vec3 d)
{
    double volume = fabs(hc_mat3_determinant(cell)), sum = 0.0, length = REACH * alpha / HC_PI;
    int na = range_of(cell, 0, length), nb = range_of(cell, 1, length), nc = range_of(cell, 2, length);
    for (int a = -na; a <= na; a++) {
        for (int b = -nb; b <= nb; b++) {
            for (int c = -nc; c <= nc; c++) {
                hc_vec3 k = hc_vec3_scale(2.0 * HC_PI, hc_vec3_times_mat3((hc_vec3){a, b, c}, dual));
                double k2 = hc_vec3_norm2(k);
                if (a != 0 || b != 0 || c != 0) {
                    sum += 4.0 * HC_PI / volume * exp(-0.25 * k2 / (alpha * alpha)) / k2 * cos(hc_vec3_dot(k, d));
                }
            }
        }
    }
    return sum - HC_PI / (alpha * alpha * volume);
}

/* e^(kz) erfc(alpha z + k / (2 alpha)), without overflow where the product vanishes. */
static double parry_factor(double k, double z, double alpha)
{
    double x = alpha * z + 0.5 * k / alpha;
    return x > 26.0 ? 0.0 : exp(k * z) * erfc(x);
}

/* D. E. Parry, Surf. Sci. 49, 433 (1975) and 54, 195 (1976); cell->row[2] is the unit normal. */
static double slab_waves(const hc_mat3 *cell, const hc_mat3 *dual, double alpha, hc_vec3 d)
{
    double area = hc_mat3_determinant(cell), z = hc_vec3_dot(d, cell->row[2]), sum = 0.0;
    double length = REACH * alpha / HC_PI;
    int na = range_of(cell, 0, length), nb = range_of(cell, 1, length);
    for (int a = -na; a <= na; a++) {
        for (int b = -nb; b <= nb; b++) {
            if (a != 0 || b != 0) {
                hc_vec3 kvec = hc_vec3_scale(2.0 * HC_PI, hc_vec3_times_mat3((hc_vec3){a, b, 0.0}, dual));
                double k = hc_vec3_norm(kvec);
                sum += HC_PI / (area * k) * cos(hc_vec3_dot(kvec, d)) *
                       (parry_factor(k, z, alpha) + parry_factor(k, -z, alpha));
            }
        }
    }
    return sum - 2.0 * HC_PI / area * (z * erf(alpha * z) + exp(-alpha * alpha * z * z) / (alpha * sqrt(HC_PI)));
}

static double element(hc_ewald_kind kind, const hc_mat3 *cell, const hc_mat3 *dual, double alpha, hc_vec3 d, bool self)
{
    if (kind == HC_EWALD_MOLECULE) {
        return self ? 0.0 : 1.0 / hc_vec3_norm(d);
    }
    if (kind == HC_EWALD_SLAB) {
        return real_sum(cell, dual, 2, alpha, d, self) + slab_waves(cell, dual, alpha, d);
    }
    return real_sum(cell, dual, 3, alpha, d, self) + bulk_waves(cell, dual, alpha, d);
}

hc_status hc_ewald_reference_matrix(hc_context *ctx, const hc_structure *structure, const hc_ewald_options *options,
                                    double *matrix)
{
    hc_ewald_kind kind;
    hc_mat3 cell = structure->cell, dual = {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};
    double alpha = options ? options->alpha : 0.0;
    size_t n = structure->natom;
    hc_status status = hc_ewald_kind_of(ctx, structure, &kind);
    if (status != HC_OK) {
        return status;
    }
    if (kind == HC_EWALD_SLAB) {
        hc_vec3 across = hc_vec3_cross(cell.row[0], cell.row[1]);
        cell.row[2] = hc_vec3_scale(1.0 / hc_vec3_norm(across), across);
    }
    if (kind != HC_EWALD_MOLECULE) {
        if (!(fabs(hc_mat3_determinant(&cell)) > 0.0)) {
            return hc_fail(ctx, HC_ERROR_INPUT, "the cell is flat: its lattice vectors must be linearly independent");
        }
        hc_mat3 inverse = hc_mat3_inverse(&cell);
        dual = hc_mat3_transpose(&inverse);
        alpha = alpha > 0.0 ? alpha : default_alpha(kind, &cell);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            hc_vec3 d = hc_vec3_sub(structure->position[j], structure->position[i]);
            matrix[i * n + j] = element(kind, &cell, &dual, alpha, d, i == j);
        }
    }
    return HC_OK;
}
