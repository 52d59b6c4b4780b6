#include "builders/boundary/bicrystal.h"
#include "builders/build_step.h"
#include "builders/supercell.h"
#include "halfcell/units.h"

typedef struct boundary_step {
    hc_integer_list axis, plane, repeat;
    hc_real_list translation;
    hc_bicrystal_options bicrystal;
} boundary_step;

#define BICRYSTAL(member) offsetof(boundary_step, bicrystal) + offsetof(hc_bicrystal_options, member)

static const hc_keyword keywords[] = {
    {.name = "sigma",
     .type = HC_VALUE_INTEGER,
     .offset = BICRYSTAL(sigma),
     .minimum = 3,
     .maximum = 999,
     .doc = "One of so many lattice points is common to both grains: an odd number."},
    {.name = "axis",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(boundary_step, axis),
     .minimum = -20,
     .maximum = 20,
     .doc = "Direction [u v w] about which the upper grain is turned."},
    {.name = "plane",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(boundary_step, plane),
     .minimum = -20,
     .maximum = 20,
     .doc =
         "Miller indices of the boundary in the lower grain; with the axis in it a tilt boundary, normal to the axis a "
         "twist boundary."},
    {.name = "angle_degree",
     .type = HC_VALUE_REAL,
     .offset = BICRYSTAL(angle),
     .unit = HC_DEGREE,
     .default_text = "",
     .minimum = 0,
     .maximum = 180,
     .doc =
         "Which rotation with that sigma. Not given: the smallest that makes a symmetric boundary, else the smallest."},
    {.name = "thickness_angstrom",
     .type = HC_VALUE_REAL,
     .offset = BICRYSTAL(thickness),
     .unit = HC_ANGSTROM,
     .default_text = "12",
     .minimum = 0,
     .maximum = 10000,
     .doc = "Of each grain at least; the next whole period is taken."},
    {.name = "overlap_angstrom",
     .type = HC_VALUE_REAL,
     .offset = BICRYSTAL(overlap),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 0.01,
     .maximum = 10,
     .doc = "Atoms of the upper grain nearer than this to one of the lower are removed. Not given: 0.7 of the shortest "
            "distance of these two elements in the crystal."},
    {.name = "translation",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(boundary_step, translation),
     .default_text = "[0, 0]",
     .minimum = -10,
     .maximum = 10,
     .doc = "Of the upper grain, in the two vectors of the boundary cell before it is repeated."},
    {.name = "expansion_angstrom",
     .type = HC_VALUE_REAL,
     .offset = BICRYSTAL(expansion),
     .unit = HC_ANGSTROM,
     .default_text = "0",
     .minimum = 0,
     .maximum = 10,
     .doc = "Room left at each boundary."},
    {.name = "repeat",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(boundary_step, repeat),
     .default_text = "[1, 1]",
     .minimum = 1,
     .maximum = 1000,
     .doc = "Two numbers: how often the cell is repeated in the plane."},
    {.name = "vacuum_angstrom",
     .type = HC_VALUE_REAL,
     .offset = BICRYSTAL(vacuum),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 1,
     .maximum = 1000,
     .doc = "One boundary between two surfaces. Not given: two boundaries that repeat along c."},
    {0}};

static void tell(hc_context *ctx, const hc_bicrystal_options *options, const hc_bicrystal_report *report)
{
    const int *p = options->plane, *q = report->upper_plane, *u = options->axis;
    int along = p[0] * u[0] + p[1] * u[1] + p[2] * u[2];
    int across[3] = {p[1] * u[2] - p[2] * u[1], p[2] * u[0] - p[0] * u[2], p[0] * u[1] - p[1] * u[0]};
    bool twist = across[0] == 0 && across[1] == 0 && across[2] == 0;
    hc_log(ctx, HC_LOG_INFO,
           "sigma %d: upper grain turned by %.4f degrees about [%d %d %d], disorientation %.4f degrees; %s boundary, "
           "plane (%d %d %d) below and (%d %d %d) above, %s",
           options->sigma, report->angle / HC_DEGREE, u[0], u[1], u[2], report->disorientation / HC_DEGREE,
           twist        ? "twist"
           : along == 0 ? "tilt"
                        : "mixed",
           p[0], p[1], p[2], q[0], q[1], q[2], report->symmetric ? "symmetric" : "asymmetric");
    hc_log(ctx, HC_LOG_INFO,
           "grains %.3f and %.3f Angstrom thick; %zu atoms removed that were nearer than %.3f Angstrom (by elements, "
           "up to "
           "%.3f) to one of the other grain",
           report->thickness[0] / HC_ANGSTROM, report->thickness[1] / HC_ANGSTROM, report->removed,
           report->overlap[0] / HC_ANGSTROM, report->overlap[1] / HC_ANGSTROM);
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const boundary_step *given = options;
    hc_bicrystal_options bicrystal = given->bicrystal;
    hc_bicrystal_report report;
    hc_status status = HC_OK;
    if (given->axis.count != 3 || given->plane.count != 3 || given->repeat.count != 2 ||
        given->translation.count != 2) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "axis and plane have three numbers, translation and repeat two; here are %zu, %zu, %zu and %zu",
                       given->axis.count, given->plane.count, given->translation.count, given->repeat.count);
    }
    for (int d = 0; d < 3; d++) {
        bicrystal.axis[d] = given->axis.value[d];
        bicrystal.plane[d] = given->plane.value[d];
    }
    for (int d = 0; d < 2; d++) {
        bicrystal.translation[d] = given->translation.value[d];
    }
    const int repeat[3][3] = {{given->repeat.value[0], 0, 0}, {0, given->repeat.value[1], 0}, {0, 0, 1}};
    HC_TRY(hc_bicrystal_build(ctx, &bicrystal, &report, structure));
    tell(ctx, &bicrystal, &report);
    HC_TRY(hc_supercell(ctx, repeat, structure));
cleanup:
    return status;
}

const hc_build_step_record hc_build_grain_boundary = {
    .name = "grain-boundary",
    .summary = "Turns a cubic crystal into two grains with a coincidence-site lattice: tilt and twist boundaries.",
    .reference = "Grimmer, Bollmann, Warrington, Acta Cryst. A 30, 197 (1974)",
    .keywords = keywords,
    .options_size = sizeof(boundary_step),
    .needs_atoms = true,
    .apply = apply,
};
