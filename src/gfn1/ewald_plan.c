#include <stdlib.h>

#include "gfn1/ewald_internal.h"
#include "halfcell/units.h"

/* Empty space between repeated layers, bohr: more of it makes the bulk sum larger, less the layer correction. */
static const double LAYER_GAP = 20.0;
/* Real-space cutoff in units of the cube root of the volume: where pairs and reciprocal vectors cost the same. */
static const double CUTOFF_RATIO = 1.15;

hc_status hc_ewald_kind_of(hc_context *ctx, const hc_structure *structure, hc_ewald_kind *kind)
{
    const bool *p = structure->periodic;
    *kind = HC_EWALD_BULK;
    if (!p[0] && !p[1] && !p[2]) {
        *kind = HC_EWALD_MOLECULE;
    } else if (p[0] && p[1] && !p[2]) {
        *kind = HC_EWALD_SLAB;
    } else if (!(p[0] && p[1] && p[2])) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                       "no lattice sum of 1/R for periodicity %c %c %c: it must be F F F (molecule), T T F (slab) or "
                       "T T T (bulk)",
                       p[0] ? 'T' : 'F', p[1] ? 'T' : 'F', p[2] ? 'T' : 'F');
    }
    return HC_OK;
}

static hc_status fill_erfc(hc_context *ctx, double limit, hc_erfc_table *table)
{
    table->count = (size_t)(limit * HC_ERFC_PER_UNIT) + 2;
    hc_status status = hc_allocate(ctx, table->count * HC_ERFC_ORDER, sizeof(double), &table->coefficient);
    for (size_t k = 0; status == HC_OK && k < table->count; k++) {
        double *c = table->coefficient + k * HC_ERFC_ORDER, x = ((double)k + 0.5) / HC_ERFC_PER_UNIT;
        /* derivatives of exp(-x^2): f_(n+1) = -2 x f_n - 2 n f_(n-1) */
        double before = 0.0, now = -2.0 / sqrt(HC_PI) * exp(-x * x), factorial = 1.0;
        c[0] = erfc(x);
        for (int n = 1; n < HC_ERFC_ORDER; n++) {
            factorial *= n;
            c[n] = now / factorial;
            double next = -2.0 * x * now - 2.0 * (n - 1) * before;
            before = now;
            now = next;
        }
    }
    return status;
}

/* Cell of the bulk sum; for slabs normal, area, heights. */
static hc_status find_cell(hc_context *ctx, const hc_structure *structure, hc_ewald_plan *plan)
{
    plan->cell = structure->cell;
    if (plan->kind == HC_EWALD_SLAB) {
        hc_vec3 across = hc_vec3_cross(structure->cell.row[0], structure->cell.row[1]);
        double low = INFINITY, high = -INFINITY;
        plan->area = hc_vec3_norm(across);
        if (!(plan->area > 0.0)) {
            return hc_fail(ctx, HC_ERROR_INPUT, "the two lattice vectors of the slab are parallel or zero");
        }
        plan->normal = hc_vec3_scale(1.0 / plan->area, across);
        for (size_t i = 0; i < structure->natom; i++) {
            plan->z[i] = hc_vec3_dot(plan->normal, structure->position[i]);
            low = fmin(low, plan->z[i]);
            high = fmax(high, plan->z[i]);
        }
        for (size_t i = 0; i < structure->natom; i++) {
            plan->z[i] -= 0.5 * (low + high);
        }
        plan->height = (structure->natom > 0 ? high - low : 0.0) + LAYER_GAP;
        plan->cell.row[2] = hc_vec3_scale(plan->height, plan->normal);
    }
    plan->volume = fabs(hc_mat3_determinant(&plan->cell));
    if (!(plan->volume > 0.0) || !isfinite(plan->volume)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the cell is flat: its lattice vectors must be linearly independent");
    }
    hc_mat3 inverse = hc_mat3_inverse(&plan->cell);
    plan->reciprocal = hc_mat3_transpose(&inverse);
    for (int k = 0; k < 3; k++) {
        plan->reciprocal.row[k] = hc_vec3_scale(2.0 * HC_PI, plan->reciprocal.row[k]);
    }
    return HC_OK;
}

/* Half of all vectors no longer than `longest` (last index zero when flat), into `list` unless NULL. */
static size_t collect_waves(const hc_ewald_plan *plan, double longest, bool flat, hc_ewald_wave *list)
{
    int range[3];
    size_t count = 0;
    for (int k = 0; k < 3; k++) {
        range[k] = (int)floor(longest * hc_vec3_norm(plan->cell.row[k]) / (2.0 * HC_PI));
    }
    for (int c = 0; c <= (flat ? 0 : range[2]); c++) {
        for (int b = c == 0 ? 0 : -range[1]; b <= range[1]; b++) {
            for (int a = c == 0 && b == 0 ? 1 : -range[0]; a <= range[0]; a++) {
                hc_vec3 k = hc_vec3_times_mat3((hc_vec3){a, b, c}, &plan->reciprocal);
                if (hc_vec3_norm2(k) > longest * longest) {
                    continue;
                }
                if (list) {
                    list[count] = (hc_ewald_wave){{a, b, c}, k, 0.0};
                }
                count++;
            }
        }
    }
    return count;
}

static hc_status make_waves(hc_context *ctx, const hc_ewald_plan *plan, double longest, bool flat, size_t *count,
                            hc_ewald_wave **list)
{
    *count = collect_waves(plan, longest, flat, NULL);
    hc_status status = hc_allocate(ctx, *count, sizeof **list, list);
    if (status == HC_OK) {
        collect_waves(plan, longest, flat, *list);
    }
    return status;
}

static hc_status fill(hc_context *ctx, const hc_structure *structure, const hc_ewald_options *options,
                      hc_ewald_plan *plan)
{
    hc_status status;
    /* exp(-decay^2) is what both parts neglect */
    double decay = sqrt(fmax(1.0, -log(options->accuracy)) + 1.0);
    HC_TRY(find_cell(ctx, structure, plan));
    plan->cutoff = CUTOFF_RATIO * cbrt(plan->volume);
    plan->alpha = options->alpha > 0.0 ? options->alpha : decay / plan->cutoff;
    plan->cutoff = decay / plan->alpha;
    HC_TRY(fill_erfc(ctx, decay, &plan->erfc));
    HC_TRY(make_waves(ctx, plan, 2.0 * plan->alpha * decay, false, &plan->nwave, &plan->wave));
    for (size_t w = 0; w < plan->nwave; w++) {
        double k2 = hc_vec3_norm2(plan->wave[w].k);
        plan->wave[w].weight = 8.0 * HC_PI / plan->volume * exp(-0.25 * k2 / (plan->alpha * plan->alpha)) / k2;
    }
    if (plan->kind == HC_EWALD_SLAB) {
        HC_TRY(make_waves(ctx, plan, (decay * decay + 2.0) / LAYER_GAP, true, &plan->nlayer, &plan->layer));
        for (size_t w = 0; w < plan->nlayer; w++) {
            double k = hc_vec3_norm(plan->layer[w].k);
            plan->layer[w].weight = 8.0 * HC_PI / (plan->area * k) / -expm1(-k * plan->height);
        }
    }
    hc_structure repeated = {.cell = plan->cell, .periodic = {true, true, true}};
    HC_TRY(hc_images_create(ctx, &repeated, plan->cutoff, &plan->images));
cleanup:
    return status;
}

hc_status hc_ewald_plan_create(hc_context *ctx, const hc_structure *structure, const hc_ewald_options *options,
                               hc_ewald_plan **plan)
{
    hc_status status;
    hc_ewald_plan *made = NULL;
    hc_ewald_options chosen = options ? *options : HC_EWALD_DEFAULTS;
    *plan = NULL;
    if (!(chosen.accuracy > 0.0 && chosen.accuracy < 1.0) || !(chosen.alpha >= 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a lattice sum needs an accuracy between 0 and 1 and an alpha of 0 (automatic) or more, not %g "
                       "and %g",
                       chosen.accuracy, chosen.alpha);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_ewald_kind_of(ctx, structure, &made->kind));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *made->z, &made->z));
    if (made->kind != HC_EWALD_MOLECULE) {
        HC_TRY(fill(ctx, structure, &chosen, made));
    }
    *plan = made;
    made = NULL;
cleanup:
    hc_ewald_plan_free(made);
    return status;
}

void hc_ewald_plan_free(hc_ewald_plan *plan)
{
    if (plan) {
        free(plan->z);
        free(plan->layer);
        free(plan->wave);
        free(plan->erfc.coefficient);
        hc_images_free(plan->images);
        free(plan);
    }
}
