/* A census as text, JSON, CSV and coloured extended XYZ. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "halfcell/units.h"
#include "halfcell/version.h"
#include "report/figure.h"
#include "workflow/defects.h"
#include "workflow/results.h"

/* Longer lists are cut on the terminal. */
#define SHOWN 40

hc_density hc_density_of(const hc_extent *extent)
{
    const double nm = 10.0 * HC_ANGSTROM, cm = 1e7 * nm;
    const double gram = extent->mass / HC_DALTON / HC_AVOGADRO;
    switch (extent->closed) {
    case 1:
        return (hc_density){"1/nm", "per_nm", extent->size / nm, gram};
    case 2:
        return (hc_density){"1/nm²", "per_nm2", extent->size / (nm * nm), gram};
    case 3:
        return (hc_density){"1/cm³", "per_cm3", extent->size / (cm * cm * cm), gram};
    default:
        return (hc_density){NULL, NULL, NAN, gram};
    }
}

static const char *role_name(hc_census_role role)
{
    return role == HC_ROLE_DEFECT ? "defect" : role == HC_ROLE_USUAL ? "usual" : "measure";
}

static hc_json *counts_json(const hc_defect_study *study)
{
    hc_json *array = hc_json_array();
    hc_density density = hc_density_of(&study->extent);
    for (size_t k = 0; k < study->nkind; k++) {
        const hc_census_line *line = &study->kind[k];
        hc_json *object = hc_json_object();
        hc_json_set(object, "kind", hc_json_text(line->kind));
        hc_json_set(object, "recogniser", hc_json_text(line->recogniser));
        hc_json_set(object, "role", hc_json_text(role_name(line->role)));
        hc_json_set(object, "count", hc_json_real(line->count));
        if (line->role != HC_ROLE_MEASURE) {
            hc_json_set(object, "per_gram", hc_json_real(line->count / density.gram));
        }
        if (line->role != HC_ROLE_MEASURE && density.key != NULL) {
            hc_json_set(object, density.key, hc_json_real(line->count / density.divisor));
        }
        if (study->nframe > 1) {
            hc_json_set(object, "frames", hc_json_reals(study->nframe, study->count[k]));
        }
        hc_json_append(array, object);
    }
    return array;
}

static hc_json *finding_json(const hc_census *census, const hc_finding *finding)
{
    hc_json *object = hc_json_object(), *atoms = hc_json_array();
    hc_vec3 r = hc_vec3_scale(HC_BOHR_IN_ANGSTROM, finding->position);
    for (size_t k = 0; k < finding->natom; k++) {
        hc_json_append(atoms, hc_json_integer((long long)census->atom[finding->first_atom + k]));
    }
    hc_json_set(object, "kind", hc_json_text(finding->kind));
    hc_json_set(object, "recogniser", hc_json_text(finding->recogniser));
    hc_json_set(object, "position_angstrom", hc_json_reals(3, (double[3]){r.x, r.y, r.z}));
    hc_json_set(object, "atoms", atoms);
    if (finding->note[0] != '\0') {
        hc_json_set(object, "note", hc_json_text(finding->note));
    }
    if (finding->measure != NULL) {
        hc_json_set(object, finding->measure, hc_json_real(finding->value));
    }
    for (int k = 0; k < 2 && finding->vector[k].name != NULL; k++) {
        hc_vec3 v = finding->vector[k].value;
        hc_json_set(object, finding->vector[k].name, hc_json_reals(3, (double[3]){v.x, v.y, v.z}));
    }
    return object;
}

hc_json *hc_defect_study_json(const hc_defect_study *study)
{
    hc_json *json = hc_json_object(), *defects = hc_json_array();
    hc_density density = hc_density_of(&study->extent);
    for (size_t k = 0; k < study->census->nfinding; k++) {
        hc_json_append(defects, finding_json(study->census, &study->census->finding[k]));
    }
    hc_json_set(json, "kind", hc_json_text("defects"));
    hc_json_set(json, "version", hc_json_text(hc_version()));
    hc_json_set(json, "file", hc_json_text(study->path));
    hc_json_set(json, "natom", hc_json_integer((long long)study->structure->natom));
    hc_json_set(json, "nframe", hc_json_integer((long long)study->nframe));
    if (study->nframe > 1) {
        hc_json_set(json, study->has_time ? "time_fs" : "frame", hc_json_reals(study->nframe, study->time));
    }
    hc_json_set(json, "mass_gram", hc_json_real(density.gram));
    hc_json_set(json, "closed_directions", hc_json_integer(study->extent.closed));
    hc_json_set(json, "counts", counts_json(study));
    hc_json_set(json, "defects", defects);
    return json;
}

static void add_count(hc_text *out, const hc_census_line *line, const hc_density *density)
{
    hc_text_addf(out, "  %-34s%12.6g", line->kind, line->count);
    if (line->role != HC_ROLE_MEASURE && density->unit != NULL) {
        hc_text_addf(out, "%14.4g", line->count / density->divisor);
    }
    if (line->role != HC_ROLE_MEASURE) {
        hc_text_addf(out, "%14.4g", line->count / density->gram);
    }
    hc_text_add(out, "\n");
}

static void add_counts(hc_text *out, const hc_defect_study *study, hc_census_role role, const char *title)
{
    hc_density density = hc_density_of(&study->extent);
    bool any = false;
    for (size_t k = 0; k < study->nkind; k++) {
        if (study->kind[k].role != role) {
            continue;
        }
        if (!any) {
            hc_text_addf(out, "%-36s%12s", title, study->nframe > 1 ? "mean" : "");
            if (role != HC_ROLE_MEASURE) {
                hc_text_addf(out, "%14s%14s", density.key != NULL ? density.key : "", "per_gram");
            }
            hc_text_add(out, "\n");
        }
        any = true;
        add_count(out, &study->kind[k], &density);
    }
    if (!any && role == HC_ROLE_DEFECT) {
        hc_text_add(out, "no defects\n");
    }
}

void hc_defect_study_text(const hc_defect_study *study, hc_text *out)
{
    const hc_census *census = study->census;
    hc_text_addf(out, "%s: %zu atoms, %zu frame%s\n", study->path, study->structure->natom, study->nframe,
                 study->nframe == 1 ? "" : "s");
    add_counts(out, study, HC_ROLE_DEFECT, "defects");
    add_counts(out, study, HC_ROLE_USUAL, "other counts");
    add_counts(out, study, HC_ROLE_MEASURE, "measures");
    if (census->nfinding > 0) {
        hc_text_addf(out, "%s (angstrom)\n", study->nframe > 1 ? "places in the last frame" : "places");
    }
    for (size_t k = 0; k < census->nfinding && k < SHOWN; k++) {
        const hc_finding *f = &census->finding[k];
        hc_vec3 r = hc_vec3_scale(HC_BOHR_IN_ANGSTROM, f->position);
        hc_text_addf(out, "  %-34s%9.3f%9.3f%9.3f", f->kind, r.x, r.y, r.z);
        if (f->natom == 1) {
            hc_text_addf(out, "  atom %zu", census->atom[f->first_atom]);
        }
        hc_text_addf(out, "%s%s", f->note[0] != '\0' ? "  " : "", f->note);
        if (f->measure != NULL) {
            hc_text_addf(out, "  %s %.4g", f->measure, f->value);
        }
        hc_text_add(out, "\n");
    }
    if (census->nfinding > SHOWN) {
        hc_text_addf(out, "  and %zu more: --output FOLDER or --json\n", census->nfinding - SHOWN);
    }
}

static hc_status write_defects_csv(hc_context *ctx, const hc_defect_study *study, const char *folder)
{
    hc_text text = {0};
    hc_text_add(&text, "kind,recogniser,x_angstrom,y_angstrom,z_angstrom,atoms,measure,value,note\n");
    for (size_t k = 0; k < study->census->nfinding; k++) {
        const hc_finding *f = &study->census->finding[k];
        hc_vec3 r = hc_vec3_scale(HC_BOHR_IN_ANGSTROM, f->position);
        hc_text_addf(&text, "\"%s\",%s,%.6f,%.6f,%.6f,\"", f->kind, f->recogniser, r.x, r.y, r.z);
        for (size_t i = 0; i < f->natom; i++) {
            hc_text_addf(&text, "%s%zu", i > 0 ? " " : "", study->census->atom[f->first_atom + i]);
        }
        hc_text_addf(&text, "\",%s,", f->measure != NULL ? f->measure : "");
        if (f->measure != NULL) {
            hc_text_addf(&text, "%.8g", f->value);
        }
        hc_text_addf(&text, ",\"%s\"\n", f->note);
    }
    return hc_results_text(ctx, folder, "defects.csv", &text);
}

static hc_status write_counts_csv(hc_context *ctx, const hc_defect_study *study, const char *folder)
{
    hc_text text = {0};
    hc_text_add(&text, study->has_time ? "time_fs" : "frame");
    for (size_t k = 0; k < study->nkind; k++) {
        hc_text_addf(&text, ",\"%s\"", study->kind[k].kind);
    }
    hc_text_add(&text, "\n");
    for (size_t i = 0; i < study->nframe; i++) {
        hc_text_addf(&text, "%.10g", study->time[i]);
        for (size_t k = 0; k < study->nkind; k++) {
            hc_text_addf(&text, ",%.10g", study->count[k][i]);
        }
        hc_text_add(&text, "\n");
    }
    return hc_results_text(ctx, folder, "counts.csv", &text);
}

hc_status hc_defect_study_write(hc_context *ctx, const hc_defect_study *study, const char *folder)
{
    hc_status status = HC_OK;
    HC_TRY(hc_results_json(ctx, folder, "defects.json", hc_defect_study_json(study)));
    HC_TRY(write_defects_csv(ctx, study, folder));
    HC_TRY(write_counts_csv(ctx, study, folder));
    hc_json *page = hc_report_page(study->path, "Defects");
    hc_defect_page_add(study, HC_DEFECTS_COLOURED, page);
    HC_TRY(hc_results_page(ctx, folder, page));
cleanup:
    return status;
}

static void write_columns(FILE *file, const hc_census *census)
{
    fprintf(file, "Properties=species:S:1:pos:R:3:defect:S:1:color:R:3");
    for (size_t k = 0; k < census->nfield; k++) {
        fprintf(file, ":%s:%s:%zu", census->field[k].name, census->field[k].words != NULL ? "S" : "R",
                census->field[k].width);
    }
}

/* The kind in one word: blanks would end the column. */
static void write_word(FILE *file, const char *kind)
{
    fputc(' ', file);
    for (const char *c = kind; *c != '\0'; c++) {
        fputc(*c == ' ' ? '_' : *c, file);
    }
}

static void write_field(FILE *file, const hc_atom_field *field, size_t iatom)
{
    for (size_t k = 0; k < field->width; k++) {
        double value = field->value[iatom * field->width + k];
        if (field->words != NULL) {
            fprintf(file, " %s", isnan(value) ? "none" : field->words[(size_t)value]);
        } else {
            fprintf(file, " %.8g", isnan(value) ? 0.0 : value);
        }
    }
}

hc_status hc_census_write_frame(hc_context *ctx, FILE *file, const hc_structure *structure, const hc_census *census)
{
    errno = 0;
    fprintf(file, "%zu\n", structure->natom);
    if (hc_structure_periodic_count(structure) > 0) {
        fprintf(file, "Lattice=\"");
        for (int i = 0; i < 9; i++) {
            fprintf(file, "%s%.10f", i > 0 ? " " : "", hc_vec3_get(structure->cell.row[i / 3], i % 3) / HC_ANGSTROM);
        }
        fprintf(file, "\" ");
    }
    write_columns(file, census);
    fprintf(file, " pbc=\"%c %c %c\"\n", "FT"[structure->periodic[0]], "FT"[structure->periodic[1]],
            "FT"[structure->periodic[2]]);
    for (size_t i = 0; i < structure->natom; i++) {
        double rgb[3];
        hc_vec3 r = hc_vec3_scale(HC_BOHR_IN_ANGSTROM, structure->position[i]);
        fprintf(file, "%-2s %.8f %.8f %.8f", hc_element_symbol(structure->atomic_number[i]), r.x, r.y, r.z);
        write_word(file, census->mark[i] > 0 ? census->finding[census->mark[i] - 1].kind : "none");
        hc_defect_colour(census, i, rgb);
        fprintf(file, " %.3f %.3f %.3f", rgb[0], rgb[1], rgb[2]);
        for (size_t k = 0; k < census->nfield; k++) {
            write_field(file, &census->field[k], i);
        }
        fputc('\n', file);
    }
    return ferror(file) ? hc_fail(ctx, HC_ERROR_FILE, "defects.extxyz cannot be written: %s", strerror(errno)) : HC_OK;
}
