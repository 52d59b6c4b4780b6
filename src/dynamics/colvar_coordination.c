/* Coordination number: how many atoms of one group an atom (or each of a group) has around it, counted smoothly.
 *
 *     xi = sum_{a in centre} sum_{b in others} s(d_ab) t(d_ab)
 *
 * with s the rational switch (1 - x^n) / (1 - x^m), x = d/r0, or the Fermi function 1 / (1 + exp(kappa (d - r0))), and
 * t a taper that goes from 1 at 0.8 cutoff to 0 at the cutoff with two continuous derivatives, so that xi is smooth
 * also where the nearest image of an atom changes. */
#include <stdlib.h>

#include "dynamics/colvar_pairs.h"
#include "dynamics/colvar_table.h"
#include "halfcell/units.h"

enum switching { RATIONAL, FERMI };

typedef struct coordination_options {
    char *center, *others;
    double radius;
    int switching;
    int numerator, denominator;
    double steepness;
    double cutoff;
} coordination_options;

static const char *const switching_names[] = {"rational", "fermi", NULL};

#define MEMBER(name) offsetof(coordination_options, name)

static const hc_keyword keywords[] = {
    {.name = "center",
     .type = HC_VALUE_SELECTION,
     .offset = MEMBER(center),
     .doc = "The atom whose neighbours are counted, or several, whose counts are added up."},
    {.name = "others",
     .type = HC_VALUE_SELECTION,
     .offset = MEMBER(others),
     .doc = "The atoms that count as neighbours; none of them may be in `center`."},
    {.name = "radius_angstrom",
     .type = HC_VALUE_REAL,
     .offset = MEMBER(radius),
     .unit = HC_ANGSTROM,
     .minimum = 0.1,
     .maximum = 20,
     .doc = "Distance r0 at which a neighbour counts half (rational: n/m)."},
    {.name = "switching",
     .type = HC_VALUE_CHOICE,
     .offset = MEMBER(switching),
     .default_text = "rational",
     .choices = switching_names,
     .doc = "rational: (1 - x^n)/(1 - x^m), x = d/r0; fermi: 1/(1 + exp(steepness (d - r0)))."},
    {.name = "numerator",
     .type = HC_VALUE_INTEGER,
     .offset = MEMBER(numerator),
     .default_text = "6",
     .minimum = 2,
     .maximum = 60,
     .doc = "n of the rational switch."},
    {.name = "denominator",
     .type = HC_VALUE_INTEGER,
     .offset = MEMBER(denominator),
     .default_text = "12",
     .minimum = 3,
     .maximum = 120,
     .doc = "m of the rational switch; larger than n."},
    {.name = "steepness_per_angstrom",
     .type = HC_VALUE_REAL,
     .offset = MEMBER(steepness),
     .unit = 1 / HC_ANGSTROM,
     .default_text = "10",
     .minimum = 0.1,
     .maximum = 100,
     .doc = "kappa of the Fermi switch."},
    {.name = "cutoff_angstrom",
     .type = HC_VALUE_REAL,
     .offset = MEMBER(cutoff),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 0.2,
     .maximum = 60,
     .doc = "Beyond it nothing counts (tapered over its last fifth); unset: three times the radius."},
    {0}};

typedef struct coordination_parameters {
    int switching;
    int n, m;
    double radius, steepness, cutoff;
} coordination_parameters;

/* 1 + x + ... + x^(count - 1) = (1 - x^count)/(1 - x), with its derivatives. */
static hc_pair_value geometric(int count, double x)
{
    hc_pair_value p = {1, 0, 0};
    for (int k = 1; k < count; k++) {
        p.ddf = p.ddf * x + 2 * p.df;
        p.df = p.df * x + p.f;
        p.f = p.f * x + 1;
    }
    return p;
}

/* The common factor 1 - x is divided out, so that there is no singularity at x = 1. */
static hc_pair_value rational(double x, int n, int m)
{
    hc_pair_value top = geometric(n, x), low = geometric(m, x);
    double s = top.f / low.f, ds = (top.df - s * low.df) / low.f;
    return (hc_pair_value){s, ds, (top.ddf - 2 * ds * low.df - s * low.ddf) / low.f};
}

static hc_pair_value fermi(double kappa, double distance)
{
    double s = 1 / (1 + exp(kappa * distance));
    double ds = -kappa * s * (1 - s);
    return (hc_pair_value){s, ds, -kappa * ds * (1 - 2 * s)};
}

/* 1 - 10 t^3 + 15 t^4 - 6 t^5 for t from 0 at 0.8 cutoff to 1 at the cutoff. */
static hc_pair_value taper(double d, double cutoff)
{
    double width = 0.2 * cutoff, t = (d - 0.8 * cutoff) / width;
    if (t <= 0) {
        return (hc_pair_value){1, 0, 0};
    }
    return (hc_pair_value){1 - t * t * t * (10 - t * (15 - 6 * t)), -30 * t * t * (1 - t) * (1 - t) / width,
                           -60 * t * (1 - t) * (1 - 2 * t) / (width * width)};
}

static hc_pair_value count(const void *parameters, double d)
{
    const coordination_parameters *p = parameters;
    if (d >= p->cutoff) {
        return (hc_pair_value){0, 0, 0};
    }
    hc_pair_value s;
    if (p->switching == RATIONAL) {
        s = rational(d / p->radius, p->n, p->m);
        s.df /= p->radius;
        s.ddf /= p->radius * p->radius;
    } else {
        s = fermi(p->steepness, d - p->radius);
    }
    hc_pair_value t = taper(d, p->cutoff);
    return (hc_pair_value){s.f * t.f, s.df * t.f + s.f * t.df, s.ddf * t.f + 2 * s.df * t.df + s.f * t.ddf};
}

/* Half the smallest distance between periodic images of a plane: nearest images are unique within it. */
static double image_limit(const hc_structure *structure)
{
    double limit = INFINITY;
    for (int k = 0; k < 3; k++) {
        if (structure->periodic[k]) {
            const hc_vec3 *row = structure->cell.row;
            double length = hc_vec3_norm(row[k]);
            for (int other = 0; other < 3; other++) {
                hc_vec3 cross = hc_vec3_cross(row[k], row[other]);
                double area = hc_vec3_norm(row[other]);
                if (other != k && structure->periodic[other] && area > 0) {
                    length = fmin(length, hc_vec3_norm(cross) / area);
                }
            }
            if (hc_structure_periodic_count(structure) == 3) {
                hc_vec3 normal = hc_vec3_cross(row[(k + 1) % 3], row[(k + 2) % 3]);
                length = fmin(length, fabs(hc_vec3_dot(row[k], normal)) / hc_vec3_norm(normal));
            }
            limit = fmin(limit, 0.5 * length);
        }
    }
    return limit;
}

static hc_status make_parameters(hc_context *ctx, const coordination_options *o, const hc_structure *structure,
                                 coordination_parameters *p)
{
    *p = (coordination_parameters){.switching = o->switching,
                                   .radius = o->radius,
                                   .n = o->numerator,
                                   .m = o->denominator,
                                   .steepness = o->steepness,
                                   .cutoff = isnan(o->cutoff) ? 3 * o->radius : o->cutoff};
    if (!(p->radius > 0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "radius_angstrom is missing or not positive");
    }
    if (p->switching == RATIONAL && o->numerator >= o->denominator) {
        return hc_fail(ctx, HC_ERROR_INPUT, "numerator %d has to be smaller than denominator %d", o->numerator,
                       o->denominator);
    }
    if (0.8 * p->cutoff <= p->radius) {
        return hc_fail(ctx, HC_ERROR_INPUT, "cutoff_angstrom %.4g is too small: with this radius more than %.4g",
                       p->cutoff / HC_ANGSTROM, p->radius / 0.8 / HC_ANGSTROM);
    }
    double limit = image_limit(structure);
    if (p->cutoff > limit) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "the cutoff of %.4g angstrom is beyond half the cell: set cutoff_angstrom to "
                       "less than %.4g",
                       p->cutoff / HC_ANGSTROM, limit / HC_ANGSTROM);
    }
    return HC_OK;
}

/* All pairs of the two groups: centre[i], others[j]. */
static hc_status make_sum(hc_context *ctx, const hc_structure *structure, size_t ncenter, const size_t *center,
                          size_t nother, const size_t *others, hc_colvar_shape *shape)
{
    hc_status status = HC_OK;
    size_t npair = ncenter * nother, *first = NULL, *second = NULL;
    double *one = NULL;
    HC_TRY(hc_allocate(ctx, npair, sizeof *first, &first));
    HC_TRY(hc_allocate(ctx, npair, sizeof *second, &second));
    HC_TRY(hc_allocate(ctx, npair, sizeof *one, &one));
    for (size_t ipair = 0; ipair < npair; ipair++) {
        first[ipair] = center[ipair / nother];
        second[ipair] = others[ipair % nother];
        one[ipair] = 1;
    }
    HC_TRY(hc_pair_sum_create(ctx, structure, npair, first, second, one, shape));
cleanup:
    free(first);
    free(second);
    free(one);
    return status;
}

static hc_status create(hc_context *ctx, const void *options, const hc_structure *structure, hc_colvar_shape *shape)
{
    const coordination_options *o = options;
    hc_status status = HC_OK;
    size_t ncenter = 0, nother = 0, *center = NULL, *others = NULL;
    coordination_parameters parameters, *kept = NULL;
    HC_TRY(make_parameters(ctx, o, structure, &parameters));
    HC_TRY(hc_colvar_atoms(ctx, "center", o->center, structure, &ncenter, &center));
    HC_TRY(hc_colvar_atoms(ctx, "others", o->others, structure, &nother, &others));
    HC_TRY(hc_allocate(ctx, 1, sizeof *kept, &kept));
    *kept = parameters;
    HC_TRY(make_sum(ctx, structure, ncenter, center, nother, others, shape));
    hc_pair_sum *sum = shape->self;
    sum->function = count;
    sum->parameters = kept;
    kept = NULL;
cleanup:
    free(center);
    free(others);
    free(kept);
    return status;
}

const hc_colvar_record hc_colvar_coordination = {
    .name = "coordination",
    .summary = "coordination number, counted smoothly",
    .reference = "rational: Iannuzzi, Laio, Parrinello, Phys. Rev. Lett. 90, 238302 (2003); fermi: Sprik, Faraday "
                 "Discuss. 110, 437 (1998)",
    .unit_name = "",
    .unit = 1,
    .keywords = keywords,
    .options_size = sizeof(coordination_options),
    .create = create,
    .free = hc_pair_sum_free,
    .evaluate = hc_pair_sum_evaluate,
    .hessian_product = hc_pair_sum_hessian_product,
};
