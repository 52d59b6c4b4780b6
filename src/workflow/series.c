#include "workflow/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "halfcell/units.h"

const char *hc_series_gradient_unit(const hc_colvar_record *record)
{
    if (strcmp(record->unit_name, "angstrom") == 0) {
        return "ev_per_angstrom";
    }
    return strcmp(record->unit_name, "degree") == 0 ? "ev_per_degree" : "ev_per_xi";
}

hc_status hc_series_gradient_name(hc_context *ctx, const hc_setup *setup, size_t k, char **name)
{
    return hc_format(ctx, name, "dA_d%s", setup->name[k]);
}

hc_status hc_series_work_name(hc_context *ctx, const hc_setup *setup, size_t k, char **name)
{
    return hc_format(ctx, name, "work_%s", setup->name[k]);
}

static hc_status add(hc_context *ctx, hc_table *table, const char *name, const char *label, const char *unit)
{
    return hc_table_add_column(ctx, table, &(hc_column_options){.name = name, .label = label, .unit = unit});
}

static hc_status add_constraint_columns(hc_context *ctx, hc_table *table, const hc_setup *setup, size_t k)
{
    const hc_colvar_record *record = setup->colvar[k]->record;
    char *gradient = NULL, *work = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_series_gradient_name(ctx, setup, k, &gradient));
    HC_TRY(hc_series_work_name(ctx, setup, k, &work));
    HC_TRY(add(ctx, table, setup->name[k], NULL, record->unit_name));
    HC_TRY(add(ctx, table, gradient, NULL, hc_series_gradient_unit(record)));
    HC_TRY(add(ctx, table, work, NULL, "ev"));
cleanup:
    free(gradient);
    free(work);
    return status;
}

hc_status hc_series_create(hc_context *ctx, const hc_job *job, const hc_setup *setup, hc_table **table)
{
    hc_table *made = NULL;
    hc_status status = HC_OK;
    *table = NULL;
    HC_TRY(hc_table_create(ctx, "series", "Series", "A row a step.", &made));
    HC_TRY(add(ctx, made, "step", NULL, ""));
    HC_TRY(add(ctx, made, "time", NULL, "fs"));
    HC_TRY(add(ctx, made, "phase", NULL, ""));
    HC_TRY(add(ctx, made, "temperature", NULL, "k"));
    if (job->dynamics.schedule.count > 0) {
        HC_TRY(add(ctx, made, "set_temperature", NULL, "k"));
    }
    HC_TRY(add(ctx, made, "potential_energy", NULL, "ev"));
    HC_TRY(add(ctx, made, "kinetic_energy", NULL, "ev"));
    HC_TRY(add(ctx, made, "conserved", NULL, "ev"));
    for (size_t k = 0; k < setup->nconstraint; k++) {
        HC_TRY(add_constraint_columns(ctx, made, setup, k));
    }
    if (setup->nconstraint > 0) {
        HC_TRY(add(ctx, made, "weight", NULL, ""));
    }
    HC_TRY(add(ctx, made, "fermi_level", NULL, "ev"));
    HC_TRY(add(ctx, made, "homo", NULL, "ev"));
    HC_TRY(add(ctx, made, "lumo", NULL, "ev"));
    HC_TRY(add(ctx, made, "gap", NULL, "ev"));
    if (job->potential) {
        HC_TRY(add(ctx, made, "work_function", NULL, "ev"));
        HC_TRY(add(ctx, made, "u", NULL, "v_she"));
    }
    HC_TRY(add(ctx, made, "engine_iterations", NULL, ""));
    HC_TRY(add(ctx, made, "engine_converged", NULL, ""));
    *table = made;
    made = NULL;
cleanup:
    hc_table_free(made);
    return status;
}

static void fill_constraints(const hc_setup *setup, const hc_md_record *record, bool growth_ends, double **next)
{
    for (size_t k = 0; k < setup->nconstraint; k++) {
        double unit = setup->colvar[k]->record->unit;
        *(*next)++ = record->xi[k] / unit;
        *(*next)++ = growth_ends ? NAN : record->dA_dxi[k] / (HC_EV / unit);
        *(*next)++ = record->work[k] / HC_EV;
    }
    if (setup->nconstraint > 0) {
        *(*next)++ = record->weight;
    }
}

hc_status hc_series_set_row(hc_context *ctx, hc_table *table, const hc_setup *setup, const hc_md_record *record,
                            const hc_series_extra *extra)
{
    double *values = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, table->ncolumn, sizeof *values, &values));
    double *next = values;
    *next++ = (double)extra->step;
    *next++ = extra->time / HC_FS;
    *next++ = (double)extra->phase;
    *next++ = record->temperature_k;
    if (hc_table_find(table, "set_temperature") < table->ncolumn) {
        *next++ = record->set_temperature_k;
    }
    *next++ = record->free_energy / HC_EV;
    *next++ = record->kinetic / HC_EV;
    *next++ = extra->conserved / HC_EV;
    fill_constraints(setup, record, extra->growth_ends, &next);
    *next++ = extra->fermi_level / HC_EV;
    *next++ = extra->homo / HC_EV;
    *next++ = extra->lumo / HC_EV;
    *next++ = extra->gap / HC_EV;
    if (hc_table_find(table, "work_function") < table->ncolumn) {
        *next++ = extra->potential ? extra->potential->phi_v : NAN;
        *next++ = extra->potential ? extra->potential->u_she_v : NAN;
    }
    *next++ = record->engine_iterations;
    *next++ = record->engine_converged;
    hc_table_clear_rows(table);
    status = hc_table_add_row(ctx, table, values, NULL);
cleanup:
    free(values);
    return status;
}
