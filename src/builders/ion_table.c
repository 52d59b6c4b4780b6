#include "builders/ion.h"

#include <string.h>

#include "base/record.h"
#include "halfcell/context.h"

/* Minima of the free ions with GFN1-xTB (`halfcell optimize --engine gfn1 --charge Q`), rounded to 0.001 Angstrom. */
const hc_ion_record hc_ions[] = {
    {"OH", "hydroxide, charge -1", -1, {{"O", 0, 0, 0}, {"H", 0.975, 0, 0}}},
    {"HCO3",
     "hydrogencarbonate, charge -1",
     -1,
     {{"C", 0, 0, 0},
      {"O", 0.473, 1.142, 0},
      {"O", 0.523, -1.108, 0},
      {"O", -1.468, -0.006, 0},
      {"H", -1.694, 0.933, 0}}},
    {"CO3",
     "carbonate, charge -2",
     -2,
     {{"C", 0, 0, 0}, {"O", 1.309, 0, 0}, {"O", -0.654, 1.134, 0}, {"O", -0.654, -1.134, 0}}},
    {"HCOO",
     "formate, charge -1",
     -1,
     {{"C", 0, 0, 0}, {"O", 0.527, 1.129, 0}, {"O", 0.527, -1.129, 0}, {"H", -1.168, 0, 0}}},
    {"H3O",
     "oxonium, charge +1",
     1,
     {{"O", 0, 0, 0}, {"H", 0.942, 0, 0.257}, {"H", -0.471, 0.816, 0.257}, {"H", -0.471, -0.816, 0.257}}},
    {"NH4",
     "ammonium, charge +1",
     1,
     {{"N", 0, 0, 0},
      {"H", 0.588, 0.588, 0.588},
      {"H", 0.588, -0.588, -0.588},
      {"H", -0.588, 0.588, -0.588},
      {"H", -0.588, -0.588, 0.588}}},
    {NULL, NULL, 0, {{NULL, 0, 0, 0}}},
};

hc_status hc_ion_find(hc_context *ctx, const char *name, const hc_ion_record **record)
{
    const char *names[HC_RECORD_MAX];
    size_t count = 0, index = 0;
    for (; count < HC_RECORD_MAX && hc_ions[count].name != NULL; count++) {
        names[count] = hc_ions[count].name;
    }
    hc_status status = hc_record_index(ctx, "ion", "ions", name, names, count, &index);
    *record = status == HC_OK ? &hc_ions[index] : NULL;
    return status;
}

hc_ion_record hc_ion_of_element(int number)
{
    const char *symbol = hc_element_symbol(number);
    return (hc_ion_record){symbol, NULL, 0, {{symbol, 0, 0, 0}}};
}
