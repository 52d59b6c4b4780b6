/* Groups R of thiolates SR, by internal coordinates. */
#ifndef HC_BUILDERS_CLUSTER_LIGAND_H
#define HC_BUILDERS_CLUSTER_LIGAND_H

#include "halfcell/vec.h"

#define HC_LIGAND_ATOM_MAX 24

/* One atom: bonded to `bond` with that length (Angstrom), angle (degree) to `angle` and dihedral to `dihedral`; -1 is
 * sulphur, -2 the metal atom that angles about S-C are counted from. `torsion` 1, 2: that torsion is added. */
typedef struct hc_ligand_atom {
    int element, bond;
    double length;
    int angle;
    double degree;
    int dihedral;
    double turn;
    int torsion;
} hc_ligand_atom;

typedef struct hc_ligand {
    const char *name, *formula;
    int natom;
    hc_ligand_atom atom[HC_LIGAND_ATOM_MAX];
} hc_ligand;

extern const char *const hc_ligand_names[]; /* for a keyword of choices */
const hc_ligand *hc_ligand_record(int index);

/* Positions, bohr, for the two torsions in radian. Atom 0 (carbon) is at `carbon`. */
void hc_ligand_place(const hc_ligand *ligand, hc_vec3 metal, hc_vec3 sulphur, hc_vec3 carbon, const double torsion[2],
                     hc_vec3 *position);

#endif
