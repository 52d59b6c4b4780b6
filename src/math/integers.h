/* Whole numbers. */
#ifndef HC_MATH_INTEGERS_H
#define HC_MATH_INTEGERS_H

#include <stdlib.h>

/* Greatest common divisor, not negative; 0 for 0 and 0. */
static inline int hc_common_divisor(int a, int b)
{
    while (b != 0) {
        int rest = a % b;
        a = b;
        b = rest;
    }
    return abs(a);
}

#endif
