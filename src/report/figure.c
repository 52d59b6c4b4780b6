#include "report/figure.h"

#include <math.h>

#include "halfcell/version.h"

static void set_text(hc_json *object, const char *key, const char *text)
{
    if (text != NULL) {
        hc_json_set(object, key, hc_json_text(text));
    }
}

static hc_json *texts(size_t count, const char *const *text)
{
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < count; i++) {
        hc_json_append(array, hc_json_text(text[i]));
    }
    return array;
}

static void set_texts(hc_json *object, const char *key, size_t count, const char *const *text)
{
    if (text != NULL) {
        hc_json_set(object, key, texts(count, text));
    }
}

static void set_reals(hc_json *object, const char *key, size_t count, const double *values)
{
    if (values != NULL) {
        hc_json_set(object, key, hc_json_reals(count, values));
    }
}

static hc_json *begin(const hc_figure_head *head, const char *kind)
{
    hc_json *figure = hc_json_object();
    hc_json_set(figure, "kind", hc_json_text(kind));
    set_text(figure, "id", head->id);
    set_text(figure, "group", head->group);
    set_text(figure, "title", head->title);
    set_text(figure, "caption", head->caption);
    hc_json_set(figure, "wide", hc_json_bool(head->wide));
    return figure;
}

static hc_json *axis_json(const hc_figure_axis *axis)
{
    hc_json *json = hc_json_object();
    if (axis != NULL) {
        set_text(json, "label", axis->label);
        set_text(json, "unit", axis->unit);
        if (axis->log) {
            hc_json_set(json, "scale", hc_json_text("log"));
        }
    }
    return json;
}

static void append_to(hc_json *figure, const char *key, hc_json *value)
{
    hc_json *list = hc_json_get(figure, key);
    if (list == NULL) {
        hc_json_set(figure, key, hc_json_array());
        list = hc_json_get(figure, key);
    }
    hc_json_append(list, value);
}

hc_json *hc_figure_curves(const hc_figure_head *head, const hc_figure_axis *x, const hc_figure_axis *y, bool ordered)
{
    hc_json *figure = begin(head, "curves");
    hc_json_set(figure, "ordered", hc_json_bool(ordered));
    hc_json_set(figure, "x", axis_json(x));
    hc_json_set(figure, "y", axis_json(y));
    hc_json_set(figure, "series", hc_json_array());
    return figure;
}

/* Whether `shared` holds the same numbers; then the series needs no abscissa of its own. */
static bool same_reals(const hc_json *shared, size_t count, const double *values)
{
    if (hc_json_count(shared) != count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        double one = hc_json_real_of(hc_json_at(shared, i));
        bool both_missing = isnan(one) && !isfinite(values[i]);
        if (one != values[i] && !both_missing) {
            return false;
        }
    }
    return true;
}

void hc_figure_add_series(hc_json *figure, const hc_figure_series *series)
{
    static const char *const styles[] = {"line", "points", "step", "dashed"};
    hc_json *json = hc_json_object(), *axis = hc_json_get(figure, "x");
    set_text(json, "label", series->label);
    set_text(json, "unit", series->unit);
    hc_json_set(json, "style", hc_json_text(styles[series->style]));
    if (series->quiet) {
        hc_json_set(json, "quiet", hc_json_bool(true));
    }
    if (hc_json_get(axis, "values") == NULL) {
        set_reals(axis, "values", series->count, series->x);
    } else if (!same_reals(hc_json_get(axis, "values"), series->count, series->x)) {
        set_reals(json, "x", series->count, series->x);
    }
    set_reals(json, "values", series->count, series->value);
    set_reals(json, "error", series->count, series->error);
    set_reals(json, "low", series->count, series->low);
    set_reals(json, "high", series->count, series->high);
    set_reals(json, "x_error", series->count, series->x_error);
    set_texts(json, "names", series->count, series->names);
    set_texts(json, "details", series->count, series->details);
    set_texts(json, "links", series->count, series->links);
    append_to(figure, "series", json);
}

void hc_figure_set_colour(hc_json *figure, size_t place)
{
    hc_json *list = hc_json_get(figure, "paths");
    list = list != NULL ? list : hc_json_get(figure, "series");
    size_t count = hc_json_count(list);
    if (count > 0) {
        hc_json_set(hc_json_at(list, count - 1), "colour", hc_json_integer((long long)place));
    }
}

void hc_figure_add_mark(hc_json *figure, char axis, double value, const char *label)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "axis", hc_json_text(axis == 'x' ? "x" : "y"));
    hc_json_set(json, "value", hc_json_real(value));
    set_text(json, "label", label);
    append_to(figure, "marks", json);
}

hc_json *hc_figure_levels(const hc_figure_head *head, const hc_figure_axis *y, size_t count, const char *const *states)
{
    hc_json *figure = begin(head, "levels");
    hc_json_set(figure, "y", axis_json(y));
    hc_json_set(figure, "states", texts(count, states));
    hc_json_set(figure, "paths", hc_json_array());
    return figure;
}

void hc_figure_add_path(hc_json *figure, const hc_figure_path *path)
{
    hc_json *json = hc_json_object();
    set_text(json, "label", path->label);
    set_reals(json, "values", path->count, path->value);
    set_reals(json, "error", path->count, path->error);
    set_reals(json, "barriers", path->count > 0 ? path->count - 1 : 0, path->barrier);
    set_texts(json, "states", path->count, path->states);
    if (path->has_limiting) {
        hc_json_set(json, "limiting", hc_json_integer((long long)path->limiting));
    }
    append_to(figure, "paths", json);
}

hc_json *hc_figure_bars(const hc_figure_head *head, const hc_figure_axis *y, size_t count,
                        const char *const *categories, bool stacked)
{
    hc_json *figure = begin(head, "bars");
    hc_json_set(figure, "y", axis_json(y));
    hc_json_set(figure, "stacked", hc_json_bool(stacked));
    hc_json_set(figure, "categories", texts(count, categories));
    hc_json_set(figure, "series", hc_json_array());
    return figure;
}

void hc_figure_add_bars(hc_json *figure, const char *label, size_t count, const double *values, const double *errors)
{
    hc_json *json = hc_json_object();
    set_text(json, "label", label);
    set_reals(json, "values", count, values);
    set_reals(json, "error", count, errors);
    append_to(figure, "series", json);
}

static hc_json *grid_rows(const hc_figure_grid *grid)
{
    hc_json *rows = hc_json_array();
    for (size_t iy = 0; iy < grid->ny; iy++) {
        hc_json_append(rows, hc_json_reals(grid->nx, grid->z_values + iy * grid->nx));
    }
    return rows;
}

hc_json *hc_figure_map(const hc_figure_head *head, const hc_figure_grid *grid)
{
    hc_json *figure = begin(head, "map"), *x = axis_json(&grid->x), *y = axis_json(&grid->y), *z = axis_json(&grid->z);
    set_reals(x, "values", grid->nx, grid->x_values);
    set_reals(y, "values", grid->ny, grid->y_values);
    hc_json_set(z, "values", grid_rows(grid));
    hc_json_set(z, "diverging", hc_json_bool(grid->diverging));
    if (grid->z_min != 0 || grid->z_max != 0) {
        hc_json_set(z, "min", hc_json_real(grid->z_min));
        hc_json_set(z, "max", hc_json_real(grid->z_max));
    }
    if (grid->ncategory > 0) {
        hc_json_set(z, "categories", texts(grid->ncategory, grid->categories));
    }
    hc_json_set(figure, "x", x);
    hc_json_set(figure, "y", y);
    hc_json_set(figure, "z", z);
    return figure;
}

void hc_figure_set_contours(hc_json *figure, size_t count, const double *levels)
{
    hc_json_set(figure, "contours", hc_json_reals(count, levels));
}

void hc_figure_add_point(hc_json *figure, const hc_figure_point *point)
{
    hc_json *json = hc_json_object();
    set_text(json, "label", point->label);
    set_text(json, "link", point->link);
    hc_json_set(json, "x", hc_json_real(point->x));
    hc_json_set(json, "y", hc_json_real(point->y));
    if (point->x_error > 0) {
        hc_json_set(json, "x_error", hc_json_real(point->x_error));
    }
    if (point->y_error > 0) {
        hc_json_set(json, "y_error", hc_json_real(point->y_error));
    }
    append_to(figure, "points", json);
}

hc_json *hc_report_page(const char *title, const char *subtitle)
{
    hc_json *page = hc_json_object();
    set_text(page, "title", title);
    set_text(page, "subtitle", subtitle);
    set_text(page, "generator", "halfcell " HC_VERSION);
    return page;
}

void hc_report_add_fact(hc_json *array, const char *label, const char *value)
{
    hc_json *fact = hc_json_object();
    set_text(fact, "label", label);
    hc_json_set(fact, "value", hc_json_text(value));
    hc_json_append(array, fact);
}

hc_json *hc_report_provenance(void)
{
    hc_json *array = hc_json_array();
    hc_report_add_fact(array, "Program", "halfcell " HC_VERSION);
    return array;
}

hc_json *hc_report_table(const char *title, size_t count, const char *const *columns)
{
    hc_json *table = hc_json_object();
    set_text(table, "title", title);
    hc_json_set(table, "columns", texts(count, columns));
    hc_json_set(table, "rows", hc_json_array());
    return table;
}

hc_json *hc_report_table_row(hc_json *table)
{
    hc_json *row = hc_json_array();
    append_to(table, "rows", row);
    return row;
}

double hc_report_rounded(double value, int decimals)
{
    double scale = pow(10.0, decimals);
    return round(value * scale) / scale + 0.0;
}

hc_json *hc_report_link(const char *text, const char *link)
{
    if (link == NULL) {
        return hc_json_text(text);
    }
    hc_json *cell = hc_json_object();
    hc_json_set(cell, "text", hc_json_text(text != NULL ? text : link));
    hc_json_set(cell, "link", hc_json_text(link));
    return cell;
}

hc_json *hc_report_card(const char *label, double value, double error, const char *unit, const char *note)
{
    hc_json *card = hc_json_object();
    set_text(card, "label", label);
    hc_json_set(card, "value", hc_json_real(value));
    hc_json_set(card, "error", hc_json_real(error));
    set_text(card, "unit", unit);
    set_text(card, "note", note);
    return card;
}
