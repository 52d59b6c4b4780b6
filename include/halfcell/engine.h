/* Engines: given a structure they say its energy, forces and electronic facts. This is the one interface that every
 * engine implements; who uses an engine includes this header and no engine's own. */
#ifndef HALFCELL_ENGINE_H
#define HALFCELL_ENGINE_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/field.h"
#include "halfcell/keyword.h"
#include "halfcell/state.h"
#include "halfcell/structure.h"

#pragma GCC visibility push(default)

/* What an engine can do; a job that needs what is not here is refused before it starts. */
typedef enum hc_capability {
    HC_CAN_MOLECULE = 1 << 0, /* no periodic direction */
    HC_CAN_WIRE = 1 << 1,     /* one */
    HC_CAN_SLAB = 1 << 2,     /* two: x and y periodic, z free */
    HC_CAN_BULK = 1 << 3,     /* three */
    HC_CAN_CHARGE = 1 << 4,
    HC_CAN_SPIN = 1 << 5,
    HC_CAN_FRACTIONAL_ELECTRONS = 1 << 6,
    HC_CAN_STRESS = 1 << 7,
    HC_CAN_ATOMIC_CHARGES = 1 << 8,
    HC_CAN_FERMI_LEVEL = 1 << 9,
    HC_CAN_PLANE_POTENTIAL = 1 << 10, /* plane average of the electrostatic potential along a cell direction */
    HC_CAN_DIPOLE = 1 << 11,
    HC_CAN_HIRSHFELD = 1 << 12, /* charges (and spins) by the densities of free atoms */
    HC_CAN_SHOW = 1 << 13,      /* densities, potential, orbitals and their energies */
    HC_CAPABILITY_COUNT = 14
} hc_capability;

/* What a call of hc_engine_compute is asked for besides the energy. */
typedef enum hc_wanted {
    HC_WANT_FORCES = 1,
    HC_WANT_STRESS = 2,
    HC_WANT_PLANE_POTENTIAL = 4,
    HC_WANT_DIPOLE = 8,
    HC_WANT_HIRSHFELD = 16
} hc_wanted;

#define HC_TERM_MAX 16

typedef struct hc_energy_term {
    const char *name; /* static: "repulsion", "dispersion" ... */
    double energy;
} hc_energy_term;

/* Plane average of the electrostatic potential (not of the electron's energy) along lattice direction `axis`. */
typedef struct hc_plane_potential {
    int axis; /* 0, 1, 2; chosen by the engine: the direction with vacuum */
    size_t count;
    double *z;         /* bohr along the plane normal, [count], owned by the result */
    double *potential; /* hartree/e, [count], owned by the result */
} hc_plane_potential;

typedef struct hc_result {
    size_t natom;
    double energy;      /* total energy, hartree */
    double free_energy; /* energy - T S of the electrons: what the forces derive from */
    hc_vec3 *force;     /* hartree/bohr, [natom], owned */
    hc_mat3 stress;     /* hartree/bohr^3, (1/V) dF/dstrain; positive: the cell wants to shrink */
    double *charge;     /* e, [natom], owned; NaN when the engine has none */
    double *spin;       /* alpha minus beta electrons of each atom, [natom], owned; NaN when the engine has none */
    double *hirshfeld_charge; /* e, [natom], owned; NaN when not asked for */
    double *hirshfeld_spin;   /* as spin, [natom], owned; NaN when not asked for */
    hc_vec3 dipole;           /* e bohr, from minus to plus, of an ion about its centre of mass; of a slab z only is the
                               * component along the normal and x and y are NaN; NaN when not asked for */
    double fermi_level;       /* hartree; NaN when undefined */
    double homo, lumo;        /* hartree, highest level above half occupation and lowest below, of both spins; NaN when
                               * undefined */
    double gap;               /* hartree, between these levels of one spin, the smaller one; NaN when undefined */
    hc_plane_potential plane_potential;
    size_t basis_count;   /* functions that the orbitals are made of; 0: the engine does not say */
    size_t orbital_count; /* occupied orbitals of the majority spin; 0: the engine does not say */
    size_t grid[3];       /* points of the finest grid along the lattice vectors; 0: the engine has none */
    int iterations;       /* self-consistency iterations of this call */
    bool converged;
    size_t nterm;
    hc_energy_term term[HC_TERM_MAX]; /* they sum to free_energy */
} hc_result;

HC_MUST_CHECK hc_status hc_result_create(hc_context *ctx, size_t natom, hc_result **result);
void hc_result_free(hc_result *result);
/* For engines: appends a term; name must be static. */
void hc_result_add_term(hc_result *result, const char *name, double energy);

/* What an engine can show of its last compute on a grid. */
typedef enum hc_field_kind {
    HC_FIELD_DENSITY,      /* electrons, e/bohr^3 */
    HC_FIELD_SPIN_DENSITY, /* alpha minus beta */
    HC_FIELD_POTENTIAL, /* electrostatic, of electrons and ions, hartree/e: the energy of an electron is minus that */
    HC_FIELD_ORBITAL    /* bohr^(-3/2) */
} hc_field_kind;

typedef struct hc_field_request {
    hc_field_kind kind;
    size_t spin, orbital; /* of HC_FIELD_ORBITAL, from 0; alpha is 0, beta 1 */
} hc_field_request;

/* One-electron levels of the last compute, occupied and empty. */
typedef struct hc_levels {
    size_t nspin; /* 1: both spins in one set */
    size_t count, natom;
    double *energy[2];     /* hartree, ascending, [count] */
    double *occupation[2]; /* electrons in each, 0 to 2 (nspin 1) or 1, [count] */
    double *weight[2];     /* Mulliken's part of each atom in each level, [count][natom]; they sum to 1 over atoms */
} hc_levels;

HC_MUST_CHECK hc_status hc_levels_create(hc_context *ctx, size_t nspin, size_t count, size_t natom, hc_levels **levels);
void hc_levels_free(hc_levels *levels);
/* Index of the highest level of a spin that is at least half filled; count when there is none. */
size_t hc_levels_homo(const hc_levels *levels, size_t spin);

/* One engine, as a line in the table of engines (src/engine/engine_table.c). */
typedef struct hc_engine_record {
    const char *name;
    const char *summary;
    const char *reference;
    const char *limits;         /* what a reader of its numbers must know, shown beside them; NULL: nothing */
    const char *potential_note; /* likewise of its absolute potential; NULL: nothing */
    unsigned capabilities;      /* of hc_capability */
    const hc_keyword *keywords; /* of its options */
    size_t options_size;
    /* Options are copied or fully used within create; structure gives elements, cell and periodicity. */
    hc_status (*create)(hc_context *ctx, const void *options, const hc_structure *structure, void **self);
    void (*free)(void *self);
    /* Positions and cell may differ from those at creation, elements and periodicity may not. `wanted` of hc_wanted.
     * On HC_ERROR_NOT_CONVERGED the result holds the best so far. */
    hc_status (*compute)(void *self, hc_context *ctx, const hc_structure *structure, unsigned wanted,
                         hc_result *result);
    /* The state that makes the next call the same to the last bit; may be NULL when there is none. */
    hc_status (*save)(const void *self, hc_context *ctx, hc_state *state);
    hc_status (*load)(void *self, hc_context *ctx, const hc_state *state);
    /* Of the last compute, also one that did not converge; both NULL without HC_CAN_SHOW. The caller owns the cube (the
     * atoms as they were given to compute) and the levels. */
    hc_status (*show_field)(void *self, hc_context *ctx, const hc_field_request *request, hc_cube **cube);
    hc_status (*show_levels)(void *self, hc_context *ctx, hc_levels **levels);
} hc_engine_record;

typedef struct hc_engine hc_engine;

/* All engines, a NULL-terminated list of records. */
const hc_engine_record *const *hc_engine_records(void);
/* By name; fails with the nearest name. */
HC_MUST_CHECK hc_status hc_engine_find(hc_context *ctx, const char *name, const hc_engine_record **record);

/* `options` is the record's options struct; NULL: all defaults. Refuses a structure beyond the capabilities. */
HC_MUST_CHECK hc_status hc_engine_create(hc_context *ctx, const hc_engine_record *record, const void *options,
                                         const hc_structure *structure, hc_engine **engine);
void hc_engine_free(hc_engine *engine);
const hc_engine_record *hc_engine_record_of(const hc_engine *engine);
HC_MUST_CHECK hc_status hc_engine_compute(hc_engine *engine, hc_context *ctx, const hc_structure *structure,
                                          unsigned wanted, hc_result *result);
HC_MUST_CHECK hc_status hc_engine_show_field(hc_engine *engine, hc_context *ctx, const hc_field_request *request,
                                             hc_cube **cube);
HC_MUST_CHECK hc_status hc_engine_show_levels(hc_engine *engine, hc_context *ctx, hc_levels **levels);
HC_MUST_CHECK hc_status hc_engine_save(const hc_engine *engine, hc_context *ctx, hc_state *state);
HC_MUST_CHECK hc_status hc_engine_load(hc_engine *engine, hc_context *ctx, const hc_state *state);

#pragma GCC visibility pop

#endif
