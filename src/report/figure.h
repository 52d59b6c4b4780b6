/* Figures of the report page, without writing their JSON by hand. What each field means to a reader is in
 * docs/report.md.
 *
 * A figure is begun by hc_figure_curves, _levels, _bars or _map and filled by the hc_figure_add_* of its kind. Building
 * never fails in the middle (see base/json.h). All texts and numbers are copied; NULL texts are left out, NaN is "no
 * value" (a gap). Texts may hold formulae as they are typed, "*COOH", "CO2", "HCO3-", "U_SHE": the page sets their
 * indices. Links are a DOI ("10.1039/d4cc06185c") or an https address. */
#ifndef HC_REPORT_FIGURE_H
#define HC_REPORT_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"

typedef struct hc_figure_head {
    const char *id;      /* names the saved files */
    const char *group;   /* the heading under which it stands */
    const char *title;   /* one line */
    const char *caption; /* what was done, signs, what to beware of */
    bool wide;           /* over the whole width of the page */
} hc_figure_head;

typedef struct hc_figure_axis {
    const char *label, *unit;
    bool log; /* of ten; what is not positive is a gap */
} hc_figure_axis;

typedef enum hc_figure_style { HC_FIGURE_LINE, HC_FIGURE_POINTS, HC_FIGURE_STEP, HC_FIGURE_DASHED } hc_figure_style;

/* One curve or cloud of points. */
typedef struct hc_figure_series {
    const char *label, *unit; /* series of different units get axes of their own (at most two are labelled) */
    hc_figure_style style;
    bool quiet; /* drawn hollow and in the background: other people's numbers under one's own */
    size_t count;
    const double *x;            /* [count] */
    const double *value;        /* [count] */
    const double *x_error;      /* standard errors [count], or NULL */
    const double *error;        /* standard errors of value [count], or NULL */
    const double *low, *high;   /* ends of an interval [count] instead of `error`: what sampling gives; or NULL */
    const char *const *names;   /* [count] beside the points; entries and the whole may be NULL */
    const char *const *details; /* [count] shown with the point's numbers when it is pointed at; may be NULL */
    const char *const *links;   /* [count] where a click on the point leads; may be NULL */
} hc_figure_series;

/* Curves. The points of a series are sorted by x unless `ordered`: then they are joined as they come (voltammograms).
 * Only `log` and, for the name of the axis, `label` of y are used; units come with the series. y may be NULL. */
hc_json *hc_figure_curves(const hc_figure_head *head, const hc_figure_axis *x, const hc_figure_axis *y, bool ordered);
void hc_figure_add_series(hc_json *figure, const hc_figure_series *series);
/* The last series, path or bars take the `place`-th colour (and shape) of the page, from 1: the same thing looks the
 * same in several figures. Without it they take their own place in the figure. */
void hc_figure_set_colour(hc_json *figure, size_t place);
/* A thin line across the figure at one value of an axis, 'x' or 'y' (of the first unit), with its name: a limiting
 * potential, a limit. Also for hc_figure_map. */
void hc_figure_add_mark(hc_json *figure, char axis, double value, const char *label);

/* Free-energy diagram: levels in the order of `states` [count]. */
hc_json *hc_figure_levels(const hc_figure_head *head, const hc_figure_axis *y, size_t count, const char *const *states);

/* One way through the states: a surface, a potential, an alternative. */
typedef struct hc_figure_path {
    const char *label;
    size_t count;              /* of states; the figure's */
    const double *value;       /* levels [count]; NaN: this path does not have the state */
    const double *error;       /* standard errors [count], or NULL */
    const double *barrier;     /* [count - 1], or NULL: level of the transition state after state i, on the same zero as
                                  the levels; NaN: none is known, the levels are joined by a dashed line */
    const char *const *states; /* names of its own [count]; entries and the whole may be NULL */
    bool has_limiting;         /* the step after state `limiting` is drawn heavy: the one that limits */
    size_t limiting;
} hc_figure_path;

void hc_figure_add_path(hc_json *figure, const hc_figure_path *path);

/* Bars: one group for each of categories [count], one bar in it for each hc_figure_add_bars; `stacked` puts them on one
 * another. */
hc_json *hc_figure_bars(const hc_figure_head *head, const hc_figure_axis *y, size_t count,
                        const char *const *categories, bool stacked);
/* values [count], errors [count] or NULL. */
void hc_figure_add_bars(hc_json *figure, const char *label, size_t count, const double *values, const double *errors);

typedef struct hc_figure_grid {
    hc_figure_axis x, y, z;
    size_t nx, ny;
    const double *x_values, *y_values; /* [nx], [ny], ascending */
    const double *z_values;            /* [ny][nx] */
    bool diverging;                    /* colours from both sides of zero */
    double z_min, z_max;               /* limits of the colours; both 0: of the values */
    size_t ncategory;                  /* not 0: z_values are indices of `categories`, one colour each */
    const char *const *categories;
} hc_figure_grid;

/* Heat map with its colour bar. */
hc_json *hc_figure_map(const hc_figure_head *head, const hc_figure_grid *grid);
/* Lines of equal z at levels [count]. */
void hc_figure_set_contours(hc_json *figure, size_t count, const double *levels);

typedef struct hc_figure_point {
    const char *label, *link;
    double x, y;
    double x_error, y_error; /* 0: none is drawn */
} hc_figure_point;

/* Marks a place on a map. */
void hc_figure_add_point(hc_json *figure, const hc_figure_point *point);

/* A page's data with its head; `subtitle` NULL: none. What else it may hold is set as in docs/report.md. */
hc_json *hc_report_page(const char *title, const char *subtitle);
/* The page's "provenance", begun with the program; and a line of it. */
hc_json *hc_report_provenance(void);
void hc_report_add_fact(hc_json *array, const char *label, const char *value);

/* A table of the page: {"title", "columns", "rows"}; rows come from hc_report_table_row. */
hc_json *hc_report_table(const char *title, size_t count, const char *const *columns);
/* A new empty row at the end of `table`, borrowed: hc_json_append its cells (numbers, texts, null, hc_report_link). */
hc_json *hc_report_table_row(hc_json *table);
/* A number with so many decimals, which is what a reader can use; nothing is never "-0". */
double hc_report_rounded(double value, int decimals);
/* A cell that leads somewhere; `link` NULL gives plain text, `text` NULL shows the link. */
hc_json *hc_report_link(const char *text, const char *link);
/* A card of the page's summary; error NaN: none. */
hc_json *hc_report_card(const char *label, double value, double error, const char *unit, const char *note);

#endif
