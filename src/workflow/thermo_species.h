/* A structure with its modes as a species of thermochemistry, what comes out of it, and its folder. */
#ifndef HC_WORKFLOW_THERMO_SPECIES_H
#define HC_WORKFLOW_THERMO_SPECIES_H

#include "base/json.h"
#include "base/text.h"
#include "thermo/free_energy.h"
#include "workflow/vibrations.h"

typedef enum hc_species_model {
    HC_SPECIES_AUTO, /* a gas where a whole molecule vibrates freely, else an adsorbate */
    HC_SPECIES_GAS,
    HC_SPECIES_ADSORBATE,
    HC_SPECIES_HINDERED
} hc_species_model;

typedef struct hc_species_options {
    int model;                                    /* of hc_species_model */
    int multiplicity;                             /* 2 S + 1 */
    int symmetry_number;                          /* HC_INTEGER_UNSET: found */
    double translation_barrier, rotation_barrier; /* hartree */
    double spacing;                               /* bohr */
    int minima, rotation_symmetry;
} hc_species_options;

extern const hc_keyword hc_species_keywords[];

/* What `halfcell thermo STRUCTURE` found. Zero-initialise; cleared by hc_species_clear. */
typedef struct hc_species_found {
    const hc_structure *structure; /* borrowed */
    const hc_vibrations *vibrations;
    const char *engine;
    hc_thermo_model model;
    hc_rotor rotor;
    hc_hindered hindered;
    size_t hindered_modes; /* lowest modes that the hindered motions replace */
    hc_thermo_conditions conditions;
    hc_thermo_result thermo;
} hc_species_found;

/* What can be refused before anything is computed; `nmove` atoms vibrate. */
HC_MUST_CHECK hc_status hc_species_check(hc_context *ctx, const hc_species_options *options,
                                         const hc_structure *structure, size_t nmove);
HC_MUST_CHECK hc_status hc_species_evaluate(hc_context *ctx, const hc_species_options *options,
                                            const hc_thermo_conditions *conditions, hc_species_found *found);
hc_json *hc_species_json(const hc_species_found *found);
void hc_species_text(const hc_species_found *found, hc_text *out);
hc_json *hc_species_page(const hc_species_found *found, const char *title);
const char *hc_species_model_name(hc_thermo_model model);
/* Texts of what is to be doubted. */
hc_json *hc_species_warnings(const hc_species_found *found);
/* result.json, hessian.json, modes.csv, modes.xyz and report.html in `folder`. */
HC_MUST_CHECK hc_status hc_species_write(hc_context *ctx, const hc_species_found *found, const char *title,
                                         const char *folder);

#endif
