/* Perfect pieces of sp2 carbon: sheets, ribbons, tubes, flakes. Cells repeat in all three directions, with vacuum where
 * there is nothing; flakes do not repeat. Atoms are in the middle of the cell. */
#ifndef HC_BUILDERS_CARBON_SHEET_H
#define HC_BUILDERS_CARBON_SHEET_H

#include "builders/carbon/skeleton.h"

typedef enum hc_sheet_cell {
    HC_SHEET_PRIMITIVE, /* two atoms, a and b at 120 degrees */
    HC_SHEET_ORTHOGONAL /* four atoms, a zigzag and b armchair */
} hc_sheet_cell;

typedef struct hc_sheet_options {
    int cell;       /* hc_sheet_cell */
    int repeat[2];  /* cells along a and b */
    int layers;     /* stacked A B A B */
    double lattice; /* bohr, a of graphene */
    double spacing; /* bohr, between layers */
    double vacuum;  /* bohr, between the sheet and its image */
} hc_sheet_options;

HC_MUST_CHECK hc_status hc_carbon_sheet(hc_context *ctx, const hc_sheet_options *options, hc_structure **structure);

typedef enum hc_ribbon_edge { HC_EDGE_ZIGZAG, HC_EDGE_ARMCHAIR } hc_ribbon_edge;

typedef struct hc_ribbon_options {
    int edge;   /* hc_ribbon_edge */
    int width;  /* zigzag chains or dimer lines */
    int length; /* periods */
    double lattice, vacuum;
} hc_ribbon_options;

/* Bare; the ribbon runs along a and is flat in the ab plane. */
HC_MUST_CHECK hc_status hc_carbon_ribbon(hc_context *ctx, const hc_ribbon_options *options, hc_structure **structure);

typedef struct hc_tube_options {
    int n, m;   /* chiral indices, n >= m >= 0 */
    int length; /* periods */
    double lattice, vacuum;
} hc_tube_options;

/* Along c; unrelaxed, its radius is that of the rolled sheet (Saito, Dresselhaus, Dresselhaus, Physical Properties of
 * Carbon Nanotubes, 1998). */
HC_MUST_CHECK hc_status hc_carbon_tube(hc_context *ctx, const hc_tube_options *options, hc_structure **structure);

/* `shells` shells of rings around one ring of `members` (3 to 8): 5 a bowl (corannulene with 2 shells), 6 a flat flake
 * (coronene with 2), 7 and 8 saddles. Bare, as a skeleton that is not relaxed yet. */
HC_MUST_CHECK hc_status hc_carbon_flake(hc_context *ctx, int members, int shells, double lattice,
                                        hc_skeleton **skeleton);

#endif
