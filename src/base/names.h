/* Names and units as users write them: what was probably meant, and what a unit suffix stands for. */
#ifndef HC_BASE_NAMES_H
#define HC_BASE_NAMES_H

#include <stddef.h>

#include "base/text.h"

typedef struct hc_unit_name {
    const char *suffix;    /* in keys and after numbers: "fs", "ev_per_angstrom" */
    const char *alias;     /* another way to write it after a number: "eV/A"; NULL: none */
    const char *dimension; /* only units of one dimension convert into each other */
    double value;          /* one of it in atomic units */
} hc_unit_name;

/* The unit in which the value of key `name` is written ("timestep_fs"), or NULL. *base_length (may be NULL) is the
 * length of the name without the unit. */
const hc_unit_name *hc_unit_of_key(const char *name, size_t *base_length);
/* The unit that a text names ("ps", "eV", "Angstrom"; blanks around it are ignored), or NULL. */
const hc_unit_name *hc_unit_of_text(const char *text);

/* Appends what is right instead of `name`: "; did you mean 'timestep_fs'? (the value is in fs, not in ps)", or, when
 * nothing is near, the list of candidates. */
void hc_names_suggest(hc_text *text, const char *name, const char *const *candidates, size_t count);

#endif
