#include "analysis/defects/crystal_names.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/integers.h"

#define DENOMINATOR_MAX 54
#define WHOLE 1e-4 /* so near to an integer is one */
#define INDEX_MAX 4
#define COS_SAME 0.99863 /* 3 degrees */

static int compare_ascending(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The member of a family that names it: 112, 110, 100, that is positive, ascending, zeros last. */
static void make_usual_cubic(int *index)
{
    int zeros = 0;
    for (int k = 0; k < 3; k++) {
        index[k] = abs(index[k]);
        zeros += index[k] == 0;
    }
    qsort(index, 3, sizeof *index, compare_ascending);
    for (int k = 0; k < 3; k++) {
        index[k] = k + zeros < 3 ? index[k + zeros] : 0;
    }
}

/* 11-20, 10-10, 0001. */
static void make_usual_hexagonal(int *index)
{
    int positive = 0;
    for (int k = 0; k < 3; k++) {
        positive += index[k] > 0;
    }
    for (int k = 0; k < 3; k++) {
        index[k] = positive == 1 ? index[k] : -index[k];
    }
    qsort(index, 3, sizeof *index, compare_ascending);
    for (int k = 0; k < 3; k++) { /* one positive at most: the negative of it, descending, has one negative at most */
        index[k] = -index[k];
    }
    index[3] = abs(index[3]);
}

static int write_indices(int count, const int *index, bool family, char *name, size_t size)
{
    bool wide = false;
    int length = snprintf(name, size, "%c", family ? '<' : '[');
    for (int k = 0; k < count; k++) {
        wide = wide || abs(index[k]) > 9;
    }
    for (int k = 0; k < count && (size_t)length < size; k++) {
        length += snprintf(name + length, size - (size_t)length, "%s%d", wide && k > 0 ? " " : "", index[k]);
    }
    if ((size_t)length < size) {
        length += snprintf(name + length, size - (size_t)length, "%c", family ? '>' : ']');
    }
    return length;
}

/* The least multiple of all components that is whole; 0: there is none. */
static int denominator_of(int count, const double *component)
{
    for (int n = 1; n <= DENOMINATOR_MAX; n++) {
        bool whole = true;
        for (int k = 0; k < count; k++) {
            whole = whole && fabs(n * component[k] - rint(n * component[k])) < WHOLE;
        }
        if (whole) {
            return n;
        }
    }
    return 0;
}

void hc_crystal_vector_name(int count, const double *component, bool family, char *name, size_t size)
{
    int n = denominator_of(count, component), index[4], divisor = 0, length = 0;
    if (n == 0) {
        length = snprintf(name, size, "(");
        for (int k = 0; k < count && (size_t)length < size; k++) {
            length += snprintf(name + length, size - (size_t)length, "%s%.2f", k > 0 ? " " : "", component[k]);
        }
        if ((size_t)length < size) {
            snprintf(name + length, size - (size_t)length, ")");
        }
        return;
    }
    for (int k = 0; k < count; k++) {
        index[k] = (int)rint(n * component[k]);
        divisor = hc_common_divisor(divisor, index[k]);
    }
    for (int k = 0; k < count && divisor > 0; k++) {
        index[k] /= divisor;
    }
    if (family) {
        (count == 4 ? make_usual_hexagonal : make_usual_cubic)(index);
    }
    if (n > 1) {
        length = snprintf(name, size, "%d/%d", divisor, n);
    } else if (divisor > 1) {
        length = snprintf(name, size, "%d", divisor);
    }
    write_indices(count, index, family, name + length, size - (size_t)length);
}

bool hc_crystal_direction_name(int count, const double *component, char *name, size_t size)
{
    double largest = 0.0;
    for (int k = 0; k < count; k++) {
        largest = fmax(largest, fabs(component[k]));
    }
    for (int m = 1; m <= INDEX_MAX && largest > 0.0; m++) {
        int index[4];
        double dot = 0.0, own = 0.0, other = 0.0;
        for (int k = 0; k < count; k++) {
            index[k] = (int)rint(m * component[k] / largest);
            dot += index[k] * component[k];
            own += component[k] * component[k];
            other += (double)index[k] * index[k];
        }
        if (dot > COS_SAME * sqrt(own * other)) {
            write_indices(count, index, false, name, size);
            return true;
        }
    }
    return false;
}

void hc_miller_bravais(hc_vec3 v, double component[4])
{
    static const hc_vec3 a[3] = {{0.5, -0.5, 0}, {0, 0.5, -0.5}, {-0.5, 0, 0.5}};
    for (int k = 0; k < 3; k++) {
        component[k] = 2.0 / 3.0 * hc_vec3_dot(v, a[k]) / hc_vec3_norm2(a[k]);
    }
    component[3] = 0.5 * (v.x + v.y + v.z); /* c is 2/3 [111] */
}
