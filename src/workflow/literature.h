/* The literature table: what was published about defective catalysts of CO2 reduction, with its DOI.
 *
 * data/literature/catalysts.json has the records of a review (its rules and its source stand in the file),
 * data/literature/ag25_study.json the measured statements of one paper. Numbers, words and doubts ("remark",
 * "named_in", "derived_by_us") are the source's; nothing is filled in. */
#ifndef HC_WORKFLOW_LITERATURE_H
#define HC_WORKFLOW_LITERATURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"
#include "base/text.h"
#include "halfcell/context.h"
#include "input/schema.h"

/* A word for which one can ask, and the texts that mean it. */
typedef struct hc_literature_term {
    const char *name;
    const char *words[8]; /* ends with NULL */
} hc_literature_term;

/* Ended by a NULL name. The first product that a record matches is the one it is drawn under. */
extern const hc_literature_term hc_literature_products[], hc_literature_defects[];

/* What to keep; NULL: everything. A product or defect is a term, or any part of the record's own text. */
typedef struct hc_literature_filter {
    const char *product, *defect, *catalyst;
} hc_literature_filter;

/* Such a filter as a section of an input: which published efficiencies stand under one's own. */
extern const hc_section hc_literature_section;
/* Fails when the table has nothing that the filter keeps; NULL is right. */
HC_MUST_CHECK hc_status hc_literature_check(hc_context *ctx, const hc_literature_filter *filter);

typedef struct hc_literature {
    hc_json *catalysts, *study; /* the files, owned */
    size_t count;
    hc_json **record; /* those that the filter keeps, borrowed from `catalysts` */
    size_t nstatement;
    hc_json **statement; /* likewise of `study` ("quantities"): kept when nothing or an M25 catalyst is asked for */
} hc_literature;

/* Reads the table and filters it. A filter that keeps no record fails with the nearest name. */
HC_MUST_CHECK hc_status hc_literature_read(hc_context *ctx, const hc_literature_filter *filter,
                                           hc_literature **literature);
void hc_literature_free(hc_literature *literature);

/* Texts of a record, borrowed; "" where the source says nothing. */
const char *hc_literature_text_of(const hc_json *record, const char *key);
/* The part of `family` behind its colon: "vacancies". */
const char *hc_literature_family(const hc_json *record);
/* The term under which its product is drawn, or NULL when the source names none. */
const char *hc_literature_product(const hc_json *record);

typedef enum hc_literature_how {
    HC_LITERATURE_STATED,
    HC_LITERATURE_RANGE,
    HC_LITERATURE_OVERPOTENTIAL
} hc_literature_how;

/* Potential in V against RHE: as it is stated, the middle and half the width of a stated range, or, for CO, from the
 * overpotential and E(CO2/CO) = -0.104 V. False when the record has none of these. */
bool hc_literature_potential(const hc_json *record, double *u_rhe, double *half_width, hc_literature_how *how);

/* Appends published points, hollow and with names and DOIs, to a figure of hc_figure_curves whose x is U vs RHE in V:
 * Faradaic efficiencies in %, one series for each product. What has no efficiency or no potential is left out; a filter
 * that keeps nothing adds nothing (hc_literature_check says so). *added (may be NULL) is the number of points. For
 * one's own results on top, call it after adding them. */
HC_MUST_CHECK hc_status hc_literature_add_efficiencies(hc_context *ctx, hc_json *figure,
                                                       const hc_literature_filter *filter, size_t *added);

void hc_literature_say(const hc_literature *literature, hc_text *out);
hc_json *hc_literature_json(const hc_literature *literature);
/* Writes literature.json and report.html into `folder`, which is made when it is not there. */
HC_MUST_CHECK hc_status hc_literature_write(hc_context *ctx, const hc_literature *literature, const char *folder);

#endif
