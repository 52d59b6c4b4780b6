/* The keys of a study. */
#include <math.h>

#include "halfcell/units.h"
#include "kinetics/barrier.h"
#include "workflow/kinetics_study.h"

#define MEMBER(type, member) .offset = offsetof(type, member)

bool hc_study_describe_barrier(size_t index, hc_variant_type *type)
{
    const hc_barrier_record *record = hc_barrier_records()[index];
    if (record != NULL) {
        *type = (hc_variant_type){.section = {.name = record->name,
                                              .doc = record->summary,
                                              .reference = record->reference,
                                              .keywords = record->keywords,
                                              .inlined = {{hc_barrier_common_keywords, 0}},
                                              .size = record->options_size},
                                  .record = record};
    }
    return record != NULL;
}

const hc_variant_table hc_barrier_variants = {"barrier", "How the barrier of a step is known.",
                                              hc_study_describe_barrier};

static const hc_keyword species_keywords[] = {
    {.name = "name", .type = HC_VALUE_TEXT, MEMBER(hc_study_species, name), .doc = "As in the mechanism."},
    {.name = "free_energy_ev",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_species, free_energy_ev),
     .minimum = -1e6,
     .maximum = 1e6,
     .doc =
         "Free energy at the reference temperature, at 1 bar (gas) or 1 mol/L; of an adsorbate relative to the empty "
         "site."},
    {.name = "entropy_mev_per_k",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_species, entropy_mev_per_k),
     .default_text = "0",
     .minimum = -100,
     .maximum = 100,
     .doc = "Entropy: the free energy falls by so much for each kelvin."},
    {.name = "error_ev",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_species, error_ev),
     .default_text = "0",
     .minimum = 0,
     .maximum = 5,
     .doc = "Standard error, for the sampling of uncertainties."},
    {.name = "descriptor_slopes",
     .type = HC_VALUE_REAL_LIST,
     MEMBER(hc_study_species, descriptor_slopes),
     .default_text = "",
     .doc = "One or two slopes: so much of each descriptor is added to the free energy (scaling relations)."},
    {0}};
static const hc_section species_section = {.name = "species",
                                           .doc = "Free energies of what the mechanism names.",
                                           .keywords = species_keywords,
                                           .size = sizeof(hc_study_species)};

static const hc_keyword interaction_keywords[] = {
    {.name = "between",
     .type = HC_VALUE_TEXT_LIST,
     MEMBER(hc_study_interaction, between),
     .doc = "One or two adsorbates."},
    {.name = "energy_ev",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_interaction, energy_ev),
     .minimum = -10,
     .maximum = 10,
     .doc = "So much is the free energy of each raised by a full layer of the other."},
    {0}};
static const hc_section interaction_section = {.name = "interactions",
                                               .doc = "Energies that depend on coverages, linearly.",
                                               .keywords = interaction_keywords,
                                               .size = sizeof(hc_study_interaction)};

static const hc_keyword fluid_keywords[] = {
    {.name = "name", .type = HC_VALUE_TEXT, MEMBER(hc_study_fluid, name), .doc = "As in the mechanism."},
    {.name = "activity",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_fluid, activity),
     .default_text = "1",
     .minimum = 1e-30,
     .maximum = 1e10,
     .doc = "Pressure in bar or concentration in mol/L."},
    {0}};
static const hc_section fluid_section = {.name = "fluids",
                                         .doc =
                                             "Activities of gases and dissolved species; 1 where not listed. Those of "
                                             "H+ and OH- are the pH.",
                                         .keywords = fluid_keywords,
                                         .size = sizeof(hc_study_fluid)};

static const hc_keyword catalyst_keywords[] = {
    {.name = "name", .type = HC_VALUE_TEXT, MEMBER(hc_study_catalyst, name), .doc = "What it is called."},
    {.name = "potential_v_rhe",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_catalyst, potential_v_rhe),
     .default_text = "",
     .minimum = -10,
     .maximum = 10,
     .doc = "Its own potential, in place of the study's."},
    {.name = "site_density_per_cm2",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_catalyst, site_density_per_cm2),
     .default_text = "",
     .minimum = 1,
     .maximum = 1e20,
     .doc = "Its own density of sites, in place of the study's."},
    {.name = "descriptors",
     .type = HC_VALUE_REAL_LIST,
     MEMBER(hc_study_catalyst, descriptors),
     .default_text = "",
     .doc = "Its descriptors, eV; zero where not given."},
    {.name = "energies",
     .type = HC_VALUE_TEXT_LIST,
     MEMBER(hc_study_catalyst, energies),
     .default_text = "",
     .doc = "Tables of energies for what is not listed under species: CSV, JSON, CatMAP's tables, folders of `halfcell "
            "thermo`; beside the study, or those that come with halfcell. Gases at 1 bar."},
    {.name = "surface",
     .type = HC_VALUE_TEXT,
     MEMBER(hc_study_catalyst, surface),
     .default_text = "",
     .doc = "Name of the surface in these tables; by default that of the catalyst."},
    {0}};
static const hc_part catalyst_parts[] = {
    {.name = "species", .kind = HC_PART_SECTION_LIST, MEMBER(hc_study_catalyst, species), .section = &species_section},
    {.name = "barriers",
     .kind = HC_PART_VARIANT_LIST,
     MEMBER(hc_study_catalyst, barriers),
     .variants = &hc_barrier_variants,
     .doc = "Barriers of steps; a reversible step without one is not activated beyond its reaction free energy."},
    {.name = "interactions",
     .kind = HC_PART_SECTION_LIST,
     MEMBER(hc_study_catalyst, interactions),
     .section = &interaction_section},
    {0}};
static const hc_section catalyst_section = {.name = "catalysts",
                                            .doc = "The surfaces that are compared: energies and barriers of each.",
                                            .keywords = catalyst_keywords,
                                            .parts = catalyst_parts,
                                            .size = sizeof(hc_study_catalyst)};

#define END(key, member, text)                                                                                         \
    {                                                                                                                  \
        .name = #key, .type = HC_VALUE_REAL, MEMBER(hc_study_map, member), .minimum = -20, .maximum = 20, .doc = text  \
    }
static const hc_keyword map_keywords[] = {END(x_from_ev, x_from, "First descriptor: begin."),
                                          END(x_to_ev, x_to, "First descriptor: end."),
                                          END(y_from_ev, y_from, "Second descriptor: begin."),
                                          END(y_to_ev, y_to, "Second descriptor: end."),
                                          {.name = "points",
                                           .type = HC_VALUE_INTEGER,
                                           MEMBER(hc_study_map, points),
                                           .default_text = "40",
                                           .minimum = 2,
                                           .maximum = 400,
                                           .doc = "Points along each."},
                                          {.name = "x_label",
                                           .type = HC_VALUE_TEXT,
                                           MEMBER(hc_study_map, x_label),
                                           .default_text = "descriptor 1",
                                           .doc = "Name."},
                                          {.name = "y_label",
                                           .type = HC_VALUE_TEXT,
                                           MEMBER(hc_study_map, y_label),
                                           .default_text = "descriptor 2",
                                           .doc = "Name."},
                                          {.name = "product",
                                           .type = HC_VALUE_TEXT,
                                           MEMBER(hc_study_map, product),
                                           .doc = "Fluid whose rate and efficiency are mapped."},
                                          {0}};
static const hc_section map_section = {
    .name = "map",
    .doc = "Rates over two descriptors, with the first catalyst's energies and barriers.",
    .keywords = map_keywords,
    .size = sizeof(hc_study_map)};

static const hc_keyword uncertainty_keywords[] = {
    {.name = "samples",
     .type = HC_VALUE_INTEGER,
     MEMBER(hc_study_uncertainty, samples),
     .default_text = "500",
     .minimum = 10,
     .maximum = 100000,
     .doc = "Draws of all energies and barriers within their errors."},
    {.name = "seed",
     .type = HC_VALUE_INTEGER,
     MEMBER(hc_study_uncertainty, seed),
     .default_text = "1",
     .minimum = 0,
     .maximum = 2147483646,
     .doc = "The same seed gives the same draws."},
    {.name = "species_correlation",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_uncertainty, species_correlation),
     .default_text = "0",
     .minimum = 0,
     .maximum = 1,
     .doc = "Correlation of the errors of free energies, also between catalysts."},
    {.name = "barrier_correlation",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_uncertainty, barrier_correlation),
     .default_text = "0",
     .minimum = 0,
     .maximum = 1,
     .doc = "Correlation of the errors of barriers, also between catalysts."},
    {0}};
static const hc_section uncertainty_section = {.name = "uncertainty",
                                               .doc = "What the errors of energies make of the results.",
                                               .keywords = uncertainty_keywords,
                                               .size = sizeof(hc_study_uncertainty)};

static const hc_keyword transient_keywords[] = {{.name = "from_s",
                                                 .type = HC_VALUE_REAL,
                                                 MEMBER(hc_study_transient, from_s),
                                                 .default_text = "1e-9",
                                                 .minimum = 1e-15,
                                                 .maximum = 1e10,
                                                 .doc = "First time shown; times are logarithmic."},
                                                {.name = "until_s",
                                                 .type = HC_VALUE_REAL,
                                                 MEMBER(hc_study_transient, until_s),
                                                 .default_text = "1e4",
                                                 .minimum = 1e-14,
                                                 .maximum = 1e12,
                                                 .doc = "Last time."},
                                                {.name = "points",
                                                 .type = HC_VALUE_INTEGER,
                                                 MEMBER(hc_study_transient, points),
                                                 .default_text = "101",
                                                 .minimum = 2,
                                                 .maximum = 5001,
                                                 .doc = "Number of times."},
                                                {0}};
static const hc_section transient_section = {.name = "transient",
                                             .doc = "Coverages in time from empty sites, by SUNDIALS CVODE.",
                                             .keywords = transient_keywords,
                                             .size = sizeof(hc_study_transient)};

static const hc_keyword transport_keywords[] = {
    {.name = "thickness_um",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_transport, thickness_um),
     .default_text = "",
     .minimum = 0.01,
     .maximum = 10000,
     .doc = "Thickness of the diffusion layer, micrometres."},
    {.name = "rotation_rpm",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_transport, rotation_rpm),
     .default_text = "",
     .minimum = 1,
     .maximum = 100000,
     .doc = "In its place: rotation of a disk electrode, turns a minute (Levich)."},
    {.name = "viscosity_m2_s",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_transport, viscosity_m2_s),
     .default_text = "8.9e-7",
     .minimum = 1e-8,
     .maximum = 1e-3,
     .doc = "Kinematic viscosity, for the rotation."},
    {.name = "co2_mol_per_l",
     .type = HC_VALUE_REAL,
     MEMBER(hc_study_transport, co2_mol_per_l),
     .default_text = "0.033",
     .minimum = 1e-9,
     .maximum = 10,
     .doc = "CO2 dissolved in the bulk, at which its activity is that given in fluids."},
    {.name = "buffer",
     .type = HC_VALUE_BOOL,
     MEMBER(hc_study_transport, buffer),
     .default_text = "true",
     .doc = "Whether CO2, HCO3-, CO3-- and OH- react within the layer."},
    {0}};

static hc_status check_transport(hc_context *ctx, const void *opaque)
{
    const hc_study_transport *o = opaque;
    if (isnan(o->thickness_um) == isnan(o->rotation_rpm)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "one of thickness_um and rotation_rpm is needed%s",
                       isnan(o->thickness_um) ? "" : ", not both");
    }
    return HC_OK;
}

static const hc_section transport_section = {
    .name = "transport",
    .doc = "Diffusion layer with the carbonate buffer: scans then have the pH and the CO2 of the surface. Needs a site "
           "density.",
    .reference = "N. Gupta, M. Gattrell, B. MacDougall, J. Appl. Electrochem. 36, 161 (2006)",
    .keywords = transport_keywords,
    .size = sizeof(hc_study_transport),
    .check = check_transport};

void hc_study_layer(const hc_study_transport *o, double ph, double share, hc_transport_options *options)
{
    hc_transport_defaults(options, 1e-6 * o->thickness_um, 1e3 * o->co2_mol_per_l * share, ph);
    options->reacts = o->buffer;
    if (!isnan(o->rotation_rpm)) {
        double omega = 2.0 * HC_PI * o->rotation_rpm / 60.0;
        options->thickness_m = hc_levich_thickness(options->diffusion_m2_s[HC_SOLUTE_CO2], o->viscosity_m2_s, omega);
    }
}

#define NUMBER(key, text, low, high, words)                                                                            \
    {                                                                                                                  \
        .name = #key, .type = HC_VALUE_REAL, MEMBER(hc_study_options, key), .default_text = text, .minimum = low,      \
        .maximum = high, .doc = words                                                                                  \
    }
#define FLAG(key, words)                                                                                               \
    {                                                                                                                  \
        .name = #key, .type = HC_VALUE_BOOL, MEMBER(hc_study_options, key), .default_text = "false", .doc = words      \
    }
static const char *const scales[] = {"she", "rhe", NULL};
static const hc_keyword study_keywords[] = {
    {.name = "title",
     .type = HC_VALUE_TEXT,
     MEMBER(hc_study_options, title),
     .default_text = "",
     .doc = "Of the page."},
    {.name = "mechanism",
     .type = HC_VALUE_TEXT,
     MEMBER(hc_study_options, mechanism),
     .default_text = "",
     .doc = "The steps, one a line: `CO2_g + * <-> CO2*`, `CO2* + H2O_g + ele_g <-> COOH* + OH-_g`."},
    {.name = "mechanism_file",
     .type = HC_VALUE_TEXT,
     MEMBER(hc_study_options, mechanism_file),
     .default_text = "",
     .doc = "A file of steps in place of `mechanism`: beside the study, or one of those that come with halfcell."},
    {.name = "notes",
     .type = HC_VALUE_TEXT_LIST,
     MEMBER(hc_study_options, notes),
     .default_text = "",
     .doc = "What a reader has to know; shown on the page."},
    {.name = "measured",
     .type = HC_VALUE_TEXT_LIST,
     MEMBER(hc_study_options, measured),
     .default_text = "",
     .doc = "Folders of `halfcell measured`: their efficiencies, currents and turnover frequencies are drawn into the "
            "scans of the potential."},
    {.name = "feed",
     .type = HC_VALUE_TEXT,
     MEMBER(hc_study_options, feed),
     .default_text = "",
     .doc = "Fluid whose carbon is reduced, where it is not CO2: with CO_g, CH4 takes 6 electrons and CO none."},
    {.name = "sources",
     .type = HC_VALUE_TEXT_LIST,
     MEMBER(hc_study_options, sources),
     .default_text = "",
     .doc = "Where the energies come from."},
    NUMBER(temperature_k, "298.15", 10, 5000, "Temperature."),
    NUMBER(potential_v_rhe, "", -10, 10, "Potential against RHE."),
    NUMBER(potential_v_she, "", -10, 10, "Potential against SHE, in place of potential_v_rhe."),
    NUMBER(ph, "7", -2, 16, "pH."),
    NUMBER(reference_temperature_k, "298.15", 10, 5000, "Temperature at which the free energies hold."),
    NUMBER(
        hydrogen_ev, "", -1e6, 1e6,
        "Free energy of H2 on the scale of the others, for H+ where the mechanism has no H2_g; without it that of H2_g "
        "in the tables, or 0 without tables."),
    NUMBER(water_ev, "", -1e6, 1e6,
           "Free energy of liquid water, for OH- where the mechanism has no water; without it that of H2O_l in the "
           "tables, or 0 without tables."),
    NUMBER(pkw, "14", 5, 20, "Ionic product of water."),
    NUMBER(site_density_per_cm2, "", 1, 1e20, "Sites on a square centimetre of electrode: gives currents."),
    NUMBER(resistance_ohm_cm2, "0", 0, 1e6, "Uncompensated resistance: U applied = U + j R."),
    {.name = "barrier_scale",
     .type = HC_VALUE_CHOICE,
     MEMBER(hc_study_options, barrier_scale),
     .default_text = "she",
     .choices = scales,
     .doc = "Scale on which barriers know the potential: she (rates of steps with H+ and OH- go with their "
            "activities), or "
            "rhe (as in the computational hydrogen electrode)."},
    FLAG(all_solutions, "Look for further steady states from many starting coverages, and list them."),
    FLAG(check_in_time, "Also integrate from empty sites to 1e10 s (SUNDIALS CVODE) and compare the coverages."),
    {0}};
static const hc_part study_parts[] = {
    {.name = "fluids", .kind = HC_PART_SECTION_LIST, MEMBER(hc_study_options, fluids), .section = &fluid_section},
    {.name = "catalysts",
     .kind = HC_PART_SECTION_LIST,
     MEMBER(hc_study_options, catalysts),
     .section = &catalyst_section,
     .required = true},
    {.name = "scans", .kind = HC_PART_VARIANT_LIST, MEMBER(hc_study_options, scans), .variants = &hc_scan_variants},
    {.name = "map", .kind = HC_PART_OPTIONAL_SECTION, MEMBER(hc_study_options, map), .section = &map_section},
    {.name = "uncertainty",
     .kind = HC_PART_OPTIONAL_SECTION,
     MEMBER(hc_study_options, uncertainty),
     .section = &uncertainty_section},
    {.name = "transient",
     .kind = HC_PART_OPTIONAL_SECTION,
     MEMBER(hc_study_options, transient),
     .section = &transient_section},
    {.name = "transport",
     .kind = HC_PART_OPTIONAL_SECTION,
     MEMBER(hc_study_options, transport),
     .section = &transport_section},
    {.name = "literature",
     .kind = HC_PART_OPTIONAL_SECTION,
     MEMBER(hc_study_options, literature),
     .section = &hc_literature_section},
    {.name = "statements",
     .kind = HC_PART_VARIANT_LIST,
     MEMBER(hc_study_options, statements),
     .variants = &hc_statement_variants},
    {0}};

static hc_status check(hc_context *ctx, const void *opaque)
{
    const hc_study_options *o = opaque;
    if ((o->mechanism == NULL) == (o->mechanism_file == NULL)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "one of mechanism and mechanism_file is needed%s",
                       o->mechanism ? ", not both" : "");
    }
    if (!isnan(o->potential_v_rhe) && !isnan(o->potential_v_she)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "potential_v_rhe and potential_v_she are both given; one of them is right");
    }
    return HC_OK;
}

const hc_section hc_study_section = {
    .name = "study",
    .doc = "A kinetic study (`halfcell kinetics`): a mechanism, catalysts, conditions, and what is asked.",
    .keywords = study_keywords,
    .parts = study_parts,
    .size = sizeof(hc_study_options),
    .check = check,
};
