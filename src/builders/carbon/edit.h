/* What every step that changes carbon does: skeleton, change, relaxation, structure. */
#ifndef HC_BUILDERS_CARBON_EDIT_H
#define HC_BUILDERS_CARBON_EDIT_H

#include "builders/carbon/defect.h"

typedef hc_status hc_carbon_change(hc_context *ctx, hc_skeleton *skeleton, const void *options);

/* Replaces *structure by what `change` (NULL: nothing) makes of it, relaxed in the field of its skeleton when asked
 * for. Unsaturated carbon atoms that are left are reported to the log. */
HC_MUST_CHECK hc_status hc_carbon_edit(hc_context *ctx, hc_carbon_change *change, const void *options, bool saturate,
                                       bool relax, hc_structure **structure);

/* The same for a skeleton that is there already; it is freed. */
HC_MUST_CHECK hc_status hc_carbon_complete(hc_context *ctx, hc_skeleton *skeleton, bool saturate, bool relax,
                                           hc_structure **structure);

/* Marks the atoms that `fits` accepts, chooses among them (hc_carbon_choose). */
typedef bool hc_carbon_fits(const void *data, const hc_skeleton *skeleton, size_t i);
HC_MUST_CHECK hc_status hc_carbon_find_site(hc_context *ctx, const hc_skeleton *skeleton, const hc_carbon_site *site,
                                            hc_carbon_fits *fits, const void *data, const char *what, size_t *atom);

/* A perfect piece, which is freed, begins *structure. */
HC_MUST_CHECK hc_status hc_carbon_begin(hc_context *ctx, hc_structure *piece, bool saturate, bool relax,
                                        hc_structure **structure);

/* Keywords that say where (members of the step's options: hc_carbon_site with owned texts). */
#define HC_CARBON_SITE_KEYWORDS(owner, member)                                                                         \
    {.name = "at",                                                                                                     \
     .type = HC_VALUE_SELECTION,                                                                                       \
     .offset = offsetof(owner, member.at),                                                                             \
     .default_text = "",                                                                                               \
     .doc = "The atom where. Not given: as far as possible from other elements and rings, then from edges."},          \
        {.name = "from",                                                                                               \
         .type = HC_VALUE_SELECTION,                                                                                   \
         .offset = offsetof(owner, member.from),                                                                       \
         .default_text = "",                                                                                           \
         .doc = "Instead of at: the atoms that distance_angstrom and bonds are counted from."},                        \
        {.name = "distance_angstrom",                                                                                  \
         .type = HC_VALUE_REAL,                                                                                        \
         .offset = offsetof(owner, member.distance),                                                                   \
         .unit = HC_ANGSTROM,                                                                                          \
         .default_text = "",                                                                                           \
         .minimum = 0.5,                                                                                               \
         .maximum = 1000,                                                                                              \
         .doc = "The place whose distance from the nearest atom in `from` is nearest to this."},                       \
    {                                                                                                                  \
        .name = "bonds", .type = HC_VALUE_INTEGER, .offset = offsetof(owner, member.bonds), .default_text = "",        \
        .minimum = 1, .maximum = 1000, .doc = "So many bonds away from the nearest atom in `from`."                    \
    }

#define HC_CARBON_RELAX_KEYWORDS(owner)                                                                                \
    {.name = "saturate",                                                                                               \
     .type = HC_VALUE_BOOL,                                                                                            \
     .offset = offsetof(owner, saturate),                                                                              \
     .default_text = "false",                                                                                          \
     .doc = "Hydrogen on carbon atoms with two neighbours."},                                                          \
    {                                                                                                                  \
        .name = "relax", .type = HC_VALUE_BOOL, .offset = offsetof(owner, relax), .default_text = "true",              \
        .doc = "Move the atoms to a minimum of the bond-network force field; the cell stays."                          \
    }

#endif
