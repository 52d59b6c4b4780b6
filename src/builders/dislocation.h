/* Dislocations put into a crystal: a single straight line in the middle of a wire, or a pair of opposite lines in a
 * cell that repeats in all directions. Equations and signs: docs/theory/dislocations.md. */
#ifndef HC_BUILDERS_DISLOCATION_H
#define HC_BUILDERS_DISLOCATION_H

#include "builders/wire.h"

typedef enum hc_dislocation_arrangement {
    HC_DISLOCATION_PAIR,       /* +b and -b in one glide plane, half a cell apart */
    HC_DISLOCATION_QUADRUPOLE, /* the same, and the next cell above moved by half a cell: signs alternate both ways */
    HC_DISLOCATION_WIRE        /* one line along the axis of a wire */
} hc_dislocation_arrangement;

typedef struct hc_dislocation_options {
    hc_dislocation_arrangement arrangement;
    int plane[3], line[3];        /* glide plane (h k l) and line [u v w] of the cell of the crystal */
    hc_vec3 burgers;              /* bohr, in the axes of the crystal, in the plane */
    double size[2];               /* bohr, pairs: the cell is at least so long along the glide direction and across */
    hc_wire_options wire;         /* repeat, free_ends and vacuum also of pairs */
    double poisson;               /* of an isotropic medium */
    const double (*constants)[6]; /* elastic constants in Voigt's order, axes of the crystal; NULL: isotropic */
    double core;    /* bohr, half width of the core; NaN: d / (2 (1 - poisson)), d between the atomic planes */
    double closest; /* share of the shortest distance of the crystal below which one of two atoms is taken out */
    int gap;        /* which gap between atomic planes the glide plane is, from the widest */
} hc_dislocation_options;

typedef struct hc_dislocation_report {
    hc_vec3 burgers;    /* bohr, in the axes of the result: x glide direction, y normal, z line */
    double angle;       /* radian, between b and line: 0 screw, pi/2 edge */
    bool whole;         /* b is a vector of the lattice; else the slip leaves a stacking fault */
    double core;        /* bohr */
    hc_vec3 at[2];      /* bohr, of +b and (pairs) -b before the displacement; z 0 */
    hc_mat3 plastic;    /* pairs: mean plastic distortion, which the cell has taken */
    size_t removed;     /* atoms that came too close to another one */
    double shortest[2]; /* bohr, distance in the crystal and in the result */
    bool perturbed;     /* the anisotropic medium was degenerate (hc_stroh) */
} hc_dislocation_report;

/* *structure, a crystal, is replaced. */
HC_MUST_CHECK hc_status hc_dislocation_build(hc_context *ctx, const hc_dislocation_options *options,
                                             hc_structure **structure, hc_dislocation_report *report);

#endif
