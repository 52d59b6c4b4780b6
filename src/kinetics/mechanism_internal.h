/* Shared by the files that read mechanisms. */
#ifndef HC_KINETICS_MECHANISM_INTERNAL_H
#define HC_KINETICS_MECHANISM_INTERNAL_H

#include "kinetics/mechanism.h"

/* A species as it is written: its parts point into the text. */
typedef struct hc_kinetic_species_words {
    hc_kinetic_species_kind kind;
    const char *base; /* formula */
    size_t base_length;
    const char *site; /* name of the site type, "" for the plain one */
    size_t site_length;
} hc_kinetic_species_words;

/* Splits "COOH*_t", "COOH_t", "*_t", "CO2_g"; false when it is none of these. */
bool hc_kinetic_species_split(const char *text, size_t length, hc_kinetic_species_words *words);
/* Index of the species that `text` [length] names, or HC_NONE. */
size_t hc_kinetic_mechanism_lookup(const hc_kinetic_mechanism *mechanism, const char *text, size_t length);

#endif
