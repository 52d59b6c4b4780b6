/* Defects of sp2 carbon, made in a skeleton: bonds are cut and made, nothing is relaxed here. */
#ifndef HC_BUILDERS_CARBON_DEFECT_H
#define HC_BUILDERS_CARBON_DEFECT_H

#include "builders/carbon/skeleton.h"

/* A kind of defect: one record and one line in the table (defect.c). */
typedef struct hc_carbon_defect_record {
    const char *name;
    const char *summary;
    const char *reference;
    /* Whether the defect can be put at atom i. */
    bool (*fits)(const hc_skeleton *skeleton, size_t i);
    /* Makes it there; `direction` (0, 1, 2) says which of the bonds of the atom is meant, modulo how many there are. */
    hc_status (*make)(hc_context *ctx, hc_skeleton *skeleton, size_t i, int direction);
} hc_carbon_defect_record;

/* All kinds, a NULL-terminated list, and their names for a keyword of choices. */
const hc_carbon_defect_record *const *hc_carbon_defect_records(void);
extern const char *const hc_carbon_defect_names[];

/* Where a site is wanted. */
typedef struct hc_carbon_site {
    char *at;        /* selection of one atom; NULL: chosen */
    char *from;      /* selection; NULL: as far as possible from other defects, edges and elements */
    double distance; /* bohr from the nearest of `from`; NaN: not asked */
    int bonds;       /* number of bonds to the nearest of `from`; HC_INTEGER_UNSET: not asked */
} hc_carbon_site;

/* Chooses one of the atoms marked in `fits` [natom]. HC_ERROR_INPUT when none fits, or the one asked for does not. */
HC_MUST_CHECK hc_status hc_carbon_choose(hc_context *ctx, const hc_skeleton *skeleton, const hc_carbon_site *site,
                                         const bool *fits, const char *what, size_t *atom);

/* Numbers of bonds of atom i to atoms of that element, and to any but hydrogen. */
int hc_carbon_count(const hc_skeleton *skeleton, size_t i, int element);
int hc_carbon_heavy(const hc_skeleton *skeleton, size_t i);
/* Whether i is carbon with three carbon neighbours and nothing else; with neighbours which are (inside), and theirs too
 * (well inside: room for a divacancy with all its rings). */
bool hc_carbon_inside(const hc_skeleton *skeleton, size_t i);
bool hc_carbon_well_inside(const hc_skeleton *skeleton, size_t i);
/* Whether i is carbon with two carbon neighbours, and hydrogen or nothing. */
bool hc_carbon_at_edge(const hc_skeleton *skeleton, size_t i);
/* The link of an edge atom to another one, the outer pair of an armchair edge; -1 at a zigzag edge. */
int hc_carbon_edge_partner(const hc_skeleton *skeleton, size_t i);
/* Unit vector perpendicular to the sheet at atom i (from its neighbours); z where they do not say. */
hc_vec3 hc_carbon_normal(const hc_skeleton *skeleton, size_t i);
/* Takes the hydrogen atoms of atom i away. */
void hc_carbon_strip(hc_skeleton *skeleton, size_t i);
/* Bonds the atoms at the ends of links k and l of atom i to one another. */
HC_MUST_CHECK hc_status hc_carbon_close(hc_context *ctx, hc_skeleton *skeleton, size_t i, int k, int l);
/* Turns the bond of atom i that is link k by 90 degrees (Stone and Wales). */
HC_MUST_CHECK hc_status hc_carbon_rotate_bond(hc_context *ctx, hc_skeleton *skeleton, size_t i, int k);
/* Puts hydrogen on carbon, away from its neighbours; *added says how many. valence 3: one on carbon with two neighbours
 * (sp2); valence 4: on carbon with two or three neighbours until it has four (sp3, diamond). */
HC_MUST_CHECK hc_status hc_carbon_saturate(hc_context *ctx, hc_skeleton *skeleton, int valence, size_t *added);
/* Carbon atoms with fewer than three neighbours. */
size_t hc_carbon_unsaturated(const hc_skeleton *skeleton);

typedef enum hc_dopant_site {
    HC_DOPANT_GRAPHITIC, /* three neighbours in the sheet */
    HC_DOPANT_PYRIDINIC, /* two neighbours: at an edge (its hydrogen goes) or beside a vacancy */
    HC_DOPANT_PYRROLIC,  /* in place of two edge atoms: a five-ring, with hydrogen on nitrogen */
    HC_DOPANT_OXIDE,     /* pyridinic with oxygen */
    HC_DOPANT_SP3        /* four carbon neighbours, in diamond */
} hc_dopant_site;

bool hc_carbon_dopant_fits(const hc_skeleton *skeleton, size_t i, int site);
HC_MUST_CHECK hc_status hc_carbon_dope(hc_context *ctx, hc_skeleton *skeleton, size_t i, int element, int site);

typedef enum hc_metal_site {
    HC_METAL_N4,          /* in a divacancy, four neighbours with two in the sheet each */
    HC_METAL_N4_PYRROLIC, /* a porphyrin in place of 22 carbon atoms */
    HC_METAL_N3           /* on a vacancy */
} hc_metal_site;

typedef struct hc_metal_site_options {
    int metal;     /* atomic number */
    int kind;      /* hc_metal_site */
    int nitrogen;  /* of the neighbours in the sheet; the others stay carbon */
    int axial;     /* 0 none, 1 O, 2 OH */
    int direction; /* 0, 1, 2: of the bond that is taken out */
} hc_metal_site_options;

/* *metal is the number of the metal atom before hc_skeleton_finish. */
HC_MUST_CHECK hc_status hc_carbon_metal_site(hc_context *ctx, hc_skeleton *skeleton, size_t i,
                                             const hc_metal_site_options *options, size_t *metal);

#endif
