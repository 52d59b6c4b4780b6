/* How long a million atoms take to be recognised, on one core: a gold crystal with a twin and vacancies, a graphene
 * sheet with vacancies. bench_defects [atoms] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "analysis/defects/recogniser.h"
#include "halfcell/units.h"

/* fcc of close-packed layers, the second half mirrored; every 10007th atom is left out. */
static hc_status make_gold(hc_context *ctx, size_t natom, hc_structure **made)
{
    const double d = 2.88 * HC_ANGSTROM, height = d * sqrt(2.0 / 3.0);
    size_t layers = 6 * (size_t)rint(cbrt((double)natom) / 6.0), n = (size_t)sqrt((double)natom / (double)layers),
           at = 0;
    hc_vec3 a = {d, 0, 0}, b = {0.5 * d, 0.5 * sqrt(3.0) * d, 0};
    hc_status status = hc_structure_create(ctx, layers * n * n, made);
    for (size_t k = 0; status == HC_OK && k < layers; k++) {
        size_t up = k <= layers / 2 ? k : layers - k;
        double shift = (double)(up % 3) / 3.0;
        for (size_t i = 0; i < n * n; i++) {
            if ((k * n * n + i) % 10007 == 5000) {
                continue;
            }
            hc_vec3 r = hc_vec3_axpy(hc_vec3_scale((double)(i / n) + shift, a), (double)(i % n) + shift, b);
            r.z = height * (double)k;
            hc_structure_set_element(*made, at, 79);
            (*made)->position[at++] = r;
        }
    }
    if (status == HC_OK) {
        (*made)->natom = at;
        (*made)->cell =
            (hc_mat3){{hc_vec3_scale((double)n, a), hc_vec3_scale((double)n, b), {0, 0, height * (double)layers}}};
        (*made)->periodic[0] = (*made)->periodic[1] = (*made)->periodic[2] = true;
    }
    return status;
}

static hc_status make_graphene(hc_context *ctx, size_t natom, hc_structure **made)
{
    const double d = 1.42 * HC_ANGSTROM, a = d * sqrt(3.0), b = 3.0 * d;
    const double x[4] = {0, 0.5 * a, 0.5 * a, 0}, y[4] = {0, 0.5 * d, 1.5 * d, 2.0 * d};
    size_t n = (size_t)sqrt((double)natom / 4.0), at = 0;
    hc_status status = hc_structure_create(ctx, 4 * n * n, made);
    for (size_t i = 0; status == HC_OK && i < 4 * n * n; i++) {
        if (i % 10007 != 5000) {
            size_t cell = i / 4;
            hc_structure_set_element(*made, at, 6);
            (*made)->position[at++] =
                hc_vec3_make(a * (double)(cell / n) + x[i % 4], b * (double)(cell % n) + y[i % 4], 0);
        }
    }
    if (status == HC_OK) {
        (*made)->natom = at;
        (*made)->cell = (hc_mat3){{{a * (double)n, 0, 0}, {0, b * (double)n, 0}, {0, 0, 0}}};
        (*made)->periodic[0] = (*made)->periodic[1] = true;
    }
    return status;
}

static hc_status measure(hc_context *ctx, const char *name, hc_structure *structure)
{
    hc_census *census = NULL;
    hc_defect_options options = {.ring_maximum = 12};
    clock_t begin = clock(); /* of the processor: others may work beside */
    hc_status status = hc_defects_recognise(ctx, structure, &options, 0, NULL, NULL, &census);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    if (status == HC_OK) {
        printf("%s: %zu atoms in %.2f s, %.2f microseconds an atom\n", name, structure->natom, seconds,
               1e6 * seconds / (double)structure->natom);
        for (size_t k = 0; k < census->nline; k++) {
            printf("  %-30s %g\n", census->line[k].kind, census->line[k].count);
        }
    }
    hc_census_free(census);
    hc_structure_free(structure);
    return status;
}

int main(int argc, char **argv)
{
    hc_context *ctx = NULL;
    hc_structure *gold = NULL, *graphene = NULL;
    size_t natom = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    hc_status status = hc_context_create(&ctx);
    HC_TRY(status);
    HC_TRY(make_gold(ctx, natom, &gold));
    HC_TRY(measure(ctx, "gold", gold));
    HC_TRY(make_graphene(ctx, natom, &graphene));
    HC_TRY(measure(ctx, "graphene", graphene));
cleanup:
    if (status != HC_OK) {
        fprintf(stderr, "bench_defects: %s\n", ctx != NULL ? hc_context_message(ctx) : "out of memory");
    }
    hc_context_free(ctx);
    return status == HC_OK ? 0 : 1;
}
