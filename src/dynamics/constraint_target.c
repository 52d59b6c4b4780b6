/* Where a constraint is held, and how it moves. */
#include "dynamics/constraint.h"
#include "halfcell/units.h"

#define CONSTRAINT_KEYWORDS(table, of, per_fs)                                                                         \
    static const hc_keyword table[] = {{.name = "target" of,                                                           \
                                        .type = HC_VALUE_REAL,                                                         \
                                        .offset = offsetof(hc_constraint_options, target),                             \
                                        .default_text = "",                                                            \
                                        .doc = "Value that is held; unset: the value at the start."},                  \
                                       {.name = "growth" per_fs,                                                       \
                                        .type = HC_VALUE_REAL,                                                         \
                                        .offset = offsetof(hc_constraint_options, growth),                             \
                                        .default_text = "0",                                                           \
                                        .doc = "How fast the target moves (slow growth); negative: backward."},        \
                                       {.name = "stop" of,                                                             \
                                        .type = HC_VALUE_REAL,                                                         \
                                        .offset = offsetof(hc_constraint_options, stop),                               \
                                        .default_text = "",                                                            \
                                        .doc = "Value at which the growth ends; unset: it goes on to the last step."}, \
                                       {0}}

CONSTRAINT_KEYWORDS(angstrom_keywords, "_angstrom", "_angstrom_per_fs");
CONSTRAINT_KEYWORDS(degree_keywords, "_degree", "_degree_per_fs");
CONSTRAINT_KEYWORDS(number_keywords, "", "_per_fs");

const hc_keyword *hc_constraint_keywords(const hc_colvar_record *record)
{
    switch (record->unit_name[0]) {
    case 'a':
        return angstrom_keywords;
    case 'd':
        return degree_keywords;
    default:
        return number_keywords;
    }
}

hc_status hc_constraint_make(hc_context *ctx, const hc_colvar *colvar, const hc_constraint_options *options,
                             const hc_structure *structure, hc_constraint *constraint)
{
    double unit = colvar->record->unit;
    *constraint = (hc_constraint){.colvar = colvar,
                                  .start = options->target * unit,
                                  .rate = options->growth * unit / HC_FS,
                                  .stop = options->stop * unit};
    if (isnan(options->target)) {
        constraint->start = hc_colvar_value(colvar, structure);
    }
    if (!isfinite(constraint->start) || !isfinite(constraint->rate)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: target %g and growth %g have to be finite", colvar->record->name,
                       constraint->start / unit, options->growth);
    }
    if (!isnan(constraint->stop) && constraint->rate == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: a stop value needs a growth that is not zero", colvar->record->name);
    }
    if ((constraint->stop - constraint->start) * constraint->rate < 0) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "%s: growth %g leads from %.6g away from the stop value %.6g: change its sign, or the stop value",
            colvar->record->name, options->growth, constraint->start / unit, options->stop);
    }
    return HC_OK;
}

bool hc_constraint_arrived(const hc_constraint *constraint, double time)
{
    if (constraint->rate == 0) {
        return true;
    }
    /* False for a stop that is NaN. */
    return fabs(constraint->rate) * time >= fabs(constraint->stop - constraint->start);
}

double hc_constraint_target(const hc_constraint *constraint, double time)
{
    if (constraint->rate == 0) {
        return constraint->start;
    }
    return hc_constraint_arrived(constraint, time) ? constraint->stop : constraint->start + constraint->rate * time;
}

double hc_constraint_velocity(const hc_constraint *constraint, double time)
{
    return hc_constraint_arrived(constraint, time) ? 0 : constraint->rate;
}
