#include "gpw/scf/secants.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

#define SECANTS_MAX 20
#define CURVED 1e-6 /* step times change, as part of the product of their lengths */

struct hc_gpw_secants {
    size_t count, limit, kept, next;
    double *step[SECANTS_MAX], *change[SECANTS_MAX];
    double product[SECANTS_MAX]; /* step times change */
    double weight[SECANTS_MAX];  /* of the first loop */
};

hc_status hc_gpw_secants_create(hc_context *ctx, size_t count, size_t limit, hc_gpw_secants **secants)
{
    hc_gpw_secants *self = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *self, &self));
    self->count = count;
    self->limit = limit < SECANTS_MAX ? limit : SECANTS_MAX;
    for (size_t i = 0; i < self->limit; i++) {
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &self->step[i]));
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &self->change[i]));
    }
    *secants = self;
    self = NULL;
cleanup:
    hc_gpw_secants_free(self);
    return status;
}

void hc_gpw_secants_free(hc_gpw_secants *self)
{
    if (self) {
        for (size_t i = 0; i < self->limit; i++) {
            free(self->step[i]);
            free(self->change[i]);
        }
        free(self);
    }
}

bool hc_gpw_secants_reset(hc_gpw_secants *self)
{
    bool any = self->kept > 0;
    self->kept = self->next = 0;
    return any;
}

bool hc_gpw_secants_add(hc_gpw_secants *self, const double *step, const double *change)
{
    double product = hc_dot(self->count, step, change);
    double lengths = sqrt(hc_dot(self->count, step, step) * hc_dot(self->count, change, change));
    if (!(product > CURVED * lengths)) {
        return false;
    }
    memcpy(self->step[self->next], step, self->count * sizeof *step);
    memcpy(self->change[self->next], change, self->count * sizeof *change);
    self->product[self->next] = product;
    self->next = (self->next + 1) % self->limit;
    self->kept += self->kept < self->limit;
    return true;
}

/* Place of the k-th last. */
static size_t place_of(const hc_gpw_secants *self, size_t k)
{
    return (self->next + 2 * self->limit - 1 - k) % self->limit;
}

static void add(size_t count, double factor, const double *from, double *to)
{
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < count; i++) {
        to[i] += factor * from[i];
    }
}

void hc_gpw_secants_before(hc_gpw_secants *self, double *vector)
{
    for (size_t k = 0; k < self->kept; k++) {
        size_t i = place_of(self, k);
        self->weight[i] = hc_dot(self->count, self->step[i], vector) / self->product[i];
        add(self->count, -self->weight[i], self->change[i], vector);
    }
}

void hc_gpw_secants_after(hc_gpw_secants *self, double *vector)
{
    for (size_t k = self->kept; k-- > 0;) {
        size_t i = place_of(self, k);
        double found = hc_dot(self->count, self->change[i], vector) / self->product[i];
        add(self->count, self->weight[i] - found, self->step[i], vector);
    }
}
