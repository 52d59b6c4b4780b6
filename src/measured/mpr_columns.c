/* The numbers and widths were found by the users of the format and are collected by the projects galvani and yadg; what
 * a row holds is checked by its length. All flags of a row share one byte. */
#include "measured/mpr_columns.h"

#define NONE (-1), 0.0, 0

static const hc_mpr_column columns[] = {
    {1, 3, HC_MPR_FLAG, NONE}, /* mode, oxidation or reduction, error */
    {4, 4, HC_MPR_F64, HC_TRACE_TIME, 1.0, 0},
    {5, 5, HC_MPR_F32, NONE}, /* control, V or mA */
    {6, 6, HC_MPR_F32, HC_TRACE_POTENTIAL, 1.0, 0},
    {7, 7, HC_MPR_F64, NONE}, /* dq, mAh */
    {8, 8, HC_MPR_F32, HC_TRACE_CURRENT, 1e-3, 2},
    {9, 9, HC_MPR_F32, NONE}, /* Ece */
    {11, 11, HC_MPR_F64, HC_TRACE_CURRENT, 1e-3, 0},
    {13, 13, HC_MPR_F64, HC_TRACE_CHARGE, 3.6, 1},
    {15, 17, HC_MPR_F32, NONE}, /* phase, analog inputs */
    {19, 19, HC_MPR_F32, HC_TRACE_CONTROL, 1.0, 0},
    {20, 20, HC_MPR_F32, NONE},  /* control, mA */
    {21, 21, HC_MPR_FLAG, NONE}, /* control changes */
    {23, 23, HC_MPR_F64, NONE},  /* dQ, mAh */
    {24, 24, HC_MPR_F64, HC_TRACE_CYCLE, 1.0, 0},
    {26, 27, HC_MPR_F32, NONE},  /* Rapp, Ewe-Ece */
    {31, 31, HC_MPR_FLAG, NONE}, /* Ns changes */
    {32, 38, HC_MPR_F32, NONE},  /* frequency, impedance */
    {39, 39, HC_MPR_U16, NONE},  /* current range */
    {45, 46, HC_MPR_F32, NONE},
    {65, 65, HC_MPR_FLAG, NONE}, /* counter incremented */
    {69, 70, HC_MPR_F32, NONE},  /* R, P */
    {74, 74, HC_MPR_F64, NONE},  /* energy */
    {75, 75, HC_MPR_F32, NONE},
    {76, 76, HC_MPR_F32, HC_TRACE_CURRENT, 1e-3, 1},
    {77, 77, HC_MPR_F32, HC_TRACE_POTENTIAL, 1.0, 1},
    {78, 78, HC_MPR_F32, NONE},
    {96, 101, HC_MPR_F32, NONE},
    {105, 106, HC_MPR_F32, NONE},
    {110, 126, HC_MPR_F64, NONE}, /* energies, capacitances */
    {131, 131, HC_MPR_U16, NONE}, /* Ns */
    {135, 136, HC_MPR_F32, NONE},
    {163, 169, HC_MPR_F32, NONE}, /* Rcmp is 168 */
    {172, 173, HC_MPR_F32, NONE},
    {174, 174, HC_MPR_F32, HC_TRACE_POTENTIAL, 1.0, 2},
    {175, 177, HC_MPR_F32, NONE},
    {178, 178, HC_MPR_F32, HC_TRACE_CHARGE, 1.0, 0},
    {179, 179, HC_MPR_F32, NONE},
    {182, 182, HC_MPR_F64, NONE}, /* step time */
    {185, 185, HC_MPR_F32, NONE},
    {206, 206, HC_MPR_F32, NONE}, /* temperature */
    {211, 211, HC_MPR_F64, NONE},
    {212, 213, HC_MPR_U32, NONE}, /* half cycle, z cycle */
    {215, 249, HC_MPR_F32, NONE},
    {253, 253, HC_MPR_U8, NONE},
    {271, 433, HC_MPR_F32, NONE}, /* impedance of channels and stacks */
    {434, 434, HC_MPR_F32, HC_TRACE_CHARGE, 1.0, 0},
    {435, 435, HC_MPR_F32, NONE}, /* dQ, C */
    {438, 438, HC_MPR_F64, NONE}, /* step time */
    {441, 441, HC_MPR_F32, NONE},
    {462, 462, HC_MPR_F32, NONE},
    {467, 467, HC_MPR_F64, NONE}, /* Q charge or discharge */
    {468, 469, HC_MPR_U32, NONE}, /* half cycle, z cycle */
    {471, 497, HC_MPR_F32, NONE},
    {498, 502, HC_MPR_F64, NONE}, /* charges, step time, efficiency */
    {505, 505, HC_MPR_F32, NONE},
    {509, 509, HC_MPR_U8, NONE},
};

const hc_mpr_column *hc_mpr_column_find(unsigned number)
{
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if ((int)number >= columns[i].first && (int)number <= columns[i].last) {
            return &columns[i];
        }
    }
    return NULL;
}

size_t hc_mpr_type_size(hc_mpr_type type)
{
    static const size_t sizes[] = {
        [HC_MPR_FLAG] = 0, [HC_MPR_U8] = 1, [HC_MPR_U16] = 2, [HC_MPR_U32] = 4, [HC_MPR_F32] = 4, [HC_MPR_F64] = 8};
    return sizes[type];
}
