/* What the parameter file lacks. Unless said otherwise: S. Grimme, C. Bannwarth, P. Shushkov, J. Chem. Theory Comput.
 * 13, 1989 (2017), its supporting information, and the parameter file published with the authors' program xtb. */
#include "gfn1/parameters.h"
#include "halfcell/units.h"

/* Pauling's electronegativities (noble gases and others without one as in the papers of the DFT-D4 and GFN methods). */
static const double electronegativity[HC_GFN1_ELEMENTS] = {
    2.20, 3.00,                                                                               /* H, He */
    0.98, 1.57, 2.04, 2.55, 3.04, 3.44, 3.98, 4.50,                                           /* Li to Ne */
    0.93, 1.31, 1.61, 1.90, 2.19, 2.58, 3.16, 3.50,                                           /* Na to Ar */
    0.82, 1.00, 1.36, 1.54, 1.63, 1.66, 1.55, 1.83, 1.88, 1.91, 1.90, 1.65,                   /* K to Zn */
    1.81, 2.01, 2.18, 2.55, 2.96, 3.00,                                                       /* Ga to Kr */
    0.82, 0.95, 1.22, 1.33, 1.60, 2.16, 1.90, 2.20, 2.28, 2.20, 1.93, 1.69,                   /* Rb to Cd */
    1.78, 1.96, 2.05, 2.10, 2.66, 2.60,                                                       /* In to Xe */
    0.79, 0.89,                                                                               /* Cs, Ba */
    1.10, 1.12, 1.13, 1.14, 1.15, 1.17, 1.18, 1.20, 1.21, 1.22, 1.23, 1.24, 1.25, 1.26, 1.27, /* La to Lu */
    1.30, 1.50, 2.36, 1.90, 2.20, 2.20, 2.28, 2.54, 2.00,                                     /* Hf to Hg */
    1.62, 2.33, 2.02, 2.00, 2.20, 2.20};                                                      /* Tl to Rn */

/* Atomic radii, Angstrom: M. Mantina, R. Valero, C. J. Cramer, D. G. Truhlar in CRC Handbook of Chemistry and Physics,
 * 91st edition (2010), pages 9-49 and 9-50. */
static const double radius_angstrom[HC_GFN1_ELEMENTS] = {
    0.32, 0.37, 1.30, 0.99, 0.84, 0.75, 0.71, 0.64, 0.60, 0.62, 1.60, 1.40, 1.24, 1.14, 1.09, 1.04, 1.00, 1.01,
    2.00, 1.74, 1.59, 1.48, 1.44, 1.30, 1.29, 1.24, 1.18, 1.17, 1.22, 1.20, 1.23, 1.20, 1.20, 1.18, 1.17, 1.16,
    2.15, 1.90, 1.76, 1.64, 1.56, 1.46, 1.38, 1.36, 1.34, 1.30, 1.36, 1.40, 1.42, 1.40, 1.40, 1.37, 1.36, 1.36,
    2.38, 2.06, 1.94, 1.84, 1.90, 1.88, 1.86, 1.85, 1.83, 1.82, 1.81, 1.80, 1.79, 1.77, 1.77, 1.78, 1.74, 1.64,
    1.58, 1.50, 1.41, 1.36, 1.32, 1.30, 1.30, 1.32, 1.44, 1.45, 1.50, 1.42, 1.48, 1.46};

typedef struct pair_scale {
    int a, b; /* a <= b */
    double value;
} pair_scale;

static const pair_scale pair_scales[] = {{1, 1, 0.96},  {1, 5, 0.95},  {1, 7, 1.04},  {1, 28, 0.90},
                                         {1, 75, 0.80}, {1, 78, 0.80}, {5, 15, 0.97}, {7, 14, 1.01}};

/* Na and Mg: the file holds values from before the fit that was published and that xtb uses. */
static const hc_gfn1_element corrections[] = {
    {.atomic_number = 11,
     .nshell = 2,
     .shell = {{.n = 3, .l = 0, .zeta = 0.819143, .level = -4.717569, .polynomial = 13.188489, .hardness = 0.0},
               {.n = 3, .l = 1, .zeta = 0.628961, .level = -2.797054, .polynomial = 10.969376, .hardness = -3.004391}},
     .third_order = 1.2,
     .repulsion_alpha = 0.704472,
     .repulsion_zeff = 10.591259},
    {.atomic_number = 12,
     .nshell = 2,
     .shell = {{.n = 3, .l = 0, .zeta = 1.271287, .level = -9.970921, .polynomial = -19.219408, .hardness = 0.0},
               {.n = 3, .l = 1, .zeta = 0.797143, .level = -2.901013, .polynomial = 18.272922, .hardness = 0.674819}},
     .third_order = 1.1,
     .repulsion_alpha = 0.862629,
     .repulsion_zeff = 15.238107},
};
static const double corrected_eta[] = {0.165908, 0.354151};

double hc_gfn1_electronegativity(int atomic_number)
{
    return electronegativity[atomic_number - 1];
}

double hc_gfn1_radius(int atomic_number)
{
    return radius_angstrom[atomic_number - 1] * HC_ANGSTROM;
}

double hc_gfn1_halogen_strength(int atomic_number)
{
    switch (atomic_number) {
    case 35:
        return 0.0381742;
    case 53:
        return 0.0321944;
    case 85:
        return 0.022;
    default:
        return 0.0;
    }
}

/* 1, 2 or 3 for the three rows of the d block (the third one with the lanthanides), 0 elsewhere. */
static int d_block_row(int atomic_number)
{
    if (atomic_number >= 21 && atomic_number <= 29) {
        return 1;
    }
    if (atomic_number >= 39 && atomic_number <= 47) {
        return 2;
    }
    return atomic_number >= 57 && atomic_number <= 79 ? 3 : 0;
}

double hc_gfn1_pair_scale(int atomic_number_a, int atomic_number_b)
{
    static const double row_scale[] = {1.0, 1.1, 1.2, 1.2};
    int low = atomic_number_a < atomic_number_b ? atomic_number_a : atomic_number_b;
    int high = atomic_number_a < atomic_number_b ? atomic_number_b : atomic_number_a;
    for (size_t i = 0; i < sizeof pair_scales / sizeof pair_scales[0]; i++) {
        if (pair_scales[i].a == low && pair_scales[i].b == high) {
            return pair_scales[i].value;
        }
    }
    int row_low = d_block_row(low), row_high = d_block_row(high);
    return row_low > 0 && row_high > 0 ? 0.5 * (row_scale[row_low] + row_scale[row_high]) : 1.0;
}

/* Electrons beyond the filled shells that GFN1-xTB counts to the core; 4f is core for all lanthanides (trivalent). */
static int valence_electrons(int z)
{
    static const int core_end[] = {54, 36, 18, 10, 2, 0};
    for (size_t i = 0; i < sizeof core_end / sizeof core_end[0]; i++) {
        if (z > core_end[i]) {
            int electrons = z - core_end[i];
            if (core_end[i] == 54 && electrons >= 3) {
                return electrons <= 17 ? 3 : electrons - 14;
            }
            return electrons;
        }
    }
    return 0;
}

double hc_gfn1_reference_occupation(int z, int l)
{
    int electrons = valence_electrons(z), s = electrons < 2 ? electrons : 2;
    if (l == 0) {
        return s;
    }
    if (z <= 18) {
        return l == 1 ? electrons - s : 0;
    }
    if (electrons < 12) { /* groups 1 to 11: the rest is d */
        return l == 2 ? electrons - s : 0;
    }
    return l == 1 ? electrons - 12 : 0; /* groups 12 to 18: the d shell is filled and core */
}

static bool level_depends_on_coordination(int z)
{
    return (z <= 2) || (z >= 6 && z <= 10) || (z >= 14 && z <= 18) || (z >= 21 && z <= 24) || (z >= 32 && z <= 36) ||
           (z >= 50 && z <= 54) || z >= 82;
}

double hc_gfn1_level_cn_factor(int z, int l)
{
    if (!level_depends_on_coordination(z)) {
        return 0.0;
    }
    if (l == 0) {
        return 0.006;
    }
    return l == 1 ? -0.003 : z >= 21 && z <= 24 ? 0.005 : -0.005;
}

void hc_gfn1_apply_corrections(hc_gfn1_element *element)
{
    for (size_t i = 0; i < sizeof corrections / sizeof corrections[0]; i++) {
        const hc_gfn1_element *correct = &corrections[i];
        if (correct->atomic_number != element->atomic_number) {
            continue;
        }
        *element = *correct;
        element->third_order *= 0.1;
        for (size_t s = 0; s < element->nshell; s++) {
            element->shell[s].level *= HC_GFN1_EV;
            element->shell[s].polynomial *= 0.01;
            element->shell[s].hardness = corrected_eta[i] * (1.0 + 0.1 * correct->shell[s].hardness);
        }
    }
}
