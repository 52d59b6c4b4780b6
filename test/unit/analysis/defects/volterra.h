/* Crystals with dislocations put in by their displacement field. Angstrom in, bohr inside. */
#ifndef TEST_VOLTERRA_H
#define TEST_VOLTERRA_H

#include "defect_structures.h"

/* A block of cubic crystal; rows of `axes` are the crystal's directions along x, y, z, periodic along z (`repeat` times
 * the shortest lattice vector there) and open in x and y, or periodic in all three when the sizes are multiples. */
typedef struct block {
    bool body_centred;
    int number;
    double edge, size[2]; /* Angstrom */
    int axes[3][3], repeat;
    bool periodic;
} block;

static inline hc_vec3 axis_of(const block *b, int d)
{
    hc_vec3 v = hc_vec3_make(b->axes[d][0], b->axes[d][1], b->axes[d][2]);
    return hc_vec3_scale(1.0 / hc_vec3_norm(v), v);
}

/* The shortest lattice vector along one of the axes, Angstrom. */
static inline double period_of(const block *b, int d)
{
    const int *v = b->axes[d];
    int odd = (abs(v[0]) % 2) + (abs(v[1]) % 2) + (abs(v[2]) % 2);
    bool half = b->body_centred ? odd == 3 : odd == 2; /* 1/2 v is a lattice vector */
    return (half ? 0.5 : 1.0) * b->edge * hc_vec3_norm(hc_vec3_make(v[0], v[1], v[2]));
}

static inline bool add_atom(const block *b, hc_vec3 r, hc_structure *s)
{
    double height = b->repeat * period_of(b, 2), x = hc_vec3_dot(r, axis_of(b, 0)), y = hc_vec3_dot(r, axis_of(b, 1)),
           z = hc_vec3_dot(r, axis_of(b, 2));
    const double e = 1e-6;
    if (x < -0.5 * b->size[0] - e || x > 0.5 * b->size[0] - e || y < -0.5 * b->size[1] - e ||
        y > 0.5 * b->size[1] - e || z < -e || z > height - e) {
        return false;
    }
    if (s != NULL) {
        put(s, s->natom++, b->number, x, y, z);
    }
    return true;
}

static inline size_t fill_block(const block *b, hc_structure *s)
{
    static const double fcc[4][3] = {{0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}};
    static const double bcc[2][3] = {{0, 0, 0}, {0.5, 0.5, 0.5}};
    int reach = (int)((b->size[0] + b->size[1] + 2.0 * b->repeat * period_of(b, 2)) / b->edge) + 2;
    size_t count = 0;
    for (int i = -reach; i <= reach; i++) {
        for (int j = -reach; j <= reach; j++) {
            for (int k = -reach; k <= reach; k++) {
                for (int m = 0; m < (b->body_centred ? 2 : 4); m++) {
                    const double *t = b->body_centred ? bcc[m] : fcc[m];
                    count += add_atom(b, hc_vec3_scale(b->edge, hc_vec3_make(i + t[0], j + t[1], k + t[2])), s);
                }
            }
        }
    }
    return count;
}

static inline hc_structure *make_block(const block *b)
{
    hc_structure *s = new_structure(fill_block(b, NULL));
    s->natom = 0;
    fill_block(b, s);
    s->cell.row[0] = hc_vec3_make(b->size[0] * HC_ANGSTROM, 0, 0);
    s->cell.row[1] = hc_vec3_make(0, b->size[1] * HC_ANGSTROM, 0);
    s->cell.row[2] = hc_vec3_make(0, 0, b->repeat * period_of(b, 2) * HC_ANGSTROM);
    s->periodic[0] = s->periodic[1] = b->periodic;
    s->periodic[2] = true;
    return s;
}

/* The isotropic field of a straight dislocation along z at (x, y) with Burgers vector (edge, 0, screw), its cut at
 * smaller x: Hirth and Lothe, Theory of Dislocations (1982), eqs. 3-3, 3-45, 3-46, with Poisson's ratio 1/3. */
static inline void add_straight(hc_structure *s, double x, double y, double edge, double screw)
{
    const double nu = 1.0 / 3.0;
    for (size_t i = 0; i < s->natom; i++) {
        double dx = s->position[i].x / HC_ANGSTROM - x, dy = s->position[i].y / HC_ANGSTROM - y;
        double r2 = dx * dx + dy * dy, angle = atan2(dy, dx);
        double ux = edge / (2 * HC_PI) * (angle + dx * dy / (2 * (1 - nu) * r2));
        double uy =
            -edge / (2 * HC_PI) * ((1 - 2 * nu) / (4 * (1 - nu)) * log(r2) + (dx * dx - dy * dy) / (4 * (1 - nu) * r2));
        hc_vec3 u = {ux, uy, screw * angle / (2 * HC_PI)};
        s->position[i] = hc_vec3_axpy(s->position[i], HC_ANGSTROM, u);
    }
}

/* Solid angle of a triangle seen from the origin (Van Oosterom and Strackee, IEEE Trans. Biomed. Eng. 30, 125 (1983)).
 */
static inline double solid_angle(hc_vec3 a, hc_vec3 b, hc_vec3 c)
{
    double la = hc_vec3_norm(a), lb = hc_vec3_norm(b), lc = hc_vec3_norm(c);
    double below = la * lb * lc + hc_vec3_dot(a, b) * lc + hc_vec3_dot(b, c) * la + hc_vec3_dot(c, a) * lb;
    return 2.0 * atan2(hc_vec3_dot(a, hc_vec3_cross(b, c)), below);
}

#define SIDES 48 /* of a circle */

/* The plastic part of the field of a loop around part of a circle of `radius` normal to y, from side `first` to before
 * `last` of SIDES and back through the centre: b times its solid angle over 4 pi. */
static inline void add_sector(hc_structure *s, double radius, hc_vec3 centre, int first, int last, hc_vec3 b)
{
    for (size_t i = 0; i < s->natom; i++) {
        double omega = 0.0;
        hc_vec3 r = hc_vec3_sub(centre, hc_vec3_scale(1.0 / HC_ANGSTROM, s->position[i]));
        for (int k = first; k < last; k++) {
            double from = 2 * HC_PI * k / SIDES, to = 2 * HC_PI * (k + 1) / SIDES;
            omega += solid_angle(r, hc_vec3_axpy(r, radius, hc_vec3_make(cos(from), 0, sin(from))),
                                 hc_vec3_axpy(r, radius, hc_vec3_make(cos(to), 0, sin(to))));
        }
        s->position[i] = hc_vec3_axpy(s->position[i], HC_ANGSTROM * omega / (4 * HC_PI), b);
    }
}

static inline void add_loop(hc_structure *s, double radius, hc_vec3 centre, hc_vec3 b)
{
    add_sector(s, radius, centre, 0, SIDES, b);
}

#endif
