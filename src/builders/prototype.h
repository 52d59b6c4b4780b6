/* Crystals by name: data/prototypes/NAME.json (asymmetric unit and space group, with source) and the metals of
 * data/elements/lattices.json. */
#ifndef HC_BUILDERS_PROTOTYPE_H
#define HC_BUILDERS_PROTOTYPE_H

#include "base/json.h"
#include "base/text.h"
#include "halfcell/structure.h"

typedef struct hc_prototype_options {
    const char *name;    /* a prototype ("ZnS_wz"), an element ("Pd"), or "fcc", "bcc", "hcp" with an element */
    const char *element; /* for fcc, bcc, hcp; else NULL */
    double a, b, c;      /* bohr, instead of those of the table; NaN: not given. The ratios are kept when only a is */
    bool primitive;      /* the primitive cell instead of the conventional one, in the standard orientation */
} hc_prototype_options;

/* The caller owns *structure, which is periodic in three directions. */
HC_MUST_CHECK hc_status hc_prototype_build(hc_context *ctx, const hc_prototype_options *options,
                                           hc_structure **structure);

/* Text for readers (appended) and JSON of one prototype, or of all when name is NULL. *json belongs to the caller. */
HC_MUST_CHECK hc_status hc_prototypes_list(hc_context *ctx, const char *name, hc_text *out, hc_json **json);

#endif
