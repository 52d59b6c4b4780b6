/* A structure: atoms, where they are, and the cell they are in. */
#ifndef HALFCELL_STRUCTURE_H
#define HALFCELL_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/vec.h"

#pragma GCC visibility push(default)

typedef struct hc_structure {
    size_t natom;
    int *atomic_number; /* [natom] */
    hc_vec3 *position;  /* bohr, [natom]; not wrapped into the cell */
    double *mass;       /* electron masses, [natom] */
    hc_vec3 *velocity;  /* bohr per atomic time unit, [natom]; zero when has_velocity is false */
    bool *fixed;        /* [natom]; true: does not move */
    bool has_velocity;
    long long charge; /* in units of e, as steps of recipes state it; 0: none is stated. For files alone */
    hc_mat3 cell;     /* bohr, lattice vectors as rows; a direction that is not periodic may have a zero vector */
    bool periodic[3];
} hc_structure;

/* All arrays allocated, zeroed; masses are set by hc_structure_set_element. */
HC_MUST_CHECK hc_status hc_structure_create(hc_context *ctx, size_t natom, hc_structure **structure);
HC_MUST_CHECK hc_status hc_structure_copy(hc_context *ctx, const hc_structure *source, hc_structure **copy);
void hc_structure_free(hc_structure *structure);

/* Sets atomic number and standard mass (IUPAC 2021 conventional) of one atom. */
void hc_structure_set_element(hc_structure *structure, size_t iatom, int atomic_number);

/* Number of periodic directions, 0 to 3. */
int hc_structure_periodic_count(const hc_structure *structure);

/* Symbol ("Au") of an atomic number 1 to 118 and back; NULL and 0 when there is none. */
const char *hc_element_symbol(int atomic_number);
int hc_element_number(const char *symbol);

/* Reads the (last) frame of a file: extended XYZ or XYZ (.xyz, .extxyz), POSCAR/CONTCAR (.vasp, .poscar, or so named).
 * The format comes from the name, or from the content when the name says nothing. The caller owns *structure. */
HC_MUST_CHECK hc_status hc_structure_read(hc_context *ctx, const char *path, hc_structure **structure);
/* Writes one; the format comes from the name as above. */
HC_MUST_CHECK hc_status hc_structure_write(hc_context *ctx, const char *path, const hc_structure *structure);

#pragma GCC visibility pop

#endif
