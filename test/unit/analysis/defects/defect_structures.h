/* Structures whose defects are known because they are made here. Angstrom in, bohr inside. */
#ifndef TEST_DEFECT_STRUCTURES_H
#define TEST_DEFECT_STRUCTURES_H

#include "support/context_fixture.h"

#include "analysis/defects/recogniser.h"
#include "halfcell/units.h"

static inline hc_structure *new_structure(size_t natom)
{
    hc_structure *made = NULL;
    CHECK(hc_structure_create(ctx, natom, &made));
    return made;
}

static inline void put(hc_structure *s, size_t i, int number, double x, double y, double z)
{
    hc_structure_set_element(s, i, number);
    s->position[i] = hc_vec3_scale(HC_ANGSTROM, hc_vec3_make(x, y, z));
}

/* Without one atom; later atoms move up. */
static inline void remove_atom(hc_structure *s, size_t i)
{
    for (size_t k = i; k + 1 < s->natom; k++) {
        s->atomic_number[k] = s->atomic_number[k + 1];
        s->position[k] = s->position[k + 1];
        s->mass[k] = s->mass[k + 1];
    }
    s->natom--;
}

/* Graphene, rectangular cells of 4 atoms: x along zigzag (2.46 Angstrom), y along armchair (4.26 Angstrom), nx by ny of
 * them, periodic in x and y, 15 Angstrom high. Atom 4 (ny ix + iy) + k. */
static inline hc_structure *graphene(size_t nx, size_t ny)
{
    const double d = 1.42, a = d * sqrt(3.0), b = 3.0 * d;
    hc_structure *s = new_structure(4 * nx * ny);
    for (size_t ix = 0; ix < nx; ix++) {
        for (size_t iy = 0; iy < ny; iy++) {
            double x = a * (double)ix, y = b * (double)iy;
            size_t at = 4 * (ny * ix + iy);
            put(s, at, 6, x, y, 7.5);
            put(s, at + 1, 6, x + 0.5 * a, y + 0.5 * d, 7.5);
            put(s, at + 2, 6, x + 0.5 * a, y + 1.5 * d, 7.5);
            put(s, at + 3, 6, x, y + 2.0 * d, 7.5);
        }
    }
    s->cell.row[0] = hc_vec3_make(a * (double)nx * HC_ANGSTROM, 0, 0);
    s->cell.row[1] = hc_vec3_make(0, b * (double)ny * HC_ANGSTROM, 0);
    s->cell.row[2] = hc_vec3_make(0, 0, 15.0 * HC_ANGSTROM);
    s->periodic[0] = s->periodic[1] = true;
    return s;
}

/* Close-packed layers of n by n atoms in the sequence of `stacking` ("ABC"), nearest distance d, periodic in all
 * directions. Atom n n layer + n i + j. */
static inline hc_structure *close_packed(const char *stacking, size_t n, double d, int number)
{
    size_t layers = strlen(stacking);
    double height = d * sqrt(2.0 / 3.0);
    hc_structure *s = new_structure(layers * n * n);
    hc_vec3 a = {d, 0, 0}, b = {0.5 * d, 0.5 * sqrt(3.0) * d, 0};
    for (size_t k = 0; k < layers; k++) {
        double shift = (stacking[k] - 'A') / 3.0;
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++) {
                hc_vec3 r = hc_vec3_axpy(hc_vec3_scale((double)i + shift, a), (double)j + shift, b);
                put(s, (k * n + i) * n + j, number, r.x, r.y, height * (double)k);
            }
        }
    }
    s->cell.row[0] = hc_vec3_scale((double)n * HC_ANGSTROM, a);
    s->cell.row[1] = hc_vec3_scale((double)n * HC_ANGSTROM, b);
    s->cell.row[2] = hc_vec3_make(0, 0, height * (double)layers * HC_ANGSTROM);
    s->periodic[0] = s->periodic[1] = s->periodic[2] = true;
    return s;
}

static inline hc_census *census_with(const hc_structure *s, hc_defect_options options)
{
    hc_census *census = NULL;
    CHECK(hc_defects_recognise(ctx, s, &options, 0, NULL, NULL, &census));
    return census;
}

/* All recognisers that apply, rings of up to 14 atoms. */
static inline hc_census *census_of(const hc_structure *s, const hc_structure *reference)
{
    return census_with(s, (hc_defect_options){.ring_maximum = 14, .reference = reference});
}

static inline hc_census *census_up_to(const hc_structure *s, int ring_maximum)
{
    return census_with(s, (hc_defect_options){.ring_maximum = ring_maximum});
}

#define assert_count(census, kind, wanted)                                                                             \
    do {                                                                                                               \
        double assert_count_is = hc_census_count_of(census, kind);                                                     \
        if (assert_count_is != (double)(wanted)) {                                                                     \
            fail_msg("%s: %g instead of %g", kind, assert_count_is, (double)(wanted));                                 \
        }                                                                                                              \
    } while (0)

/* Defects of all kinds but those of one recogniser. */
static inline double defects_except(const hc_census *census, const char *recogniser)
{
    double sum = 0.0;
    for (size_t i = 0; i < census->nline; i++) {
        const hc_census_line *line = &census->line[i];
        sum += line->role == HC_ROLE_DEFECT && strcmp(line->recogniser, recogniser) != 0 ? line->count : 0.0;
    }
    return sum;
}

#endif
