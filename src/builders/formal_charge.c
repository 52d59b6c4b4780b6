#include "builders/formal_charge.h"

#include <string.h>

typedef struct formal {
    const char *symbol;
    double charge;
} formal;

static const formal anions[] = {{"N", -3},  {"O", -2},  {"F", -1},  {"S", -2}, {"Cl", -1},
                                {"Se", -2}, {"Br", -1}, {"Te", -2}, {"I", -1}, {"C", -4}};
static const formal cations[] = {{"H", 1},  {"Li", 1}, {"Na", 1}, {"K", 1},  {"Rb", 1}, {"Cs", 1}, {"Mg", 2},
                                 {"Ca", 2}, {"Sr", 2}, {"Ba", 2}, {"Zn", 2}, {"Cd", 2}, {"Al", 3}, {"Ga", 3},
                                 {"In", 3}, {"La", 3}, {"Y", 3},  {"Sc", 3}, {"Zr", 4}, {"Hf", 4}, {"Ag", 1}};

static double find(const formal *table, size_t count, const char *symbol)
{
    for (size_t k = 0; k < count; k++) {
        if (strcmp(table[k].symbol, symbol) == 0) {
            return table[k].charge;
        }
    }
    return 0.0;
}

/* What is missing to zero is shared by the metals without a fixed charge, or scales those that have one. */
static void make_neutral(size_t natom, double sum, double positive, size_t nfree, double *charge)
{
    for (size_t i = 0; i < natom; i++) {
        if (nfree > 0 && charge[i] == 0.0) {
            charge[i] = -sum / (double)nfree;
        } else if (nfree == 0 && charge[i] > 0.0) {
            charge[i] *= 1.0 - sum / positive;
        }
    }
}

void hc_formal_charges(const hc_structure *structure, double *charge)
{
    size_t nanion = 0, nfree = 0;
    double sum = 0.0, positive = 0.0;
    for (size_t i = 0; i < structure->natom; i++) {
        const char *symbol = hc_element_symbol(structure->atomic_number[i]);
        double anion = find(anions, sizeof anions / sizeof *anions, symbol);
        charge[i] = anion != 0.0 ? anion : find(cations, sizeof cations / sizeof *cations, symbol);
        sum += charge[i];
        positive += charge[i] > 0.0 ? charge[i] : 0.0;
        nanion += anion != 0.0;
        nfree += charge[i] == 0.0;
    }
    if (nanion == 0 || (nfree == 0 && positive == 0.0)) {
        memset(charge, 0, structure->natom * sizeof *charge);
    } else {
        make_neutral(structure->natom, sum, positive, nfree, charge);
    }
}
