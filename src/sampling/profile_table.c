/* Profiles as result tables. */
#include <stdio.h>
#include <string.h>

#include "halfcell/units.h"
#include "sampling/profile.h"

static double size_of(hc_xi_unit unit)
{
    return unit.size > 0 ? unit.size : 1;
}

static hc_status add_xi(hc_context *ctx, hc_table *table, hc_xi_unit unit)
{
    return hc_table_add_column(ctx, table, &(hc_column_options){.name = "xi", .label = "ξ", .unit = unit.name});
}

hc_status hc_profile_table(hc_context *ctx, const hc_profile *profile, const char *id, const char *quantity,
                           hc_xi_unit unit, hc_table **table)
{
    hc_status status = HC_OK;
    hc_table *t = NULL;

    *table = NULL;
    HC_TRY(
        hc_table_create(ctx, id, "Profile along ξ",
                        "Integral of dA/dξ from the start of the process; the band is one standard error. Work is not "
                        "a free energy until both directions agree within their errors.",
                        &t));
    HC_TRY(add_xi(ctx, t, unit));
    HC_TRY(hc_table_add_column(ctx, t, &(hc_column_options){.name = quantity, .unit = "ev", .has_error = true}));
    for (size_t k = 0; k < profile->count; k++) {
        double values[2] = {profile->xi[k] / size_of(unit), profile->energy[k] / HC_EV};
        double errors[2] = {0, profile->error[k] / HC_EV};
        HC_TRY(hc_table_add_row(ctx, t, values, errors));
    }
    *table = t;
    t = NULL;

cleanup:
    hc_table_free(t);
    return status;
}

hc_status hc_profile_pair_table(hc_context *ctx, const hc_growth_pair *pair, const char *id, hc_xi_unit unit,
                                hc_table **table)
{
    hc_status status = HC_OK;
    hc_table *t = NULL;
    const hc_profile *const profiles[3] = {pair->forward, pair->backward, pair->mean};
    const bool agree = pair->hysteresis.agree;

    *table = NULL;
    HC_TRY(hc_table_create(ctx, id, "Profile along ξ, both directions",
                           agree ? "Work of the forward and the backward run; they agree within their errors, so their "
                                   "mean is given as the free energy."
                                 : "Work of the forward and the backward run. They do not agree within their errors: "
                                   "their mean is work, not a free energy.",
                           &t));
    HC_TRY(add_xi(ctx, t, unit));
    const char *const names[3] = {"forward_work", "backward_work", agree ? "free_energy" : "mean_work"};
    for (int i = 0; i < 3; i++) {
        HC_TRY(hc_table_add_column(ctx, t, &(hc_column_options){.name = names[i], .unit = "ev", .has_error = true}));
    }
    for (size_t k = 0; k < pair->mean->count; k++) {
        double values[4] = {pair->mean->xi[k] / size_of(unit)}, errors[4] = {0};
        for (int i = 0; i < 3; i++) {
            values[i + 1] = profiles[i]->energy[k] / HC_EV;
            errors[i + 1] = profiles[i]->error[k] / HC_EV;
        }
        HC_TRY(hc_table_add_row(ctx, t, values, errors));
    }
    *table = t;
    t = NULL;

cleanup:
    hc_table_free(t);
    return status;
}
