#include "electrode/potential.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "atoms/lattice_planes.h"
#include "halfcell/units.h"

static const char *const axis_names[] = {"auto", "x", "y", "z", NULL};
const char *const hc_potential_level_names[] = {"fermi", "homo", "lumo", NULL};
static const char *const side_names[] = {"mean", "lower", "upper", NULL};

const hc_keyword hc_potential_keywords[] = {
    {.name = "level",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_potential_options, level),
     .default_text = "fermi",
     .choices = hc_potential_level_names,
     .doc =
         "Level of the electrode's electrons. Where there is a gap the Fermi level lies somewhere in its middle; homo "
         "and lumo are its ends."},
    {.name = "axis",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_potential_options, axis),
     .default_text = "auto",
     .choices = axis_names,
     .doc =
         "Lattice direction across the vacuum (x, y, z: the first, second, third); auto: the one with the widest gap."},
    {.name = "side",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_potential_options, side),
     .default_text = "mean",
     .choices = side_names,
     .doc = "Whose vacuum level is the reference: that below the atoms, above them, or the mean of both."},
    {.name = "ph",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_potential_options, ph),
     .default_text = "7",
     .minimum = -2,
     .maximum = 16,
     .doc = "pH of the solution, for the scale of the reversible hydrogen electrode."},
    {.name = "she_absolute_v",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_potential_options, she_absolute_v),
     .default_text = "4.44",
     .minimum = 3.5,
     .maximum = 5.5,
     .doc = "Absolute potential of the standard hydrogen electrode."},
    {.name = "offset_v",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_potential_options, offset_v),
     .default_text = "0",
     .minimum = -20,
     .maximum = 20,
     .doc = "Added to the potential: calibration of an engine whose absolute scale is off, such as gfn1."},
    {.name = "minimum_vacuum_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_potential_options, minimum_vacuum),
     .unit = HC_ANGSTROM,
     .default_text = "6",
     .minimum = 2,
     .maximum = 1000,
     .doc = "Narrowest gap between atoms, images included, that counts as vacuum."},
    {.name = "flatness_v",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_potential_options, flatness),
     .unit = HC_VOLT,
     .default_text = "0.05",
     .minimum = 1e-6,
     .maximum = 1,
     .doc = "Largest deviation of the plane-averaged potential from a straight line in the middle of the vacuum."},
    {.name = "every_steps",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_potential_options, every_steps),
     .default_text = "20",
     .minimum = 1,
     .maximum = 1000000,
     .doc = "Steps between evaluations in a run."},
    {0},
};

double hc_rhe_shift_v(double ph, double kT)
{
    return ph * kT * log(10.0) / HC_VOLT;
}

/* Straight line fitted to the plane average in a part of the vacuum, about its middle. */
typedef struct line_fit {
    size_t count;
    double level, slope, ripple;
} line_fit;

/* Distance of z above `low`, folded into one period. */
static double height_above(double z, double low, double length)
{
    double height = fmod(z - low, length);
    return height < 0 ? height + length : height;
}

/* Is this grid point inside the part [from, to], and where: relative to the middle of it. */
static bool point_in(double z, double length, double from, double to, double *relative)
{
    double height = length > 0 ? height_above(z, from, length) : z - from;
    *relative = height - 0.5 * (to - from);
    return height >= 0 && height <= to - from;
}

static line_fit fit_line(const hc_plane_potential *plane, double length, double from, double to)
{
    line_fit fit = {0};
    double sum = 0, sum_z = 0, sum_zz = 0, sum_zv = 0, z = 0;
    for (size_t i = 0; i < plane->count; i++) {
        if (point_in(plane->z[i], length, from, to, &z)) {
            fit.count++;
            sum += plane->potential[i];
            sum_z += z;
            sum_zz += z * z;
            sum_zv += z * plane->potential[i];
        }
    }
    double n = (double)fit.count, determinant = n * sum_zz - sum_z * sum_z;
    if (fit.count < 2 || !(determinant > 0)) {
        fit.count = fit.count < 2 ? fit.count : 1;
        return fit;
    }
    fit.slope = (n * sum_zv - sum_z * sum) / determinant;
    fit.level = (sum - fit.slope * sum_z) / n;
    for (size_t i = 0; i < plane->count; i++) {
        if (point_in(plane->z[i], length, from, to, &z)) {
            fit.ripple = fmax(fit.ripple, fabs(plane->potential[i] - fit.level - fit.slope * z));
        }
    }
    return fit;
}

static hc_status check_fit(hc_context *ctx, const line_fit *fit, double from, double to, double flatness)
{
    if (fit->count < 3) {
        return hc_fail(
            ctx, HC_ERROR_UNSUPPORTED,
            "the plane-averaged potential has %zu points in the vacuum from %.2f to %.2f Angstrom; at least 3 "
            "are needed",
            fit->count, from / HC_ANGSTROM, to / HC_ANGSTROM);
    }
    if (!(fit->ripple <= flatness)) {
        return hc_fail(
            ctx, HC_ERROR_UNSUPPORTED,
            "the potential in the vacuum is not flat: it deviates by %.3f V from a straight line between "
            "%.2f and %.2f Angstrom (flatness_v is %.3f); the vacuum is too narrow for a potential reference",
            fit->ripple / HC_VOLT, from / HC_ANGSTROM, to / HC_ANGSTROM, flatness / HC_VOLT);
    }
    return HC_OK;
}

/* Periodic along the axis: the field in the vacuum is an artefact of the images of the dipole, and a sawtooth that is
 * zero at the centre of the atoms takes it away (docs/theory/potential.md). */
static hc_status periodic_levels(hc_context *ctx, const hc_potential_options *options, const hc_plane_potential *plane,
                                 hc_electrode_potential *potential)
{
    const hc_vacuum *vacuum = &potential->vacuum;
    double from = vacuum->low + 0.25 * vacuum->width, to = vacuum->high - 0.25 * vacuum->width;
    line_fit fit = fit_line(plane, vacuum->length, from, to);
    hc_status status = check_fit(ctx, &fit, from, to, options->flatness);
    potential->field = fit.slope;
    potential->ripple = fit.ripple;
    potential->vacuum_level[0] = fit.level + 0.5 * fit.slope * vacuum->length;
    potential->vacuum_level[1] = fit.level - 0.5 * fit.slope * vacuum->length;
    return status;
}

/* Not periodic along the axis: each side has its own level, flat unless the cell is charged. It is read in the
 * outermost quarter of what the engine shows, away from the tails of the density. */
static hc_status open_levels(hc_context *ctx, const hc_potential_options *options, const hc_plane_potential *plane,
                             hc_electrode_potential *potential)
{
    hc_status status = HC_OK;
    const hc_vacuum *vacuum = &potential->vacuum;
    double z_low = INFINITY, z_high = -INFINITY;
    for (size_t i = 0; i < plane->count; i++) {
        z_low = fmin(z_low, plane->z[i]);
        z_high = fmax(z_high, plane->z[i]);
    }
    const double from[2] = {z_low, z_high - 0.25 * (z_high - vacuum->low)};
    const double to[2] = {z_low + 0.25 * (vacuum->high - z_low), z_high};
    for (int side = 0; side < 2; side++) {
        line_fit fit = fit_line(plane, 0, from[side], to[side]);
        HC_TRY(check_fit(ctx, &fit, from[side], to[side], options->flatness));
        double drop = fabs(fit.slope) * (to[side] - from[side]);
        if (drop > options->flatness) {
            HC_TRY(hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                           "the potential in the vacuum %s the atoms changes by %.3f V: a charged cell has no vacuum "
                           "level",
                           side == 0 ? "below" : "above", drop / HC_VOLT));
        }
        potential->vacuum_level[side] = fit.level;
        potential->ripple = fmax(potential->ripple, fit.ripple);
    }

cleanup:
    return status;
}

static void fill_potentials(const hc_potential_options *options, double area, double kT,
                            hc_electrode_potential *potential)
{
    double step = potential->vacuum_level[1] - potential->vacuum_level[0];
    potential->dipole = step * area / (4 * HC_PI);
    for (int side = 0; side < 2; side++) {
        potential->work_function_v[side] = (-potential->vacuum_level[side] - potential->level) / HC_VOLT;
    }
    const double *w = potential->work_function_v;
    potential->phi_v = options->side == HC_POTENTIAL_SIDE_LOWER   ? w[0]
                       : options->side == HC_POTENTIAL_SIDE_UPPER ? w[1]
                                                                  : 0.5 * (w[0] + w[1]);
    potential->u_she_v = potential->phi_v - options->she_absolute_v + options->offset_v;
    potential->u_rhe_v = potential->u_she_v + hc_rhe_shift_v(options->ph, kT);
}

hc_status hc_electrode_potential_evaluate(hc_context *ctx, const hc_potential_options *options,
                                          const hc_structure *structure, const hc_result *result, double kT,
                                          hc_electrode_potential *potential)
{
    const hc_plane_potential *plane = &result->plane_potential;
    const double levels[] = {result->fermi_level, result->homo, result->lumo};
    hc_status status = HC_OK;

    *potential = (hc_electrode_potential){.level = levels[options->level]};
    if (!isfinite(potential->level)) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "the engine gives no %s level: there is no potential without one",
                       hc_potential_level_names[options->level]);
    }
    if (options->axis != HC_POTENTIAL_AXIS_AUTO && options->axis - 1 != plane->axis) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "the vacuum is asked for along %s, but the plane average of the potential is along %s",
                       axis_names[options->axis], axis_names[plane->axis + 1]);
    }
    HC_TRY(hc_vacuum_find(ctx, structure, plane->axis + 1, options->minimum_vacuum, &potential->vacuum));
    HC_TRY(potential->vacuum.periodic ? periodic_levels(ctx, options, plane, potential)
                                      : open_levels(ctx, options, plane, potential));
    hc_vec3 area = hc_plane_area(structure, plane->axis);
    fill_potentials(options, hc_vec3_norm(area), kT, potential);

cleanup:
    return status;
}

typedef enum quantity { PHI, U_SHE, U_RHE, STEP } quantity;

static double quantity_of(const hc_electrode_potential *sample, quantity which)
{
    switch (which) {
    case PHI:
        return sample->phi_v;
    case U_SHE:
        return sample->u_she_v;
    case U_RHE:
        return sample->u_rhe_v;
    default:
        return (sample->vacuum_level[1] - sample->vacuum_level[0]) / HC_VOLT;
    }
}

hc_status hc_electrode_potential_average(hc_context *ctx, size_t count, const hc_electrode_potential *sample,
                                         bool equilibrate, hc_potential_average *average)
{
    hc_status status = HC_OK;
    hc_estimate *const estimate[] = {&average->phi_v, &average->u_she_v, &average->u_rhe_v, &average->step_v};
    double *values = NULL;
    size_t discard = 0;

    HC_TRY(hc_allocate(ctx, count, sizeof(double), &values));
    for (int which = PHI; which <= STEP; which++) {
        for (size_t i = 0; i < count; i++) {
            values[i] = quantity_of(&sample[i], (quantity)which);
        }
        if (which == PHI && equilibrate) {
            HC_TRY(hc_statistics_equilibration(ctx, count, values, &discard));
        }
        HC_TRY(hc_statistics_mean(ctx, count - discard, values + discard, estimate[which]));
        estimate[which]->discarded = discard;
    }

cleanup:
    free(values);
    return status;
}
