#include "builders/dislocation.h"

#include "builders/build_step.h"
#include "builders/miller.h"

typedef struct dislocation_step {
    hc_real_list burgers, line, plane, size, constants;
    int basis, arrangement;
    hc_dislocation_options options;
} dislocation_step;

static const char *const arrangement_choices[] = {"pair", "quadrupole", "wire", NULL};

#define MEMBER(name) .offset = offsetof(dislocation_step, name)
#define OPTION(name) .offset = offsetof(dislocation_step, options) + offsetof(hc_dislocation_options, name)

static const hc_keyword keywords[] = {
    {.name = "burgers",
     .type = HC_VALUE_REAL_LIST,
     MEMBER(burgers),
     .minimum = -100,
     .maximum = 100,
     .doc =
         "Burgers vector, three numbers: in a, b, c of the cell that is there ([0.5, 0.5, 0] in fcc), or in Angstrom."},
    {.name = "line",
     .type = HC_VALUE_REAL_LIST,
     MEMBER(line),
     .doc = "Direction of the line, [u, v, w]; it becomes z."},
    {.name = "plane",
     .type = HC_VALUE_REAL_LIST,
     MEMBER(plane),
     .doc = "Glide plane (h, k, l), that holds line and Burgers vector; its normal becomes y. Cartesian: the normal."},
    {.name = "basis",
     .type = HC_VALUE_CHOICE,
     MEMBER(basis),
     .default_text = "lattice",
     .choices = hc_basis_choices,
     .doc = "What burgers, line and plane refer to."},
    {.name = "arrangement",
     .type = HC_VALUE_CHOICE,
     MEMBER(arrangement),
     .default_text = "pair",
     .choices = arrangement_choices,
     .doc = "A pair +b, -b half a cell apart in a cell that repeats; the same with signs that alternate in both "
            "directions; or one line in the middle of a wire."},
    {.name = "size_angstrom",
     .type = HC_VALUE_REAL_LIST,
     MEMBER(size),
     .unit = HC_ANGSTROM,
     .default_text = "[60, 40]",
     .minimum = 1,
     .maximum = 5000,
     .doc = "Pairs: at least so long along the glide direction and across the glide plane."},
    HC_WIRE_SECTION_KEYWORDS(dislocation_step, options.wire),
    HC_WIRE_LENGTH_KEYWORDS(dislocation_step, options.wire),
    {.name = "poisson_ratio",
     .type = HC_VALUE_REAL,
     OPTION(poisson),
     .default_text = "0.34",
     .minimum = -0.9,
     .maximum = 0.499,
     .doc = "Of the isotropic medium. The default is about that of copper and silver."},
    {.name = "elastic_gpa",
     .type = HC_VALUE_REAL_LIST,
     MEMBER(constants),
     .default_text = "",
     .minimum = -100000,
     .maximum = 100000,
     .doc = "Anisotropic instead: C11, C12, C44 (cubic), C11, C12, C13, C33, C44 (hexagonal), or 21 numbers, the upper "
            "triangle row by row (xx, yy, zz, yz, xz, xy), in the Cartesian axes of the crystal."},
    {.name = "core_angstrom",
     .type = HC_VALUE_REAL,
     OPTION(core),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 0,
     .maximum = 20,
     .doc =
         "Half width of the core in the glide plane (Peierls and Nabarro); 0 is Volterra's line. When not given: d / "
         "(2 (1 - poisson_ratio)), d the distance of the atomic planes."},
    {.name = "closest",
     .type = HC_VALUE_REAL,
     OPTION(closest),
     .default_text = "0.7",
     .minimum = 0.01,
     .maximum = 0.95,
     .doc = "One of two atoms that are nearer than this share of the crystal's shortest distance is taken out."},
    {.name = "gap",
     .type = HC_VALUE_INTEGER,
     OPTION(gap),
     .default_text = "0",
     .minimum = 0,
     .maximum = 100,
     .doc = "Which gap between atomic planes is the glide plane, 0 the widest (diamond: 0 shuffle, 1 glide set)."},
    {0}};

/* Three, five or 21 numbers as the matrix of Voigt. */
static hc_status read_constants(hc_context *ctx, const hc_real_list *list, double c[6][6])
{
    static const signed char cubic[21] = {0, 1, 1, -1, -1, -1, 0, 1, -1, -1, -1, 0, -1, -1, -1, 2, -1, -1, 2, -1, 2};
    static const signed char hexagonal[21] = {0, 1,  2,  -1, -1, -1, 0,  2, -1, -1, -1,
                                              3, -1, -1, -1, 4,  -1, -1, 4, -1, -1};
    const double *v = list->value;
    if (list->count != 3 && list->count != 5 && list->count != 21) {
        return hc_fail(ctx, HC_ERROR_INPUT, "elastic_gpa has 3 (cubic), 5 (hexagonal) or 21 numbers, not %zu",
                       list->count);
    }
    for (int i = 0, k = 0; i < 6; i++) {
        for (int j = i; j < 6; j++, k++) {
            int from = list->count == 3 ? cubic[k] : list->count == 5 ? hexagonal[k] : k;
            c[i][j] = c[j][i] = from < 0 ? 0.0 : v[from];
        }
    }
    if (list->count == 5) {
        c[5][5] = 0.5 * (v[0] - v[1]);
    }
    return HC_OK;
}

static void tell(hc_context *ctx, const hc_dislocation_options *options, const hc_dislocation_report *report,
                 const hc_structure *structure)
{
    const hc_vec3 *b = &report->burgers;
    hc_log(
        ctx, HC_LOG_INFO,
        "dislocation: b = (%.4f, 0, %.4f) Angstrom along (glide direction, normal, line), %.1f degrees from the line; "
        "core half width %.3f Angstrom",
        b->x / HC_ANGSTROM, b->z / HC_ANGSTROM, report->angle / HC_DEGREE, report->core / HC_ANGSTROM);
    if (options->arrangement != HC_DISLOCATION_WIRE) {
        hc_log(ctx, HC_LOG_INFO, "pair: plastic shear (%.5f, %.5f) of the glide plane along x and z, taken by the cell",
               report->plastic.row[0].y, report->plastic.row[2].y);
    }
    if (!report->whole) {
        hc_log(ctx, HC_LOG_WARNING, "the Burgers vector is none of the lattice: the slip leaves a stacking fault");
    }
    if (report->perturbed) {
        hc_log(ctx, HC_LOG_INFO, "the medium is isotropic about the line: its constants were changed by 1e-6");
    }
    hc_log(ctx, report->removed > 0 ? HC_LOG_WARNING : HC_LOG_INFO,
           "%zu atoms, %zu taken out that were too close; shortest distance %.3f Angstrom, in the crystal %.3f",
           structure->natom, report->removed, report->shortest[1] / HC_ANGSTROM, report->shortest[0] / HC_ANGSTROM);
}

static hc_status apply(hc_context *ctx, const void *data, hc_structure **structure)
{
    const dislocation_step *given = data;
    hc_dislocation_options options = given->options;
    hc_dislocation_report report;
    double constants[6][6];
    hc_status status = HC_OK;
    const bool lattice = given->basis == HC_BASIS_LATTICE;
    if (given->burgers.count != 3 || given->line.count != 3 || given->plane.count != 3 || given->size.count != 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "burgers, line and plane have three numbers, size_angstrom two");
    }
    options.arrangement = (hc_dislocation_arrangement)given->arrangement;
    HC_TRY(hc_wire_check(ctx, &options.wire));
    HC_TRY(hc_direction_indices(ctx, *structure, given->basis, given->line.value, options.line));
    HC_TRY(hc_plane_indices(ctx, *structure, given->basis, given->plane.value, options.plane));
    hc_vec3 b = hc_vec3_make(given->burgers.value[0], given->burgers.value[1], given->burgers.value[2]);
    options.burgers = lattice ? hc_vec3_times_mat3(b, &(*structure)->cell) : hc_vec3_scale(HC_ANGSTROM, b);
    options.size[0] = given->size.value[0];
    options.size[1] = given->size.value[1];
    if (given->constants.count > 0) {
        HC_TRY(read_constants(ctx, &given->constants, constants));
        options.constants = (const double(*)[6])constants;
    }
    HC_TRY(hc_dislocation_build(ctx, &options, structure, &report));
    tell(ctx, &options, &report, *structure);
cleanup:
    return status;
}

const hc_build_step_record hc_build_dislocation = {
    .name = "dislocation",
    .summary = "Straight dislocations in a crystal: a pair in a cell that repeats, or one in the middle of a wire.",
    .reference = "J. P. Hirth, J. Lothe, Theory of Dislocations, 2nd ed. (Wiley 1982)",
    .keywords = keywords,
    .options_size = sizeof(dislocation_step),
    .needs_atoms = true,
    .apply = apply,
};
