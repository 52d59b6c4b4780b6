#include "dispersion/d3.h"

#include <stdlib.h>

#include "dispersion/coordination.h"
#include "dispersion/d3_internal.h"

/* Steepness of the weights of the reference systems, k3 of the D3 paper. */
static const double WEIGHT_STEEPNESS = 4.0;

static hc_status check_options(hc_context *ctx, const hc_d3_options *options)
{
    if (!(options->cutoff > 0.0) || !(options->cn_cutoff > 0.0) || !(options->cutoff3 > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the cutoffs of D3 must be positive, they are %g, %g, %g bohr",
                       options->cutoff, options->cn_cutoff, options->cutoff3);
    }
    if (!(options->switch_width >= 0.0 && options->switch_width < options->cutoff &&
          options->switch_width < options->cutoff3)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the switching width of D3 must be between 0 and the cutoff, it is %g bohr",
                       options->switch_width);
    }
    return HC_OK;
}

hc_status hc_d3_create(hc_context *ctx, const hc_d3_parameters *parameters, const hc_d3_options *options,
                       const hc_structure *structure, hc_d3 **d3)
{
    hc_status status;
    hc_d3 *made = NULL;
    *d3 = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->parameters = *parameters;
    made->options = options ? *options : HC_D3_DEFAULTS;
    HC_TRY(check_options(ctx, &made->options));
    HC_TRY(hc_d3_reference_create(ctx, NULL, structure, &made->reference));
    made->natom = structure->natom;
    HC_TRY(hc_allocate(ctx, made->natom, sizeof *made->atomic_number, &made->atomic_number));
    HC_TRY(hc_allocate(ctx, made->natom, sizeof *made->species, &made->species));
    for (size_t i = 0; i < made->natom; i++) {
        made->atomic_number[i] = structure->atomic_number[i];
        made->species[i] = (size_t)hc_d3_reference_species(made->reference, structure->atomic_number[i]);
    }
    *d3 = made;
    made = NULL;
cleanup:
    hc_d3_free(made);
    return status;
}

void hc_d3_free(hc_d3 *d3)
{
    if (d3) {
        hc_d3_reference_free(d3->reference);
        free(d3->atomic_number);
        free(d3->species);
        free(d3);
    }
}

/* Weights of one atom. The largest exponent is taken out first, so that far outside the range of the references the
 * nearest one has weight 1 instead of 0/0. */
static void weigh(const double *cn_reference, size_t count, double cn, double *value, double *slope)
{
    double nearest = INFINITY, sum = 0.0, mean = 0.0;
    for (size_t a = 0; a < count; a++) {
        nearest = fmin(nearest, fabs(cn - cn_reference[a]));
    }
    for (size_t a = 0; a < count; a++) {
        double away = cn - cn_reference[a];
        value[a] = exp(-WEIGHT_STEEPNESS * (away * away - nearest * nearest));
        sum += value[a];
    }
    for (size_t a = 0; a < count; a++) {
        value[a] /= sum;
        slope[a] = -2.0 * WEIGHT_STEEPNESS * (cn - cn_reference[a]) * value[a];
        mean += slope[a];
    }
    for (size_t a = 0; a < count; a++) {
        slope[a] -= value[a] * mean;
    }
}

void hc_d3_row_fill(const hc_d3 *d3, const hc_d3_weights *weights, size_t i, hc_d3_row *row)
{
    const size_t n = HC_D3_REFERENCES;
    const double *value = weights->value + i * n, *slope = weights->slope + i * n;
    for (size_t t = 0; t < d3->reference->nspecies; t++) {
        const double *c6 = hc_d3_reference_c6(d3->reference, d3->species[i], t);
        for (size_t b = 0; b < n; b++) {
            row->value[t][b] = row->slope[t][b] = 0.0;
            for (size_t a = 0; a < n; a++) {
                row->value[t][b] += value[a] * c6[a * n + b];
                row->slope[t][b] += slope[a] * c6[a * n + b];
            }
        }
    }
}

double hc_d3_row_c6(const hc_d3 *d3, const hc_d3_weights *weights, const hc_d3_row *row, size_t j, double *slope_i,
                    double *slope_j)
{
    const size_t n = HC_D3_REFERENCES, t = d3->species[j];
    const double *value = weights->value + j * n, *slope = weights->slope + j * n;
    double c6 = 0.0;
    *slope_i = *slope_j = 0.0;
    for (size_t b = 0; b < n; b++) {
        c6 += value[b] * row->value[t][b];
        *slope_i += value[b] * row->slope[t][b];
        *slope_j += slope[b] * row->value[t][b];
    }
    return c6;
}

static hc_status check_structure(hc_context *ctx, const hc_d3 *d3, const hc_structure *structure)
{
    bool same = d3->natom == structure->natom;
    for (size_t i = 0; same && i < d3->natom; i++) {
        same = d3->atomic_number[i] == structure->atomic_number[i];
    }
    return same ? HC_OK
                : hc_fail(ctx, HC_ERROR_INPUT, "D3 was made for %zu atoms of other elements than those it is given now",
                          d3->natom);
}

static hc_status find_weights(hc_context *ctx, const hc_d3 *d3, const hc_structure *structure, hc_d3_weights *weights)
{
    hc_status status;
    double *cn = NULL;
    HC_TRY(hc_allocate(ctx, d3->natom, sizeof *cn, &cn));
    HC_TRY(hc_allocate(ctx, d3->natom * HC_D3_REFERENCES, sizeof(double), &weights->value));
    HC_TRY(hc_allocate(ctx, d3->natom * HC_D3_REFERENCES, sizeof(double), &weights->slope));
    HC_TRY(hc_coordination_numbers(ctx, structure, d3->options.cn_cutoff, cn));
    for (size_t i = 0; i < d3->natom; i++) {
        size_t s = d3->species[i];
        weigh(d3->reference->cn + s * HC_D3_REFERENCES, d3->reference->count[s], cn[i],
              weights->value + i * HC_D3_REFERENCES, weights->slope + i * HC_D3_REFERENCES);
    }
cleanup:
    free(cn);
    return status;
}

hc_status hc_d3_compute(hc_context *ctx, const hc_d3 *d3, const hc_structure *structure, double *energy, hc_vec3 *force,
                        hc_mat3 *strain)
{
    hc_status status;
    hc_d3_weights weights = {NULL, NULL};
    hc_pair_chunks *chunks = NULL;
    double *de_dcn = NULL;
    *energy = 0.0;
    HC_TRY(check_structure(ctx, d3, structure));
    HC_TRY(find_weights(ctx, d3, structure, &weights));
    HC_TRY(hc_pair_chunks_create(ctx, d3->natom, &chunks));
    HC_TRY(hc_allocate(ctx, d3->natom, sizeof *de_dcn, &de_dcn));
    HC_TRY(hc_d3_add_pairs(ctx, d3, structure, &weights, chunks));
    if (d3->parameters.s9 != 0.0) {
        HC_TRY(hc_d3_add_triples(ctx, d3, structure, &weights, chunks));
    }
    hc_pair_chunks_add(chunks, energy, force, de_dcn, strain);
    if (force || strain) {
        HC_TRY(hc_coordination_gradient(ctx, structure, d3->options.cn_cutoff, de_dcn, force, strain));
    }
cleanup:
    free(weights.value);
    free(weights.slope);
    free(de_dcn);
    hc_pair_chunks_free(chunks);
    return status;
}
