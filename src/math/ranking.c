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
