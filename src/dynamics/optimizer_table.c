#include "dynamics/optimizer_table.h"
#include "base/record.h"

static const hc_optimizer_record *const records[] = {&hc_optimizer_lbfgs, &hc_optimizer_fire, NULL};

const hc_optimizer_record *const *hc_optimizer_records(void)
{
    return records;
}

HC_DEFINE_RECORD_FIND(hc_optimizer_find, hc_optimizer_record, hc_optimizer_records, "optimizer", "optimizers")
