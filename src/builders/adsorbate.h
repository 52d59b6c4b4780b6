/* Adsorption sites of a slab, and molecules on them and on the atoms of clusters. */
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

#define HC_ADSORBATE_ATOMS 10

typedef struct hc_adsorbate_record {
    const char *name;
    const char *summary;
    bool physisorbed;                           /* binds by no bond: all atoms stay out of the way */
    hc_adsorbate_atom atom[HC_ADSORBATE_ATOMS]; /* ends with a NULL symbol */
} hc_adsorbate_record;

/* Ends with a NULL name. */
extern const hc_adsorbate_record hc_adsorbates[];

/* A record by name, or one atom of an element. HC_ERROR_INPUT with the nearest name. */
HC_MUST_CHECK hc_status hc_adsorbate_find(hc_context *ctx, const char *name, hc_adsorbate_record *record);

/* How far its atom k stays from atoms of a surface, of the sum of covalent radii: 1 where it binds, 1.25 where it does
 * not, 1.5 when no atom of it does. */
double hc_adsorbate_distance(const hc_adsorbate_record *record, size_t k);

/* The molecule above a site, turned by `azimuth` (radian) from `along` of the site, at that distance from the nearest
 * atom of the slab, which is also a cluster with z outwards. The caller owns *molecule. */
HC_MUST_CHECK hc_status hc_adsorbate_make(hc_context *ctx, const hc_adsorbate_record *record,
                                          const hc_adsorption_site *site, double azimuth, const hc_structure *slab,
                                          hc_structure **molecule);

/* Appends it, `raise` bohr higher. */
HC_MUST_CHECK hc_status hc_adsorbate_add(hc_context *ctx, const hc_adsorbate_record *record,
                                         const hc_adsorption_site *site, double azimuth, double raise,
                                         hc_structure **slab);

/* The atom of a cluster that an adsorbate goes on. */
typedef struct hc_cluster_site {
    int atom;    /* its number, or HC_INTEGER_UNSET */
    int element; /* else of the atoms of this element (0: of metals) on which it has room number `index` */
    int index;
} hc_cluster_site;

/* Appends it on an atom of a structure that does not repeat: z of the record points away from the neighbours of the
 * atom (against the sum of the unit vectors to them), x to the side of the neighbour that is farthest to a side, turned
 * by `azimuth` (radian) and then in steps of 10 degrees until it has room: its distance from metals, and 0.75 of the
 * sum of the radii that atoms show to water (hc_contact_radius) from others. */
HC_MUST_CHECK hc_status hc_adsorbate_add_to_cluster(hc_context *ctx, const hc_adsorbate_record *record,
                                                    const hc_cluster_site *site, double azimuth, double raise,
                                                    hc_structure **structure);

#endif
