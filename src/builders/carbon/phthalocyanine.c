#include "builders/carbon/phthalocyanine.h"

#include "builders/assemble.h"
#include "builders/carbon/skeleton.h"
#include "halfcell/units.h"

/* One quarter, Angstrom: bond lengths of cobalt phthalocyanine (Co-N 1.91, C-N 1.38 and 1.32, C-C 1.39 to 1.45; Mason,
 * Williams, Fielding, J. Chem. Soc. Dalton Trans. 1979, 676, rounded to D4h). */
static const struct {
    int element;
    double x, y;
} quarter[14] = {{7, 1.91, 0.0},   {6, 2.71, 1.12},  {6, 2.71, -1.12}, {7, 2.37, 2.37}, {6, 4.10, 0.70},
                 {6, 4.10, -0.70}, {6, 5.28, 1.43},  {6, 5.28, -1.43}, {6, 6.47, 0.70}, {6, 6.47, -0.70},
                 {1, 5.28, 2.52},  {1, 5.28, -2.52}, {1, 7.41, 1.25},  {1, 7.41, -1.25}};

hc_status hc_phthalocyanine(hc_context *ctx, int metal, double angle, hc_structure **molecule)
{
    hc_status status = hc_structure_create(ctx, 57, molecule);
    if (status != HC_OK) {
        return status;
    }
    hc_structure_set_element(*molecule, 0, metal);
    for (size_t n = 0; n < 56; n++) {
        double turn = angle + 0.5 * HC_PI * (double)(n / 14), x = quarter[n % 14].x, y = quarter[n % 14].y;
        hc_vec3 r = {cos(turn) * x - sin(turn) * y, sin(turn) * x + cos(turn) * y, 0.0};
        hc_structure_set_element(*molecule, n + 1, quarter[n % 14].element);
        (*molecule)->position[n + 1] = hc_vec3_scale(HC_ANGSTROM, r);
    }
    return HC_OK;
}

/* Every bond of the atoms from `first` on leads to one of them, within the same image. */
static hc_status check_alone(hc_context *ctx, const hc_structure *structure, size_t first)
{
    hc_skeleton *skeleton = NULL;
    hc_status status = hc_skeleton_create(ctx, structure, &skeleton);
    for (size_t i = first; status == HC_OK && i < structure->natom; i++) {
        for (int k = 0; status == HC_OK && k < skeleton->atom[i].count; k++) {
            const hc_skeleton_link *link = &skeleton->atom[i].link[k];
            if (link->j < first || link->image[0] != 0 || link->image[1] != 0 || link->image[2] != 0) {
                status =
                    hc_fail(ctx, HC_ERROR_INPUT,
                            "the molecule, 15 Angstrom across, touches its image or what is below: the cell has to "
                            "be larger, or height_angstrom");
            }
        }
    }
    hc_skeleton_free(skeleton);
    return status;
}

hc_status hc_phthalocyanine_lay(hc_context *ctx, const hc_structure *molecule, size_t under, double height,
                                hc_structure **structure)
{
    size_t first = (*structure)->natom;
    double top = -INFINITY;
    for (size_t i = 0; i < first; i++) {
        top = fmax(top, (*structure)->position[i].z);
    }
    hc_vec3 at = (*structure)->position[under];
    at.z = top + height;
    hc_status status = hc_structure_append(ctx, molecule, at, structure);
    return status == HC_OK ? check_alone(ctx, *structure, first) : status;
}
