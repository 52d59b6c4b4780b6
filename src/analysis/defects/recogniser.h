/* Recognisers: what finds one sort of defect; a record each, in the table of recogniser_table.c
 * (docs/how-to-add/recogniser.md). */
#ifndef HC_ANALYSIS_DEFECTS_RECOGNISER_H
#define HC_ANALYSIS_DEFECTS_RECOGNISER_H

#include "analysis/defects/census.h"
#include "analysis/defects/scene.h"

typedef struct hc_recogniser_record {
    const char *name;    /* "rings" */
    const char *summary; /* one line */
    const char *reference;
    const char *needs; /* what a structure must have for it: what is said when it is asked for and cannot be done */
    bool (*applies)(const hc_defect_scene *scene);
    hc_status (*recognise)(hc_context *ctx, const hc_defect_scene *scene, hc_census *census);
} hc_recogniser_record;

/* All of them, NULL-terminated: from the general to the particular, since an atom is coloured by the last that finds
 * it. */
const hc_recogniser_record *const *hc_recogniser_records(void);
HC_MUST_CHECK hc_status hc_recogniser_find(hc_context *ctx, const char *name, const hc_recogniser_record **record);

extern const hc_recogniser_record hc_recogniser_coordination, hc_recogniser_holes, hc_recogniser_rings,
    hc_recogniser_edges, hc_recogniser_dopants, hc_recogniser_lattice, hc_recogniser_ligands, hc_recogniser_reference;

/* Looks at one structure with the records [count], or with count 0 with all that apply; a record that is asked for and
 * does not apply is HC_ERROR_INPUT. *extent (may be NULL) is what densities are per. */
HC_MUST_CHECK hc_status hc_defects_recognise(hc_context *ctx, const hc_structure *structure,
                                             const hc_defect_options *options, size_t count,
                                             const hc_recogniser_record *const *records, hc_extent *extent,
                                             hc_census **census);

#endif
