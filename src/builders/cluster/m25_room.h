/* Private to the builder of M25(SR)18: its frame, and how its ligands find room. */
#ifndef HC_BUILDERS_CLUSTER_M25_ROOM_H
#define HC_BUILDERS_CLUSTER_M25_ROOM_H

#include "builders/cluster/ligand.h"
#include "builders/cluster/m25.h"

typedef struct hc_m25_cluster {
    hc_vec3 metal[HC_M25_METALS], sulphur[HC_M25_SULPHURS], carbon[HC_M25_SULPHURS];
    size_t neighbour[HC_M25_SULPHURS][2]; /* metal atoms of each sulphur atom */
    int side[HC_M25_SULPHURS];            /* of its staple that the ligand is on, +1 or -1 */
    double lean[HC_M25_SULPHURS];         /* by which the angles metal-sulphur-carbon differ from their mean, radian */
    double torsion[HC_M25_SULPHURS][2];
} hc_m25_cluster;

/* Element of metal atom m. */
static inline int hc_m25_metal(const hc_m25_options *options, size_t m)
{
    return m == 0 ? options->centre : m < 13 ? options->icosahedron : options->staple;
}

/* Ligands of a frame with its neighbours and sides: all [HC_M25_SULPHURS][HC_LIGAND_ATOM_MAX] gets their atoms. Where
 * they find no room some still touch, which the check of the cluster tells. */
void hc_m25_make_room(const hc_ligand *ligand, const hc_m25_options *options, hc_m25_cluster *cluster, hc_vec3 *all);

#endif
