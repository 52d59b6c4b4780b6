#include "builders/nanoparticle/particle.h"

#include <stdlib.h>
#include <string.h>

#include "builders/build_step.h"
#include "halfcell/units.h"

#define INTEGER(key, member, least, most, text)                                                                        \
    {                                                                                                                  \
        .name = key, .type = HC_VALUE_INTEGER, .offset = offsetof(hc_particle_options, member), .default_text = "",    \
        .minimum = least, .maximum = most, .doc = text                                                                 \
    }

static const hc_keyword keywords[] = {
    {.name = "shape",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_particle_options, shape),
     .choices = hc_particle_shape_names,
     .doc = "Which one; each takes some of the following keys. All but wulff are of fcc metals."},
    INTEGER("shells", shells, 0, 60, "Of cuboctahedron, truncated-octahedron, icosahedron: shells around the middle."),
    INTEGER("edge", edge, 1, 120,
            "Of octahedron: atoms along an edge; decahedron: along an edge of the side faces across the axis; "
            "star-decahedron: from the axis to a tip."),
    INTEGER("cut", cut, 0, 60, "Of octahedron: layers that are cut off at every corner; 0 when not given."),
    INTEGER("height", height, 1, 120, "Of decahedra: atoms along the axis at the rim."),
    INTEGER("notch", notch, 0, 60, "Of decahedron: depth of Marks' re-entrant edges, in atoms; 0 when not given."),
    {.name = "faults",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(hc_particle_options, faults),
     .default_text = "",
     .minimum = 0,
     .maximum = 120,
     .doc = "Of decahedra: five numbers, the row behind which each sector has a stacking fault parallel to its first "
            "twin plane; 0: none."},
    {.name = "faces",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(hc_particle_options, faces),
     .default_text = "",
     .doc =
         "Of wulff: Miller indices and surface energies, [\"1 1 1: 1.28\", \"1 0 0: 1.35\"]; only their ratios matter. "
         "All equivalent planes are meant."},
    INTEGER("atoms", atoms, 1, 1000000, "Of wulff: how many; the nearest number that a whole shape has is taken."),
    {.name = "radius_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_particle_options, radius),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 0.5,
     .maximum = 300,
     .doc = "Of wulff, instead of atoms: of the sphere with the volume of the polyhedron."},
    {.name = "center",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(hc_particle_options, centre),
     .default_text = "",
     .minimum = -1,
     .maximum = 1,
     .doc = "Of wulff: the middle, three fractions of the crystal's cell; its origin when not given."},
    {0}};

static bool takes(const hc_particle_shape *shape, const char *key)
{
    bool found = strcmp(key, "shape") == 0;
    for (size_t k = 0; shape->keys[k] != NULL; k++) {
        found |= strcmp(shape->keys[k], key) == 0;
    }
    return found;
}

/* No key is silently left out. */
static hc_status check_keys(hc_context *ctx, const hc_particle_options *options)
{
    const hc_particle_shape *shape = hc_particle_shapes[options->shape];
    hc_status status = HC_OK;
    for (const hc_keyword *k = keywords; status == HC_OK && k->name != NULL; k++) {
        char *text = NULL;
        status = hc_keyword_format(ctx, k, options, &text);
        if (status == HC_OK && text[0] != '\0' && !takes(shape, k->name)) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "%s is not a key of the shape %s: %s", k->name, shape->name,
                             shape->summary);
        }
        free(text);
    }
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const hc_particle_options *given = options;
    hc_status status = HC_OK;
    hc_structure *particle = NULL;
    if (hc_structure_periodic_count(*structure) != 3) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a nanoparticle is made of a crystal: begin with the step `crystal`");
    }
    HC_TRY(check_keys(ctx, given));
    HC_TRY(hc_particle_shapes[given->shape]->make(ctx, given, *structure, &particle));
    hc_structure_free(*structure);
    *structure = particle;
cleanup:
    return status;
}

const hc_build_step_record hc_build_nanoparticle = {
    .name = "nanoparticle",
    .summary = "Makes a particle of the crystal that is there: a Wulff shape, octahedra, icosahedra, decahedra. It has "
               "no cell; `cell` and `center` give one.",
    .reference = "Wulff, Z. Kristallogr. 34, 449 (1901); Marks, Rep. Prog. Phys. 57, 603 (1994)",
    .keywords = keywords,
    .options_size = sizeof(hc_particle_options),
    .apply = apply,
};
