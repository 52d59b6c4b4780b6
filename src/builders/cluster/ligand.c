#include "builders/cluster/ligand.h"

#include <stddef.h>

#include "halfcell/units.h"

/* Standard bond lengths and angles (Allen et al., J. Chem. Soc. Perkin Trans. 2 1987, S1). */
static const hc_ligand ligands[] = {
    {.name = "methyl",
     .formula = "CH3",
     .natom = 4,
     .atom = {{6, -1, 1.83, -2, 0, -2, 0, 0},
              {1, 0, 1.09, -1, 109, -2, 180, 1},
              {1, 0, 1.09, -1, 109, -2, 60, 1},
              {1, 0, 1.09, -1, 109, -2, -60, 1}}},
    {.name = "hexyl",
     .formula = "C6H13",
     .natom = 19,
     .atom = {{6, -1, 1.83, -2, 0, -2, 0, 0},
              {6, 0, 1.53, -1, 110, -2, 180, 1},
              {6, 1, 1.53, 0, 112.5, -1, 180, 2},
              {6, 2, 1.53, 1, 112.5, 0, 180, 0},
              {6, 3, 1.53, 2, 112.5, 1, 180, 0},
              {6, 4, 1.53, 3, 112.5, 2, 180, 0},
              {1, 0, 1.09, -1, 109.5, -2, 60, 1},
              {1, 0, 1.09, -1, 109.5, -2, -60, 1},
              {1, 1, 1.09, 0, 109.5, -1, 60, 2},
              {1, 1, 1.09, 0, 109.5, -1, -60, 2},
              {1, 2, 1.09, 1, 109.5, 0, 60, 0},
              {1, 2, 1.09, 1, 109.5, 0, -60, 0},
              {1, 3, 1.09, 2, 109.5, 1, 60, 0},
              {1, 3, 1.09, 2, 109.5, 1, -60, 0},
              {1, 4, 1.09, 3, 109.5, 2, 60, 0},
              {1, 4, 1.09, 3, 109.5, 2, -60, 0},
              {1, 5, 1.09, 4, 110, 3, 180, 0},
              {1, 5, 1.09, 4, 110, 3, 60, 0},
              {1, 5, 1.09, 4, 110, 3, -60, 0}}},
    {.name = "phenylethyl",
     .formula = "C2H4C6H5",
     .natom = 17,
     .atom = {{6, -1, 1.83, -2, 0, -2, 0, 0},
              {6, 0, 1.53, -1, 110, -2, 180, 1},
              {6, 1, 1.51, 0, 112, -1, 180, 2},
              {6, 2, 1.40, 1, 120, 0, 90, 0},
              {6, 2, 1.40, 1, 120, 0, -90, 0},
              {6, 3, 1.40, 2, 120, 1, 180, 0},
              {6, 4, 1.40, 2, 120, 1, 180, 0},
              {6, 5, 1.40, 3, 120, 2, 0, 0},
              {1, 0, 1.09, -1, 109.5, -2, 60, 1},
              {1, 0, 1.09, -1, 109.5, -2, -60, 1},
              {1, 1, 1.09, 0, 109.5, -1, 60, 2},
              {1, 1, 1.09, 0, 109.5, -1, -60, 2},
              {1, 3, 1.09, 2, 120, 1, 0, 0},
              {1, 4, 1.09, 2, 120, 1, 0, 0},
              {1, 5, 1.09, 3, 120, 2, 180, 0},
              {1, 6, 1.09, 4, 120, 2, 180, 0},
              {1, 7, 1.09, 5, 120, 3, 180, 0}}},
    {.name = "2,4-dimethylphenyl",
     .formula = "C6H3(CH3)2",
     .natom = 17,
     .atom = {{6, -1, 1.78, -2, 0, -2, 0, 0},
              {6, 0, 1.40, -1, 120, -2, 90, 1},
              {6, 0, 1.40, -1, 120, -2, -90, 1},
              {6, 1, 1.40, 0, 120, -1, 180, 0},
              {6, 2, 1.40, 0, 120, -1, 180, 0},
              {6, 3, 1.40, 1, 120, 0, 0, 0},
              {6, 1, 1.51, 0, 121, -1, 0, 0},
              {6, 5, 1.51, 3, 120, 1, 180, 0},
              {1, 2, 1.09, 0, 120, -1, 0, 0},
              {1, 3, 1.09, 1, 120, 0, 180, 0},
              {1, 4, 1.09, 2, 120, 0, 180, 0},
              {1, 6, 1.09, 1, 110, 3, 0, 2},
              {1, 6, 1.09, 1, 110, 3, 120, 2},
              {1, 6, 1.09, 1, 110, 3, -120, 2},
              {1, 7, 1.09, 5, 110, 3, 0, 0},
              {1, 7, 1.09, 5, 110, 3, 120, 0},
              {1, 7, 1.09, 5, 110, 3, -120, 0}}},
};

const char *const hc_ligand_names[] = {"methyl", "hexyl", "phenylethyl", "2,4-dimethylphenyl", NULL};

const hc_ligand *hc_ligand_record(int index)
{
    return &ligands[index];
}

/* A point at `length` from b, at `angle` to b-c and `dihedral` about b-c from d. */
static hc_vec3 extend(hc_vec3 b, hc_vec3 c, hc_vec3 d, double length, double angle, double dihedral)
{
    hc_vec3 axis = hc_vec3_sub(b, c);
    axis = hc_vec3_scale(1.0 / hc_vec3_norm(axis), axis);
    hc_vec3 across = hc_vec3_cross(hc_vec3_sub(c, d), axis);
    double norm = hc_vec3_norm(across);
    across = norm > 1e-8 ? hc_vec3_scale(1.0 / norm, across) : hc_vec3_make(0, 0, 1);
    hc_vec3 in_plane = hc_vec3_cross(across, axis);
    hc_vec3 r = hc_vec3_scale(-length * cos(angle), axis);
    r = hc_vec3_axpy(r, length * sin(angle) * cos(dihedral), in_plane);
    r = hc_vec3_axpy(r, length * sin(angle) * sin(dihedral), across);
    return hc_vec3_add(b, r);
}

void hc_ligand_place(const hc_ligand *ligand, hc_vec3 metal, hc_vec3 sulphur, hc_vec3 carbon, const double torsion[2],
                     hc_vec3 *position)
{
    position[0] = carbon;
    for (int n = 1; n < ligand->natom; n++) {
        const hc_ligand_atom *atom = &ligand->atom[n];
        int name[3] = {atom->bond, atom->angle, atom->dihedral};
        hc_vec3 at[3];
        for (int k = 0; k < 3; k++) {
            at[k] = name[k] == -1 ? sulphur : name[k] == -2 ? metal : position[name[k]];
        }
        double turn = atom->turn * HC_DEGREE + (atom->torsion > 0 ? torsion[atom->torsion - 1] : 0.0);
        position[n] = extend(at[0], at[1], at[2], atom->length * HC_ANGSTROM, atom->degree * HC_DEGREE, turn);
    }
}
