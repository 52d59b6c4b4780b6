#include "kinetics/barrier_table.h"

#include "base/record.h"

const hc_keyword hc_barrier_common_keywords[] = {
    {.name = "step",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_barrier_common, step),
     .doc = "Name of the step in the mechanism, or its text."},
    {.name = "error_ev",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_barrier_common, error_ev),
     .default_text = "0",
     .minimum = 0,
     .maximum = 2,
     .doc = "Standard error of the barrier, for the sampling of uncertainties."},
    {.name = "prefactor_per_s",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_barrier_common, prefactor_per_s),
     .default_text = "",
     .minimum = 1e-30,
     .maximum = 1e30,
     .doc = "Prefactor in 1/s; kT/h when it is not given."},
    {.name = "interaction_share",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_barrier_common, interaction_share),
     .default_text = "0.5",
     .minimum = 0,
     .maximum = 1,
     .doc =
         "Where the transition state stands between initial (0) and final state (1) for interactions of adsorbates."},
    {0}};

const hc_barrier_record *const *hc_barrier_records(void)
{
    static const hc_barrier_record *const records[] = {
        &hc_barrier_computed,         &hc_barrier_bep,       &hc_barrier_butler_volmer, &hc_barrier_marcus,
        &hc_barrier_transition_state, &hc_barrier_collision, &hc_barrier_none,          NULL,
    };
    return records;
}

HC_DEFINE_RECORD_FIND(hc_barrier_find, hc_barrier_record, hc_barrier_records, "barrier law", "barriers")
