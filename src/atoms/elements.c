#include "atoms/elements.h"

#include <ctype.h>
#include <string.h>

#include "halfcell/structure.h"
#include "halfcell/units.h"

typedef struct element {
    char symbol[3];
    double mass;   /* dalton */
    double radius; /* covalent, Angstrom */
} element;

/* clang-format off */
static const element elements[HC_ELEMENT_MAX + 1] = {
    {"", 0.0, 0.0},
    {"H", 1.008, 0.31},
    {"He", 4.002602, 0.28},
    {"Li", 6.94, 1.28},
    {"Be", 9.0121831, 0.96},
    {"B", 10.81, 0.84},
    {"C", 12.011, 0.76},
    {"N", 14.007, 0.71},
    {"O", 15.999, 0.66},
    {"F", 18.998403162, 0.57},
    {"Ne", 20.1797, 0.58},
    {"Na", 22.98976928, 1.66},
    {"Mg", 24.305, 1.41},
    {"Al", 26.9815384, 1.21},
    {"Si", 28.085, 1.11},
    {"P", 30.973761998, 1.07},
    {"S", 32.06, 1.05},
    {"Cl", 35.45, 1.02},
    {"Ar", 39.95, 1.06},
    {"K", 39.0983, 2.03},
    {"Ca", 40.078, 1.76},
    {"Sc", 44.955907, 1.7},
    {"Ti", 47.867, 1.6},
    {"V", 50.9415, 1.53},
    {"Cr", 51.9961, 1.39},
    {"Mn", 54.938043, 1.39},
    {"Fe", 55.845, 1.32},
    {"Co", 58.933194, 1.26},
    {"Ni", 58.6934, 1.24},
    {"Cu", 63.546, 1.32},
    {"Zn", 65.38, 1.22},
    {"Ga", 69.723, 1.22},
    {"Ge", 72.63, 1.2},
    {"As", 74.921595, 1.19},
    {"Se", 78.971, 1.2},
    {"Br", 79.904, 1.2},
    {"Kr", 83.798, 1.16},
    {"Rb", 85.4678, 2.2},
    {"Sr", 87.62, 1.95},
    {"Y", 88.905838, 1.9},
    {"Zr", 91.224, 1.75},
    {"Nb", 92.90637, 1.64},
    {"Mo", 95.95, 1.54},
    {"Tc", 97.0, 1.47},
    {"Ru", 101.07, 1.46},
    {"Rh", 102.90549, 1.42},
    {"Pd", 106.42, 1.39},
    {"Ag", 107.8682, 1.45},
    {"Cd", 112.414, 1.44},
    {"In", 114.818, 1.42},
    {"Sn", 118.71, 1.39},
    {"Sb", 121.76, 1.39},
    {"Te", 127.6, 1.38},
    {"I", 126.90447, 1.39},
    {"Xe", 131.293, 1.4},
    {"Cs", 132.90545196, 2.44},
    {"Ba", 137.327, 2.15},
    {"La", 138.90547, 2.07},
    {"Ce", 140.116, 2.04},
    {"Pr", 140.90766, 2.03},
    {"Nd", 144.242, 2.01},
    {"Pm", 145.0, 1.99},
    {"Sm", 150.36, 1.98},
    {"Eu", 151.964, 1.98},
    {"Gd", 157.25, 1.96},
    {"Tb", 158.925354, 1.94},
    {"Dy", 162.5, 1.92},
    {"Ho", 164.930329, 1.92},
    {"Er", 167.259, 1.89},
    {"Tm", 168.934219, 1.9},
    {"Yb", 173.045, 1.87},
    {"Lu", 174.9668, 1.87},
    {"Hf", 178.486, 1.75},
    {"Ta", 180.94788, 1.7},
    {"W", 183.84, 1.62},
    {"Re", 186.207, 1.51},
    {"Os", 190.23, 1.44},
    {"Ir", 192.217, 1.41},
    {"Pt", 195.084, 1.36},
    {"Au", 196.96657, 1.36},
    {"Hg", 200.592, 1.32},
    {"Tl", 204.38, 1.45},
    {"Pb", 207.2, 1.46},
    {"Bi", 208.9804, 1.48},
    {"Po", 209.0, 1.4},
    {"At", 210.0, 1.5},
    {"Rn", 222.0, 1.5},
    {"Fr", 223.0, 2.6},
    {"Ra", 226.0, 2.21},
    {"Ac", 227.0, 2.15},
    {"Th", 232.0377, 2.06},
    {"Pa", 231.03588, 2.0},
    {"U", 238.02891, 1.96},
    {"Np", 237.0, 1.9},
    {"Pu", 244.0, 1.87},
    {"Am", 243.0, 1.8},
    {"Cm", 247.0, 1.69},
    {"Bk", 247.0, 1.68},
    {"Cf", 251.0, 1.68},
    {"Es", 252.0, 1.65},
    {"Fm", 257.0, 1.67},
    {"Md", 258.0, 1.73},
    {"No", 259.0, 1.76},
    {"Lr", 262.0, 1.61},
    {"Rf", 267.0, 1.57},
    {"Db", 268.0, 1.49},
    {"Sg", 269.0, 1.43},
    {"Bh", 270.0, 1.41},
    {"Hs", 269.0, 1.34},
    {"Mt", 277.0, 1.29},
    {"Ds", 281.0, 1.28},
    {"Rg", 282.0, 1.21},
    {"Cn", 285.0, 1.22},
    {"Nh", 286.0, 1.36},
    {"Fl", 290.0, 1.43},
    {"Mc", 290.0, 1.62},
    {"Lv", 293.0, 1.75},
    {"Ts", 294.0, 1.65},
    {"Og", 294.0, 1.57},
};
/* clang-format on */

static bool is_element(int atomic_number)
{
    return atomic_number >= 1 && atomic_number <= HC_ELEMENT_MAX;
}

const char *hc_element_symbol(int atomic_number)
{
    return is_element(atomic_number) ? elements[atomic_number].symbol : NULL;
}

int hc_element_number(const char *symbol)
{
    for (int number = 1; number <= HC_ELEMENT_MAX; number++) {
        if (strcmp(symbol, elements[number].symbol) == 0) {
            return number;
        }
    }
    return 0;
}

int hc_element_number_of(const char *text, size_t length)
{
    char symbol[3] = "";
    if (length < 1 || length > 2) {
        return 0;
    }
    symbol[0] = (char)toupper((unsigned char)text[0]);
    if (length == 2) {
        symbol[1] = (char)tolower((unsigned char)text[1]);
    }
    return hc_element_number(symbol);
}

double hc_element_mass(int atomic_number)
{
    return is_element(atomic_number) ? elements[atomic_number].mass * HC_DALTON : 0.0;
}

double hc_element_covalent_radius(int atomic_number)
{
    return is_element(atomic_number) ? elements[atomic_number].radius * HC_ANGSTROM : 0.0;
}

bool hc_element_is_metal(int atomic_number)
{
    static const unsigned char others[] = {1,  2,  5,  6,  7,  8,  9,  10, 14, 15, 16, 17,
                                           18, 32, 33, 34, 35, 36, 52, 53, 54, 85, 86};
    for (size_t k = 0; k < sizeof others; k++) {
        if (atomic_number == others[k]) {
            return false;
        }
    }
    return is_element(atomic_number);
}

bool hc_element_is_alkali(int atomic_number)
{
    switch (atomic_number) {
    case 3:
    case 11:
    case 19:
    case 37:
    case 55:
    case 87:
        return true;
    default:
        return false;
    }
}
