/* Adsorption sites of a slab and molecules on them. */
#ifndef HC_BUILDERS_ADSORBATE_H
#define HC_BUILDERS_ADSORBATE_H

#include "halfcell/structure.h"

typedef enum hc_site_kind { HC_SITE_TOP, HC_SITE_BRIDGE, HC_SITE_HOLLOW } hc_site_kind;

/* One of a set of sites that the symmetry of the slab makes equal. */
typedef struct hc_adsorption_site {
    hc_site_kind kind;
    hc_vec3 position;    /* bohr; z is that of the highest atom around it */
    size_t coordination; /* surface atoms around it: 1, 2, 3 or more */
    double below;        /* bohr: depth of the first atom under it (within 0.5 Angstrom sideways); INFINITY: none */
    hc_vec3 along;       /* of length 1, in the plane: from one of its atoms to the next; x for top */
    size_t multiplicity; /* in the cell */
} hc_adsorption_site;

typedef struct hc_adsorption_options {
    int element;  /* only atoms of this element make sites; 0: all */
    double depth; /* bohr: atoms that are not deeper below the highest one are the surface */
} hc_adsorption_options;

/* Top sites, then bridges, then hollows; of one kind those with most atoms first, then those with the nearest atom
 * underneath (hcp before fcc). Bridges are the middles of two surface atoms with no third one in the circle over them,
 * hollows the centres of empty circles through three or more. The caller frees *list. */
HC_MUST_CHECK hc_status hc_adsorption_sites(hc_context *ctx, const hc_structure *slab,
                                            const hc_adsorption_options *options, size_t *count,
                                            hc_adsorption_site **list);

/* Atoms of an adsorbate, as it binds: z away from the surface, x along the site. */
typedef struct hc_adsorbate_atom {
    const char *symbol;
    double x, y, z; /* Angstrom */
    bool binds;     /* this atom sits at bonding distance; the others stay out of the way */
} hc_adsorbate_atom;

typedef struct hc_adsorbate_record {
    const char *name;
    const char *summary;
    bool physisorbed;           /* binds by no bond: all atoms stay out of the way */
    hc_adsorbate_atom atom[10]; /* ends with a NULL symbol */
} hc_adsorbate_record;

/* Ends with a NULL name. */
extern const hc_adsorbate_record hc_adsorbates[];

/* A record by name, or one atom of an element. HC_ERROR_INPUT with the nearest name. */
HC_MUST_CHECK hc_status hc_adsorbate_find(hc_context *ctx, const char *name, hc_adsorbate_record *record);

/* Appends it above the site, turned by `azimuth` (radian) from `along` of the site, `raise` bohr higher than where the
 * binding atoms are a sum of covalent radii (and the other atoms 1.25 of it) from the nearest atom of the slab. */
HC_MUST_CHECK hc_status hc_adsorbate_add(hc_context *ctx, const hc_adsorbate_record *record,
                                         const hc_adsorption_site *site, double azimuth, double raise,
                                         hc_structure **slab);

#endif
