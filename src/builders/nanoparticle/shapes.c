#include <math.h>

#include "atoms/spacegroup.h"
#include "builders/nanoparticle/particle.h"

#define FCC 225

const hc_particle_shape *const hc_particle_shapes[] = {
    &hc_particle_wulff,       &hc_particle_octahedron, &hc_particle_cuboctahedron,   &hc_particle_truncated_octahedron,
    &hc_particle_icosahedron, &hc_particle_decahedron, &hc_particle_star_decahedron, NULL,
};

const char *const hc_particle_shape_names[] = {
    "wulff",       "octahedron", "cuboctahedron",   "truncated-octahedron",
    "icosahedron", "decahedron", "star-decahedron", NULL,
};

/* Nearest distance in an fcc metal. */
static hc_status fcc_distance(hc_context *ctx, const hc_structure *crystal, double *distance)
{
    hc_status status = HC_OK;
    hc_spacegroup *group = NULL;
    hc_structure *primitive = NULL;
    HC_TRY(hc_spacegroup_find(ctx, crystal, HC_SPACEGROUP_TOLERANCE, &group));
    HC_TRY(hc_spacegroup_standard_cell(ctx, crystal, true, HC_SPACEGROUP_TOLERANCE, &primitive));
    if (group->space_group != FCC || primitive->natom != 1) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "this shape is one of fcc metals; the crystal has space group %s and %zu atom(s) in its "
                         "primitive cell. `shape: wulff` takes any crystal",
                         group->international, primitive->natom);
        goto cleanup;
    }
    *distance = cbrt(sqrt(2.0) * fabs(hc_mat3_determinant(&primitive->cell)));
cleanup:
    hc_structure_free(primitive);
    hc_spacegroup_free(group);
    return status;
}

hc_status hc_particle_of_fcc(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                             hc_particle_fill *fill, hc_structure **particle)
{
    double distance = 0.0;
    *particle = NULL;
    hc_status status = HC_OK;
    hc_particle_filling count = {0};
    HC_TRY(fcc_distance(ctx, crystal, &distance));
    fill(options, distance, &count);
    if (count.n > HC_PARTICLE_ATOMS_MOST) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "this particle has %zu atoms; %d are the most", count.n,
                         HC_PARTICLE_ATOMS_MOST);
        goto cleanup;
    }
    HC_TRY(hc_structure_create(ctx, count.n, particle));
    fill(options, distance, &(hc_particle_filling){.position = (*particle)->position});
    for (size_t i = 0; i < count.n; i++) {
        hc_structure_set_element(*particle, i, crystal->atomic_number[0]);
    }
cleanup:
    return status;
}

hc_status hc_particle_of_shells(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                                hc_particle_fill *fill, const char *numbers, hc_structure **particle)
{
    if (options->shells == HC_INTEGER_UNSET) {
        return hc_fail(ctx, HC_ERROR_INPUT, "shape %s needs shells: 1 has %s", hc_particle_shape_names[options->shape],
                       numbers);
    }
    return hc_particle_of_fcc(ctx, options, crystal, fill, particle);
}
