#include "kinetics/transport.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kinetics/dense.h"

#define N HC_TRANSPORT_NODES
#define S HC_SOLUTES
#define GROWTH 1.06  /* of the distance from node to node */
#define STEP_MAX 2.0 /* largest change of ln c in one iteration */

void hc_transport_defaults(hc_transport_options *o, double thickness_m, double co2_mol_m3, double ph)
{
    *o = (hc_transport_options){.thickness_m = thickness_m,
                                .diffusion_m2_s = {1.91e-9, 9.23e-10, 1.19e-9, 5.27e-9},
                                .reacts = true,
                                .k1_forward = 5.93,
                                .k1_reverse = 1.34e-4,
                                .k2_forward = 1e5,
                                .k2_reverse = 2.15e4};
    double hydroxide = 1e3 * pow(10.0, ph - 14.0);
    o->bulk_mol_m3[HC_SOLUTE_CO2] = co2_mol_m3;
    o->bulk_mol_m3[HC_SOLUTE_OH] = hydroxide;
    o->bulk_mol_m3[HC_SOLUTE_HCO3] = o->k1_forward / o->k1_reverse * co2_mol_m3 * hydroxide;
    o->bulk_mol_m3[HC_SOLUTE_CO3] = o->k2_forward / o->k2_reverse * o->bulk_mol_m3[HC_SOLUTE_HCO3] * hydroxide;
}

double hc_levich_thickness(double diffusion_m2_s, double viscosity_m2_s, double omega_rad_s)
{
    /* 1/0.62048, where 0.62048 is Levich's coefficient for large Schmidt numbers */
    return cbrt(diffusion_m2_s) * pow(viscosity_m2_s, 1.0 / 6.0) / (0.62048 * sqrt(omega_rad_s));
}

void hc_transport_begin(const hc_transport_options *o, hc_transport_profile *profile)
{
    double length = o->thickness_m * (GROWTH - 1.0) / (pow(GROWTH, N - 1) - 1.0);
    profile->x_m[0] = 0.0;
    for (size_t i = 0; i < N; i++) {
        if (i > 0) {
            profile->x_m[i] = i + 1 < N ? profile->x_m[i - 1] + length * pow(GROWTH, (double)(i - 1)) : o->thickness_m;
        }
        memcpy(profile->c_mol_m3[i], o->bulk_mol_m3, sizeof o->bulk_mol_m3);
    }
}

/* Sources by reactions, mol/(m3 s), and their derivatives by the logarithms of concentrations. */
static void react(const hc_transport_options *o, const double *c, double source[S], double by[S][S])
{
    const double first[2] = {o->k1_forward * c[HC_SOLUTE_CO2] * c[HC_SOLUTE_OH], o->k1_reverse * c[HC_SOLUTE_HCO3]};
    const double second[2] = {o->k2_forward * c[HC_SOLUTE_HCO3] * c[HC_SOLUTE_OH], o->k2_reverse * c[HC_SOLUTE_CO3]};
    static const double change[2][S] = {{-1, 1, 0, -1}, {0, -1, 1, -1}};
    memset(by, 0, S * S * sizeof(double));
    for (size_t s = 0; s < S; s++) {
        double a = o->reacts ? change[0][s] : 0.0, b = o->reacts ? change[1][s] : 0.0;
        source[s] = a * (first[0] - first[1]) + b * (second[0] - second[1]);
        by[s][HC_SOLUTE_CO2] = a * first[0];
        by[s][HC_SOLUTE_OH] = a * first[0] + b * second[0];
        by[s][HC_SOLUTE_HCO3] = -a * first[1] + b * second[0];
        by[s][HC_SOLUTE_CO3] = -b * second[1];
    }
}

/* The linear system of one Newton step: node i has a full block and diagonal ones to its neighbours. */
typedef struct system {
    double block[N][S * S], left[N][S], right[N][S], rhs[N][S];
} system_of_nodes;

static void add_electrode(const hc_transport_flux *flux, const double *c, system_of_nodes *m)
{
    for (size_t s = 0; s < S; s++) {
        double exponent = 0.0;
        for (size_t q = 0; q < S; q++) {
            exponent += flux->order[s][q] * log(c[q] / flux->at_mol_m3[q]);
        }
        double value = flux->value[s] * exp(fmin(exponent, 50.0));
        m->rhs[0][s] += value; /* the balance is minus this */
        for (size_t q = 0; q < S; q++) {
            m->block[0][s * S + q] -= value * flux->order[s][q];
        }
    }
}

/* Balance of each volume: what comes from both sides plus what reacts; its negative on the right. */
static void fill(const hc_transport_options *o, const hc_transport_flux *flux, const hc_transport_profile *p,
                 system_of_nodes *m)
{
    memset(m, 0, sizeof *m);
    for (size_t i = 0; i + 1 < N; i++) {
        double after = p->x_m[i + 1] - p->x_m[i], before = i > 0 ? p->x_m[i] - p->x_m[i - 1] : 0.0;
        double source[S], by[S][S], volume = 0.5 * (after + before);
        react(o, p->c_mol_m3[i], source, by);
        for (size_t s = 0; s < S; s++) {
            double c = p->c_mol_m3[i][s], next = p->c_mol_m3[i + 1][s], d = o->diffusion_m2_s[s];
            m->rhs[i][s] -= d * (next - c) / after + volume * source[s];
            m->right[i][s] = d * next / after;
            m->block[i][s * S + s] -= d * c / after;
            if (i > 0) {
                double last = p->c_mol_m3[i - 1][s];
                m->rhs[i][s] += d * (c - last) / before;
                m->left[i][s] = d * last / before;
                m->block[i][s * S + s] -= d * c / before;
            }
            for (size_t q = 0; q < S; q++) {
                m->block[i][s * S + q] += volume * by[s][q];
            }
        }
    }
    add_electrode(flux, p->c_mol_m3[0], m);
    for (size_t s = 0; s < S; s++) {
        m->block[N - 1][s * S + s] = 1.0; /* the bulk stays */
    }
}

/* Block elimination from the electrode to the bulk; the solution is left in rhs. False when a block is singular. */
static bool eliminate(system_of_nodes *m)
{
    double upper[N][S * S], scratch[S], column[S];
    size_t permutation[S];
    for (size_t i = 0; i < N; i++) {
        for (size_t s = 0; i > 0 && s < S; s++) {
            for (size_t q = 0; q < S; q++) {
                m->block[i][s * S + q] -= m->left[i][s] * upper[i - 1][s * S + q];
            }
            m->rhs[i][s] -= m->left[i][s] * m->rhs[i - 1][s];
        }
        if (!hc_dense_factor(S, m->block[i], permutation)) {
            return false;
        }
        hc_dense_solve(S, m->block[i], permutation, m->rhs[i], scratch);
        for (size_t q = 0; q < S; q++) {
            memset(column, 0, sizeof column);
            column[q] = m->right[i][q];
            hc_dense_solve(S, m->block[i], permutation, column, scratch);
            for (size_t s = 0; s < S; s++) {
                upper[i][s * S + q] = column[s];
            }
        }
    }
    for (size_t i = N - 1; i-- > 0;) {
        for (size_t s = 0; s < S; s++) {
            for (size_t q = 0; q < S; q++) {
                m->rhs[i][s] -= upper[i][s * S + q] * m->rhs[i + 1][q];
            }
        }
    }
    return true;
}

hc_status hc_transport_solve(hc_context *ctx, const hc_transport_options *o, const hc_transport_flux *flux,
                             hc_transport_profile *profile)
{
    system_of_nodes *m = NULL;
    double largest = INFINITY;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *m, &m));
    for (int i = 0; i < 400 && largest > 1e-11; i++) {
        fill(o, flux, profile, m);
        if (!eliminate(m)) {
            break;
        }
        double now = 0.0;
        for (size_t k = 0; k < N * S; k++) {
            now = fmax(now, fabs(m->rhs[k / S][k % S]));
        }
        double scale = now > STEP_MAX ? STEP_MAX / now : 1.0;
        for (size_t k = 0; k < N * S; k++) {
            profile->c_mol_m3[k / S][k % S] *= exp(scale * m->rhs[k / S][k % S]);
        }
        if (!isfinite(now) || (now < 1e-8 && now > 0.5 * largest)) {
            largest = isfinite(now) ? now : INFINITY;
            break; /* rounding */
        }
        largest = now;
    }
    if (!(largest < 1e-8)) {
        status = hc_fail(ctx, HC_ERROR_NOT_CONVERGED, "the concentrations in the diffusion layer were not found");
    }
cleanup:
    free(m);
    return status;
}

double hc_transport_bulk_flux(const hc_transport_options *o, const hc_transport_profile *p, hc_solute solute)
{
    double distance = p->x_m[N - 1] - p->x_m[N - 2];
    return o->diffusion_m2_s[solute] * (p->c_mol_m3[N - 1][solute] - p->c_mol_m3[N - 2][solute]) / distance;
}
