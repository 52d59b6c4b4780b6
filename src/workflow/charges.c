#include "workflow/charges.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/refine.h"
#include "halfcell/units.h"

#define FAR_MAXIMUM (0.5 * HC_ANGSTROM) /* a maximum of the density this far from an atom is no atom's */
#define BADER_STEP 0.12                 /* bohr: the grid is refined to it for Bader's partition */
#define BADER_POINTS 1.7e7              /* unless it then has more points */
#define GRID_ERROR 1e-3                 /* part of the electrons that a grid may miss before that is said */

/* --- Bader --- */

bool hc_result_is_open_shell(const hc_result *result)
{
    bool open = false;
    for (size_t i = 0; i < result->natom; i++) {
        open = open || fabs(result->spin[i]) > 0.0;
    }
    return open;
}

/* The sum of the ions is known to the last digit, that of the grid is not: populations are scaled to it. */
static hc_status set_charges(hc_context *ctx, const hc_cube *density, const hc_result *result, hc_bader_charges *found)
{
    const hc_bader *bader = found->partition;
    double count = 0.0;
    hc_status status = hc_allocate(ctx, result->natom, sizeof *found->charge, &found->charge);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < result->natom; i++) {
        count += density->ion_charge[i] - result->charge[i];
    }
    double scale = bader->total > 0.0 ? count / bader->total : 1.0;
    for (size_t i = 0; i < result->natom; i++) {
        found->charge[i] = density->ion_charge[i] - scale * bader->electrons[i];
    }
    if (fabs(scale - 1.0) > GRID_ERROR) {
        hc_log(ctx, HC_LOG_WARNING, "the grid holds %.4f electrons instead of %.4f: the cutoff is too low",
               bader->total, count);
    }
    if (bader->farthest > FAR_MAXIMUM) {
        hc_log(
            ctx, HC_LOG_WARNING,
            "the density has a maximum %.2f angstrom from the nearest atom, %zu, to which Bader's partition counts it",
            bader->farthest / HC_ANGSTROM, bader->farthest_atom);
    }
    return HC_OK;
}

hc_status hc_bader_charges_find(hc_context *ctx, hc_engine *engine, const hc_result *result, hc_bader_charges *found)
{
    hc_cube *density = NULL, *spin = NULL;
    hc_field_request request = {.kind = HC_FIELD_DENSITY}, spin_request = {.kind = HC_FIELD_SPIN_DENSITY};
    hc_status status = HC_OK;
    *found = (hc_bader_charges){0};
    HC_TRY(hc_engine_show_field(engine, ctx, &request, &density));
    if (hc_result_is_open_shell(result)) {
        HC_TRY(hc_engine_show_field(engine, ctx, &spin_request, &spin));
    }
    found->refinement = hc_field_refinement(density->field, BADER_STEP, BADER_POINTS);
    HC_TRY(hc_cube_refine(ctx, density, found->refinement));
    if (spin) {
        HC_TRY(hc_cube_refine(ctx, spin, found->refinement));
    }
    HC_TRY(hc_bader_partition(ctx, density, spin ? spin->field : NULL, &found->partition));
    HC_TRY(set_charges(ctx, density, result, found));
cleanup:
    hc_cube_free(density);
    hc_cube_free(spin);
    if (status != HC_OK) {
        hc_bader_charges_clear(found);
    }
    return status;
}

void hc_bader_charges_clear(hc_bader_charges *charges)
{
    free(charges->charge);
    hc_bader_free(charges->partition);
    *charges = (hc_bader_charges){0};
}

/* --- schemes --- */

/* charge and spin [natom] of an engine's last result; spin is zero where the scheme gives none. */
typedef hc_status find_charges(hc_context *ctx, hc_engine *engine, const hc_result *result, double *charge,
                               double *spin);

static void copy(size_t count, const double *charge, const double *spin, double *to_charge, double *to_spin)
{
    memcpy(to_charge, charge, count * sizeof *charge);
    memcpy(to_spin, spin, count * sizeof *spin);
}

static hc_status find_mulliken(hc_context *ctx, hc_engine *engine, const hc_result *result, double *charge,
                               double *spin)
{
    (void)ctx;
    (void)engine;
    copy(result->natom, result->charge, result->spin, charge, spin);
    return HC_OK;
}

static hc_status find_hirshfeld(hc_context *ctx, hc_engine *engine, const hc_result *result, double *charge,
                                double *spin)
{
    (void)ctx;
    (void)engine;
    copy(result->natom, result->hirshfeld_charge, result->hirshfeld_spin, charge, spin);
    return HC_OK;
}

static hc_status find_bader(hc_context *ctx, hc_engine *engine, const hc_result *result, double *charge, double *spin)
{
    hc_bader_charges found;
    hc_status status = hc_bader_charges_find(ctx, engine, result, &found);
    if (status == HC_OK) {
        copy(result->natom, found.charge, found.partition->spin, charge, spin);
        hc_bader_charges_clear(&found);
    }
    return status;
}

/* In the order of the keyword's choices. */
static const struct {
    unsigned capability, wanted;
    find_charges *find;
} schemes[] = {
    {HC_CAN_ATOMIC_CHARGES, 0, find_mulliken},
    {HC_CAN_HIRSHFELD, HC_WANT_HIRSHFELD, find_hirshfeld},
    {HC_CAN_SHOW, 0, find_bader},
};

static const char *const scheme_names[] = {"mulliken", "hirshfeld", "bader", NULL};

const hc_keyword hc_charges_keywords[] = {{.name = "scheme",
                                           .type = HC_VALUE_CHOICE,
                                           .offset = offsetof(hc_charges_options, scheme),
                                           .default_text = "bader",
                                           .choices = scheme_names,
                                           .doc = "How electrons are divided between atoms."},
                                          {.name = "every_steps",
                                           .type = HC_VALUE_INTEGER,
                                           .offset = offsetof(hc_charges_options, every_steps),
                                           .default_text = "100",
                                           .minimum = 1,
                                           .maximum = 1000000,
                                           .doc = "Steps between evaluations."},
                                          {0}};

hc_status hc_charges_check(hc_context *ctx, const hc_charges_options *options, const hc_engine_record *engine)
{
    return engine->capabilities & schemes[options->scheme].capability
               ? HC_OK
               : hc_fail(ctx, HC_ERROR_UNSUPPORTED, "engine %s does not give %s charges", engine->name,
                         scheme_names[options->scheme]);
}

unsigned hc_charges_wanted(const hc_charges_options *options)
{
    return schemes[options->scheme].wanted;
}

/* --- charges.csv --- */

hc_status hc_charges_create_table(hc_context *ctx, const hc_charges_options *options, hc_table **table)
{
    static const hc_column_options columns[] = {{.name = "step"},
                                                {.name = "time", .unit = "fs"},
                                                {.name = "atom"},
                                                {.name = "charge", .unit = "e"},
                                                {.name = "spin"}};
    hc_table *made = NULL;
    hc_status status = HC_OK;
    *table = NULL;
    HC_TRY(hc_table_create(ctx, "charges", "Charges", scheme_names[options->scheme], &made));
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        HC_TRY(hc_table_add_column(ctx, made, &columns[i]));
    }
    *table = made;
    made = NULL;
cleanup:
    hc_table_free(made);
    return status;
}

hc_status hc_charges_set_rows(hc_context *ctx, const hc_charges_options *options, hc_engine *engine,
                              const hc_result *result, size_t step, double time, hc_table *table)
{
    double *charge = NULL, *spin = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, result->natom, sizeof *charge, &charge));
    HC_TRY(hc_allocate(ctx, result->natom, sizeof *spin, &spin));
    HC_TRY(schemes[options->scheme].find(ctx, engine, result, charge, spin));
    hc_table_clear_rows(table);
    for (size_t i = 0; i < result->natom; i++) {
        const double values[] = {(double)step, time / HC_FS, (double)i, charge[i], spin[i]};
        HC_TRY(hc_table_add_row(ctx, table, values, NULL));
    }
cleanup:
    free(charge);
    free(spin);
    return status;
}
