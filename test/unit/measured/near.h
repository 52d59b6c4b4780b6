/* Numbers that must agree within a tolerance. Includes come after cmocka's. */
#ifndef TEST_MEASURED_NEAR_H
#define TEST_MEASURED_NEAR_H

#include <math.h>

#define assert_near(value, expected, tolerance)                                                                        \
    do {                                                                                                               \
        double near_value = (value), near_expected = (expected);                                                       \
        if (!(fabs(near_value - near_expected) <= (tolerance))) {                                                      \
            fail_msg("%s is %.15g, not %.15g", #value, near_value, near_expected);                                     \
        }                                                                                                              \
    } while (0)

#endif
