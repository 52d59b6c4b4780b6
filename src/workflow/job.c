#include "workflow/job.h"

#include <math.h>
#include <stddef.h>

#include "base/file.h"

static const hc_keyword structure_keywords[] = {
    {.name = "file",
     .type = HC_VALUE_FILE,
     .offset = offsetof(hc_job_structure, file),
     .doc = "Structure to start from: extended XYZ, XYZ or POSCAR; the cell and the periodic directions come with it."},
    {0}};

static const hc_section structure_section = {
    .name = "structure", .doc = "What is simulated.", .keywords = structure_keywords, .size = sizeof(hc_job_structure)};

static const hc_section temperature_point_section = {
    .name = "temperature_schedule",
    .doc = "Points that the thermostat's temperature reaches one after the other, linearly, from temperature_k at the "
           "start; behind the last it stays.",
    .keywords = hc_temperature_point_keywords,
    .size = sizeof(hc_temperature_point)};

static const hc_part dynamics_parts[] = {{.name = "thermostat",
                                          .kind = HC_PART_VARIANT,
                                          .offset = offsetof(hc_job_dynamics, thermostat),
                                          .variants = &hc_job_thermostat_variants,
                                          .default_type = "csvr"},
                                         {.name = "temperature_schedule",
                                          .kind = HC_PART_SECTION_LIST,
                                          .offset = offsetof(hc_job_dynamics, schedule),
                                          .section = &temperature_point_section},
                                         {0}};

static const hc_section dynamics_section = {.name = "dynamics",
                                            .doc = "How the atoms move.",
                                            .keywords = hc_md_keywords,
                                            .parts = dynamics_parts,
                                            .size = sizeof(hc_job_dynamics)};

static const hc_section potential_section = {
    .name = "potential",
    .doc = "Evaluates the electrode potential from Fermi level and vacuum level; needs a cell with vacuum.",
    .keywords = hc_potential_keywords,
    .size = sizeof(hc_potential_options)};

static const hc_section charges_section = {
    .name = "charges",
    .doc =
        "Writes charges and spins of the atoms into charges.csv; trajectory.extxyz has the engine's own in any case.",
    .keywords = hc_charges_keywords,
    .size = sizeof(hc_charges_options)};

static const hc_keyword output_keywords[] = {
    {.name = "trajectory_every",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_job_output, trajectory_every),
     .default_text = "10",
     .minimum = 1,
     .maximum = 1000000,
     .doc = "Steps between frames of trajectory.extxyz."},
    {.name = "checkpoint_every",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_job_output, checkpoint_every),
     .default_text = "100",
     .minimum = 1,
     .maximum = 1000000,
     .doc = "Steps between checkpoints; what a killed run has to repeat at most."},
    {.name = "page_frames",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_job_output, page_frames),
     .default_text = "200",
     .minimum = 2,
     .maximum = 5000,
     .doc = "Frames of the trajectory that the page shows at most, evenly taken."},
    {0}};

static const hc_section output_section = {
    .name = "output", .doc = "What is written, how often.", .keywords = output_keywords, .size = sizeof(hc_job_output)};

static const hc_keyword job_keywords[] = {{.name = "title",
                                           .type = HC_VALUE_TEXT,
                                           .offset = offsetof(hc_job, title),
                                           .default_text = "",
                                           .doc = "Title of the page."},
                                          {0}};

static const hc_part job_parts[] = {
    {.name = "structure",
     .kind = HC_PART_SECTION,
     .offset = offsetof(hc_job, structure),
     .section = &structure_section,
     .required = true},
    {.name = "engine",
     .kind = HC_PART_VARIANT,
     .offset = offsetof(hc_job, engine),
     .variants = &hc_job_engine_variants,
     .default_type = "gfn1"},
    {.name = "dynamics", .kind = HC_PART_SECTION, .offset = offsetof(hc_job, dynamics), .section = &dynamics_section},
    {.name = "constraints",
     .kind = HC_PART_VARIANT_LIST,
     .offset = offsetof(hc_job, constraints),
     .variants = &hc_job_colvar_variants},
    {.name = "sampling",
     .kind = HC_PART_VARIANT,
     .offset = offsetof(hc_job, sampling),
     .variants = &hc_job_sampling_variants,
     .default_type = "plain"},
    {.name = "potential",
     .kind = HC_PART_OPTIONAL_SECTION,
     .offset = offsetof(hc_job, potential),
     .section = &potential_section},
    {.name = "charges",
     .kind = HC_PART_OPTIONAL_SECTION,
     .offset = offsetof(hc_job, charges),
     .section = &charges_section},
    {.name = "analysis",
     .kind = HC_PART_VARIANT_LIST,
     .offset = offsetof(hc_job, analysis),
     .variants = &hc_job_analysis_variants},
    {.name = "output", .kind = HC_PART_SECTION, .offset = offsetof(hc_job, output), .section = &output_section},
    {0}};

/* What holds between sections and needs no atoms. */
static hc_status check_job(hc_context *ctx, const void *options)
{
    const hc_job *job = options;
    const hc_sampling_record *sampling = job->sampling.record;
    bool grows = false;
    for (size_t i = 0; i < job->constraints.count; i++) {
        const hc_job_constraint *constraint = job->constraints.item[i].options;
        if (constraint->values.growth == 0.0) {
            continue;
        }
        grows = true;
        if (sampling->kind == HC_SAMPLING_PLAIN) {
            return hc_fail(
                ctx, HC_ERROR_INPUT,
                "constraints[%zu] grows, but sampling is 'plain'; use 'slow_growth' or 'blue_moon', or leave "
                "out its growth",
                i);
        }
        if (isnan(constraint->values.stop)) {
            return hc_fail(ctx, HC_ERROR_INPUT, "constraints[%zu] grows without a stop value; say where it ends", i);
        }
    }
    if (!grows && sampling->kind != HC_SAMPLING_PLAIN) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "sampling '%s' needs a constraint that grows: give one of them a growth and a stop value",
                       sampling->name);
    }
    return HC_OK;
}

const hc_section hc_job_section = {.name = "job",
                                   .doc = "A job of `halfcell run`.",
                                   .keywords = job_keywords,
                                   .parts = job_parts,
                                   .size = sizeof(hc_job),
                                   .check = check_job};

hc_status hc_job_read_with(hc_context *ctx, const char *path, const hc_text_list *set, hc_yaml **yaml, hc_job *job)
{
    hc_status status = HC_OK;
    *job = (hc_job){0};
    HC_TRY(hc_yaml_read_with(ctx, path, set, yaml));
    HC_TRY(hc_schema_parse(ctx, &hc_job_section, *yaml, job));
cleanup:
    return status;
}

hc_status hc_job_read(hc_context *ctx, const char *path, hc_yaml **yaml, hc_job *job)
{
    return hc_job_read_with(ctx, path, NULL, yaml, job);
}

void hc_job_clear(hc_job *job)
{
    hc_schema_clear(&hc_job_section, job);
}

hc_status hc_job_constraint_name(hc_context *ctx, const hc_job *job, size_t index, char **name)
{
    const hc_job_constraint *constraint = job->constraints.item[index].options;
    if (constraint->name) {
        return hc_format(ctx, name, "%s", constraint->name);
    }
    return job->constraints.count == 1 ? hc_format(ctx, name, "xi") : hc_format(ctx, name, "xi%zu", index);
}
