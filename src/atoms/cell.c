#include "atoms/cell.h"

#include <math.h>

#include "atoms/elements.h"
#include "atoms/neighbours.h"

/* A unit vector that is perpendicular to `a`, which is not zero. */
static hc_vec3 any_perpendicular(hc_vec3 a)
{
    double x = fabs(a.x), y = fabs(a.y), z = fabs(a.z);
    hc_vec3 axis = x <= y && x <= z ? hc_vec3_make(1, 0, 0) : y <= z ? hc_vec3_make(0, 1, 0) : hc_vec3_make(0, 0, 1);
    hc_vec3 perpendicular = hc_vec3_cross(a, axis);
    return hc_vec3_scale(1.0 / hc_vec3_norm(perpendicular), perpendicular);
}

static hc_vec3 unit_cross(hc_vec3 a, hc_vec3 b)
{
    hc_vec3 cross = hc_vec3_cross(a, b);
    return hc_vec3_scale(1.0 / hc_vec3_norm(cross), cross);
}

static void complete_vectors(hc_mat3 *cell, const bool periodic[3])
{
    int count = periodic[0] + periodic[1] + periodic[2];
    if (count == 0) {
        *cell = (hc_mat3){{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    } else if (count == 1) {
        int p = periodic[0] ? 0 : periodic[1] ? 1 : 2;
        int q = (p + 1) % 3, r = (p + 2) % 3;
        cell->row[q] = any_perpendicular(cell->row[p]);
        cell->row[r] = unit_cross(cell->row[p], cell->row[q]);
    } else if (count == 2) {
        int free_axis = !periodic[0] ? 0 : !periodic[1] ? 1 : 2;
        cell->row[free_axis] = unit_cross(cell->row[(free_axis + 1) % 3], cell->row[(free_axis + 2) % 3]);
    }
}

hc_full_cell hc_full_cell_make(const hc_mat3 *cell, const bool periodic[3])
{
    hc_full_cell full = {.vectors = *cell, .periodic = {periodic[0], periodic[1], periodic[2]}};
    complete_vectors(&full.vectors, periodic);
    full.inverse = hc_mat3_inverse(&full.vectors);
    for (int d = 0; d < 3; d++) {
        const hc_mat3 *inverse = &full.inverse;
        hc_vec3 reciprocal = {hc_vec3_get(inverse->row[0], d), hc_vec3_get(inverse->row[1], d),
                              hc_vec3_get(inverse->row[2], d)};
        full.height[d] = 1.0 / hc_vec3_norm(reciprocal);
    }
    return full;
}

static bool is_orthogonal(const hc_mat3 *cell)
{
    return hc_vec3_dot(cell->row[0], cell->row[1]) == 0.0 && hc_vec3_dot(cell->row[0], cell->row[2]) == 0.0 &&
           hc_vec3_dot(cell->row[1], cell->row[2]) == 0.0;
}

/* The images m of direction d whose plane distance |s + m| height does not exceed `reach`. */
static void image_range(const hc_full_cell *cell, int d, double s, double reach, int *low, int *high)
{
    *low = *high = 0;
    if (cell->periodic[d]) {
        *low = (int)ceil(-s - reach / cell->height[d]);
        *high = (int)floor(-s + reach / cell->height[d]);
    }
}

hc_vec3 hc_full_cell_shortest(const hc_full_cell *cell, hc_vec3 r)
{
    hc_vec3 s = hc_full_cell_fractional(cell, r);
    for (int d = 0; d < 3; d++) {
        if (cell->periodic[d]) {
            double whole = round(hc_vec3_get(s, d));
            *hc_vec3_at(&s, d) -= whole;
            r = hc_vec3_axpy(r, -whole, cell->vectors.row[d]);
        }
    }
    if (is_orthogonal(&cell->vectors)) {
        return r;
    }
    /* A vector no longer than r lies between planes no farther than |r| on either side, in every direction. */
    double reach = hc_vec3_norm(r) * (1.0 + 1e-12);
    int low[3], high[3], image[3];
    for (int d = 0; d < 3; d++) {
        image_range(cell, d, hc_vec3_get(s, d), reach, &low[d], &high[d]);
    }
    hc_vec3 best = r;
    for (image[0] = low[0]; image[0] <= high[0]; image[0]++) {
        for (image[1] = low[1]; image[1] <= high[1]; image[1]++) {
            for (image[2] = low[2]; image[2] <= high[2]; image[2]++) {
                hc_vec3 candidate = hc_vec3_add(r, hc_cell_translation(&cell->vectors, image));
                if (hc_vec3_norm2(candidate) < hc_vec3_norm2(best)) {
                    best = candidate;
                }
            }
        }
    }
    return best;
}

hc_vec3 hc_minimum_image(const hc_structure *structure, hc_vec3 a, hc_vec3 b)
{
    hc_vec3 difference = hc_vec3_sub(b, a);
    if (hc_structure_periodic_count(structure) == 0) {
        return difference;
    }
    hc_full_cell cell = hc_full_cell_make(&structure->cell, structure->periodic);
    return hc_full_cell_shortest(&cell, difference);
}
