/* The defects of a structure or along a trajectory, and where they are written. */
#ifndef HC_WORKFLOW_DEFECTS_H
#define HC_WORKFLOW_DEFECTS_H

#include <stdio.h>

#include "analysis/defects/recogniser.h"
#include "base/json.h"
#include "base/table.h"
#include "base/text.h"
#include "halfcell/keyword.h"

typedef struct hc_defect_request {
    char *reference;   /* file; NULL: none */
    hc_text_list only; /* recognisers; empty: all that apply */
    int rings_up_to;
    double cell_edge; /* bohr; NaN: the structure's own */
    int skip, stride; /* of the frames */
    int page_frames;  /* at most so many on the page */
} hc_defect_request;

extern const hc_keyword hc_defect_keywords[];

/* What was found. The single defects are those of the last frame. */
typedef struct hc_defect_study {
    const char *path; /* borrowed */
    size_t nframe;
    hc_structure *structure; /* last frame */
    hc_census *census;       /* of the last frame */
    hc_extent extent;        /* of the last frame */
    size_t nkind;            /* kinds seen in any frame, in the order of first appearance */
    hc_census_line *kind;    /* [nkind]; count is the mean over the frames */
    double **count;          /* [nkind][nframe] */
    double *time;            /* [nframe]: fs, or the number of the frame */
    bool has_time;           /* the times are fs */
    hc_text xyz;             /* the frames that the page shows ... */
    size_t nshown;           /* ... and their number; 0: too many atoms */
} hc_defect_study;

/* Reads FILE (a structure of any format, or all frames of (extended) XYZ) and looks. `folder` not NULL: made, and the
 * frames written to defects.extxyz in it, every atom with what was found at it. */
HC_MUST_CHECK hc_status hc_defect_study_create(hc_context *ctx, const char *path, const hc_defect_request *request,
                                               const char *folder, hc_defect_study **study);
/* The same of one structure, with every recogniser that applies; `name` (borrowed) stands for its file. */
HC_MUST_CHECK hc_status hc_defect_study_of(hc_context *ctx, const char *name, const hc_structure *structure,
                                           hc_defect_study **study);
void hc_defect_study_free(hc_defect_study *study);

/* Everything as JSON: counts with densities, defects with their places, counts of each frame. */
hc_json *hc_defect_study_json(const hc_defect_study *study);
/* A table of counts with densities, and the first defects. */
void hc_defect_study_text(const hc_defect_study *study, hc_text *out);
/* Writes defects.json, defects.csv (a row a defect), counts.csv (a row a frame) and report.html. */
HC_MUST_CHECK hc_status hc_defect_study_write(hc_context *ctx, const hc_defect_study *study, const char *folder);

/* What a count is divided by. `unit` is NULL when the structure is open in all directions. */
typedef struct hc_density {
    const char *unit, *key; /* "1/nm²", "per_nm2" */
    double divisor;         /* count / divisor is in this unit */
    double gram;            /* mass of the structure */
} hc_density;
hc_density hc_density_of(const hc_extent *extent);

/* Colour of an atom, 0 to 1 for red, green, blue: of its defect, or of its lattice, or of nothing. */
void hc_defect_colour(const hc_census *census, size_t iatom, double rgb[3]);

/* One frame as extended XYZ: species, pos, defect, color and the fields of the census. */
HC_MUST_CHECK hc_status hc_census_write_frame(hc_context *ctx, FILE *file, const hc_structure *structure,
                                              const hc_census *census);

/* How a page's viewer shows where the defects are. */
typedef enum hc_defect_look {
    HC_DEFECTS_COLOURED, /* their atoms have the colour of the defect: along a trajectory, in large structures */
    HC_DEFECTS_HALOED    /* a halo of that colour lies around them, and every atom has its element's */
} hc_defect_look;

/* Cards, viewer, figures and the tables of the census, added to a page of hc_report_page. */
void hc_defect_page_add(const hc_defect_study *study, hc_defect_look look, hc_json *page);

#endif
