/* The records that trace_format.c lists. */
#ifndef HC_MEASURED_FORMATS_H
#define HC_MEASURED_FORMATS_H

#include "measured/trace_format.h"

extern const hc_trace_format hc_format_mpr, hc_format_mpt, hc_format_gamry, hc_format_chi, hc_format_nova,
    hc_format_csv;

/* The number behind "key = " or "key : " or the key and blanks in one of the lines before `end`; NaN when there is
 * none. Decimal commas are understood. */
double hc_format_setting(const hc_source *source, size_t end, const char *key);

#endif
