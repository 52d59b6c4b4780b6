#include "gpw/terms/hermite.h"

#include <string.h>

/* e of one power more: x_A times a Hermite Gaussian is (order t - 1) / 2p + (P - A) (order t) + t (order t - 1). */
static void raise_power(int top, double distance, double half_inverse, const double *from, double *to)
{
    for (int t = 0; t <= top; t++) {
        double value = distance * (t < top ? from[t] : 0.0) + (t > 0 ? half_inverse * from[t - 1] : 0.0);
        to[t] = value + (t + 1 < top ? (t + 1) * from[t + 1] : 0.0);
    }
}

void hc_gpw_expand_product(int la, int lb, double pa, double pb, double p, hc_gpw_expansion e)
{
    double half_inverse = 0.5 / p;
    e[0][0][0] = 1.0;
    for (int i = 0; i <= la; i++) {
        if (i > 0) {
            raise_power(i, pa, half_inverse, e[i - 1][0], e[i][0]);
        }
        for (int j = 1; j <= lb; j++) {
            raise_power(i + j, pb, half_inverse, e[i][j - 1], e[i][j]);
        }
    }
}

/* The two ways for powers that the compiler knows where it is called, so that it can unroll the short loops. */
#define UNROLLED static inline __attribute__((always_inline)) void

UNROLLED to_cartesian(const int la, const int lb, const hc_gpw_expansion *e, const hc_gpw_hermite_cube hermite,
                      double *restrict primitive)
{
    size_t nb = HC_CARTESIAN_TOTAL(lb);
    double plane[HC_GPW_HERMITE_SIDE][HC_GPW_HERMITE_SIDE], row[HC_GPW_HERMITE_SIDE];
    for (int iz = 0; iz <= la; iz++) {
        for (int jz = 0; jz <= lb; jz++) {
            int rest = la + lb - iz - jz;
            const double *ez = e[2][iz][jz];
            for (int t = 0; t <= rest; t++) {
                for (int u = 0; t + u <= rest; u++) {
                    double sum = 0.0;
                    for (int v = 0; v <= iz + jz; v++) {
                        sum += ez[v] * hermite[t][u][v];
                    }
                    plane[t][u] = sum;
                }
            }
            for (int iy = 0; iy <= la - iz; iy++) {
                for (int jy = 0; jy <= lb - jz; jy++) {
                    const double *ey = e[1][iy][jy];
                    for (int t = 0; t <= rest - iy - jy; t++) {
                        double sum = 0.0;
                        for (int u = 0; u <= iy + jy; u++) {
                            sum += ey[u] * plane[t][u];
                        }
                        row[t] = sum;
                    }
                    for (int ix = 0; ix <= la - iz - iy; ix++) {
                        double *out = primitive + hc_cartesian_place(ix, iy, iz) * nb;
                        for (int jx = 0; jx <= lb - jz - jy; jx++) {
                            const double *ex = e[0][ix][jx];
                            double sum = 0.0;
                            for (int t = 0; t <= ix + jx; t++) {
                                sum += ex[t] * row[t];
                            }
                            out[hc_cartesian_place(jx, jy, jz)] = sum;
                        }
                    }
                }
            }
        }
    }
}

UNROLLED to_hermite(const int la, const int lb, const hc_gpw_expansion *e, const double *restrict primitive,
                    hc_gpw_hermite_cube hermite)
{
    size_t nb = HC_CARTESIAN_TOTAL(lb);
    double plane[HC_GPW_HERMITE_SIDE][HC_GPW_HERMITE_SIDE], row[HC_GPW_HERMITE_SIDE];
    for (int t = 0; t <= la + lb; t++) {
        for (int u = 0; t + u <= la + lb; u++) {
            memset(hermite[t][u], 0, (size_t)(la + lb - t - u + 1) * sizeof(double));
        }
    }
    for (int iz = 0; iz <= la; iz++) {
        for (int jz = 0; jz <= lb; jz++) {
            int rest = la + lb - iz - jz;
            const double *ez = e[2][iz][jz];
            memset(plane, 0, sizeof plane);
            for (int iy = 0; iy <= la - iz; iy++) {
                for (int jy = 0; jy <= lb - jz; jy++) {
                    const double *ey = e[1][iy][jy];
                    memset(row, 0, sizeof row);
                    for (int ix = 0; ix <= la - iz - iy; ix++) {
                        const double *in = primitive + hc_cartesian_place(ix, iy, iz) * nb;
                        for (int jx = 0; jx <= lb - jz - jy; jx++) {
                            const double *ex = e[0][ix][jx];
                            double value = in[hc_cartesian_place(jx, jy, jz)];
                            for (int t = 0; t <= ix + jx; t++) {
                                row[t] += ex[t] * value;
                            }
                        }
                    }
                    for (int t = 0; t <= rest - iy - jy; t++) {
                        for (int u = 0; u <= iy + jy; u++) {
                            plane[t][u] += ey[u] * row[t];
                        }
                    }
                }
            }
            for (int t = 0; t <= rest; t++) {
                for (int u = 0; t + u <= rest; u++) {
                    for (int v = 0; v <= iz + jz; v++) {
                        hermite[t][u][v] += ez[v] * plane[t][u];
                    }
                }
            }
        }
    }
}

/* Powers of the usual sets; any other takes the same code with variables. */
#define POWERS(X) X(1, 1) X(1, 2) X(1, 3) X(1, 4) X(2, 1) X(2, 2) X(2, 3) X(2, 4) X(3, 1) X(3, 2) X(3, 3) X(3, 4)
#define CODE(la, lb) ((la) * (HC_GPW_LMAX + 2) + (lb))

void hc_gpw_hermite_to_cartesian(int la, int lb, const hc_gpw_expansion e[3], const hc_gpw_hermite_cube hermite,
                                 double *primitive)
{
    switch (CODE(la, lb)) {
#define CASE(a, b)                                                                                                     \
    case CODE(a, b):                                                                                                   \
        to_cartesian(a, b, e, hermite, primitive);                                                                     \
        break;
        POWERS(CASE)
#undef CASE
    default:
        to_cartesian(la, lb, e, hermite, primitive);
    }
}

void hc_gpw_cartesian_to_hermite(int la, int lb, const hc_gpw_expansion e[3], const double *primitive,
                                 hc_gpw_hermite_cube hermite)
{
    switch (CODE(la, lb)) {
#define CASE(a, b)                                                                                                     \
    case CODE(a, b):                                                                                                   \
        to_hermite(a, b, e, primitive, hermite);                                                                       \
        break;
        POWERS(CASE)
#undef CASE
    default:
        to_hermite(la, lb, e, primitive, hermite);
    }
}
