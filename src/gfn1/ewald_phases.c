#include <stdlib.h>

#include "gfn1/ewald_internal.h"

/* e^(i n x) for n = 0 ... most, by products. */
static void powers(double x, int most, double *cosine, double *sine)
{
    double c = cos(x), s = sin(x);
    cosine[0] = 1.0;
    sine[0] = 0.0;
    for (int n = 1; n <= most; n++) {
        cosine[n] = cosine[n - 1] * c - sine[n - 1] * s;
        sine[n] = cosine[n - 1] * s + sine[n - 1] * c;
    }
}

/* One atom: the product of the powers along the three reciprocal vectors. `table` has room for 2 (most + 1) numbers a
 * direction. */
static void fill_atom(const hc_ewald_plan *plan, hc_vec3 r, const hc_ewald_wave *wave, size_t count,
                      const double *scale, size_t most, double *table, double *phase)
{
    double *cosine[3], *sine[3];
    for (int k = 0; k < 3; k++) {
        cosine[k] = table + (size_t)(2 * k) * (most + 1);
        sine[k] = cosine[k] + most + 1;
        powers(hc_vec3_dot(plan->reciprocal.row[k], r), (int)most, cosine[k], sine[k]);
    }
    for (size_t w = 0; w < count; w++) {
        const int *n = wave[w].n;
        size_t a = (size_t)abs(n[0]), b = (size_t)abs(n[1]), c = (size_t)n[2];
        double sa = n[0] < 0 ? -sine[0][a] : sine[0][a], sb = n[1] < 0 ? -sine[1][b] : sine[1][b];
        double ca = cosine[0][a], cb = cosine[1][b], cc = cosine[2][c], sc = sine[2][c];
        double cab = ca * cb - sa * sb, sab = ca * sb + sa * cb, factor = scale ? scale[w] : 1.0;
        phase[2 * w] = factor * (cab * cc - sab * sc);
        phase[2 * w + 1] = factor * (cab * sc + sab * cc);
    }
}

hc_status hc_ewald_phases(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure,
                          const hc_ewald_wave *wave, size_t count, const double *scale, double *phase)
{
    size_t most = 0;
    double *table;
    for (size_t w = 0; w < count; w++) {
        for (int k = 0; k < 3; k++) {
            size_t n = (size_t)abs(wave[w].n[k]);
            most = n > most ? n : most;
        }
    }
    hc_status status = hc_allocate(ctx, structure->natom * 6 * (most + 1), sizeof *table, &table);
    if (status != HC_OK) {
        return status;
    }
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < structure->natom; i++) {
        fill_atom(plan, structure->position[i], wave, count, scale, most, table + i * 6 * (most + 1),
                  phase + i * 2 * count);
    }
    free(table);
    return HC_OK;
}
