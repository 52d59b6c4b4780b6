/* Flakes around one ring: the hexagonal flake has six equal wedges of 60 degrees, and a ring of another size in its
 * middle means another number of wedges. */
#include <stdlib.h>

#include "builders/carbon/sheet.h"
#include "halfcell/units.h"

#define WEDGE (HC_PI / 3.0)

typedef struct flat {
    double radius, angle; /* in the unrolled plane, the angle runs through all wedges */
} flat;

/* Atoms of the wedge -30 to 30 degrees: corners of hexagons within shells - 1 steps of the middle one. */
static size_t fill_wedge(int shells, double bond, flat *atoms)
{
    size_t count = 0;
    for (int q = -shells; q <= shells; q++) {
        for (int r = -shells; r <= shells; r++) {
            if (abs(q) >= shells || abs(r) >= shells || abs(q + r) >= shells) {
                continue;
            }
            /* Centres of hexagons along 30 and 90 degrees, sqrt(3) bonds apart; corners at 0, 60, ... degrees. */
            double x = 1.5 * bond * q, y = sqrt(3.0) * bond * (r + 0.5 * q);
            for (int corner = 0; corner < 6; corner++) {
                double cx = x + bond * cos(corner * WEDGE), cy = y + bond * sin(corner * WEDGE);
                flat one = {sqrt(cx * cx + cy * cy), atan2(cy, cx)};
                bool known = fabs(one.angle) > 0.5 * WEDGE;
                for (size_t n = 0; n < count && !known; n++) {
                    known = fabs(one.radius - atoms[n].radius) + fabs(one.angle - atoms[n].angle) < 1e-6;
                }
                if (!known) {
                    atoms[count++] = one;
                }
            }
        }
    }
    return count;
}

/* A cone for fewer than six wedges, a saddle for more; flat for six. */
static hc_vec3 folded(flat atom, int members)
{
    double share = members / 6.0, angle = atom.angle / share;
    if (members > 6) {
        return hc_vec3_make(atom.radius * cos(angle), atom.radius * sin(angle), 0.4 * atom.radius * cos(2.0 * angle));
    }
    double rho = atom.radius * share;
    return hc_vec3_make(rho * cos(angle), rho * sin(angle), -atom.radius * sqrt(1.0 - share * share));
}

static double flat_distance(flat a, flat b, int members)
{
    double apart = fabs(remainder(a.angle - b.angle, members * WEDGE));
    return apart > 0.5 * HC_PI
               ? a.radius + b.radius
               : sqrt(a.radius * a.radius + b.radius * b.radius - 2.0 * a.radius * b.radius * cos(apart));
}

static hc_status connect(hc_context *ctx, int members, double bond, size_t natom, const flat *atoms,
                         hc_skeleton *skeleton)
{
    static const int here[3] = {0, 0, 0};
    hc_status status = HC_OK;
    for (size_t i = 0; i < natom; i++) {
        while (skeleton->atom[i].count > 0) {
            hc_skeleton_cut(skeleton, i, 0);
        }
    }
    for (size_t i = 0; i < natom; i++) {
        for (size_t j = 0; j < i; j++) {
            if (flat_distance(atoms[i], atoms[j], members) < 1.2 * bond) {
                HC_TRY(hc_skeleton_bond(ctx, skeleton, j, i, here));
            }
        }
    }
cleanup:
    return status;
}

hc_status hc_carbon_flake(hc_context *ctx, int members, int shells, double lattice, hc_skeleton **skeleton)
{
    hc_status status = HC_OK;
    hc_structure *structure = NULL;
    flat *atoms = NULL;
    double bond = lattice / sqrt(3.0);
    size_t each = (size_t)shells * (size_t)shells, natom = (size_t)members * each;
    *skeleton = NULL;
    HC_TRY(hc_allocate(ctx, natom, sizeof *atoms, &atoms));
    if (fill_wedge(shells, bond, atoms) != each) {
        status = hc_fail(ctx, HC_ERROR_INTERNAL, "a wedge of %d shells has not %zu atoms", shells, each);
        goto cleanup;
    }
    HC_TRY(hc_structure_create(ctx, natom, &structure));
    for (size_t i = 0; i < natom; i++) {
        /* The first wedge stays as it is. */
        atoms[i] = (flat){atoms[i % each].radius, atoms[i % each].angle + (double)(i / each) * WEDGE};
        hc_structure_set_element(structure, i, 6);
        structure->position[i] = folded(atoms[i], members);
    }
    HC_TRY(hc_skeleton_create(ctx, structure, skeleton));
    HC_TRY(connect(ctx, members, bond, natom, atoms, *skeleton));
cleanup:
    if (status != HC_OK) {
        hc_skeleton_free(*skeleton);
        *skeleton = NULL;
    }
    hc_structure_free(structure);
    free(atoms);
    return status;
}
