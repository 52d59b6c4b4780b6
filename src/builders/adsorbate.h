/* Adsorption sites of a slab, and molecules on them and on the atoms of clusters. */
#ifndef HC_BUILDERS_ADSORBATE_H
#define HC_BUILDERS_ADSORBATE_H

#include "atoms/cell.h"

typedef enum hc_site_kind { HC_SITE_TOP, HC_SITE_BRIDGE, HC_SITE_HOLLOW } hc_site_kind;

/* Their names, for a keyword of a choice. */
extern const char *const hc_site_kind_choices[];

/* One of a set of sites that the symmetry of the slab makes equal. */
typedef struct hc_adsorption_site {
    hc_site_kind kind;
    hc_vec3 position;    /* bohr; z is that of the highest atom around it */
    size_t coordination; /* surface atoms around it: 1, 2, 3 or more */
    double below;        /* bohr: depth of the first atom under it (within 0.5 Angstrom sideways); INFINITY: none */
    hc_vec3 along;       /* of length 1, in the plane: from one of its atoms to the next; x for top */
    size_t multiplicity; /* in the cell */
    size_t found; /* how many were found before it: the order of those that are equal in all the list is sorted by */
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

/* How deep under a site, against `outward` (of length 1), the first atom is that is within 0.5 Angstrom of that line,
 * repeats of the cell included; bohr, INFINITY: there is none. */
double hc_site_depth(const hc_structure *structure, const hc_full_cell *cell, hc_vec3 site, hc_vec3 outward);

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

/* The atoms of the molecule, which are not anywhere yet. The caller owns *molecule. */
HC_MUST_CHECK hc_status hc_adsorbate_create(hc_context *ctx, const hc_adsorbate_record *record,
                                            hc_structure **molecule);

/* Puts them above a site, turned by `azimuth` (radian) from `along` of the site, at that distance from the nearest atom
 * of the slab, which is also a part of a cluster with z outwards. */
void hc_adsorbate_lay(const hc_adsorbate_record *record, const hc_adsorption_site *site, double azimuth,
                      const hc_structure *slab, hc_structure *molecule);

/* Appends the molecule on a site, `raise` bohr higher. */
HC_MUST_CHECK hc_status hc_adsorbate_add(hc_context *ctx, const hc_adsorbate_record *record,
                                         const hc_adsorption_site *site, double azimuth, double raise,
                                         hc_structure **slab);

/* Where on a cluster: number `index` of the distinct places of a kind on which it has room, or, when `atom` is not
 * HC_INTEGER_UNSET, of all those that this atom is part of (builders/cluster_sites.h). */
typedef struct hc_cluster_site {
    hc_site_kind kind;
    int element; /* only atoms of this element make places; 0: metals, or the element of `atom` */
    int atom;
    int index;
} hc_cluster_site;

/* Appends it on a structure that does not repeat: z of the record points outwards, x along the place, turned by
 * `azimuth` (radian) and then in steps of 10 degrees until it has room. It is as far from the atoms of the place, on
 * bridges and hollows also from metals that are bonded to them, as it would be on a slab, with one of its binding atoms
 * bonded to one of the place. It keeps its distance from the other metals too, and from other atoms 0.75 of the sum of
 * the radii that they show to water (hc_contact_radius). */
HC_MUST_CHECK hc_status hc_adsorbate_add_to_cluster(hc_context *ctx, const hc_adsorbate_record *record,
                                                    const hc_cluster_site *site, double azimuth, double raise,
                                                    hc_structure **structure);

#endif
