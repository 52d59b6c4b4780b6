#include "math/ranking.h"

#include <stdlib.h>

static int by_number(const void *a, const void *b)
{
    const hc_ranked *p = a, *q = b;
    return (p->number > q->number) - (p->number < q->number);
}

static int by_value(const void *a, const void *b)
{
    const hc_ranked *p = a, *q = b;
    return p->value != q->value ? (p->value > q->value) - (p->value < q->value) : by_number(a, b);
}

static int compare_numbers(const void *a, const void *b)
{
    size_t p = *(const size_t *)a, q = *(const size_t *)b;
    return (p > q) - (p < q);
}

static int compare_values(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

void hc_sort_numbers(size_t *list, size_t count)
{
    qsort(list, count, sizeof *list, compare_numbers);
}

void hc_sort_values(double *list, size_t count)
{
    qsort(list, count, sizeof *list, compare_values);
}

void hc_rank(hc_ranked *list, size_t count, double tolerance)
{
    qsort(list, count, sizeof *list, by_value);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && list[end].value - list[begin].value < tolerance;) {
            end++;
        }
        qsort(&list[begin], end - begin, sizeof *list, by_number);
    }
}
