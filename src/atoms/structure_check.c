#include <math.h>

#include "atoms/cell.h"
#include "atoms/elements.h"
#include "halfcell/units.h"

/* Beyond this nothing is a molecule any more, and squares of distances lose their digits. */
#define FARTHEST (1e7 * HC_ANGSTROM)
#define FASTEST 1e6 /* atomic units; light: 137 */
#define LIGHTEST (1e-4 * HC_DALTON)
#define HEAVIEST (1e6 * HC_DALTON)
#define SHORTEST_VECTOR (0.1 * HC_ANGSTROM)
/* Sine-like measure of how flat a cell is: volume over the product of the lengths (1 for a box). */
#define FLATTEST 1e-3

static bool is_reasonable(hc_vec3 v)
{
    return fabs(v.x) <= FARTHEST && fabs(v.y) <= FARTHEST && fabs(v.z) <= FARTHEST;
}

static hc_status check_atom(hc_context *ctx, const hc_structure *structure, size_t iatom)
{
    if (hc_element_symbol(structure->atomic_number[iatom]) == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu: there is no element with atomic number %d (1 to %d)", iatom,
                       structure->atomic_number[iatom], HC_ELEMENT_MAX);
    }
    if (!is_reasonable(structure->position[iatom])) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu: a coordinate is not finite or farther than 1e7 Angstrom away",
                       iatom);
    }
    if (!(hc_vec3_norm(structure->velocity[iatom]) <= FASTEST)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu: the velocity is not finite or far above that of light", iatom);
    }
    if (!(structure->mass[iatom] >= LIGHTEST && structure->mass[iatom] <= HEAVIEST)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu: the mass is %g dalton; it should be between 1e-4 and 1e6", iatom,
                       structure->mass[iatom] / HC_DALTON);
    }
    return HC_OK;
}

static hc_status check_vectors(hc_context *ctx, const hc_structure *structure)
{
    for (int d = 0; d < 3; d++) {
        hc_vec3 vector = structure->cell.row[d];
        if (!is_reasonable(vector)) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "lattice vector %c is not finite or longer than 1e7 Angstrom: give three reasonable numbers",
                           "abc"[d]);
        }
        if (structure->periodic[d] && hc_vec3_norm(vector) < SHORTEST_VECTOR) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "direction %c is periodic but its lattice vector is %s: give one longer than 0.1 Angstrom "
                           "or make the direction non-periodic",
                           "abc"[d], hc_vec3_norm2(vector) == 0.0 ? "zero or missing" : "shorter than 0.1 Angstrom");
        }
    }
    return HC_OK;
}

/* Volume (area) of the periodic vectors over the product of their lengths. */
static double flatness(const hc_structure *structure)
{
    hc_vec3 unit[3];
    int count = 0;
    for (int d = 0; d < 3; d++) {
        if (structure->periodic[d]) {
            hc_vec3 vector = structure->cell.row[d];
            unit[count++] = hc_vec3_scale(1.0 / hc_vec3_norm(vector), vector);
        }
    }
    if (count == 3) {
        return fabs(hc_vec3_dot(unit[0], hc_vec3_cross(unit[1], unit[2])));
    }
    return count == 2 ? hc_vec3_norm(hc_vec3_cross(unit[0], unit[1])) : 1.0;
}

hc_status hc_structure_check(hc_context *ctx, const hc_structure *structure)
{
    hc_status status = HC_OK;
    HC_TRY(check_vectors(ctx, structure));
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        HC_TRY(check_atom(ctx, structure, iatom));
    }
    if (flatness(structure) < FLATTEST) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "the periodic lattice vectors lie (nearly) in one plane or on one line");
    }
cleanup:
    return status;
}
