/* What was recognised in one structure: counts, the single defects with their atoms and places, and numbers for every
 * atom. Recognisers fill it; nothing in it depends on who they are. */
#ifndef HC_ANALYSIS_DEFECTS_CENSUS_H
#define HC_ANALYSIS_DEFECTS_CENSUS_H

#include "halfcell/structure.h"

#define HC_KIND_LENGTH 40

typedef enum hc_census_role {
    HC_ROLE_USUAL,  /* counts of what is as it should be (hexagons, fcc atoms), or has been counted as a defect */
    HC_ROLE_DEFECT, /* counts of defects */
    HC_ROLE_MEASURE /* a number that is no count, with its unit in its kind: no densities are made of it */
} hc_census_role;

/* How often something is there. */
typedef struct hc_census_line {
    const char *recogniser; /* its name, static */
    char kind[HC_KIND_LENGTH];
    hc_census_role role;
    double count;
} hc_census_line;

/* One defect. */
typedef struct hc_finding {
    const char *recogniser;
    char kind[HC_KIND_LENGTH]; /* "pentagon", "twin", "vacancy Zn" */
    char note[96];             /* for readers; may be "" */
    hc_vec3 position;          /* bohr */
    size_t first_atom, natom;  /* its atoms are census->atom[first_atom ...] */
    const char *measure;       /* what `value` is, with its unit ("area_nm2"), static; NULL: it has none */
    double value;
    struct {
        const char *name; /* with its unit ("burgers_angstrom"), static; NULL: none */
        hc_vec3 value;
    } vector[2];
} hc_finding;

/* A number (or word) for every atom, for the coloured extended XYZ. */
typedef struct hc_atom_field {
    const char *name; /* of the column, static */
    size_t width;
    double *value;            /* [natom][width], owned; NaN where there is none */
    const char *const *words; /* static; not NULL: the values are indices of these */
} hc_atom_field;

typedef struct hc_census {
    size_t natom;
    const char *recogniser; /* who is at work; set by hc_defects_recognise */
    size_t nline, line_capacity;
    hc_census_line *line;
    size_t nfinding, finding_capacity;
    hc_finding *finding;
    size_t natoms_found, atom_capacity;
    size_t *atom;
    size_t *mark; /* [natom]: 1 + the last finding that holds the atom; 0: none */
    size_t nfield, field_capacity;
    hc_atom_field *field;
} hc_census;

HC_MUST_CHECK hc_status hc_census_create(hc_context *ctx, size_t natom, hc_census **census);
void hc_census_free(hc_census *census);

/* Adds to a count, which begins at zero: adding 0 says that something was looked for. */
HC_MUST_CHECK hc_status hc_census_count(hc_context *ctx, hc_census *census, hc_census_role role, const char *kind,
                                        double amount);
/* Adds a defect: all of `finding` but its recogniser and atoms is taken, its count grows by one. Atoms [natom]
 * are marked. */
HC_MUST_CHECK hc_status hc_census_find(hc_context *ctx, hc_census *census, const hc_finding *finding, size_t natom,
                                       const size_t *atoms);
/* A new field, filled with NaN; *value [natom][width] is borrowed. */
HC_MUST_CHECK hc_status hc_census_field(hc_context *ctx, hc_census *census, const char *name, size_t width,
                                        const char *const *words, double **value);

/* The count of a kind, 0 when it is not there. */
double hc_census_count_of(const hc_census *census, const char *kind);

#endif
