/* Whose each hydrogen is, what each oxygen is (water, hydroxide, hydronium), and which hydrogen bonds there are. */
#ifndef HC_ANALYSIS_HYDROGENS_H
#define HC_ANALYSIS_HYDROGENS_H

#include <stdbool.h>
#include <stddef.h>

#include "atoms/neighbours.h"
#include "halfcell/keyword.h"
#include "halfcell/structure.h"

/* Geometric criterion of Luzar and Chandler (Phys. Rev. Lett. 76, 928 (1996)): donor-acceptor distance and H-D-A angle,
 * both inclusive. */
typedef struct hc_hydrogen_options {
    double distance;       /* bohr, donor to acceptor */
    double angle;          /* radian, H-D-A */
    double reach;          /* bohr: a hydrogen farther from every other atom belongs to none */
    hc_text_list elements; /* symbols of donors and acceptors */
} hc_hydrogen_options;

/* The same keywords for every analysis whose options struct has the member `hydrogen`. */
#define HC_HYDROGEN_KEYWORDS(options_type)                                                                             \
    {.name = "donor_acceptor_angstrom",                                                                                \
     .type = HC_VALUE_REAL,                                                                                            \
     .offset = offsetof(options_type, hydrogen.distance),                                                              \
     .unit = HC_ANGSTROM,                                                                                              \
     .default_text = "3.5",                                                                                            \
     .minimum = 1,                                                                                                     \
     .maximum = 6,                                                                                                     \
     .doc = "Largest distance of donor and acceptor in a hydrogen bond."},                                             \
        {.name = "angle_degree",                                                                                       \
         .type = HC_VALUE_REAL,                                                                                        \
         .offset = offsetof(options_type, hydrogen.angle),                                                             \
         .unit = HC_DEGREE,                                                                                            \
         .default_text = "30",                                                                                         \
         .minimum = 1,                                                                                                 \
         .maximum = 180,                                                                                               \
         .doc = "Largest angle hydrogen-donor-acceptor in a hydrogen bond."},                                          \
        {.name = "reach_angstrom",                                                                                     \
         .type = HC_VALUE_REAL,                                                                                        \
         .offset = offsetof(options_type, hydrogen.reach),                                                             \
         .unit = HC_ANGSTROM,                                                                                          \
         .default_text = "1.5",                                                                                        \
         .minimum = 0.5,                                                                                               \
         .maximum = 3,                                                                                                 \
         .doc = "A hydrogen belongs to its nearest other atom when that is not farther than this."},                   \
    {                                                                                                                  \
        .name = "elements", .type = HC_VALUE_TEXT_LIST, .offset = offsetof(options_type, hydrogen.elements),           \
        .default_text = "O, N, F, S", .doc = "Elements that give and take hydrogen bonds."                             \
    }

typedef enum hc_oxygen_kind {
    HC_OXYGEN_NONE,      /* no oxygen */
    HC_OXYGEN_WATER,     /* two hydrogens */
    HC_OXYGEN_HYDROXIDE, /* one */
    HC_OXYGEN_HYDRONIUM, /* three or more */
    HC_OXYGEN_OXIDE,     /* none */
    HC_OXYGEN_BOUND,     /* bonded to a nonmetal: CO2, COOH, alcohols */
    HC_OXYGEN_KINDS
} hc_oxygen_kind;

typedef struct hc_hydrogen_bond {
    size_t donor, hydrogen, acceptor;
} hc_hydrogen_bond;

#define HC_NO_ATOM ((size_t)-1)

typedef struct hc_hydrogens {
    hc_hydrogen_options options; /* elements borrowed */
    size_t natom;
    bool *polar;    /* gives and takes bonds, [natom] */
    bool *nonmetal; /* may hold an oxygen covalently, [natom]; false for H */
    /* of the frame last analysed: */
    size_t *owner;          /* of a hydrogen; HC_NO_ATOM: none, or no hydrogen; [natom] */
    hc_vec3 *from_owner;    /* its vector from its owner, bohr, [natom] */
    size_t *hydrogen_count; /* hydrogens that an atom owns, [natom] */
    int *oxygen;            /* of hc_oxygen_kind, [natom] */
    hc_hydrogen_bond *bond; /* [nbond], ordered by donor-acceptor pair as in the neighbour list */
    size_t nbond;
    /* private */
    size_t bond_capacity;
    size_t *first_hydrogen, *next_hydrogen; /* chains of the hydrogens of an owner */
    hc_neighbour_list *list;
} hc_hydrogens;

HC_MUST_CHECK hc_status hc_hydrogens_create(hc_context *ctx, const hc_hydrogen_options *options,
                                            const hc_structure *first, hc_hydrogens **hydrogens);
void hc_hydrogens_free(hc_hydrogens *hydrogens);
HC_MUST_CHECK hc_status hc_hydrogens_analyse(hc_context *ctx, hc_hydrogens *hydrogens, const hc_structure *structure);

#endif
