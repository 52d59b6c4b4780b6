/* Octahedra of fcc metals, whole or with their corners cut: with half the nearest distance times sqrt 2 as unit, the
 * sites are integers x, y, z whose sum has one parity; |x| + |y| + |z| bounds the (111) faces, max(|x|, |y|, |z|) the
 * (100) faces. */
#include <math.h>
#include <stdlib.h>

#include "builders/nanoparticle/particle.h"

static void fill_octahedron(int edge, int cut, double distance, hc_particle_filling *filling)
{
    int tip = edge - 1, reach = tip - cut;
    double unit = distance / sqrt(2.0);
    for (int x = -reach; x <= reach; x++) {
        for (int y = -reach; y <= reach; y++) {
            for (int z = -reach; z <= reach; z++) {
                int sum = abs(x) + abs(y) + abs(z);
                if (sum <= tip && (sum - tip) % 2 == 0) {
                    hc_particle_add(filling, hc_vec3_scale(unit, hc_vec3_make(x, y, z)));
                }
            }
        }
    }
}

static void fill_any(const hc_particle_options *options, double distance, hc_particle_filling *filling)
{
    fill_octahedron(options->edge, options->cut == HC_INTEGER_UNSET ? 0 : options->cut, distance, filling);
}

static hc_status make_octahedron(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                                 hc_structure **particle)
{
    if (options->edge == HC_INTEGER_UNSET) {
        return hc_fail(ctx, HC_ERROR_INPUT, "an octahedron needs edge, the number of atoms along its edges");
    }
    if (options->cut != HC_INTEGER_UNSET && 2 * options->cut > options->edge - 1) {
        return hc_fail(ctx, HC_ERROR_INPUT, "cut %d: of %d atoms along an edge at most %d layers can be cut off",
                       options->cut, options->edge, (options->edge - 1) / 2);
    }
    return hc_particle_of_fcc(ctx, options, crystal, fill_any, particle);
}

static void fill_cuboctahedron(const hc_particle_options *options, double distance, hc_particle_filling *filling)
{
    fill_octahedron(2 * options->shells + 1, options->shells, distance, filling);
}

static hc_status make_cuboctahedron(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                                    hc_structure **particle)
{
    return hc_particle_of_shells(ctx, options, crystal, fill_cuboctahedron, "13 atoms, 2 has 55, 3 has 147", particle);
}

static void fill_truncated(const hc_particle_options *options, double distance, hc_particle_filling *filling)
{
    fill_octahedron(3 * options->shells + 1, options->shells, distance, filling);
}

static hc_status make_truncated(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                                hc_structure **particle)
{
    return hc_particle_of_shells(ctx, options, crystal, fill_truncated, "38 atoms, 2 has 201, 3 has 586", particle);
}

const hc_particle_shape hc_particle_octahedron = {
    .name = "octahedron",
    .summary = "octahedron of (111) faces with `edge` atoms along an edge, `cut` layers off every corner",
    .keys = {"edge", "cut"},
    .make = make_octahedron,
};

const hc_particle_shape hc_particle_cuboctahedron = {
    .name = "cuboctahedron",
    .summary = "cuboctahedron of `shells` shells around an atom",
    .reference = "magic numbers: Mackay, Acta Cryst. 15, 916 (1962)",
    .keys = {"shells"},
    .make = make_cuboctahedron,
};

const hc_particle_shape hc_particle_truncated_octahedron = {
    .name = "truncated-octahedron",
    .summary = "regular truncated octahedron, `shells` + 1 atoms along every edge",
    .keys = {"shells"},
    .make = make_truncated,
};
