/* A schema that has every kind of part, for tests. */
#ifndef SAMPLE_SCHEMA_H
#define SAMPLE_SCHEMA_H

#include <math.h>
#include <stddef.h>

#include "halfcell/units.h"
#include "input/schema.h"

typedef struct distance_options {
    hc_text_list atoms;
    double target;
} distance_options;

typedef struct sum_options {
    hc_variant_list terms;
    hc_real_list coefficients;
} sum_options;

typedef struct output_options {
    int every;
    char *comment;
} output_options;

typedef struct electrode_options {
    double potential;
} electrode_options;

typedef struct window_options {
    double from, to;
} window_options;

typedef struct sample_job {
    char *structure, *title, *fixed;
    int steps, ensemble;
    double timestep;
    bool forces;
    hc_variant thermostat, barostat;
    hc_variant_list constraints;
    output_options output;
    electrode_options *electrode;
    hc_section_list windows;
} sample_job;

static const hc_keyword csvr_keywords[] = {{.name = "tau_fs",
                                            .type = HC_VALUE_REAL,
                                            .unit = HC_FS,
                                            .default_text = "100",
                                            .minimum = 1,
                                            .maximum = 1e5,
                                            .doc = "Coupling time."},
                                           {0}};

typedef struct seed_options {
    int seed;
    char *comment;
} seed_options;

#define SEED_OFFSET sizeof(double)

static const hc_keyword seed_keywords[] = {{.name = "seed",
                                            .type = HC_VALUE_INTEGER,
                                            .offset = offsetof(seed_options, seed),
                                            .default_text = "1",
                                            .doc = "Random seed."},
                                           {.name = "comment",
                                            .type = HC_VALUE_TEXT,
                                            .offset = offsetof(seed_options, comment),
                                            .default_text = "",
                                            .doc = "Why."},
                                           {0}};

static bool describe_thermostat(size_t index, hc_variant_type *type)
{
    static const hc_section sections[] = {
        {.name = "none", .doc = "Constant energy."},
        {.name = "csvr",
         .doc = "Velocity rescaling.",
         .reference = "Bussi 2007",
         .keywords = csvr_keywords,
         .size = SEED_OFFSET + sizeof(seed_options),
         .inlined = {{seed_keywords, SEED_OFFSET}}},
    };
    if (index >= 2) {
        return false;
    }
    *type = (hc_variant_type){.section = sections[index], .record = &sections[index]};
    return true;
}

static const hc_variant_table thermostats = {"thermostat", "What keeps the temperature.", describe_thermostat};

static bool describe_colvar(size_t index, hc_variant_type *type);
static const hc_variant_table colvars = {"colvar", "A collective variable.", describe_colvar};

static const hc_keyword distance_keywords[] = {
    {.name = "atoms", .type = HC_VALUE_TEXT_LIST, .offset = offsetof(distance_options, atoms), .doc = "Two atoms."},
    {.name = "target_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(distance_options, target),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 0,
     .maximum = INFINITY,
     .doc = "Where it is held."},
    {0}};

static const hc_keyword sum_keywords[] = {{.name = "coefficients",
                                           .type = HC_VALUE_REAL_LIST,
                                           .offset = offsetof(sum_options, coefficients),
                                           .default_text = "",
                                           .doc = "One a term."},
                                          {0}};

static const hc_part sum_parts[] = {{.name = "terms",
                                     .kind = HC_PART_VARIANT_LIST,
                                     .offset = offsetof(sum_options, terms),
                                     .variants = &colvars,
                                     .required = true,
                                     .doc = "What is added."},
                                    {0}};

static hc_status check_distance(hc_context *ctx, const void *options)
{
    const distance_options *o = options;
    return o->atoms.count == 2 ? HC_OK
                               : hc_fail(ctx, HC_ERROR_INPUT, "atoms: two are needed, there are %zu", o->atoms.count);
}

static bool describe_colvar(size_t index, hc_variant_type *type)
{
    static const hc_section sections[] = {
        {.name = "distance",
         .doc = "Distance of two atoms.",
         .keywords = distance_keywords,
         .size = sizeof(distance_options),
         .check = check_distance},
        {.name = "sum",
         .doc = "Sum of others.",
         .keywords = sum_keywords,
         .parts = sum_parts,
         .size = sizeof(sum_options)},
    };
    if (index >= 2) {
        return false;
    }
    *type = (hc_variant_type){.section = sections[index], .record = &sections[index]};
    return true;
}

static const hc_keyword output_keywords[] = {{.name = "every",
                                              .type = HC_VALUE_INTEGER,
                                              .offset = offsetof(output_options, every),
                                              .default_text = "10",
                                              .minimum = 1,
                                              .maximum = 1e6,
                                              .doc = "Steps between frames."},
                                             {.name = "comment",
                                              .type = HC_VALUE_TEXT,
                                              .offset = offsetof(output_options, comment),
                                              .default_text = "",
                                              .doc = "Anything."},
                                             {0}};
static const hc_section output_section = {
    .name = "output", .doc = "What is written.", .keywords = output_keywords, .size = sizeof(output_options)};

static const hc_keyword electrode_keywords[] = {
    {.name = "potential_v_she", .type = HC_VALUE_REAL, .unit = HC_VOLT, .default_text = "", .doc = "Target potential."},
    {0}};
static const hc_section electrode_section = {
    .name = "electrode", .doc = "The electrode.", .keywords = electrode_keywords, .size = sizeof(electrode_options)};

static const hc_keyword window_keywords[] = {{.name = "from_angstrom",
                                              .type = HC_VALUE_REAL,
                                              .offset = offsetof(window_options, from),
                                              .unit = HC_ANGSTROM,
                                              .doc = "Begin."},
                                             {.name = "to_angstrom",
                                              .type = HC_VALUE_REAL,
                                              .offset = offsetof(window_options, to),
                                              .unit = HC_ANGSTROM,
                                              .default_text = "3",
                                              .doc = "End."},
                                             {0}};
static const hc_section window_section = {
    .name = "window", .doc = "A window.", .keywords = window_keywords, .size = sizeof(window_options)};

static const char *const sample_ensembles[] = {"nve", "nvt", NULL};

static const hc_keyword sample_keywords[] = {
    {.name = "structure", .type = HC_VALUE_FILE, .offset = offsetof(sample_job, structure), .doc = "Start."},
    {.name = "title",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(sample_job, title),
     .default_text = "",
     .doc = "Title of the page."},
    {.name = "fixed",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(sample_job, fixed),
     .default_text = "none",
     .doc = "Atoms that do not move."},
    {.name = "steps",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(sample_job, steps),
     .default_text = "1000",
     .minimum = 0,
     .maximum = 1e9,
     .doc = "Steps."},
    {.name = "ensemble",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(sample_job, ensemble),
     .default_text = "nvt",
     .choices = sample_ensembles,
     .doc = "Ensemble."},
    {.name = "timestep_fs",
     .type = HC_VALUE_REAL,
     .offset = offsetof(sample_job, timestep),
     .unit = HC_FS,
     .default_text = "0.5",
     .minimum = 0.001,
     .maximum = 10,
     .doc = "Time step."},
    {.name = "forces",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(sample_job, forces),
     .default_text = "false",
     .doc = "Write forces."},
    {0}};

static const hc_part sample_parts[] = {
    {.name = "thermostat",
     .kind = HC_PART_VARIANT,
     .offset = offsetof(sample_job, thermostat),
     .variants = &thermostats,
     .default_type = "csvr"},
    {.name = "barostat",
     .kind = HC_PART_VARIANT,
     .offset = offsetof(sample_job, barostat),
     .variants = &thermostats,
     .doc = "What keeps the pressure."},
    {.name = "constraints",
     .kind = HC_PART_VARIANT_LIST,
     .offset = offsetof(sample_job, constraints),
     .variants = &colvars,
     .doc = "What is held."},
    {.name = "output", .kind = HC_PART_SECTION, .offset = offsetof(sample_job, output), .section = &output_section},
    {.name = "electrode",
     .kind = HC_PART_OPTIONAL_SECTION,
     .offset = offsetof(sample_job, electrode),
     .section = &electrode_section},
    {.name = "windows",
     .kind = HC_PART_SECTION_LIST,
     .offset = offsetof(sample_job, windows),
     .section = &window_section},
    {0}};

static hc_status check_sample(hc_context *ctx, const void *options)
{
    const sample_job *job = options;
    return job->steps != 13 ? HC_OK : hc_fail(ctx, HC_ERROR_INPUT, "13 steps bring bad luck; write 12 or 14");
}

static const hc_section sample_section = {.name = "Sample job",
                                          .doc = "A job for tests.",
                                          .keywords = sample_keywords,
                                          .parts = sample_parts,
                                          .size = sizeof(sample_job),
                                          .check = check_sample};

#endif
