#include "list_kinds.h"

#include "analysis/analysis.h"
#include "analysis/defects/recogniser.h"
#include "atoms/structure_format.h"
#include "builders/adsorbate.h"
#include "builders/build_step.h"
#include "builders/ion.h"
#include "builders/prototype.h"
#include "commands.h"
#include "dynamics/colvar.h"
#include "dynamics/integrator.h"
#include "dynamics/optimize.h"
#include "dynamics/thermostat.h"
#include "engine/capability.h"
#include "halfcell/engine.h"
#include "thermo/correction.h"
#include "thermo/gas.h"
#include "workflow/catalyst.h"
#include "workflow/job.h"
#include "workflow/kinetics_study.h"

#define OPTIONS .keywords = record->keywords, .size = record->options_size

DEFINE_DESCRIBE(app_describe_engine, hc_engine_records, OPTIONS)
DEFINE_STATIC_DESCRIBE(describe_step, hc_build_step_records, OPTIONS)
DEFINE_DESCRIBE(app_describe_optimizer, hc_optimizer_records, OPTIONS)
DEFINE_STATIC_DESCRIBE(describe_analysis, hc_analysis_records, OPTIONS)
DEFINE_STATIC_DESCRIBE(describe_colvar, hc_colvar_records, OPTIONS)
DEFINE_STATIC_DESCRIBE(describe_thermostat, hc_thermostat_records, OPTIONS)
DEFINE_STATIC_DESCRIBE(describe_sampling, hc_sampling_records, OPTIONS)
DEFINE_STATIC_DESCRIBE(describe_integrator, hc_integrator_records, )
DEFINE_STATIC_DESCRIBE(describe_format, hc_structure_formats, )
DEFINE_STATIC_DESCRIBE(describe_correction, hc_correction_records, )
DEFINE_STATIC_DESCRIBE(describe_gas, hc_gas_records, )
DEFINE_STATIC_DESCRIBE(describe_recogniser, hc_recogniser_records, )

static void add_needs(const void *record, hc_text *out)
{
    const hc_recogniser_record *recogniser = record;
    hc_text_addf(out, "needs: %s\n", recogniser->needs);
}

static bool describe_ion(size_t index, hc_variant_type *type)
{
    const hc_ion_record *ion = &hc_ions[index];
    *type = (hc_variant_type){.section = {.name = ion->name, .doc = ion->summary}, .record = ion};
    return ion->name != NULL;
}

static bool describe_adsorbate(size_t index, hc_variant_type *type)
{
    const hc_adsorbate_record *adsorbate = &hc_adsorbates[index];
    *type = (hc_variant_type){.section = {.name = adsorbate->name, .doc = adsorbate->summary}, .record = adsorbate};
    return adsorbate->name != NULL;
}

static bool describe_command(size_t index, hc_variant_type *type)
{
    const app_command *command = app_commands()[index];
    if (command == NULL) {
        return false;
    }
    *type = (hc_variant_type){.section = {.name = command->name, .doc = command->summary}, .record = command};
    for (size_t i = 0; i < APP_TABLE_MAX; i++) {
        type->section.inlined[i] = command->tables[i];
    }
    return true;
}

static void add_capabilities(const void *record, hc_text *out)
{
    const hc_engine_record *engine = record;
    hc_text_add(out, "can:\n");
    for (unsigned k = 0; k < HC_CAPABILITY_COUNT; k++) {
        if (engine->capabilities & (1u << k)) {
            hc_text_addf(out, "  %s\n", hc_capability_text((hc_capability)(1u << k)));
        }
    }
    if (engine->limits != NULL) {
        hc_text_addf(out, "limits: %s\n", engine->limits);
    }
}

static void add_extensions(const void *record, hc_text *out)
{
    const hc_structure_format *format = record;
    hc_text_add(out, "files:");
    for (const char *const *extension = format->extensions; *extension != NULL; extension++) {
        hc_text_addf(out, " *%s", *extension);
    }
    for (const char *const *stem = format->stems; *stem != NULL; stem++) {
        hc_text_addf(out, " %s*", *stem);
    }
    hc_text_add(out, "\n");
}

const app_list_kind app_list_kinds[] = {
    {"engines", "What computes energies and forces.", app_describe_engine, add_capabilities, NULL},
    {"colvars", "Collective variables, to be held, moved or watched.", describe_colvar, NULL, NULL},
    {"thermostats", "What keeps the temperature.", describe_thermostat, NULL, NULL},
    {"integrators", "How positions and velocities advance.", describe_integrator, NULL, NULL},
    {"optimizers", "How a geometry finds its minimum.", app_describe_optimizer, NULL, NULL},
    {"samplings", "What a run is for.", describe_sampling, NULL, NULL},
    {"analyses", "What is made of a trajectory.", describe_analysis, NULL, NULL},
    {"recognisers", "What `halfcell defects` looks for.", describe_recogniser, add_needs, NULL},
    {"steps", "What a recipe of `halfcell build` can do.", describe_step, NULL, NULL},
    {"catalysts", "Recipes of `halfcell build --catalyst`, with what was published.", .list = hc_catalysts_list},
    {"prototypes", "Crystals that the step `crystal` knows.", .list = hc_prototypes_list},
    {"adsorbates", "What the step `adsorbate` knows, and how it binds; any element is one atom.", describe_adsorbate,
     NULL, NULL},
    {"ions", "Ions of several atoms that the step `ions` knows.", describe_ion, NULL, NULL},
    {"formats", "Structure files that are read and written.", describe_format, add_extensions, NULL},
    {"barriers", "How the barrier of a step of a mechanism is known.", hc_study_describe_barrier, NULL, NULL},
    {"corrections", "Named corrections of electronic energies, off unless asked for.", describe_correction, NULL, NULL},
    {"gases", "Molecules whose rotation and vibrations are known.", describe_gas, NULL, NULL},
    {"instruments", "Files of potentiostats that are read.", app_describe_instrument, app_add_instrument, NULL},
    {"reference-electrodes", "Reference electrodes and their potentials.", app_describe_reference_electrode,
     app_add_reference_electrode, NULL},
    {"products", "Products of electrolysis.", app_describe_product, app_add_product, NULL},
    {"product-methods", "How the amount of a product was found.", app_describe_product_method, NULL, NULL},
    {"measured-analyses", "What is made of measured curves.", app_describe_measured_analysis, NULL, NULL},
    {"commands", "What halfcell can be asked to do.", describe_command, NULL, NULL},
    {0},
};
