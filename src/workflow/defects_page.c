/* The page of a census: the structure with its defects in colour, counts as bars and tables, counts over time. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/defects/common_neighbours.h"
#include "halfcell/units.h"
#include "report/figure.h"
#include "workflow/defects.h"
#include "workflow/page_trajectory.h"

#define ROWS 500
#define BARS_MOST 40
#define CURVES_MOST 12

/* Kinds by how their names begin; the first that fits. Lattices as most viewers colour them. */
static const struct {
    const char *begin;
    double rgb[3];
} colours[] = {
    {"triangle", {0.55, 0.35, 0.17}},
    {"square", {0.70, 0.45, 0.00}},
    {"pentagon", {0.00, 0.45, 0.85}},
    {"heptagon", {0.85, 0.15, 0.15}},
    {"octagon", {0.60, 0.20, 0.75}},
    {"nonagon", {0.80, 0.20, 0.60}},
    {"ring of", {0.55, 0.25, 0.45}},
    {"zigzag", {0.10, 0.65, 0.55}},
    {"armchair", {0.55, 0.70, 0.10}},
    {"monovacancy", {0.55, 0.25, 0.45}},
    {"divacancy", {0.55, 0.25, 0.45}},
    {"hole of", {0.55, 0.25, 0.45}},
    {"hole,", {0.55, 0.25, 0.45}},
    {"hole edge", {0.75, 0.30, 0.45}},
    {"graphitic", {0.15, 0.30, 0.80}},
    {"pyridinic", {0.00, 0.60, 0.85}},
    {"pyrrolic", {0.45, 0.25, 0.85}},
    {"N oxide", {0.85, 0.25, 0.35}},
    {"undercoordinated", {0.95, 0.60, 0.10}},
    {"overcoordinated", {0.75, 0.45, 0.75}},
    {"twin", {0.85, 0.20, 0.20}},
    {"five-fold", {0.40, 0.10, 0.60}},
    {"intrinsic", {0.95, 0.45, 0.10}},
    {"extrinsic", {0.80, 0.30, 0.60}},
    {"dislocation", {0.60, 0.00, 0.75}},
    {"lattice vacancy", {0.95, 0.75, 0.10}},
    {"interstitial", {0.80, 0.10, 0.50}},
    {"antisite", {0.50, 0.10, 0.70}},
    {"exposed", {0.90, 0.50, 0.15}},
    {"thiolate, partly", {0.90, 0.40, 0.10}},
    {"thiolate, lost", {0.80, 0.05, 0.05}},
};

static void kind_colour(const char *kind, double rgb[3])
{
    static const double otherwise[3] = {0.90, 0.35, 0.05};
    memcpy(rgb, otherwise, sizeof otherwise);
    for (size_t k = 0; k < sizeof colours / sizeof *colours; k++) {
        if (strncmp(kind, colours[k].begin, strlen(colours[k].begin)) == 0) {
            memcpy(rgb, colours[k].rgb, sizeof otherwise);
            return;
        }
    }
}

void hc_defect_colour(const hc_census *census, size_t iatom, double rgb[3])
{
    static const double lattice[HC_LATTICE_COUNT][3] = {
        [HC_LATTICE_OTHER] = {0.80, 0.80, 0.80},       [HC_LATTICE_FCC] = {0.40, 0.85, 0.40},
        [HC_LATTICE_HCP] = {0.85, 0.40, 0.40},         [HC_LATTICE_BCC] = {0.35, 0.50, 0.95},
        [HC_LATTICE_ICOSAHEDRAL] = {0.90, 0.85, 0.30}, [HC_LATTICE_FIVEFOLD] = {0.55, 0.30, 0.70}};
    static const double none[3] = {0.65, 0.65, 0.65};
    memcpy(rgb, none, sizeof none);
    if (census->mark[iatom] > 0) {
        kind_colour(census->finding[census->mark[iatom] - 1].kind, rgb);
        return;
    }
    for (size_t k = 0; k < census->nfield; k++) {
        double value = census->field[k].value[iatom * census->field[k].width];
        if (strcmp(census->field[k].name, "lattice") == 0 && !isnan(value)) {
            memcpy(rgb, lattice[(size_t)value], sizeof none);
        }
    }
}

/* Atoms by the kind of their defect. */
static hc_json *groups(const hc_defect_study *study, hc_defect_look look)
{
    hc_json *array = hc_json_array();
    const hc_census *census = study->census;
    for (size_t k = 0; k < census->nline; k++) {
        hc_json *atoms = hc_json_array();
        for (size_t i = 0; i < census->natom; i++) {
            if (census->mark[i] > 0 && strcmp(census->finding[census->mark[i] - 1].kind, census->line[k].kind) == 0) {
                hc_json_append(atoms, hc_json_integer((long long)i));
            }
        }
        if (hc_json_count(atoms) == 0) {
            hc_json_free(atoms);
            continue;
        }
        double rgb[3];
        char colour[8];
        kind_colour(census->line[k].kind, rgb);
        snprintf(colour, sizeof colour, "#%02x%02x%02x", (unsigned)lround(255 * rgb[0]) & 255u,
                 (unsigned)lround(255 * rgb[1]) & 255u, (unsigned)lround(255 * rgb[2]) & 255u);
        hc_json *group = hc_json_object();
        hc_json_set(group, "label", hc_json_text(census->line[k].kind));
        hc_json_set(group, "colour", hc_json_text(colour));
        hc_json_set(group, "atoms", atoms);
        hc_json_set(group, "halo", hc_json_bool(look == HC_DEFECTS_HALOED));
        hc_json_append(array, group);
    }
    return array;
}

static void add_viewer(const hc_defect_study *study, hc_defect_look look, hc_json *page)
{
    if (study->nshown == 0) {
        hc_json_append(hc_json_get(page, "notes"), hc_json_text("The structure has too many atoms for the viewer."));
        return;
    }
    hc_json *json = hc_page_trajectory(study->structure, &study->xyz);
    hc_json_set(json, study->has_time ? "times_fs" : "steps", hc_json_reals(study->nshown, study->time));
    hc_json_set(json, "groups", groups(study, look));
    hc_json_set(page, "trajectory", json);
}

static hc_json *count_table(const hc_defect_study *study)
{
    hc_density density = hc_density_of(&study->extent);
    const char *columns[] = {"kind", "found by", study->nframe > 1 ? "mean count" : "count", "per gram", density.unit};
    hc_json *table = hc_report_table("Census", density.unit != NULL ? 5 : 4, columns);
    for (size_t k = 0; k < study->nkind; k++) {
        const hc_census_line *line = &study->kind[k];
        bool counted = line->role != HC_ROLE_MEASURE;
        hc_json *row = hc_report_table_row(table);
        hc_json_append(row, hc_json_text(line->kind));
        hc_json_append(row, hc_json_text(line->recogniser));
        hc_json_append(row, hc_json_real(line->count));
        hc_json_append(row, hc_json_real(counted ? line->count / density.gram : NAN));
        if (density.unit != NULL) {
            hc_json_append(row, hc_json_real(counted ? line->count / density.divisor : NAN));
        }
    }
    return table;
}

static hc_json *place_table(const hc_defect_study *study)
{
    static const char *const columns[] = {"defect", "x (Å)", "y (Å)", "z (Å)", "atoms", "note"};
    hc_json *table = hc_report_table(study->nframe > 1 ? "Places in the last frame" : "Places", 6, columns);
    const hc_census *census = study->census;
    for (size_t k = 0; k < census->nfinding && k < ROWS; k++) {
        const hc_finding *f = &census->finding[k];
        hc_vec3 r = hc_vec3_scale(HC_BOHR_IN_ANGSTROM, f->position);
        hc_json *row = hc_report_table_row(table);
        char atoms[96] = "";
        for (size_t i = 0; i < f->natom && strlen(atoms) < 72; i++) {
            snprintf(atoms + strlen(atoms), sizeof atoms - strlen(atoms), "%s%zu", i > 0 ? " " : "",
                     census->atom[f->first_atom + i]);
        }
        hc_json_append(row, hc_json_text(f->kind));
        hc_json_append(row, hc_json_real(hc_report_rounded(r.x, 3)));
        hc_json_append(row, hc_json_real(hc_report_rounded(r.y, 3)));
        hc_json_append(row, hc_json_real(hc_report_rounded(r.z, 3)));
        hc_json_append(row, hc_json_text(atoms));
        hc_json_append(row, hc_json_text(f->note));
    }
    return table;
}

/* Bars of the counts of one role of one recogniser. */
static void add_bars(const hc_defect_study *study, const char *recogniser, hc_json *figures)
{
    const char *names[BARS_MOST];
    double values[BARS_MOST];
    size_t count = 0;
    for (size_t k = 0; k < study->nkind && count < BARS_MOST; k++) {
        const hc_census_line *line = &study->kind[k];
        if (strcmp(line->recogniser, recogniser) == 0 && line->role != HC_ROLE_MEASURE && line->count > 0.0) {
            names[count] = line->kind;
            values[count++] = line->count;
        }
    }
    if (count < 2) {
        return;
    }
    char id[64], title[64];
    snprintf(id, sizeof id, "counts-%s", recogniser);
    snprintf(title, sizeof title, "Found by %s", recogniser);
    hc_figure_head head = {.id = id, .group = "Counts", .title = title};
    hc_figure_axis y = {.label = study->nframe > 1 ? "mean count" : "count"};
    hc_json *figure = hc_figure_bars(&head, &y, count, names, false);
    hc_figure_add_bars(figure, "count", count, values, NULL);
    hc_json_append(figures, figure);
}

static void add_curves(const hc_defect_study *study, hc_json *figures)
{
    hc_figure_head head = {.id = "defects-over-time",
                           .group = "Along the trajectory",
                           .title = "Defects along the trajectory",
                           .caption = "Number of each kind in every frame that was looked at.",
                           .wide = true};
    hc_figure_axis x = {.label = study->has_time ? "time" : "frame", .unit = study->has_time ? "fs" : NULL};
    hc_json *figure = hc_figure_curves(&head, &x, NULL, false);
    size_t curves = 0;
    for (size_t k = 0; k < study->nkind && curves < CURVES_MOST; k++) {
        if (study->kind[k].role != HC_ROLE_DEFECT) {
            continue;
        }
        hc_figure_series series = {.label = study->kind[k].kind,
                                   .style = HC_FIGURE_STEP,
                                   .count = study->nframe,
                                   .x = study->time,
                                   .value = study->count[k]};
        hc_figure_add_series(figure, &series);
        curves++;
    }
    if (curves > 0) {
        hc_json_append(figures, figure);
    } else {
        hc_json_free(figure);
    }
}

static hc_json *cards(const hc_defect_study *study)
{
    hc_json *array = hc_json_array();
    double defects = 0.0;
    hc_density density = hc_density_of(&study->extent);
    hc_json_append(array, hc_report_card("Atoms", (double)study->structure->natom, NAN, NULL, NULL));
    for (size_t k = 0; k < study->nkind; k++) {
        defects += study->kind[k].role == HC_ROLE_DEFECT ? study->kind[k].count : 0.0;
    }
    hc_json_append(array, hc_report_card("Defects", defects, NAN, NULL,
                                         "of all kinds; one place may be several: a vacancy, its ring, its edge"));
    if (density.unit != NULL) {
        hc_json_append(array, hc_report_card("Density", defects / density.divisor, NAN, density.unit, "of all kinds"));
    }
    hc_json_append(array, hc_report_card("Kinds", (double)study->nkind, NAN, NULL, NULL));
    return array;
}

/* The array of a page under that key, made when it is not there. */
static hc_json *array_of(hc_json *page, const char *key)
{
    if (hc_json_get(page, key) == NULL) {
        hc_json_set(page, key, hc_json_array());
    }
    return hc_json_get(page, key);
}

void hc_defect_page_add(const hc_defect_study *study, hc_defect_look look, hc_json *page)
{
    hc_json *figures = array_of(page, "figures"), *tables = array_of(page, "tables"), *notes = array_of(page, "notes");
    hc_json_set(page, "summary", cards(study));
    if (study->nframe > 1) {
        add_curves(study, figures);
    }
    for (const hc_recogniser_record *const *record = hc_recogniser_records(); *record != NULL; record++) {
        add_bars(study, (*record)->name, figures);
    }
    hc_json_append(tables, count_table(study));
    if (study->census->nfinding > 0) {
        hc_json_append(tables, place_table(study));
    }
    if (study->census->nfinding > ROWS) {
        hc_json_append(notes, hc_json_text("The table of places ends after 500; `halfcell defects` writes them all."));
    }
    add_viewer(study, look, page);
}
