/* Keywords that every engine with electrons has: net charge, multiplicity, equal spins, electronic temperature. */
#ifndef HC_ENGINE_ELECTRON_KEYWORDS_H
#define HC_ENGINE_ELECTRON_KEYWORDS_H

#include "halfcell/keyword.h"
#include "halfcell/units.h"

/* Four entries of a table of keywords for the members charge (e), multiplicity (int), equal_spins (bool) and
 * electronic_temperature (hartree: kT) of `options`; what they mean: engine/electron_count.h. */
#define HC_ELECTRON_KEYWORDS(options)                                                                                  \
    {.name = "charge",                                                                                                 \
     .type = HC_VALUE_REAL,                                                                                            \
     .offset = offsetof(options, charge),                                                                              \
     .default_text = "0",                                                                                              \
     .minimum = -1000,                                                                                                 \
     .maximum = 1000,                                                                                                  \
     .doc =                                                                                                            \
         "Net charge of the cell in units of e; it may be fractional. A bulk cell gets a neutralising background."},   \
        {.name = "multiplicity",                                                                                       \
         .type = HC_VALUE_INTEGER,                                                                                     \
         .offset = offsetof(options, multiplicity),                                                                    \
         .default_text = "0",                                                                                          \
         .minimum = 0,                                                                                                 \
         .maximum = 1000,                                                                                              \
         .doc = "Unpaired electrons plus one; 0 takes 1 for an even and 2 for an odd number of electrons, and equal "  \
                "spins for a fractional one."},                                                                        \
        {.name = "equal_spins",                                                                                        \
         .type = HC_VALUE_BOOL,                                                                                        \
         .offset = offsetof(options, equal_spins),                                                                     \
         .default_text = "false",                                                                                      \
         .doc = "Half of the electrons in each spin, whatever their number: the energy is then continuous in the "     \
                "charge, and a piece of a metal has no spin of its own."},                                             \
    {                                                                                                                  \
        .name = "electronic_temperature_k", .type = HC_VALUE_REAL,                                                     \
        .offset = offsetof(options, electronic_temperature), .unit = HC_KELVIN, .default_text = "300", .minimum = 1,   \
        .maximum = 100000, .doc = "Temperature of the Fermi-Dirac occupation."                                         \
    }

#endif
