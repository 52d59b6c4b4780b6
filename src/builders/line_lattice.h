/* A crystal seen along one of its lattice directions that lies in one of its planes: what dislocations and wires are
 * made of. Axes: z the direction, y the normal of the plane, x = y x z. */
#ifndef HC_BUILDERS_LINE_LATTICE_H
#define HC_BUILDERS_LINE_LATTICE_H

#include "halfcell/structure.h"

typedef struct hc_line_lattice {
    hc_mat3 axes;       /* x, y, z as rows, in the axes of the crystal */
    hc_vec3 vector[3];  /* bohr, in the new axes: in the plane (x > 0), to the next plane (y > 0), along the line */
    hc_structure *unit; /* one primitive cell of these vectors, in the new axes, its atoms by height y */
    size_t ngap;
    double *gap_height, *gap_width; /* bohr, [ngap]: between atomic planes, the widest first, heights in one spacing */
} hc_line_lattice;

/* plane: Miller indices (h k l), line: direction [u v w], both of the cell of the crystal and with h u + k v + l w = 0.
 */
HC_MUST_CHECK hc_status hc_line_lattice_create(hc_context *ctx, const hc_structure *crystal, const int plane[3],
                                               const int line[3], hc_line_lattice **lattice);
void hc_line_lattice_free(hc_line_lattice *lattice);

/* Block of repeat[0] x repeat[1] x repeat[2] cells, periodic, with right angles as nearly as the lattice allows;
 * `stagger` moves the next block above by so many vectors along x. */
HC_MUST_CHECK hc_status hc_line_lattice_block(hc_context *ctx, const hc_line_lattice *lattice, const int repeat[3],
                                              int stagger, hc_structure **block);

/* Whether the plane across the line is one of the lattice of that block: cut there, its surface has no steps. */
bool hc_line_lattice_is_flat(const hc_line_lattice *lattice, const int repeat[3], int stagger);

/* x in [0, vector[0].x) with most room around a line at height y: the farthest from all atoms seen along the line. */
double hc_line_lattice_hole(const hc_line_lattice *lattice, double y);

#endif
