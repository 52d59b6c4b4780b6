#include "engine/engine_table.h"

const hc_engine_record *const *hc_engine_records(void)
{
    static const hc_engine_record *const records[] = {&hc_engine_gfn1, &hc_engine_gpw, &hc_engine_gupta, &hc_engine_lj,
                                                      NULL};
    return records;
}
