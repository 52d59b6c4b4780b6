/* Mackay's icosahedron: twenty fcc tetrahedra, each shell an icosahedron whose faces are triangular nets. Along the
 * twelve axes atoms are one nearest distance apart, along the edges 1.051 times as far. */
#include <math.h>

#include "builders/nanoparticle/particle.h"

#define CORNERS 12

static bool are_neighbours(hc_vec3 a, hc_vec3 b)
{
    return hc_vec3_dot(a, b) > 0.4; /* 1/sqrt 5 for neighbours, else -1/sqrt 5 or -1 */
}

static void set_corners(hc_vec3 corner[CORNERS])
{
    const double ratio = 0.5 * (1.0 + sqrt(5.0)), length = sqrt(1.0 + ratio * ratio);
    for (int k = 0; k < CORNERS; k++) {
        double v[3] = {0, 0, 0};
        v[k / 4] = (k & 1 ? -1.0 : 1.0) / length;
        v[(k / 4 + 1) % 3] = (k & 2 ? -ratio : ratio) / length;
        corner[k] = hc_vec3_make(v[0], v[1], v[2]);
    }
}

/* What is inside the face of three corners. */
static void add_face(int shell, double distance, hc_vec3 a, hc_vec3 b, hc_vec3 c, hc_particle_filling *filling)
{
    for (int k = 1; k < shell; k++) {
        for (int l = 1; k + l < shell; l++) {
            hc_vec3 r = hc_vec3_axpy(hc_vec3_scale(shell - k - l, a), k, b);
            hc_particle_add(filling, hc_vec3_scale(distance, hc_vec3_axpy(r, l, c)));
        }
    }
}

/* Shell number `shell`: corners, then what is inside edges, then inside faces. */
static void add_shell(int shell, double distance, const hc_vec3 corner[CORNERS], hc_particle_filling *filling)
{
    for (int a = 0; a < CORNERS; a++) {
        hc_particle_add(filling, hc_vec3_scale(distance * shell, corner[a]));
        for (int b = a + 1; b < CORNERS; b++) {
            if (!are_neighbours(corner[a], corner[b])) {
                continue;
            }
            for (int k = 1; k < shell; k++) {
                hc_vec3 r = hc_vec3_axpy(hc_vec3_scale(shell - k, corner[a]), k, corner[b]);
                hc_particle_add(filling, hc_vec3_scale(distance, r));
            }
            for (int c = b + 1; c < CORNERS; c++) {
                if (are_neighbours(corner[a], corner[c]) && are_neighbours(corner[b], corner[c])) {
                    add_face(shell, distance, corner[a], corner[b], corner[c], filling);
                }
            }
        }
    }
}

static void fill(const hc_particle_options *options, double distance, hc_particle_filling *filling)
{
    hc_vec3 corner[CORNERS];
    set_corners(corner);
    hc_particle_add(filling, hc_vec3_make(0, 0, 0));
    for (int shell = 1; shell <= options->shells; shell++) {
        add_shell(shell, distance, corner, filling);
    }
}

static hc_status make(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                      hc_structure **particle)
{
    return hc_particle_of_shells(ctx, options, crystal, fill, "13 atoms, 2 has 55, 3 has 147", particle);
}

const hc_particle_shape hc_particle_icosahedron = {
    .name = "icosahedron",
    .summary = "Mackay's icosahedron of `shells` shells around an atom",
    .reference = "Mackay, Acta Cryst. 15, 916 (1962)",
    .keys = {"shells"},
    .make = make,
};
