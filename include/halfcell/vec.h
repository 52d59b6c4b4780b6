/* Vectors of three and 3x3 matrices, by value. A cell is an hc_mat3 with the lattice vectors as rows. */
#ifndef HALFCELL_VEC_H
#define HALFCELL_VEC_H

#include <math.h>

typedef struct hc_vec3 {
    double x, y, z;
} hc_vec3;

typedef struct hc_mat3 {
    hc_vec3 row[3];
} hc_mat3;

static inline hc_vec3 hc_vec3_make(double x, double y, double z)
{
    return (hc_vec3){x, y, z};
}

static inline hc_vec3 hc_vec3_add(hc_vec3 a, hc_vec3 b)
{
    return (hc_vec3){a.x + b.x, a.y + b.y, a.z + b.z};
}

static inline hc_vec3 hc_vec3_sub(hc_vec3 a, hc_vec3 b)
{
    return (hc_vec3){a.x - b.x, a.y - b.y, a.z - b.z};
}

static inline hc_vec3 hc_vec3_scale(double s, hc_vec3 a)
{
    return (hc_vec3){s * a.x, s * a.y, s * a.z};
}

/* a + s b */
static inline hc_vec3 hc_vec3_axpy(hc_vec3 a, double s, hc_vec3 b)
{
    return (hc_vec3){a.x + s * b.x, a.y + s * b.y, a.z + s * b.z};
}

static inline double hc_vec3_dot(hc_vec3 a, hc_vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline hc_vec3 hc_vec3_cross(hc_vec3 a, hc_vec3 b)
{
    return (hc_vec3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static inline double hc_vec3_norm2(hc_vec3 a)
{
    return hc_vec3_dot(a, a);
}

static inline double hc_vec3_norm(hc_vec3 a)
{
    return sqrt(hc_vec3_norm2(a));
}

/* A unit vector across a unit vector: along its cross product with x, or with y where it is near x. */
static inline hc_vec3 hc_vec3_across(hc_vec3 unit)
{
    hc_vec3 axis = fabs(unit.x) < 0.6 ? hc_vec3_make(1, 0, 0) : hc_vec3_make(0, 1, 0);
    hc_vec3 across = hc_vec3_cross(unit, axis);
    return hc_vec3_scale(1.0 / hc_vec3_norm(across), across);
}

/* Component k = 0, 1, 2, to read or to write. */
static inline double hc_vec3_get(hc_vec3 a, int k)
{
    return k == 0 ? a.x : k == 1 ? a.y : a.z;
}

static inline double *hc_vec3_at(hc_vec3 *a, int k)
{
    return k == 0 ? &a->x : k == 1 ? &a->y : &a->z;
}

/* v^T M: fractional coordinates times the cell give Cartesian ones. */
static inline hc_vec3 hc_vec3_times_mat3(hc_vec3 v, const hc_mat3 *m)
{
    return hc_vec3_axpy(hc_vec3_axpy(hc_vec3_scale(v.x, m->row[0]), v.y, m->row[1]), v.z, m->row[2]);
}

/* M v */
static inline hc_vec3 hc_mat3_times_vec3(const hc_mat3 *m, hc_vec3 v)
{
    return (hc_vec3){hc_vec3_dot(m->row[0], v), hc_vec3_dot(m->row[1], v), hc_vec3_dot(m->row[2], v)};
}

static inline double hc_mat3_determinant(const hc_mat3 *m)
{
    return hc_vec3_dot(m->row[0], hc_vec3_cross(m->row[1], m->row[2]));
}

static inline hc_mat3 hc_mat3_transpose(const hc_mat3 *m)
{
    return (hc_mat3){{{m->row[0].x, m->row[1].x, m->row[2].x},
                      {m->row[0].y, m->row[1].y, m->row[2].y},
                      {m->row[0].z, m->row[1].z, m->row[2].z}}};
}

/* Inverse; the determinant must not be zero. */
static inline hc_mat3 hc_mat3_inverse(const hc_mat3 *m)
{
    double scale = 1.0 / hc_mat3_determinant(m);
    hc_mat3 columns = {{hc_vec3_scale(scale, hc_vec3_cross(m->row[1], m->row[2])),
                        hc_vec3_scale(scale, hc_vec3_cross(m->row[2], m->row[0])),
                        hc_vec3_scale(scale, hc_vec3_cross(m->row[0], m->row[1]))}};
    return hc_mat3_transpose(&columns);
}

/* m += s a b^T */
static inline void hc_mat3_add_outer(hc_mat3 *m, double s, hc_vec3 a, hc_vec3 b)
{
    m->row[0] = hc_vec3_axpy(m->row[0], s * a.x, b);
    m->row[1] = hc_vec3_axpy(m->row[1], s * a.y, b);
    m->row[2] = hc_vec3_axpy(m->row[2], s * a.z, b);
}

#endif
