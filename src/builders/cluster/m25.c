#include "builders/cluster/m25.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/bonds.h"
#include "atoms/elements.h"
#include "builders/cluster/m25_room.h"
#include "halfcell/units.h"

#define SULPHUR 16
#define STAPLES 6
#define FRAME (HC_M25_METALS + HC_M25_SULPHURS)

/* The four orbits of the frame under the rotations of the tetrahedron (point group T), Angstrom: icosahedron, staple,
 * outer and middle sulphur of the staple over +x. */
typedef struct m25_frame {
    double core[3], staple[3], outer[3], middle[3];
} m25_frame;

/* Gold: Th (no twist), between the crystal structure (Tofanelli et al., Chem. Sci. 7, 1882 (2016)) and the anion in
 * DFT. Silver: the staples are twisted; between DFT of the methyl cluster and the crystal structure of
 * [Ag25(SPhMe2)18]- (Joshi et al., J. Am. Chem. Soc. 137, 11578 (2015)). */
static const m25_frame gold = {{1.40, 0.0, 2.46}, {4.68, 0.0, 1.77}, {3.43, 0.0, 3.70}, {6.15, 0.0, 0.0}};
static const m25_frame silver = {{1.465, -0.037, 2.38}, {4.50, 0.335, 1.71}, {3.39, 0.52, 3.84}, {6.14, 0.0, 0.0}};

/* ---- the frame --------------------------------------------------------------------------------------------------- */

/* Rotation number `r` (0 to 11) of the tetrahedron: a cyclic exchange of x, y, z after a half turn about an axis. */
static hc_vec3 rotated(const double v[3], int r)
{
    static const double half_turn[4][3] = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};
    double w[3];
    for (int d = 0; d < 3; d++) {
        w[(d + r / 4) % 3] = HC_ANGSTROM * v[d] * half_turn[r % 4][d];
    }
    return hc_vec3_make(w[0], w[1], w[2]);
}

/* Rotations 2 s' and 2 s' + 1 of each cyclic exchange leave the staple over one axis where it is: the half turn about
 * that axis gives its other half. */
static void set_frame(const m25_frame *frame, hc_m25_cluster *cluster)
{
    cluster->metal[0] = hc_vec3_make(0, 0, 0);
    for (int r = 0; r < 12; r++) {
        cluster->metal[1 + r] = rotated(frame->core, r);
        cluster->metal[13 + r] = rotated(frame->staple, r);
    }
    for (int s = 0; s < STAPLES; s++) {
        cluster->sulphur[3 * s] = rotated(frame->outer, 2 * s);
        cluster->sulphur[3 * s + 1] = rotated(frame->middle, 2 * s);
        cluster->sulphur[3 * s + 2] = rotated(frame->outer, 2 * s + 1);
    }
}

/* The metal atom nearest to sulphur i among first ... first + 11, other than `taken`. */
static size_t nearest_metal(const hc_m25_cluster *cluster, int i, size_t first, size_t taken)
{
    size_t best = HC_M25_METALS;
    double least = INFINITY;
    for (size_t m = first; m < first + 12; m++) {
        double d = hc_vec3_norm(hc_vec3_sub(cluster->metal[m], cluster->sulphur[i]));
        if (m != taken && d < least) {
            least = d;
            best = m;
        }
    }
    return best;
}

static void find_neighbours(hc_m25_cluster *cluster)
{
    for (int i = 0; i < HC_M25_SULPHURS; i++) {
        size_t staple = nearest_metal(cluster, i, 13, HC_M25_METALS);
        cluster->neighbour[i][0] = staple;
        cluster->neighbour[i][1] =
            i % 3 == 1 ? nearest_metal(cluster, i, 13, staple) : nearest_metal(cluster, i, 1, HC_M25_METALS);
    }
}

static int side_of(const hc_m25_options *options, int i)
{
    static const int pattern[4][3] = {{1, -1, 1}, {1, 1, 1}, {1, 1, -1}, {1, -1, 1}};
    return options->side != NULL ? options->side[i] : pattern[options->sides][i % 3];
}

static void fill(const hc_ligand *ligand, const hc_m25_options *options, const hc_m25_cluster *cluster,
                 const hc_vec3 *all, hc_structure *structure)
{
    size_t next = FRAME;
    for (size_t m = 0; m < HC_M25_METALS; m++) {
        hc_structure_set_element(structure, m, hc_m25_metal(options, m));
        structure->position[m] = cluster->metal[m];
    }
    for (size_t i = 0; i < HC_M25_SULPHURS; i++) {
        hc_structure_set_element(structure, HC_M25_METALS + i, SULPHUR);
        structure->position[HC_M25_METALS + i] = cluster->sulphur[i];
        for (int n = 0; n < ligand->natom; n++, next++) {
            hc_structure_set_element(structure, next, ligand->atom[n].element);
            structure->position[next] = all[i * HC_LIGAND_ATOM_MAX + (size_t)n];
        }
    }
}

/* What is wrong, and what may mend it. */
static hc_status check_made(hc_context *ctx, const hc_m25_options *options, const hc_structure *made)
{
    char message[160];
    hc_status status = hc_m25_check(ctx, made);
    if (status == HC_ERROR_INPUT && (options->side != NULL || options->sides != HC_M25_ROOMIEST)) {
        snprintf(message, sizeof message, "%s", hc_context_message(ctx));
        return hc_fail(ctx, status, "%s; `sides: roomiest` leaves more room", message);
    }
    return status;
}

hc_status hc_m25_build(hc_context *ctx, const hc_m25_options *options, hc_structure **structure)
{
    hc_status status = HC_OK;
    const hc_ligand *ligand = hc_ligand_record(options->ligand);
    hc_m25_cluster cluster = {0};
    hc_structure *made = NULL;
    hc_vec3 *all = NULL;
    *structure = NULL;
    HC_TRY(hc_allocate(ctx, HC_M25_SULPHURS * HC_LIGAND_ATOM_MAX, sizeof *all, &all));
    HC_TRY(hc_structure_create(ctx, FRAME + HC_M25_SULPHURS * (size_t)ligand->natom, &made));
    set_frame(options->staple == 47 ? &silver : &gold, &cluster);
    find_neighbours(&cluster);
    for (int i = 0; i < HC_M25_SULPHURS; i++) {
        cluster.side[i] = side_of(options, i);
    }
    hc_m25_make_room(ligand, options, &cluster, all);
    fill(ligand, options, &cluster, all, made);
    HC_TRY(check_made(ctx, options, made));
    *structure = made;
    made = NULL;
cleanup:
    free(all);
    hc_structure_free(made);
    return status;
}

/* ---- the check --------------------------------------------------------------------------------------------------- */

typedef struct census {
    size_t metals, sulphurs, staples, cores, bare;
} census;

static size_t count_partners(const hc_structure *structure, const hc_bonds *bonds, size_t i, int element)
{
    size_t count = 0;
    for (size_t k = bonds->first[i]; k < bonds->first[i + 1]; k++) {
        int z = structure->atomic_number[bonds->partner[k]];
        count += element > 0 ? z == element : hc_element_is_metal(z);
    }
    return count;
}

static hc_status check_sulphur(hc_context *ctx, const hc_structure *structure, const hc_bonds *bonds, size_t i)
{
    size_t metals = count_partners(structure, bonds, i, 0), carbons = count_partners(structure, bonds, i, 6);
    size_t all = bonds->first[i + 1] - bonds->first[i];
    return metals == 2 && carbons == 1 && all == 3
               ? HC_OK
               : hc_fail(
                     ctx, HC_ERROR_INPUT,
                     "sulphur atom %zu is on %zu metal and %zu carbon atoms, with %zu neighbours in all; in M25(SR)18 "
                     "it is on two and one",
                     i, metals, carbons, all);
}

hc_status hc_m25_check(hc_context *ctx, const hc_structure *structure)
{
    hc_status status = HC_OK;
    hc_bonds *bonds = NULL;
    census c = {0};
    HC_TRY(hc_bonds_create(ctx, structure, &bonds));
    for (size_t i = 0; i < structure->natom; i++) {
        int z = structure->atomic_number[i];
        if (z == SULPHUR) {
            c.sulphurs++;
            HC_TRY(check_sulphur(ctx, structure, bonds, i));
        } else if (hc_element_is_metal(z)) {
            size_t sulphurs = count_partners(structure, bonds, i, SULPHUR);
            c.metals++;
            c.staples += sulphurs == 2;
            c.cores += sulphurs == 1;
            c.bare += sulphurs == 0;
            if (count_partners(structure, bonds, i, 0) + sulphurs != bonds->first[i + 1] - bonds->first[i]) {
                status = hc_fail(ctx, HC_ERROR_INPUT, "a ligand touches metal atom %zu", i);
                goto cleanup;
            }
        } else if (z == 1 && bonds->first[i + 1] - bonds->first[i] != 1) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "the ligands have no room: hydrogen atom %zu touches another", i);
            goto cleanup;
        }
    }
    if (c.metals != 25 || c.sulphurs != 18 || c.staples != 12 || c.cores != 12 || c.bare != 1) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "%zu metal atoms (%zu on two sulphur atoms, %zu on one, %zu on none) and %zu sulphur atoms; "
                         "M25(SR)18 has 25 (12, 12, 1) and 18",
                         c.metals, c.staples, c.cores, c.bare, c.sulphurs);
    }
cleanup:
    hc_bonds_free(bonds);
    return status;
}
