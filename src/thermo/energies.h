/* Tables of energies: of our own (CSV, JSON, result folders) and of CatMAP, and the free energies made of them. */
#ifndef HC_THERMO_ENERGIES_H
#define HC_THERMO_ENERGIES_H

#include "thermo/charge.h"
#include "thermo/chemical.h"
#include "thermo/correction.h"
#include "thermo/free_energy.h"
#include "thermo/reaction.h"

/* One species on one surface. Energies in hartree; NaN: not given. */
typedef struct hc_energy_entry {
    char *species;                   /* "CO2_g", "COOH*" */
    char *surface;                   /* "" holds on every surface */
    char *site, *reference, *source; /* "" when not given; source: "table.csv:12" */
    hc_chemical formula;
    double energy;                         /* electronic, in the table's own reference */
    double free_energy;                    /* given as such: nothing is added */
    double zero_point, heat, entropy_term; /* given parts: ZPE, int Cp dT, T S */
    double solvation, error;
    hc_charged_cell cell; /* of a charged species */
    double pressure_pa, activity;
    int multiplicity, symmetry_number; /* 0: not given */
    size_t nmode;
    double *mode;         /* hartree, [nmode] */
    double constant[3];   /* rotational constants, hartree; 0: not given */
    hc_term *relative_to; /* the energy counts from these species, [nrelative] */
    size_t nrelative;
} hc_energy_entry;

typedef struct hc_energies {
    size_t count;
    hc_energy_entry *entry;
    size_t ncorrection;
    const hc_correction_record *correction[16];
    hc_thermo_conditions conditions;
    double activity;     /* of dissolved species that have none of their own */
    double she_absolute; /* potential of the standard hydrogen electrode against vacuum, hartree */
} hc_energies;

/* Zero-initialised but for the conditions, which the caller sets. */
HC_MUST_CHECK hc_status hc_energies_create(hc_context *ctx, hc_energies **energies);
void hc_energies_free(hc_energies *energies);

/* Adds what a file holds: project CSV, CatMAP's table (a header with surface_name), JSON (a list of objects with the
 * CSV's keys, or result.json of `halfcell thermo`), or a folder with a result.json. Errors name file and line. */
HC_MUST_CHECK hc_status hc_energies_read(hc_context *ctx, hc_energies *energies, const char *path);
/* The same from text; `name` is for messages and decides the format by its ending (.json). */
HC_MUST_CHECK hc_status hc_energies_parse(hc_context *ctx, hc_energies *energies, const char *name, const char *text);

/* What a species' free energy is made of, hartree. */
typedef struct hc_free_energy {
    double energy, correction, solvation, zero_point, heat, entropy_term /* T S */, total;
    double charging; /* thermo/charge.h: correction for the cell, and its electrons brought to those at 0 V vs SHE */
    double error;
    bool bare;                    /* neither modes nor parts were given: the energy stands for the free energy */
    const hc_energy_entry *entry; /* NULL: a species that is zero by definition */
} hc_free_energy;

/* Of a species on a surface. Electrons are 0 and protons half of H2_g at 1 bar: the reversible hydrogen electrode at
 * U = 0. A bare site and a hydroxide need no entry (0; H2O - H+). Fails when the table has no such species. */
HC_MUST_CHECK hc_status hc_energies_find(hc_context *ctx, const hc_energies *energies, const hc_chemical *formula,
                                         const char *species, const char *surface, hc_free_energy *found);
/* Entropy (k) of what is found so, minus dG/dT at the conditions' temperature: of modes and of what molecules are known
 * to do; of given parts T S over T; 0 of given free energies. */
HC_MUST_CHECK hc_status hc_energies_entropy(hc_context *ctx, const hc_energies *energies, const hc_chemical *formula,
                                            const char *species, const char *surface, double *entropy);
/* Of a reaction, products minus reactants; *error: of independent errors of the species. */
HC_MUST_CHECK hc_status hc_energies_reaction(hc_context *ctx, const hc_energies *energies, const hc_reaction *reaction,
                                             const char *surface, double *free_energy, double *error);
/* Whether a species of a reaction (NULL: none), or one that its energy counts from, has an entry for this surface. */
bool hc_energies_depend(const hc_energies *energies, const hc_reaction *reaction, const char *surface);
/* Whether all species of a reaction are in the table on that surface. */
bool hc_energies_have(const hc_energies *energies, const hc_reaction *reaction, const char *surface);

/* Whether a correction adds to any energy of the tables. */
bool hc_energies_corrected(const hc_energies *energies, const hc_correction_record *correction);

/* Names of the surfaces in the table in order of appearance; the caller frees the list, not the names. */
HC_MUST_CHECK hc_status hc_energies_surfaces(hc_context *ctx, const hc_energies *energies, size_t *count,
                                             const char ***names);

#endif
