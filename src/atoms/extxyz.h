/* Extended XYZ as ASE reads and writes it, and plain XYZ. */
#ifndef HC_ATOMS_EXTXYZ_H
#define HC_ATOMS_EXTXYZ_H

#include <stdio.h>

#include "halfcell/structure.h"

/* One frame of a trajectory, with what may stand beside the atoms. Arrays are owned; NULL when absent. */
typedef struct hc_frame {
    hc_structure *structure;
    hc_vec3 *force; /* hartree/bohr, [natom] */
    double *charge; /* e, [natom] */
    bool has_energy;
    double energy; /* hartree */
    size_t ninfo;  /* other key=value pairs of the comment line, in order */
    char **info_key;
    char **info_value;
} hc_frame;

void hc_frame_free(hc_frame *frame);

/* A file of frames, read one by one, any length. */
typedef struct hc_trajectory_reader hc_trajectory_reader;
HC_MUST_CHECK hc_status hc_trajectory_open(hc_context *ctx, const char *path, hc_trajectory_reader **reader);
/* The same from an open file that stays the caller's; `name` is for messages. */
HC_MUST_CHECK hc_status hc_trajectory_open_stream(hc_context *ctx, FILE *file, const char *name,
                                                  hc_trajectory_reader **reader);
/* *frame is NULL at the end; an incomplete last frame is HC_ERROR_FORMAT with the line number. */
HC_MUST_CHECK hc_status hc_trajectory_next(hc_context *ctx, hc_trajectory_reader *reader, hc_frame **frame);
void hc_trajectory_close(hc_trajectory_reader *reader);

/* Appends one frame to an open file: positions and, where present, masses other than the standard ones, momenta,
 * move_mask, forces and charges; energy and info in the comment line. Names and units are ASE's: Angstrom, u, eV,
 * eV/Angstrom, momenta in sqrt(u eV). */
HC_MUST_CHECK hc_status hc_frame_write(hc_context *ctx, FILE *file, const hc_frame *frame);

#endif
