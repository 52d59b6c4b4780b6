#include <string.h>

#include "base/record.h"
#include "builders/adsorbate.h"

/* Bond lengths and angles of the free molecules or radicals (CRC Handbook, 97th ed., section 9), rounded to 0.01
 * Angstrom; CO2 bent as on metals (O-C-O 130 degrees, C-O 1.25). */
const hc_adsorbate_record hc_adsorbates[] = {
    {"H", "an atom", false, {{"H", 0, 0, 0, true}}},
    {"O", "an atom", false, {{"O", 0, 0, 0, true}}},
    {"OH", "by oxygen", false, {{"O", 0, 0, 0, true}, {"H", 0.92, 0, 0.30, false}}},
    {"H2O", "by oxygen", false, {{"O", 0, 0, 0, true}, {"H", 0.76, 0, 0.59, false}, {"H", -0.76, 0, 0.59, false}}},
    {"OOH", "by oxygen", false, {{"O", 0, 0, 0, true}, {"O", 1.20, 0, 0.83, false}, {"H", 0.99, 0, 1.78, false}}},
    {"CO", "by carbon, upright", false, {{"C", 0, 0, 0, true}, {"O", 0, 0, 1.15, false}}},
    {"CHO", "by carbon", false, {{"C", 0, 0, 0, true}, {"O", 1.06, 0, 0.60, false}, {"H", -0.97, 0, 0.54, false}}},
    {"COH", "by carbon, upright", false, {{"C", 0, 0, 0, true}, {"O", 0, 0, 1.33, false}, {"H", 0.92, 0, 1.62, false}}},
    {"COOH",
     "by carbon",
     false,
     {{"C", 0, 0, 0, true}, {"O", -1.06, 0, 0.60, false}, {"O", 1.18, 0, 0.68, false}, {"H", 0.96, 0, 1.63, false}}},
    {"OCHO",
     "by both oxygens, which lie along the site",
     false,
     {{"O", -1.12, 0, 0, true}, {"O", 1.12, 0, 0, true}, {"C", 0, 0, 0.58, false}, {"H", 0, 0, 1.68, false}}},
    {"OCCO",
     "by both carbons, which lie along the site",
     false,
     {{"C", -0.72, 0, 0, true}, {"C", 0.72, 0, 0, true}, {"O", -1.42, 0, 1.00, false}, {"O", 1.42, 0, 1.00, false}}},
    {"CH2O",
     "by oxygen, tilted",
     false,
     {{"O", 0, 0, 0, true},
      {"C", 0.60, 0, 1.05, false},
      {"H", 0.89, 0.94, 1.56, false},
      {"H", 0.89, -0.94, 1.56, false}}},
    {"CO2", "flat, not bonded", true, {{"C", 0, 0, 0, true}, {"O", -1.16, 0, 0, true}, {"O", 1.16, 0, 0, true}}},
    {"CO2-bent",
     "by carbon, bent",
     false,
     {{"C", 0, 0, 0, true}, {"O", -1.13, 0, 0.53, false}, {"O", 1.13, 0, 0.53, false}}},
    {NULL, NULL, false, {{NULL, 0, 0, 0, false}}},
};

hc_status hc_adsorbate_find(hc_context *ctx, const char *name, hc_adsorbate_record *record)
{
    const char *names[HC_RECORD_MAX];
    size_t count = 0, index = 0;
    for (; count < HC_RECORD_MAX && hc_adsorbates[count].name != NULL; count++) {
        names[count] = hc_adsorbates[count].name;
        if (strcmp(name, names[count]) == 0) {
            *record = hc_adsorbates[count];
            return HC_OK;
        }
    }
    int number = hc_element_number(name);
    if (number != 0) {
        const char *symbol = hc_element_symbol(number);
        *record = (hc_adsorbate_record){symbol, "an atom", false, {{symbol, 0, 0, 0, true}}};
        return HC_OK;
    }
    return hc_record_index(ctx, "adsorbate", "adsorbates", name, names, count, &index);
}
