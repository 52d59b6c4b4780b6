/* Putting structures together and taking them apart. */
#ifndef HC_BUILDERS_ASSEMBLE_H
#define HC_BUILDERS_ASSEMBLE_H

#include "halfcell/structure.h"
#include "math/random.h"

/* Frees *structure and takes *made for it, which becomes NULL. */
void hc_structure_replace(hc_structure **structure, hc_structure **made);
/* A step that begins a structure: HC_ERROR_INPUT when there are atoms. */
HC_MUST_CHECK hc_status hc_structure_begin(hc_context *ctx, const hc_structure *structure);

/* Appends copies of the atoms of `addition`, moved by `shift` bohr, to *structure, which is replaced. Cell and
 * periodicity stay those of *structure, charges add up. */
HC_MUST_CHECK hc_status hc_structure_append(hc_context *ctx, const hc_structure *addition, hc_vec3 shift,
                                            hc_structure **structure);
/* Takes atoms out; *structure is replaced, and its charge stays. */
HC_MUST_CHECK hc_status hc_structure_remove(hc_context *ctx, size_t count, const size_t *atoms,
                                            hc_structure **structure);

/* Directions in the words of users, for a keyword of a choice: "x", "y", "xy", "z", "xz", "yz", "xyz". */
extern const char *const hc_along_choices[];
void hc_along_directions(int choice, bool along[3]);

/* Moves all atoms so that the middle of their bounding box along the wanted lattice directions lies at the fraction
 * `at` of the cell vector. */
HC_MUST_CHECK hc_status hc_structure_centre(hc_context *ctx, const bool directions[3], const double at[3],
                                            hc_structure *structure);

/* Centre of mass; zero for no atoms. */
hc_vec3 hc_structure_middle(const hc_structure *structure);

/* A rotation that is uniform over all orientations (Shoemake, Graphics Gems III (1992), p. 124), as a matrix. */
hc_mat3 hc_random_rotation(hc_random *random);

typedef struct hc_place_options {
    size_t nnear;
    const size_t *near; /* [nnear]: the atoms to be put near to */
    double distance;    /* bohr, from the nearest of them to the nearest atom of the molecule */
    double clearance;   /* all other contacts are at least so much of the sum of the contact radii (0 to 1) */
    int seed;
} hc_place_options;

/* Puts a molecule at a distance from some atoms, where it has most room: of many random places and orientations the one
 * with the least overlap is taken. HC_ERROR_INPUT when it overlaps everywhere. */
HC_MUST_CHECK hc_status hc_structure_place(hc_context *ctx, const hc_place_options *options,
                                           const hc_structure *molecule, hc_structure **structure);

#endif
