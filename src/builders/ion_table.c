#include "builders/ion.h"

#include <string.h>

#include "base/record.h"
#include "halfcell/context.h"

/* Rounded to 0.01 Angstrom and a degree. OH-: Owrutsky, Rosenbaum, Tack, Saykally, J. Chem. Phys. 83, 5338 (1985);
 * hydrogencarbonate, carbonate, formate and ammonium as in their salts (sodium hydrogencarbonate, calcite, sodium
 * formate, ammonium chloride); H3O+: Sears, Bunker, Davies, Johnson, Spirko, J. Chem. Phys. 83, 2676 (1985). */
const hc_ion_record hc_ions[] = {
    {"OH", "hydroxide, charge -1", -1, {{"O", 0, 0, 0}, {"H", 0.964, 0, 0}}},
    {"HCO3",
     "hydrogencarbonate, charge -1",
     -1,
     {{"C", 0, 0, 0},
      {"O", 0.582, 1.118, 0},
      {"O", 0.582, -1.118, 0},
      {"O", -1.350, 0.000, 0},
      {"H", -1.066, 0.928, 0}}},
    {"CO3",
     "carbonate, charge -2",
     -2,
     {{"C", 0, 0, 0}, {"O", 1.280, 0.000, 0}, {"O", -0.640, 1.109, 0}, {"O", -0.640, -1.109, 0}}},
    {"HCOO",
     "formate, charge -1",
     -1,
     {{"C", 0, 0, 0}, {"O", 0.567, 1.114, 0}, {"O", 0.567, -1.114, 0}, {"H", -1.110, 0.000, 0}}},
    {"H3O",
     "oxonium, charge +1",
     1,
     {{"O", 0, 0, 0}, {"H", 0.934, 0.000, 0.296}, {"H", -0.467, 0.809, 0.296}, {"H", -0.467, -0.809, 0.296}}},
    {"NH4",
     "ammonium, charge +1",
     1,
     {{"N", 0, 0, 0},
      {"H", 0.595, 0.595, 0.595},
      {"H", 0.595, -0.595, -0.595},
      {"H", -0.595, 0.595, -0.595},
      {"H", -0.595, -0.595, 0.595}}},
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
