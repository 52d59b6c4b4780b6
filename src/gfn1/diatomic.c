#include "gfn1/diatomic.h"

#include <math.h>
#include <stdlib.h>

#define ROOT3 1.7320508075688772

/* Local components of symmetric traceless tensors that belong to the five d functions; row of d[2]. */
static void tensor_row(const double t[3][3], double *row)
{
    row[0] = 2.0 / ROOT3 * t[0][1];
    row[1] = 2.0 / ROOT3 * t[1][2];
    row[2] = 2.0 / 3.0 * (t[2][2] - 0.5 * (t[0][0] + t[1][1]));
    row[3] = 2.0 / ROOT3 * t[0][2];
    row[4] = (t[0][0] - t[1][1]) / ROOT3;
}

/* t = a b^T + b a^T, times scale */
static void symmetric_product(double scale, const double *a, const double *b, double t[3][3])
{
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            t[i][j] = scale * (a[i] * b[j] + b[i] * a[j]);
        }
    }
}

static void set_d_rotation(const double axis[3][3], double d[5][5])
{
    double t[3][3], u[3][3];
    symmetric_product(0.5 * ROOT3, axis[0], axis[1], t);
    tensor_row(t, d[0]);
    symmetric_product(0.5 * ROOT3, axis[1], axis[2], t);
    tensor_row(t, d[1]);
    symmetric_product(0.75, axis[2], axis[2], t); /* z'z' - (x'x' + y'y')/2 = 3/2 z'z' - 1/2 */
    for (int i = 0; i < 3; i++) {
        t[i][i] -= 0.5;
    }
    tensor_row(t, d[2]);
    symmetric_product(0.5 * ROOT3, axis[0], axis[2], t);
    tensor_row(t, d[3]);
    symmetric_product(0.25 * ROOT3, axis[0], axis[0], t);
    symmetric_product(0.25 * ROOT3, axis[1], axis[1], u);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            t[i][j] -= u[i][j];
        }
    }
    tensor_row(t, d[4]);
}

void hc_gfn1_frame_set(hc_gfn1_frame *frame, hc_vec3 r, int lmax)
{
    double length = hc_vec3_norm(r);
    frame->inverse_r = 1.0 / length;
    frame->z = hc_vec3_scale(frame->inverse_r, r);
    frame->y = hc_vec3_across(frame->z);
    frame->x = hc_vec3_cross(frame->y, frame->z);
    frame->d[0][0][0] = 1.0;
    const double axis[3][3] = {{frame->x.x, frame->x.y, frame->x.z},
                               {frame->y.x, frame->y.y, frame->y.z},
                               {frame->z.x, frame->z.y, frame->z.z}};
    static const int order[] = {1, 2, 0}; /* y, z, x */
    for (int m = 0; m < 3 && lmax > 0; m++) {
        for (int n = 0; n < 3; n++) {
            frame->d[1][m][n] = axis[order[m]][order[n]];
        }
    }
    if (lmax > 1) {
        set_d_rotation(axis, frame->d[2]);
    }
}

static inline __attribute__((always_inline)) void expand(const hc_gfn1_frame *frame, int la, int lb, const double *f,
                                                         double *block)
{
    int na = 2 * la + 1, nb = 2 * lb + 1, low = la < lb ? la : lb;
    for (int i = 0; i < na * nb; i++) {
        block[i] = 0.0;
    }
    for (int m = -low; m <= low; m++) {
        double value = f[abs(m)];
        for (int i = 0; i < na; i++) {
            double left = value * frame->d[la][m + la][i];
            for (int j = 0; j < nb; j++) {
                block[i * nb + j] += left * frame->d[lb][m + lb][j];
            }
        }
    }
}

static inline __attribute__((always_inline)) void project(const hc_gfn1_frame *frame, int la, int lb,
                                                          const double *global, size_t stride, double *local)
{
    int na = 2 * la + 1, nb = 2 * lb + 1;
    double half[HC_GFN1_FRAME_BLOCK];
    for (int i = 0; i < na; i++) {
        for (int j = 0; j < nb; j++) {
            double sum = 0.0;
            for (int k = 0; k < nb; k++) {
                sum += global[(size_t)i * stride + (size_t)k] * frame->d[lb][j][k];
            }
            half[i * nb + j] = sum;
        }
    }
    for (int i = 0; i < na; i++) {
        for (int j = 0; j < nb; j++) {
            double sum = 0.0;
            for (int k = 0; k < na; k++) {
                sum += frame->d[la][i][k] * half[k * nb + j];
            }
            local[i * nb + j] = sum;
        }
    }
}

/* One case for each pair of l, so that the loops above have constant bounds. */
#define EACH_PAIR(CALL)                                                                                                \
    switch (3 * la + lb) {                                                                                             \
    case 0:                                                                                                            \
        CALL(0, 0);                                                                                                    \
        break;                                                                                                         \
    case 1:                                                                                                            \
        CALL(0, 1);                                                                                                    \
        break;                                                                                                         \
    case 2:                                                                                                            \
        CALL(0, 2);                                                                                                    \
        break;                                                                                                         \
    case 3:                                                                                                            \
        CALL(1, 0);                                                                                                    \
        break;                                                                                                         \
    case 4:                                                                                                            \
        CALL(1, 1);                                                                                                    \
        break;                                                                                                         \
    case 5:                                                                                                            \
        CALL(1, 2);                                                                                                    \
        break;                                                                                                         \
    case 6:                                                                                                            \
        CALL(2, 0);                                                                                                    \
        break;                                                                                                         \
    case 7:                                                                                                            \
        CALL(2, 1);                                                                                                    \
        break;                                                                                                         \
    default:                                                                                                           \
        CALL(2, 2);                                                                                                    \
        break;                                                                                                         \
    }

void hc_gfn1_frame_expand(const hc_gfn1_frame *frame, int la, int lb, const double *f, double *block)
{
#define CALL_EXPAND(a, b) expand(frame, a, b, f, block)
    EACH_PAIR(CALL_EXPAND)
}

void hc_gfn1_frame_project(const hc_gfn1_frame *frame, int la, int lb, const double *global, size_t stride,
                           double *local)
{
#define CALL_PROJECT(a, b) project(frame, a, b, global, stride, local)
    EACH_PAIR(CALL_PROJECT)
}

/* How the functions of a shell turn when z' moves towards x' (or y'): d local[to] / d angle = value local[from]. */
typedef struct turn {
    int to, from; /* m */
    double value;
} turn;

static const turn turn_x_p[] = {{0, 1, 1.0}, {1, 0, -1.0}};
static const turn turn_y_p[] = {{0, -1, 1.0}, {-1, 0, -1.0}};
static const turn turn_x_d[] = {{-2, -1, -1.0}, {-1, -2, 1.0}, {0, 1, ROOT3},
                                {1, 0, -ROOT3}, {1, 2, 1.0},   {2, 1, -1.0}};
static const turn turn_y_d[] = {{-2, 1, -1.0},   {1, -2, 1.0},  {0, -1, ROOT3},
                                {-1, 0, -ROOT3}, {-1, 2, -1.0}, {2, -1, 1.0}};

static double turned(int la, int lb, const double *f, const double *local, const turn *turns_a, size_t na,
                     const turn *turns_b, size_t nb)
{
    int row = 2 * lb + 1;
    double sum = 0.0;
    for (size_t i = 0; i < na; i++) {
        if (abs(turns_a[i].to) <= lb) {
            sum += local[(turns_a[i].from + la) * row + turns_a[i].to + lb] * turns_a[i].value * f[abs(turns_a[i].to)];
        }
    }
    for (size_t i = 0; i < nb; i++) {
        if (abs(turns_b[i].to) <= la) {
            sum += local[(turns_b[i].to + la) * row + turns_b[i].from + lb] * turns_b[i].value * f[abs(turns_b[i].to)];
        }
    }
    return sum;
}

static inline const turn *turns(int l, int axis, size_t *count)
{
    *count = l == 0 ? 0 : l == 1 ? 2 : 6;
    return axis == 0 ? (l == 1 ? turn_x_p : turn_x_d) : (l == 1 ? turn_y_p : turn_y_d);
}

double hc_gfn1_frame_trace(int la, int lb, const double *f, const double *local)
{
    int low = la < lb ? la : lb;
    double sum = 0.0;
    for (int m = -low; m <= low; m++) {
        sum += local[(m + la) * (2 * lb + 1) + m + lb] * f[abs(m)];
    }
    return sum;
}

hc_vec3 hc_gfn1_frame_derivative(const hc_gfn1_frame *frame, int la, int lb, const double *f, const double *df,
                                 const double *local)
{
    double side[2];
    for (int axis = 0; axis < 2; axis++) {
        size_t na, nb;
        const turn *turns_a = turns(la, axis, &na), *turns_b = turns(lb, axis, &nb);
        side[axis] = frame->inverse_r * turned(la, lb, f, local, turns_a, na, turns_b, nb);
    }
    return (hc_vec3){side[0], side[1], hc_gfn1_frame_trace(la, lb, df, local)};
}
