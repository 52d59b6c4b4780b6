#include "gpw/terms/shells.h"

#include <math.h>
#include <stdlib.h>

#include "halfcell/units.h"

/* Farther than any function of a basis set reaches. */
#define REACH_MAX 400.0

void hc_gpw_cartesian_powers(int degree, unsigned char (*power)[3])
{
    size_t place = 0;
    for (int total = 0; total <= degree; total++) {
        for (int x = total; x >= 0; x--) {
            for (int y = total - x; y >= 0; y--) {
                power[place][0] = (unsigned char)x;
                power[place][1] = (unsigned char)y;
                power[place][2] = (unsigned char)(total - x - y);
                place++;
            }
        }
    }
}

static void shells_clear(hc_gpw_shells *shells)
{
    free(shells->shell);
    free(shells->largest);
    free(shells->own);
}

void hc_gpw_shell_table_free(hc_gpw_shell_table *table)
{
    if (table) {
        for (size_t s = 0; table->first && table->shells && s < table->first[table->nkind]; s++) {
            shells_clear(&table->shells[s]);
        }
        free(table->first);
        free(table->shells);
        free(table->count);
        free(table);
    }
}

/* Numbers a shell whose degree, nfunction, coefficient and transform are set. */
static void number_shell(hc_gpw_shells *shells, hc_gpw_shell *shell)
{
    size_t degree = (size_t)shell->degree;
    shell->place = HC_CARTESIAN_TOTAL(degree) - HC_CARTESIAN_COUNT(degree);
    shell->ncart = HC_CARTESIAN_COUNT(degree);
    shell->column = shells->ncolumn;
    shell->function = shells->nfunction;
    shells->ncolumn += shell->ncart;
    shells->nfunction += shell->nfunction;
    if (shell->degree > shells->degree) {
        shells->degree = shell->degree;
        shells->ncart = HC_CARTESIAN_TOTAL(degree);
    }
}

static hc_status find_largest(hc_context *ctx, hc_gpw_shells *shells)
{
    size_t row = (size_t)shells->degree + 1;
    hc_status status = hc_allocate(ctx, shells->nexponent * row, sizeof(double), &shells->largest);
    for (size_t s = 0; status == HC_OK && s < shells->nshell; s++) {
        for (size_t i = 0; i < shells->nexponent; i++) {
            double *largest = &shells->largest[i * row + (size_t)shells->shell[s].degree];
            *largest = fmax(*largest, fabs(shells->shell[s].coefficient[i]));
        }
    }
    return status;
}

static hc_status shells_of_set(hc_context *ctx, const hc_gpw_set *set, hc_gpw_shells *shells)
{
    hc_status status;
    shells->nexponent = set->nexponent;
    shells->exponent = set->exponent;
    shells->nshell = set->nshell;
    shells->ncart = 1;
    HC_TRY(hc_allocate(ctx, set->nshell, sizeof *shells->shell, &shells->shell));
    for (size_t s = 0; s < set->nshell; s++) {
        hc_gpw_shell *shell = &shells->shell[s];
        shell->degree = set->l[s];
        shell->nfunction = HC_SPHERICAL_COUNT(set->l[s]);
        shell->first = set->first[s];
        shell->coefficient = set->coefficient + s * set->nexponent;
        shell->transform = hc_solid_harmonics(set->l[s]);
        number_shell(shells, shell);
    }
    HC_TRY(find_largest(ctx, shells));
cleanup:
    return status;
}

/* out = (x^2 + y^2 + z^2) in, for polynomials of one degree with `rows` rows. */
static void times_r2(size_t rows, int degree, const double *in, double *out)
{
    size_t n = HC_CARTESIAN_COUNT(degree), wide = HC_CARTESIAN_COUNT(degree + 2);
    for (size_t row = 0; row < rows; row++) {
        for (int x = degree; x >= 0; x--) {
            for (int y = degree - x; y >= 0; y--) {
                int z = degree - x - y;
                double value = in[row * n + hc_cartesian_index(x, y, z)];
                out[row * wide + hc_cartesian_index(x + 2, y, z)] += value;
                out[row * wide + hc_cartesian_index(x, y + 2, z)] += value;
                out[row * wide + hc_cartesian_index(x, y, z + 2)] += value;
            }
        }
    }
}

/* Of Y_lm r^power exp(-r^2 / (2 radius^2)). */
static double projector_norm(int power, double radius)
{
    return sqrt(2.0 / tgamma(power + 1.5)) / pow(radius, power + 1.5);
}

static hc_status shells_of_channel(hc_context *ctx, const hc_gpw_channel *channel, size_t first, hc_gpw_shells *shells)
{
    hc_status status;
    size_t nfunction = HC_SPHERICAL_COUNT(channel->l), used = 1;
    size_t room = 1 + channel->nprojector * (1 + nfunction * HC_CARTESIAN_COUNT(HC_GPW_DEGREE_MAX));
    shells->nexponent = 1;
    shells->nshell = channel->nprojector;
    shells->ncart = 1;
    HC_TRY(hc_allocate(ctx, room, sizeof *shells->own, &shells->own));
    HC_TRY(hc_allocate(ctx, channel->nprojector, sizeof *shells->shell, &shells->shell));
    shells->own[0] = 0.5 / (channel->radius * channel->radius);
    shells->exponent = shells->own;
    for (size_t i = 0; i < channel->nprojector; i++) {
        hc_gpw_shell *shell = &shells->shell[i];
        shell->degree = channel->l + 2 * (int)i;
        shell->nfunction = nfunction;
        shell->first = first + i * nfunction;
        shells->own[used] = projector_norm(shell->degree, channel->radius);
        shell->coefficient = shells->own + used++;
        shell->transform = hc_solid_harmonics(channel->l);
        if (i > 0) {
            shell->transform = shells->own + used;
            times_r2(nfunction, shell->degree - 2, shells->shell[i - 1].transform, shells->own + used);
            used += nfunction * HC_CARTESIAN_COUNT(shell->degree);
        }
        number_shell(shells, shell);
    }
    HC_TRY(find_largest(ctx, shells));
cleanup:
    return status;
}

static hc_status shells_of_potential(hc_context *ctx, const hc_gpw_potential *potential, hc_gpw_shells *shells)
{
    hc_status status;
    double radius2 = potential->local_radius * potential->local_radius, scale = 1.0;
    shells->nexponent = 1;
    shells->nshell = potential->nlocal;
    shells->ncart = 1;
    HC_TRY(hc_allocate(ctx, 1 + potential->nlocal, sizeof *shells->own, &shells->own));
    HC_TRY(hc_allocate(ctx, potential->nlocal, sizeof *shells->shell, &shells->shell));
    shells->own[0] = 0.5 / radius2;
    shells->exponent = shells->own;
    for (size_t k = 0; k < potential->nlocal; k++) {
        shells->own[1 + k] = potential->local[k] * scale;
        shells->shell[k].degree = 2 * (int)k;
        shells->shell[k].coefficient = shells->own + 1 + k;
        number_shell(shells, &shells->shell[k]);
        scale /= radius2;
    }
    HC_TRY(find_largest(ctx, shells));
cleanup:
    return status;
}

static hc_status table_create(hc_context *ctx, size_t nkind, hc_gpw_shell_table **table)
{
    hc_status status;
    HC_TRY(hc_allocate(ctx, 1, sizeof **table, table));
    (*table)->nkind = nkind;
    HC_TRY(hc_allocate(ctx, nkind + 1, sizeof *(*table)->first, &(*table)->first));
    HC_TRY(hc_allocate(ctx, nkind, sizeof *(*table)->count, &(*table)->count));
cleanup:
    return status;
}

hc_status hc_gpw_orbital_shells(hc_context *ctx, const hc_gpw_system *system, hc_gpw_shell_table **table)
{
    hc_status status;
    hc_gpw_shell_table *made = NULL;
    *table = NULL;
    HC_TRY(table_create(ctx, system->nkind, &made));
    for (size_t k = 0; k < system->nkind; k++) {
        made->first[k + 1] = made->first[k] + system->kind[k].basis->nset;
        made->count[k] = system->kind[k].basis->nao;
    }
    HC_TRY(hc_allocate(ctx, made->first[system->nkind], sizeof *made->shells, &made->shells));
    for (size_t k = 0; k < system->nkind; k++) {
        const hc_gpw_basis_set *basis = system->kind[k].basis;
        for (size_t s = 0; s < basis->nset; s++) {
            HC_TRY(shells_of_set(ctx, &basis->set[s], &made->shells[made->first[k] + s]));
        }
    }
    *table = made;
    made = NULL;
cleanup:
    hc_gpw_shell_table_free(made);
    return status;
}

static size_t potentials_of(const hc_gpw_kind *kind)
{
    return kind->potential && kind->potential->nlocal > 0 ? 1 : 0;
}

hc_status hc_gpw_potential_shells(hc_context *ctx, const hc_gpw_system *system, hc_gpw_shell_table **table)
{
    hc_status status;
    hc_gpw_shell_table *made = NULL;
    *table = NULL;
    HC_TRY(table_create(ctx, system->nkind, &made));
    for (size_t k = 0; k < system->nkind; k++) {
        made->first[k + 1] = made->first[k] + potentials_of(&system->kind[k]);
    }
    HC_TRY(hc_allocate(ctx, made->first[system->nkind], sizeof *made->shells, &made->shells));
    for (size_t k = 0; k < system->nkind; k++) {
        if (potentials_of(&system->kind[k]) > 0) {
            HC_TRY(shells_of_potential(ctx, system->kind[k].potential, &made->shells[made->first[k]]));
        }
    }
    *table = made;
    made = NULL;
cleanup:
    hc_gpw_shell_table_free(made);
    return status;
}

static size_t channels_of(const hc_gpw_kind *kind)
{
    return kind->potential ? kind->potential->nchannel : 0;
}

hc_status hc_gpw_projector_shells(hc_context *ctx, const hc_gpw_system *system, hc_gpw_shell_table **table)
{
    hc_status status;
    hc_gpw_shell_table *made = NULL;
    *table = NULL;
    HC_TRY(table_create(ctx, system->nkind, &made));
    for (size_t k = 0; k < system->nkind; k++) {
        made->first[k + 1] = made->first[k] + channels_of(&system->kind[k]);
    }
    HC_TRY(hc_allocate(ctx, made->first[system->nkind], sizeof *made->shells, &made->shells));
    for (size_t k = 0; k < system->nkind; k++) {
        for (size_t c = 0; c < channels_of(&system->kind[k]); c++) {
            const hc_gpw_channel *channel = &system->kind[k].potential->channel[c];
            HC_TRY(shells_of_channel(ctx, channel, made->count[k], &made->shells[made->first[k] + c]));
            made->count[k] += made->shells[made->first[k] + c].nfunction;
        }
    }
    *table = made;
    made = NULL;
cleanup:
    hc_gpw_shell_table_free(made);
    return status;
}

double hc_gpw_polynomial_bound(const hc_gpw_shells *shells, size_t i, double distance)
{
    size_t row = (size_t)shells->degree + 1;
    const double *largest = shells->largest + i * row;
    double sum = 0.0;
    for (size_t degree = row; degree-- > 0;) {
        sum = sum * distance + largest[degree];
    }
    return sum;
}

double hc_gpw_largest_value(const hc_gpw_shell_table *table)
{
    double largest = 0.0;
    for (size_t s = 0; s < table->first[table->nkind]; s++) {
        const hc_gpw_shells *shells = &table->shells[s];
        double sum = 0.0;
        for (size_t i = 0; i < shells->nexponent; i++) {
            /* r^l exp(-a r^2) is largest at r^2 = l/2a; above for every l up to the highest. */
            sum += hc_gpw_polynomial_bound(shells, i, sqrt(0.5 * shells->degree / shells->exponent[i]));
        }
        largest = fmax(largest, sum);
    }
    return largest;
}

double hc_gpw_primitive_bound(const hc_gpw_shells *a, size_t ia, const hc_gpw_shells *b, size_t ib, double r)
{
    double ea = a->exponent[ia], eb = b->exponent[ib], p = ea + eb, mu = ea * eb / p;
    double width = 2.0 / sqrt(p), root = sqrt(HC_PI / p);
    double fa = hc_gpw_polynomial_bound(a, ia, eb / p * r + width),
           fb = hc_gpw_polynomial_bound(b, ib, ea / p * r + width);
    double kinetic = 1.0 + 3.0 * mu + 2.0 * mu * mu * r * r;
    return root * root * root * exp(-mu * r * r) * fa * fb * kinetic;
}

/* Whether some primitives of two kinds of atoms matter at this distance. */
static bool matters(const hc_gpw_shell_table *ta, size_t ka, const hc_gpw_shell_table *tb, size_t kb, double r,
                    double eps)
{
    for (size_t sa = ta->first[ka]; sa < ta->first[ka + 1]; sa++) {
        for (size_t sb = tb->first[kb]; sb < tb->first[kb + 1]; sb++) {
            const hc_gpw_shells *a = &ta->shells[sa], *b = &tb->shells[sb];
            for (size_t i = 0; i < a->nexponent * b->nexponent; i++) {
                if (hc_gpw_primitive_bound(a, i / b->nexponent, b, i % b->nexponent, r) >= eps) {
                    return true;
                }
            }
        }
    }
    return false;
}

double hc_gpw_pair_reach(const hc_gpw_shell_table *a, const hc_gpw_shell_table *b, double eps, double *reach)
{
    double largest = 0.0;
    for (size_t k = 0; k < a->nkind * b->nkind; k++) {
        size_t ka = k / b->nkind, kb = k % b->nkind;
        double low = 0.0, high = 1.0;
        while (high < REACH_MAX && matters(a, ka, b, kb, high, eps)) {
            low = high;
            high *= 2.0;
        }
        while (high - low > 0.01) {
            double middle = 0.5 * (low + high);
            *(matters(a, ka, b, kb, middle, eps) ? &low : &high) = middle;
        }
        reach[k] = high;
        largest = fmax(largest, high);
    }
    return largest;
}
