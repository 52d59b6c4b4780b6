/* Decahedra: five fcc tetrahedra around a common edge [110], which is z. In a sector the columns of atoms along z stand
 * at i a + j b, where a and b lie in the two (111) twin planes, 72 degrees apart (70.5 in the crystal: everything is
 * strained by up to 1.8 %); a column with i + j = s has one atom fewer than one with s - 1. */
#include <math.h>

#include "builders/nanoparticle/particle.h"
#include "halfcell/units.h"

#define SECTORS 5

typedef struct decahedron {
    int height;                                              /* atoms on the axis */
    bool (*inside)(const struct decahedron *, int i, int j); /* columns that are there */
    int reach;                                               /* largest i + j */
    int notch;                                               /* by which i and j are shorter than reach */
    int fault[SECTORS];                                      /* 0: none */
} decahedron;

static bool inside_marks(const decahedron *d, int i, int j)
{
    return i + j <= d->reach && i <= d->reach - d->notch && j <= d->reach - d->notch;
}

/* Arms along the twin planes; their sides are {311}, the line from one tip goes in steps of 2 a - b. The columns in
 * which two such lines meet would lean on a single column, and fall over: the arms end one before. */
static bool inside_star(const decahedron *d, int i, int j)
{
    int larger = i > j ? i : j, smaller = i > j ? j : i;
    return larger + 2 * smaller <= d->reach + 1 && larger <= d->reach;
}

static void add_column(double distance, hc_vec3 foot, int count, hc_particle_filling *filling)
{
    for (int k = 0; k < count; k++) {
        hc_particle_add(filling, hc_vec3_add(foot, hc_vec3_make(0, 0, distance * (k - 0.5 * (count - 1)))));
    }
}

/* In the plane of row j the stacking goes on by a third of a; behind an intrinsic fault by a third less, which is the
 * same as a/3 and half a distance up. The other twin plane (i = 0) belongs to the next sector and stays. */
static hc_vec3 fault_shift(double distance, hc_vec3 a)
{
    return hc_vec3_axpy(hc_vec3_make(0, 0, 0.5 * distance), 1.0 / 3.0, a);
}

static int given_or(int value, int otherwise)
{
    return value != HC_INTEGER_UNSET ? value : otherwise;
}

static decahedron decahedron_of(const hc_particle_options *options)
{
    bool star = hc_particle_shapes[options->shape] == &hc_particle_star_decahedron;
    decahedron d = {.notch = given_or(options->notch, 0), .inside = star ? inside_star : inside_marks};
    d.reach = options->edge - 1 + 2 * d.notch;
    d.height = options->height + d.reach;
    for (size_t k = 0; k < options->faults.count; k++) {
        d.fault[k] = options->faults.value[k];
    }
    return d;
}

static void fill(const hc_particle_options *options, double distance, hc_particle_filling *filling)
{
    const decahedron d = decahedron_of(options);
    const double angle = 2.0 * HC_PI / SECTORS, row = 0.5 * sqrt(3.0) * distance;
    add_column(distance, hc_vec3_make(0, 0, 0), d.height, filling);
    for (int sector = 0; sector < SECTORS; sector++) {
        hc_vec3 a = hc_vec3_make(row * cos(angle * sector), row * sin(angle * sector), 0);
        hc_vec3 b = hc_vec3_make(row * cos(angle * (sector + 1)), row * sin(angle * (sector + 1)), 0);
        for (int i = 1; i <= d.reach; i++) {
            for (int j = 0; i + j <= d.reach; j++) {
                hc_vec3 foot = hc_vec3_axpy(hc_vec3_scale(i, a), j, b);
                if (d.fault[sector] > 0 && j >= d.fault[sector]) {
                    foot = hc_vec3_add(foot, fault_shift(distance, a));
                }
                if (d.inside(&d, i, j)) {
                    add_column(distance, foot, d.height - i - j, filling);
                }
            }
        }
    }
}

static hc_status check(hc_context *ctx, const hc_particle_options *options)
{
    if (options->edge == HC_INTEGER_UNSET || options->height == HC_INTEGER_UNSET) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a decahedron needs edge and height; edge 2, height 2, notch 1 has 75 atoms");
    }
    if (options->faults.count != 0 && options->faults.count != SECTORS) {
        return hc_fail(ctx, HC_ERROR_INPUT, "faults: five numbers, one for each sector (0: none); %zu are given",
                       options->faults.count);
    }
    return HC_OK;
}

static hc_status check_faults(hc_context *ctx, const decahedron *d)
{
    for (int k = 0; k < SECTORS; k++) {
        if (d->fault[k] == 1) {
            return hc_fail(ctx, HC_ERROR_INPUT, "faults: behind row 1 the twin plane itself would move; begin with 2");
        }
        if (d->fault[k] > 0 && !d->inside(d, 1, d->fault[k])) {
            return hc_fail(ctx, HC_ERROR_INPUT, "faults: row %d of a sector is outside of this particle", d->fault[k]);
        }
    }
    return HC_OK;
}

static hc_status make(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                      hc_structure **particle)
{
    hc_status status = HC_OK;
    HC_TRY(check(ctx, options));
    const decahedron d = decahedron_of(options);
    HC_TRY(check_faults(ctx, &d));
    HC_TRY(hc_particle_of_fcc(ctx, options, crystal, fill, particle));
cleanup:
    return status;
}

const hc_particle_shape hc_particle_decahedron = {
    .name = "decahedron",
    .summary = "five-fold twin: pentagonal bipyramid (`height` 1), Ino's (`height` above 1), Marks' (`notch`)",
    .reference = "Ino, J. Phys. Soc. Jpn. 27, 941 (1969); Marks, Philos. Mag. A 49, 81 (1984)",
    .keys = {"edge", "height", "notch", "faults"},
    .make = make,
};

const hc_particle_shape hc_particle_star_decahedron = {
    .name = "star-decahedron",
    .summary = "five-fold twin with five arms along the twin planes, `edge` atoms from the axis to a tip",
    .reference = "Choi et al., Adv. Mater. 31, 1805405 (2019)",
    .keys = {"edge", "height", "faults"},
    .make = make,
};
