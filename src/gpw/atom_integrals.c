#include "gpw/atom_integrals.h"

#include <math.h>
#include <stdlib.h>

static const double *coefficients(const hc_gpw_atom_shells *shells, size_t a)
{
    return shells->set[a]->coefficient + shells->ishell[a] * shells->set[a]->nexponent;
}

double hc_gpw_atom_function(const hc_gpw_atom_shells *shells, size_t a, double r)
{
    const hc_gpw_set *set = shells->set[a];
    const double *c = coefficients(shells, a);
    double sum = 0.0;
    for (size_t i = 0; i < set->nexponent; i++) {
        sum += c[i] * exp(-set->exponent[i] * r * r);
    }
    return sum * pow(r, set->l[shells->ishell[a]]);
}

/* Integral of r^(2n+2) exp(-exponent r^2). */
static double moment(int n, double exponent)
{
    return 0.5 * tgamma(n + 1.5) * pow(exponent, -(n + 1.5));
}

/* On one centre <r^l e^(-a r^2) | -1/2 laplace | r^l e^(-b r^2)> = (2l+3) ab/(a+b) times their overlap. */
static void pair_integrals(const hc_gpw_atom_shells *shells, int l, size_t a, size_t b, double *overlap,
                           double *kinetic)
{
    const hc_gpw_set *s = shells->set[a], *t = shells->set[b];
    const double *c = coefficients(shells, a), *d = coefficients(shells, b);
    *overlap = *kinetic = 0.0;
    for (size_t i = 0; i < s->nexponent; i++) {
        for (size_t j = 0; j < t->nexponent; j++) {
            double sum = s->exponent[i] + t->exponent[j], one = c[i] * d[j] * moment(l, sum);
            *overlap += one;
            *kinetic += (2 * l + 3) * s->exponent[i] * t->exponent[j] / sum * one;
        }
    }
}

/* <p_i|a> of the i-th normalised projector. */
static double projection(const hc_gpw_atom_shells *shells, const hc_gpw_channel *channel, int i, size_t a)
{
    const hc_gpw_set *set = shells->set[a];
    const double *c = coefficients(shells, a);
    double width = 0.5 / (channel->radius * channel->radius), sum = 0.0;
    for (size_t k = 0; k < set->nexponent; k++) {
        sum += c[k] * moment(channel->l + i, set->exponent[k] + width);
    }
    return sum / sqrt(moment(channel->l + 2 * i, 2.0 * width));
}

/* core += sum_ij <a|p_i> h_ij <p_j|b>; p [nprojector][count] is workspace. */
static void add_channel(const hc_gpw_atom_shells *shells, const hc_gpw_channel *channel, double *p, double *core)
{
    const size_t n = shells->count;
    for (size_t i = 0; i < channel->nprojector; i++) {
        for (size_t a = 0; a < n; a++) {
            p[i * n + a] = projection(shells, channel, (int)i, a);
        }
    }
    for (size_t i = 0; i < channel->nprojector; i++) {
        for (size_t j = 0; j < channel->nprojector; j++) {
            for (size_t a = 0; a < n; a++) {
                for (size_t b = 0; b < n; b++) {
                    core[a * n + b] += p[i * n + a] * channel->h[i][j] * p[j * n + b];
                }
            }
        }
    }
}

hc_status hc_gpw_atom_integrals(hc_context *ctx, const hc_gpw_atom_shells *shells, int l,
                                const hc_gpw_potential *potential, double *overlap, double *core)
{
    const size_t n = shells->count;
    double *p = NULL;
    hc_status status = hc_allocate(ctx, HC_GPW_PROJECTOR_MAX * n, sizeof *p, &p);
    if (status != HC_OK) {
        return status;
    }
    for (size_t a = 0; a < n; a++) {
        for (size_t b = 0; b < n; b++) {
            pair_integrals(shells, l, a, b, &overlap[a * n + b], &core[a * n + b]);
        }
    }
    for (size_t c = 0; c < potential->nchannel; c++) {
        if (potential->channel[c].l == l) {
            add_channel(shells, &potential->channel[c], p, core);
        }
    }
    free(p);
    return HC_OK;
}
