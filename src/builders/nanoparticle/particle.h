/* Nanoparticles cut or stacked from a crystal: a record for each shape (docs/how-to-add/particle-shape.md). */
#ifndef HC_BUILDERS_NANOPARTICLE_PARTICLE_H
#define HC_BUILDERS_NANOPARTICLE_PARTICLE_H

#include "halfcell/keyword.h"
#include "halfcell/structure.h"

#define HC_PARTICLE_KEYS 5
#define HC_PARTICLE_ATOMS_MOST 4000000

typedef struct hc_particle_options {
    int shape;              /* index into hc_particle_shapes */
    int shells;             /* around the atom in the middle */
    int edge, cut;          /* atoms along an edge; layers cut off at every corner */
    int height, notch;      /* of decahedra: atoms along the side faces, depth of the re-entrant edges */
    hc_integer_list faults; /* of decahedra: for each of the five sectors the row behind which a fault lies, or 0 */
    hc_text_list faces;     /* "1 1 1: 1.28": Miller indices and surface energy, any unit */
    hc_real_list centre;    /* of the Wulff shape, fraction of the crystal's cell; none: its origin */
    double radius;          /* bohr, of the sphere of the same volume; NaN: not given */
    int atoms;              /* wanted number */
} hc_particle_options;      /* what is not given is HC_INTEGER_UNSET, NaN, empty */

typedef struct hc_particle_shape {
    const char *name, *summary, *reference;
    const char *keys[HC_PARTICLE_KEYS + 1]; /* names of the options that it takes, NULL behind the last */
    /* The caller owns *particle, which has no cell. The crystal is periodic in three directions. */
    hc_status (*make)(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                      hc_structure **particle);
} hc_particle_shape;

/* All shapes, a NULL-terminated list, and their names for a keyword of choices. */
extern const hc_particle_shape *const hc_particle_shapes[];
extern const char *const hc_particle_shape_names[];

extern const hc_particle_shape hc_particle_octahedron, hc_particle_cuboctahedron, hc_particle_truncated_octahedron,
    hc_particle_icosahedron, hc_particle_decahedron, hc_particle_star_decahedron, hc_particle_wulff;

/* Atoms that are placed, or only counted. */
typedef struct hc_particle_filling {
    hc_vec3 *position; /* bohr; NULL: count */
    size_t n;
} hc_particle_filling;

static inline void hc_particle_add(hc_particle_filling *filling, hc_vec3 r)
{
    if (filling->position != NULL) {
        filling->position[filling->n] = r;
    }
    filling->n++;
}

/* Adds the atoms of a shape for the nearest distance of the metal. */
typedef void hc_particle_fill(const hc_particle_options *options, double distance, hc_particle_filling *filling);

/* A particle of one fcc metal, whose crystal is looked at for element and nearest distance. */
HC_MUST_CHECK hc_status hc_particle_of_fcc(hc_context *ctx, const hc_particle_options *options,
                                           const hc_structure *crystal, hc_particle_fill *fill,
                                           hc_structure **particle);

/* Likewise of a shape that needs `shells`; `numbers` says what the first of them have, for the message. */
HC_MUST_CHECK hc_status hc_particle_of_shells(hc_context *ctx, const hc_particle_options *options,
                                              const hc_structure *crystal, hc_particle_fill *fill, const char *numbers,
                                              hc_structure **particle);

#endif
