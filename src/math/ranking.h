/* Sorting by values that are known but for rounding: equal ones keep the order of their numbers, whatever the last
 * digits say. Without that two builds of the program take different ones of what is equal by symmetry. */
#ifndef HC_MATH_RANKING_H
#define HC_MATH_RANKING_H

#include <stddef.h>

/* bohr: distances that differ by less are equal. Files have at least five decimals of an Angstrom, lattice constants
 * differ in the third. */
#define HC_SAME_DISTANCE 1e-4

typedef struct hc_ranked {
    double value;
    size_t number;
} hc_ranked;

/* Ascending by value; values that are less than `tolerance` above the lowest one of their group are equal, and sorted
 * by number. */
void hc_rank(hc_ranked *list, size_t count, double tolerance);
/* Ascending. */
void hc_sort_numbers(size_t *list, size_t count);
void hc_sort_values(double *list, size_t count);

#endif
