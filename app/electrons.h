/* What `halfcell energy` reads off the density and the orbitals: charges, dipole, cube files, density of states. */
#ifndef APP_ELECTRONS_H
#define APP_ELECTRONS_H

#include "base/json.h"
#include "base/text.h"
#include "halfcell/engine.h"
#include "workflow/charges.h"

typedef struct app_electron_options {
    hc_text_list charges, cube;
    bool dipole, levels;
    char *cube_prefix, *dos, *dos_atoms;
    int dos_broadening;
    double dos_width, dos_above; /* hartree */
} app_electron_options;

extern const hc_keyword app_electron_keywords[];

/* What was found. */
typedef struct app_electrons {
    const app_electron_options *options;
    unsigned wanted; /* of hc_engine_compute */
    bool wants_bader;
    hc_text_list cube_words; /* of all --cube */
    hc_bader_charges bader;  /* empty: not asked for */
    hc_levels *levels;
    hc_json *cubes; /* names of files; NULL: none */
} app_electrons;

/* Refuses names that are not known, before anything is computed. */
HC_MUST_CHECK hc_status app_electrons_begin(hc_context *ctx, const app_electron_options *options,
                                            app_electrons *electrons);
/* After the engine has computed: `file` is that of the structure, cube files are named after it. */
HC_MUST_CHECK hc_status app_electrons_read(hc_context *ctx, const char *file, hc_engine *engine,
                                           const hc_structure *structure, const hc_result *result,
                                           app_electrons *electrons);
void app_electrons_json(hc_json *json, const app_electrons *electrons, const hc_result *result);
void app_electrons_text(hc_text *out, const app_electrons *electrons, const hc_structure *structure,
                        const hc_result *result);
void app_electrons_clear(app_electrons *electrons);

#endif
