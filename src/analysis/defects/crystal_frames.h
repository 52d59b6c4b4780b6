/* The ideal surroundings of an atom in each of the crystals that one grain of close-packed or body-centred metal can be
 * made of: fcc, its hcp layers, the twins beyond these. All vectors are in the cubic axes of the atom that the grain
 * was begun with, in units of the edge of the cubic cell. */
#ifndef HC_ANALYSIS_DEFECTS_CRYSTAL_FRAMES_H
#define HC_ANALYSIS_DEFECTS_CRYSTAL_FRAMES_H

#include "analysis/defects/common_neighbours.h"

#define HC_FRAME_VECTORS 14

typedef struct hc_crystal_frame {
    hc_lattice lattice; /* fcc, hcp, bcc */
    int count;          /* 12 or 14 */
    hc_vec3 vector[HC_FRAME_VECTORS];
    hc_mat3 axes;     /* rows: the cubic axes of this crystal; of hcp those of the fcc above it */
    hc_vec3 normal;   /* of the close-packed plane of hcp, unit; it points to the side that `axes` belongs to */
    int beside[2][8]; /* frames of fcc and hcp atoms beside such an atom; -1: not asked for yet */
} hc_crystal_frame;

typedef struct hc_crystal_frames {
    size_t count, capacity;
    hc_crystal_frame *frame;
} hc_crystal_frames;

/* The three that grains begin with. */
enum { HC_FRAME_FCC, HC_FRAME_BCC, HC_FRAME_HCP };

HC_MUST_CHECK hc_status hc_crystal_frames_create(hc_context *ctx, hc_crystal_frames **frames);
void hc_crystal_frames_free(hc_crystal_frames *frames);

/* The frames that an atom of `lattice` can have beside an atom with frame `from`: *candidates [*count], borrowed until
 * the next call; none when the crystals do not go together. */
HC_MUST_CHECK hc_status hc_crystal_frames_beside(hc_context *ctx, hc_crystal_frames *frames, int from,
                                                 hc_lattice lattice, int *count, const int **candidates);

/* sum of t (x) t over the vectors of a frame is this times the unit matrix. */
double hc_crystal_frame_moment(const hc_crystal_frame *frame);

#endif
