/* Columns of BioLogic's binary files by their numbers. */
#ifndef HC_MEASURED_MPR_COLUMNS_H
#define HC_MEASURED_MPR_COLUMNS_H

#include "measured/trace.h"

typedef enum hc_mpr_type { HC_MPR_FLAG, HC_MPR_U8, HC_MPR_U16, HC_MPR_U32, HC_MPR_F32, HC_MPR_F64 } hc_mpr_type;

typedef struct hc_mpr_column {
    int first, last; /* numbers that share the description */
    hc_mpr_type type;
    int quantity; /* of hc_trace_quantity, -1: of no interest here */
    double si;
    int rank; /* of several columns of one quantity the lowest is taken */
} hc_mpr_column;

/* NULL when the number is not known. */
const hc_mpr_column *hc_mpr_column_find(unsigned number);
size_t hc_mpr_type_size(hc_mpr_type type);

#endif
