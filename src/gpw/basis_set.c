#include "gpw/basis_set.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "gpw/entry.h"
#include "gpw/harmonics.h"

#define SET_MAX 64     /* sets of a basis set, primitives of a set */
#define COLUMN_MAX 100 /* contractions of a set */
#define EXPONENT_MAX 1e12

/* Integral of r^(2l+2) exp(-exponent r^2) over r from 0. */
static long double radial_norm(int l, long double exponent)
{
    return 0.5L * tgammal(l + 1.5L) * powl(exponent, -(l + 1.5L));
}

/* The file's coefficients belong to normalised primitives; then the contraction is normalised. Some are differences of
 * nearly equal primitives (iodine's TZV2P-MOLOPT-SCAN-GTH-q7 loses six digits), hence long double. */
static hc_status normalise_shell(const hc_gpw_entry *entry, const hc_gpw_set *set, size_t ishell)
{
    const int l = set->l[ishell];
    double *c = set->coefficient + ishell * set->nexponent, largest = 0.0;
    long double norm = 0.0L;
    for (size_t i = 0; i < set->nexponent; i++) {
        largest = fmax(largest, c[i] * c[i]);
        c[i] = (double)(c[i] / sqrtl(radial_norm(l, 2.0L * set->exponent[i])));
    }
    for (size_t i = 0; i < set->nexponent; i++) {
        for (size_t j = 0; j < set->nexponent; j++) {
            norm += (long double)c[i] * c[j] * radial_norm(l, (long double)set->exponent[i] + set->exponent[j]);
        }
    }
    if (!(norm > 1e-12L * largest) || !isfinite(norm)) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "contraction %zu of this set (l = %d) has no norm", ishell, l);
    }
    for (size_t i = 0; i < set->nexponent; i++) {
        c[i] = (double)(c[i] / sqrtl(norm));
    }
    return HC_OK;
}

/* "n lmin lmax primitives" and the number of contractions of each l. Allocates the set. */
static hc_status read_set_head(hc_context *ctx, hc_gpw_entry *entry, hc_gpw_set *set, size_t *nao)
{
    hc_status status;
    int number, count[HC_GPW_LMAX + 1] = {0};
    if (!hc_gpw_entry_next_line(entry)) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "the entry ends where a further set was expected");
    }
    HC_TRY(hc_gpw_entry_integer(entry, "a principal quantum number", 0, 99, &number));
    HC_TRY(hc_gpw_entry_integer(entry, "the lowest angular momentum", 0, HC_GPW_LMAX, &set->lmin));
    HC_TRY(hc_gpw_entry_integer(entry, "the highest angular momentum (g functions are the last that there are)",
                                set->lmin, HC_GPW_LMAX, &set->lmax));
    HC_TRY(hc_gpw_entry_integer(entry, "the number of exponents", 1, SET_MAX, &number));
    set->nexponent = (size_t)number;
    for (int l = set->lmin; l <= set->lmax; l++) {
        HC_TRY(hc_gpw_entry_integer(entry, "the number of contractions", 0, COLUMN_MAX, &count[l]));
        set->nshell += (size_t)count[l];
    }
    if (set->nshell == 0 || set->nshell > COLUMN_MAX) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "a set of %zu contractions; 1 to %d are read", set->nshell,
                                 COLUMN_MAX);
    }
    HC_TRY(hc_allocate(ctx, set->nexponent, sizeof *set->exponent, &set->exponent));
    HC_TRY(hc_allocate(ctx, set->nshell, sizeof *set->l, &set->l));
    HC_TRY(hc_allocate(ctx, set->nshell, sizeof *set->first, &set->first));
    HC_TRY(hc_allocate(ctx, set->nshell * set->nexponent, sizeof *set->coefficient, &set->coefficient));
    size_t ishell = 0;
    for (int l = set->lmin; l <= set->lmax; l++) {
        for (int k = 0; k < count[l]; k++, ishell++) {
            set->l[ishell] = l;
            set->first[ishell] = *nao;
            *nao += HC_SPHERICAL_COUNT(l);
        }
    }
cleanup:
    return status;
}

/* One line a primitive: its exponent and its coefficient in each contraction. Columns of zeros may follow (O
 * aug-TZVP-GTH has one). */
static hc_status read_set_row(hc_gpw_entry *entry, hc_gpw_set *set, size_t i)
{
    hc_status status;
    if (!hc_gpw_entry_next_line(entry) || hc_gpw_entry_left(entry) < set->nshell + 1) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT,
                                 "a line with an exponent and %zu coefficients was expected, not one of %zu columns",
                                 set->nshell, hc_gpw_entry_left(entry));
    }
    HC_TRY(hc_gpw_entry_real(entry, "an exponent", &set->exponent[i]));
    if (!(set->exponent[i] > 1.0 / EXPONENT_MAX && set->exponent[i] < EXPONENT_MAX)) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "the exponent %g; it has to be positive", set->exponent[i]);
    }
    for (size_t ishell = 0; ishell < set->nshell; ishell++) {
        double *c = &set->coefficient[ishell * set->nexponent + i];
        HC_TRY(hc_gpw_entry_real(entry, "a coefficient", c));
        if (!(fabs(*c) < EXPONENT_MAX)) {
            return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "the coefficient %g is too large", *c);
        }
    }
    while (hc_gpw_entry_left(entry) > 0) {
        double surplus;
        HC_TRY(hc_gpw_entry_real(entry, "a coefficient", &surplus));
        if (surplus != 0.0) {
            return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "a coefficient (%g) more than the %zu contractions",
                                     surplus, set->nshell);
        }
    }
cleanup:
    return status;
}

typedef struct request {
    hc_context *ctx;
    int atomic_number;
    hc_gpw_basis_set *basis;
} request;

static hc_status read_basis(hc_gpw_entry *entry, void *data)
{
    hc_status status;
    request *wanted = data;
    hc_context *ctx = wanted->ctx;
    hc_gpw_basis_set *self = NULL;
    int nset;
    HC_TRY(hc_allocate(ctx, 1, sizeof *self, &self));
    self->atomic_number = wanted->atomic_number;
    self->valence = hc_gpw_entry_valence(entry);
    HC_TRY(hc_format(ctx, &self->name, "%s", hc_gpw_entry_name(entry)));
    HC_TRY(hc_gpw_entry_integer(entry, "the number of sets", 1, SET_MAX, &nset));
    HC_TRY(hc_allocate(ctx, (size_t)nset, sizeof *self->set, &self->set));
    self->nset = (size_t)nset;
    for (size_t s = 0; s < self->nset; s++) {
        hc_gpw_set *set = &self->set[s];
        HC_TRY(read_set_head(ctx, entry, set, &self->nao));
        for (size_t i = 0; i < set->nexponent; i++) {
            HC_TRY(read_set_row(entry, set, i));
        }
        for (size_t ishell = 0; ishell < set->nshell; ishell++) {
            HC_TRY(normalise_shell(entry, set, ishell));
        }
    }
    if (hc_gpw_entry_next_line(entry)) {
        status = hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "a line follows where the %zu sets have ended", self->nset);
        goto cleanup;
    }
    wanted->basis = self;
    self = NULL;
cleanup:
    hc_gpw_basis_set_free(self);
    return status;
}

hc_status hc_gpw_basis_set_find(hc_context *ctx, int atomic_number, const char *name, hc_gpw_basis_set **basis)
{
    static const char *const file[] = {"BASIS_MOLOPT", "BASIS_MOLOPT_UCL", "BASIS_MOLOPT_UZH", "GTH_BASIS_SETS",
                                       "BASIS_RI_cc-TZ"};
    const hc_gpw_entry_key key = {.atomic_number = atomic_number, .name = name};
    request wanted = {.ctx = ctx, .atomic_number = atomic_number};
    hc_status status =
        hc_gpw_entry_find(ctx, sizeof file / sizeof file[0], file, "basis set", &key, read_basis, &wanted);
    *basis = wanted.basis;
    return status;
}

hc_status hc_gpw_basis_set_read(hc_context *ctx, const char *path, int atomic_number, const char *name,
                                hc_gpw_basis_set **basis)
{
    const hc_gpw_entry_key key = {.atomic_number = atomic_number, .name = name};
    request wanted = {.ctx = ctx, .atomic_number = atomic_number};
    hc_status status = hc_gpw_entry_read(ctx, path, "basis set", &key, read_basis, &wanted);
    *basis = wanted.basis;
    return status;
}

void hc_gpw_basis_set_free(hc_gpw_basis_set *basis)
{
    if (!basis) {
        return;
    }
    for (size_t s = 0; s < basis->nset; s++) {
        free(basis->set[s].exponent);
        free(basis->set[s].l);
        free(basis->set[s].first);
        free(basis->set[s].coefficient);
    }
    free(basis->set);
    free(basis->name);
    free(basis);
}

/* Upper bound of |chi_lm| at distance r, over directions and shells: |Y_lm| <= sqrt((2l+1)/4pi). */
static double envelope(const hc_gpw_set *set, double r)
{
    double largest = 0.0;
    for (size_t ishell = 0; ishell < set->nshell; ishell++) {
        const double *c = set->coefficient + ishell * set->nexponent;
        double sum = 0.0;
        for (size_t i = 0; i < set->nexponent; i++) {
            sum += fabs(c[i]) * exp(-set->exponent[i] * r * r);
        }
        int l = set->l[ishell];
        largest = fmax(largest, sqrt((2 * l + 1) / (4.0 * M_PI)) * pow(r, l) * sum);
    }
    return largest;
}

double hc_gpw_set_radius(const hc_gpw_set *set, double eps)
{
    double smallest = set->exponent[0];
    for (size_t i = 1; i < set->nexponent; i++) {
        smallest = fmin(smallest, set->exponent[i]);
    }
    /* Beyond the outermost maximum of r^l exp(-exponent r^2) the envelope falls. */
    double low = sqrt(0.5 * set->lmax / smallest);
    if (envelope(set, low) <= eps) {
        return low;
    }
    double high = low + 1.0 / sqrt(smallest);
    while (envelope(set, high) > eps) {
        low = high;
        high *= 2.0;
    }
    while (high - low > 1e-6 * high) {
        double middle = 0.5 * (low + high);
        *(envelope(set, middle) > eps ? &low : &high) = middle;
    }
    return high;
}
