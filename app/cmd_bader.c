#include <math.h>

#include "analysis/bader.h"
#include "analysis/refine.h"
#include "commands.h"
#include "halfcell/units.h"

typedef struct bader_options {
    char *spin;
    int refine;
} bader_options;

static const hc_keyword keywords[] = {{.name = "spin",
                                       .type = HC_VALUE_TEXT,
                                       .offset = offsetof(bader_options, spin),
                                       .default_text = "",
                                       .doc = "Cube file of the spin density on the same grid: spins are divided too."},
                                      {.name = "refine",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(bader_options, refine),
                                       .default_text = "1",
                                       .minimum = 1,
                                       .maximum = 8,
                                       .doc = "So many times more points along each direction, by plane waves: for "
                                              "densities made of them (GPW, ultrasoft), not for those with cusps."},
                                      {0}};

/* Some programs write zeros where the charges of the nuclei belong. */
static bool has_ions(const hc_cube *cube)
{
    double sum = 0.0;
    for (size_t i = 0; i < cube->structure->natom; i++) {
        sum += fabs(cube->ion_charge[i]);
    }
    return sum > 0.0;
}

static void say(app_call *call, const hc_cube *cube, const hc_bader *bader)
{
    const double cubic_angstrom = pow(HC_ANGSTROM, 3);
    bool ions = has_ions(cube);
    hc_json *charges = hc_json_array(), *volumes = hc_json_array();
    hc_text_addf(&call->out, "%6s %-3s%15s%15s%15s%18s\n", "atom", "", "electrons", "charge (e)", "spin",
                 "volume (A^3)");
    for (size_t i = 0; i < bader->natom; i++) {
        double charge = ions ? cube->ion_charge[i] - bader->electrons[i] : NAN;
        double volume = bader->volume[i] / cubic_angstrom;
        hc_text_addf(&call->out, "%6zu %-3s%15.6f", i, hc_element_symbol(cube->structure->atomic_number[i]),
                     bader->electrons[i]);
        if (ions) {
            hc_text_addf(&call->out, "%15.6f", charge);
        } else {
            hc_text_addf(&call->out, "%15s", "-");
        }
        hc_text_addf(&call->out, "%15.6f%18.4f\n", bader->spin[i], volume);
        hc_json_append(charges, hc_json_real(charge));
        hc_json_append(volumes, hc_json_real(volume));
    }
    hc_text_addf(&call->out,
                 "%zu atoms, %.6f electrons; maxima of the density are at most %.3f angstrom from an atom\n",
                 bader->natom, bader->total, bader->farthest / HC_ANGSTROM);
    call->result = hc_json_object();
    hc_json_set(call->result, "natom", hc_json_integer((long long)bader->natom));
    hc_json_set(call->result, "electrons", hc_json_reals(bader->natom, bader->electrons));
    hc_json_set(call->result, "bader_e", charges);
    hc_json_set(call->result, "bader_spins", hc_json_reals(bader->natom, bader->spin));
    hc_json_set(call->result, "bader_volumes_angstrom3", volumes);
    hc_json_set(call->result, "grid_electrons", hc_json_real(bader->total));
    hc_json_set(call->result, "farthest_maximum_angstrom", hc_json_real(bader->farthest / HC_ANGSTROM));
}

static hc_status run(app_call *call)
{
    const bader_options *options = call->options;
    hc_cube *density = NULL, *spin = NULL;
    hc_bader *bader = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_cube_read(call->ctx, call->argument[0], &density));
    if (options->spin) {
        HC_TRY(hc_cube_read(call->ctx, options->spin, &spin));
    }
    HC_TRY(hc_cube_refine(call->ctx, density, (size_t)options->refine));
    if (spin) {
        HC_TRY(hc_cube_refine(call->ctx, spin, (size_t)options->refine));
    }
    HC_TRY(hc_bader_partition(call->ctx, density, spin ? spin->field : NULL, &bader));
    say(call, density, bader);
cleanup:
    hc_bader_free(bader);
    hc_cube_free(density);
    hc_cube_free(spin);
    return status;
}

const app_command app_bader = {
    .name = "bader",
    .summary = "Bader charges of an electron density in a cube file",
    .arguments = "DENSITY.cube",
    .doc = "The density may come from any program: e/bohr^3, periodic with the grid. Charges are those of the nuclei "
           "in the\n"
           "file (behind the atomic numbers) minus the electrons; where the file has zeros there, they are not given.",
    .examples = "  halfcell bader water-density.cube --json\n"
                "  halfcell bader density.cube --spin spin.cube",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(bader_options),
    .run = run,
};
