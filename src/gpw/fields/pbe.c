#include "gpw/fields/pbe.h"

#include "halfcell/units.h"
#include "math/vector.h"

/* (3 pi^2)^(1/3) */
#define KF 3.0936677262801359310

typedef struct pbe_values {
    hc_vec energy, v, vsigma;
} pbe_values;

HC_VECTOR_INLINE hc_vec at_least(hc_vec x, double lowest)
{
    hc_veci low = x < lowest;
    return (hc_vec)(((hc_veci)x & ~low) | ((hc_veci)hc_vec_all(lowest) & low));
}

/* Exchange of an unpolarised density: -3/4 (3/pi)^(1/3) n^(4/3) F(p), p = sigma/(2 kF n)^2. root = n^(-1/6). */
HC_VECTOR_INLINE pbe_values exchange(const hc_gpw_pbe *pbe, hc_vec n, hc_vec sigma, hc_vec root)
{
    const double a = -0.75 * 0.98474502184269654, c = 1.0 / (4.0 * KF * KF);
    hc_vec third = root * root, n13 = n * third * third; /* n^(-1/3), n^(1/3) */
    hc_vec reduced = c * third * third * third * third * third * third * third * third, p = reduced * sigma, f, df;
    if (pbe->exponential) {
        hc_vec x = p * (-pbe->mu / pbe->kappa);
        x = at_least(x, -700.0);
        hc_vec e = hc_vec_exp(x);
        f = 1.0 + pbe->kappa - pbe->kappa * e;
        df = pbe->mu * e;
    } else {
        hc_vec inverse = 1.0 / (1.0 + pbe->mu / pbe->kappa * p);
        f = 1.0 + pbe->kappa - pbe->kappa * inverse;
        df = pbe->mu * inverse * inverse;
    }
    return (pbe_values){a * n * n13 * f, 4.0 / 3.0 * a * n13 * (f - 2.0 * p * df), a * n * n13 * reduced * df};
}

/* Correlation of the uniform gas: G of J. P. Perdew, Y. Wang, Phys. Rev. B 45, 13244 (1992). */
typedef struct gas_parameters {
    double a, alpha, beta[4];
} gas_parameters;

typedef struct uniform_gas {
    gas_parameters unpolarised, polarised, stiffness;
    double curvature; /* f''(0) of the interpolation between them */
} uniform_gas;

/* The digits of the PBE subroutine, and those of the paper. */
static const uniform_gas GAS_IN_FULL = {{0.0310907, 0.21370, {7.5957, 3.5876, 1.6382, 0.49294}},
                                        {0.01554535, 0.20548, {14.1189, 6.1977, 3.3662, 0.62517}},
                                        {0.0168869, 0.11125, {10.357, 3.6231, 0.88026, 0.49671}},
                                        1.709920934161365617563962776245};
static const uniform_gas GAS_AS_PUBLISHED = {{0.031091, 0.21370, {7.5957, 3.5876, 1.6382, 0.49294}},
                                             {0.015545, 0.20548, {14.1189, 6.1977, 3.3662, 0.62517}},
                                             {0.016887, 0.11125, {10.357, 3.6231, 0.88026, 0.49671}},
                                             1.709921};

HC_VECTOR_INLINE const uniform_gas *gas_of(const hc_gpw_pbe *pbe)
{
    return pbe->published ? &GAS_AS_PUBLISHED : &GAS_IN_FULL;
}

HC_VECTOR_INLINE void gas(const gas_parameters *g, hc_vec root_rs, hc_vec inverse_root, hc_vec *energy, hc_vec *slope)
{
    hc_vec rs = root_rs * root_rs;
    hc_vec q0 = -2.0 * g->a * (1.0 + g->alpha * rs);
    hc_vec q1 =
        2.0 * g->a * root_rs * (g->beta[0] + root_rs * (g->beta[1] + root_rs * (g->beta[2] + root_rs * g->beta[3])));
    hc_vec dq1 = g->a * (g->beta[0] * inverse_root + 2.0 * g->beta[1] +
                         root_rs * (3.0 * g->beta[2] + root_rs * 4.0 * g->beta[3]));
    hc_vec x = 1.0 / q1, inverse, logarithm = hc_vec_log1p(x, &inverse);
    *energy = q0 * logarithm;
    *slope = -2.0 * g->a * g->alpha * logarithm - q0 * dq1 * x * x * inverse;
}

/* gamma = (1 - ln 2)/pi^2 */
#define GAMMA 0.031090690869654895
/* sqrt(rs) n^(1/6) = (3/(4 pi))^(1/6) */
#define ROOT_RS 0.78762331789974325

/* n (e(rs) + H(e, T)), H = gamma ln(1 + R), R = b T (1 + A T)/(1 + A T + (A T)^2), b = beta/gamma,
 * A = b/(exp(-e/gamma) - 1), T = t^2 = pi sigma/(16 (3 pi^2)^(1/3) n^(7/3)). */
HC_VECTOR_INLINE pbe_values correlation(const hc_gpw_pbe *pbe, hc_vec n, hc_vec sigma, hc_vec root)
{
    const double root_factor = ROOT_RS, b = pbe->beta / GAMMA;
    hc_vec third = root * root, n13 = n * third * third, e, slope;
    gas(&gas_of(pbe)->unpolarised, root_factor * root, 1.0 / root_factor * (n13 * root), &e, &slope);
    hc_vec reduced = HC_PI / (16.0 * KF) * third * third * third * third * third * third * third, t = reduced * sigma;
    hc_vec power = hc_vec_exp(e * (-1.0 / GAMMA)), inverse = 1.0 / (power - 1.0), a = b * inverse, y = a * t;
    hc_vec denominator = 1.0 / (1.0 + y + y * y), r = b * t * (1.0 + y) * denominator;
    hc_vec inner, h = GAMMA * hc_vec_log1p(r, &inner), outer = GAMMA * inner * denominator * denominator * b;
    hc_vec h_t = outer * (1.0 + 2.0 * y);
    hc_vec h_e = -outer * t * t * y * (2.0 + y) * (b / GAMMA) * power * inverse * inverse;
    hc_vec rs = root_factor * root_factor * third;
    hc_vec v = e + h - 1.0 / 3.0 * rs * slope * (1.0 + h_e) - 7.0 / 3.0 * t * h_t;
    return (pbe_values){n * (e + h), v, n * h_t * reduced};
}

HC_VECTOR_CLONES static void evaluate_unpolarised(const hc_gpw_pbe *pbe, size_t count, const hc_gpw_xc_points *points)
{
    for (size_t i = 0; i < count; i += HC_VEC) {
        hc_vec n = *(const hc_vec *)(points->rho[0] + i), sigma = *(const hc_vec *)(points->sigma[0] + i);
        hc_vec root = hc_vec_inverse_sixth_root(n);
        pbe_values x = exchange(pbe, n, sigma, root), c = correlation(pbe, n, sigma, root);
        *(hc_vec *)(points->energy + i) = x.energy + c.energy;
        *(hc_vec *)(points->v[0] + i) = x.v + c.v;
        *(hc_vec *)(points->vsigma[0] + i) = x.vsigma + c.vsigma;
    }
}

/* The uniform gas of polarisation z: energy and its derivatives with respect to rs and z. up, down = 1 +- z; the cube
 * roots of both. */
HC_VECTOR_INLINE void polarised_gas(const uniform_gas *g, hc_vec root_rs, hc_vec inverse_root, hc_vec up, hc_vec down,
                                    hc_vec up13, hc_vec down13, hc_vec *energy, hc_vec *slope, hc_vec *slope_z)
{
    const double f2 = g->curvature, norm = 1.0 / 0.51984209978974632953; /* 2^(4/3) - 2 */
    hc_vec e0, e1, e2, s0, s1, s2, z = 0.5 * (up - down), z3 = z * z * z, z4 = z3 * z;
    hc_vec f = (up * up13 + down * down13 - 2.0) * norm, df = 4.0 / 3.0 * norm * (up13 - down13);
    gas(&g->unpolarised, root_rs, inverse_root, &e0, &s0);
    gas(&g->polarised, root_rs, inverse_root, &e1, &s1);
    gas(&g->stiffness, root_rs, inverse_root, &e2, &s2);
    hc_vec full = e1 - e0 + e2 / f2;
    *energy = e0 + z4 * f * full - f * e2 / f2;
    *slope = s0 + z4 * f * (s1 - s0 + s2 / f2) - f * s2 / f2;
    *slope_z = (4.0 * z3 * f + z4 * df) * full - df * e2 / f2;
}

typedef struct polarised_values {
    hc_vec energy, up, down, vsigma; /* vsigma: of the gradient of the sum of both spins */
} polarised_values;

/* As correlation, with e(rs, z), gamma and T times phi^3 and phi^-2, phi = ((1 + z)^(2/3) + (1 - z)^(2/3))/2. root, a
 * and b: (-1/6)-th powers of the density, of spin up and of spin down. */
HC_VECTOR_INLINE polarised_values polarised_correlation(const hc_gpw_pbe *pbe, hc_vec n[2], hc_vec sigma, hc_vec a,
                                                        hc_vec b)
{
    const double root_factor = ROOT_RS, ratio = pbe->beta / GAMMA, cube2 = 1.25992104989487316477;
    hc_vec total = n[0] + n[1], root = hc_vec_inverse_sixth_root(total), third = root * root;
    hc_vec up = 2.0 * n[0] / total, down = 2.0 * n[1] / total, n13 = total * third * third;
    hc_vec up13 = cube2 * n[0] * a * a * a * a * third, down13 = cube2 * n[1] * b * b * b * b * third, e, slope,
           slope_z;
    polarised_gas(gas_of(pbe), root_factor * root, 1.0 / root_factor * (n13 * root), up, down, up13, down13, &e, &slope,
                  &slope_z);
    hc_vec phi = 0.5 * (up13 * up13 + down13 * down13), inverse_phi = 1.0 / phi;
    hc_vec dphi = 1.0 / 3.0 * (1.0 / up13 - 1.0 / down13), gamma = GAMMA * phi * phi * phi;
    hc_vec reduced =
        HC_PI / (16.0 * KF) * third * third * third * third * third * third * third * inverse_phi * inverse_phi;
    hc_vec t = reduced * sigma, power = hc_vec_exp(-e / gamma), inverse = 1.0 / (power - 1.0), y = ratio * inverse * t;
    hc_vec denominator = 1.0 / (1.0 + y + y * y), r = ratio * t * (1.0 + y) * denominator;
    hc_vec inner, h = gamma * hc_vec_log1p(r, &inner), outer = gamma * inner * denominator * denominator * ratio;
    hc_vec h_t = outer * (1.0 + 2.0 * y);
    hc_vec h_e = -outer * t * t * y * (2.0 + y) * ratio * power * inverse * inverse / gamma;
    hc_vec h_phi = (3.0 * h - 2.0 * t * h_t - 3.0 * e * h_e) * inverse_phi;
    hc_vec rs = root_factor * root_factor * third, turn = slope_z * (1.0 + h_e) + h_phi * dphi;
    hc_vec v = e + h - 1.0 / 3.0 * rs * slope * (1.0 + h_e) - 7.0 / 3.0 * t * h_t;
    return (polarised_values){total * (e + h), v + turn * down, v - turn * up, total * h_t * reduced};
}

/* A spin of fewer electrons has this many in the formulas, whose derivatives have no limit at none. */
#define SPIN_MIN 1e-12

HC_VECTOR_CLONES static void evaluate_polarised(const hc_gpw_pbe *pbe, size_t count, const hc_gpw_xc_points *points)
{
    const double sixth2 = 1.12246204830937298143; /* 2^(1/6) */
    for (size_t i = 0; i < count; i += HC_VEC) {
        hc_vec n[2], root[2], sigma[3];
        pbe_values x[2];
        for (int s = 0; s < 3; s++) {
            sigma[s] = *(const hc_vec *)(points->sigma[s] + i);
        }
        for (int s = 0; s < 2; s++) {
            n[s] = at_least(*(const hc_vec *)(points->rho[s] + i), SPIN_MIN);
            root[s] = hc_vec_inverse_sixth_root(n[s]);
            x[s] = exchange(pbe, 2.0 * n[s], 4.0 * sigma[2 * s], root[s] / sixth2);
        }
        hc_vec sum = at_least(sigma[0] + 2.0 * sigma[1] + sigma[2], 0.0);
        polarised_values c = polarised_correlation(pbe, n, sum, root[0], root[1]);
        *(hc_vec *)(points->energy + i) = 0.5 * (x[0].energy + x[1].energy) + c.energy;
        *(hc_vec *)(points->v[0] + i) = x[0].v + c.up;
        *(hc_vec *)(points->v[1] + i) = x[1].v + c.down;
        *(hc_vec *)(points->vsigma[0] + i) = 2.0 * x[0].vsigma + c.vsigma;
        *(hc_vec *)(points->vsigma[1] + i) = 2.0 * c.vsigma;
        *(hc_vec *)(points->vsigma[2] + i) = 2.0 * x[1].vsigma + c.vsigma;
    }
}

void hc_gpw_pbe_evaluate(const hc_gpw_pbe *pbe, size_t nspin, size_t count, const hc_gpw_xc_points *points)
{
    if (nspin == 2) {
        evaluate_polarised(pbe, count, points);
    } else {
        evaluate_unpolarised(pbe, count, points);
    }
}
