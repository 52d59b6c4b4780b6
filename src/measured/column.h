/* Headers of columns: "Ewe/V", "I (mA)", "current_ma", "WE(1).Current (A)" -> what it is and what one of its unit is in
 * SI.
 */
#ifndef HC_MEASURED_COLUMN_H
#define HC_MEASURED_COLUMN_H

#include "measured/trace.h"

typedef enum hc_measured_dimension {
    HC_DIMENSION_NONE,
    HC_DIMENSION_TIME,
    HC_DIMENSION_POTENTIAL,
    HC_DIMENSION_CURRENT,
    HC_DIMENSION_CURRENT_DENSITY,
    HC_DIMENSION_CHARGE
} hc_measured_dimension;

/* A unit as it stands in headers. */
typedef struct hc_measured_unit {
    const char *text;
    hc_measured_dimension dimension;
    double si; /* one of it in s, V, A, A/m^2, C */
} hc_measured_unit;

/* The unit that a text names; what follows " vs" is left out of the comparison. Case counts where it must (mA, MA),
 * not otherwise. NULL when it is none. */
const hc_measured_unit *hc_measured_unit_find(const char *text);
/* The texts of all units of a dimension, "A, mA, uA": for messages. */
void hc_measured_unit_list(hc_measured_dimension dimension, hc_text *text);

typedef struct hc_column_meaning {
    bool known; /* one of the quantities of a trace */
    hc_trace_quantity quantity;
    int rank;                          /* of several columns of one quantity the lowest is taken */
    const hc_measured_unit *unit;      /* NULL: the header names none (fine for cycles) */
    char reference[HC_TRACE_TEXT_MAX]; /* what follows "vs" in the unit */
} hc_column_meaning;

/* What a header says. unit_text is the unit where the file has it in a line of its own, else NULL. */
void hc_column_understand(const char *header, const char *unit_text, hc_column_meaning *meaning);
hc_measured_dimension hc_trace_dimension(hc_trace_quantity quantity);

#endif
