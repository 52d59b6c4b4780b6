/* Values on a regular grid over a cell (a density, a potential, an orbital), and cube files of them. */
#ifndef HALFCELL_FIELD_H
#define HALFCELL_FIELD_H

#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/structure.h"

#pragma GCC visibility push(default)

/* Point (i, j, k) lies at origin + i/n[0] cell.row[0] + j/n[1] cell.row[1] + k/n[2] cell.row[2], and its value is
 * value[(k n[1] + j) n[0] + i]: the values repeat with the cell. */
typedef struct hc_field {
    size_t n[3];
    size_t count;   /* n[0] n[1] n[2] */
    hc_mat3 cell;   /* bohr, lattice vectors as rows */
    hc_vec3 origin; /* bohr */
    double *value;  /* [n[2]][n[1]][n[0]], atomic units, owned */
} hc_field;

/* Values are zero. The cell must have a volume. */
HC_MUST_CHECK hc_status hc_field_create(hc_context *ctx, const size_t n[3], const hc_mat3 *cell, hc_vec3 origin,
                                        hc_field **field);
void hc_field_free(hc_field *field);
/* bohr^3 of one point. */
double hc_field_volume_element(const hc_field *field);
/* Over the cell. */
double hc_field_integral(const hc_field *field);

/* A field with the atoms that belong to it. */
typedef struct hc_cube {
    char *title;             /* one line, owned */
    hc_structure *structure; /* owned; atoms may lie outside of the grid's cell by lattice vectors */
    double *ion_charge;      /* what the electrons of the field see of each nucleus, e, [natom], owned */
    hc_field *field;         /* owned */
} hc_cube;

/* Takes structure and field over when it succeeds; ion_charge is zero. */
HC_MUST_CHECK hc_status hc_cube_create(hc_context *ctx, const char *title, hc_structure *structure, hc_field *field,
                                       hc_cube **cube);
void hc_cube_free(hc_cube *cube);

/* Gaussian's cube format, as CP2K, ASE and most programs read and write it: one field, atomic units (a negative number
 * of points: angstrom). The file does not say which directions are periodic: all are taken to be. */
HC_MUST_CHECK hc_status hc_cube_read(hc_context *ctx, const char *path, hc_cube **cube);
/* Written beside and renamed. */
HC_MUST_CHECK hc_status hc_cube_write(hc_context *ctx, const char *path, const hc_cube *cube);

#pragma GCC visibility pop

#endif
