#include "builders/cluster/m25.h"

#include <stdlib.h>
#include <string.h>

#include "atoms/bonds.h"
#include "atoms/elements.h"
#include "builders/cluster/ligand.h"
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

typedef struct m25 {
    hc_vec3 metal[HC_M25_METALS], sulphur[HC_M25_SULPHURS], carbon[HC_M25_SULPHURS];
    size_t neighbour[HC_M25_SULPHURS][2]; /* metal atoms of each sulphur atom */
    double torsion[HC_M25_SULPHURS][2];
} m25;

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
static void set_frame(const m25_frame *frame, m25 *cluster)
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

/* The metal atom nearest to sulphur i among first ... first + 11, other than `not`. */
static size_t nearest_metal(const m25 *cluster, int i, size_t first, size_t not )
{
    size_t best = HC_M25_METALS;
    double least = INFINITY;
    for (size_t m = first; m < first + 12; m++) {
        double d = hc_vec3_norm(hc_vec3_sub(cluster->metal[m], cluster->sulphur[i]));
        if (m != not &&d < least) {
            least = d;
            best = m;
        }
    }
    return best;
}

static void find_neighbours(m25 *cluster)
{
    for (int i = 0; i < HC_M25_SULPHURS; i++) {
        size_t staple = nearest_metal(cluster, i, 13, HC_M25_METALS);
        cluster->neighbour[i][0] = staple;
        cluster->neighbour[i][1] =
            i % 3 == 1 ? nearest_metal(cluster, i, 13, staple) : nearest_metal(cluster, i, 1, HC_M25_METALS);
    }
}

static hc_vec3 unit_vector(hc_vec3 v)
{
    return hc_vec3_scale(1.0 / hc_vec3_norm(v), v);
}

/* The first atom of the ligand: 106 degrees from both metal atoms, on one side of the plane of the staple. */
static void place_carbon(const hc_ligand *ligand, int i, int side, m25 *cluster)
{
    static const double cosine_to_metal = -0.2756; /* 106 degrees */
    int s = i / 3;
    hc_vec3 at = cluster->sulphur[i];
    hc_vec3 a = unit_vector(hc_vec3_sub(cluster->metal[cluster->neighbour[i][0]], at));
    hc_vec3 b = unit_vector(hc_vec3_sub(cluster->metal[cluster->neighbour[i][1]], at));
    hc_vec3 away = unit_vector(hc_vec3_scale(-1.0, hc_vec3_add(a, b)));
    hc_vec3 normal = unit_vector(hc_vec3_cross(a, b));
    /* The same normal for the whole staple. */
    hc_vec3 plane = hc_vec3_cross(cluster->sulphur[3 * s + 1], hc_vec3_sub(cluster->sulphur[3 * s + 2], at));
    if (i % 3 != 0) {
        plane = hc_vec3_cross(cluster->sulphur[3 * s + 1],
                              hc_vec3_sub(cluster->sulphur[3 * s + 2], cluster->sulphur[3 * s]));
    }
    double up = hc_vec3_dot(normal, plane) < 0.0 ? -side : side;
    double along = fmin(1.0, -cosine_to_metal / fmax(-hc_vec3_dot(away, a), 0.1));
    hc_vec3 direction = hc_vec3_axpy(hc_vec3_scale(along, away), up * sqrt(1.0 - along * along), normal);
    cluster->carbon[i] = hc_vec3_axpy(at, ligand->atom[0].length * HC_ANGSTROM, direction);
}

static int side_of(const hc_m25_options *options, int i)
{
    static const int pattern[4][3] = {{1, -1, 1}, {1, 1, 1}, {1, 1, -1}, {1, -1, 1}};
    return options->side != NULL ? options->side[i] : pattern[options->sides][i % 3];
}

/* ---- room for the ligands ---------------------------------------------------------------------------------------- */

/* Of two atoms with these covalent radii: grows inside their contact, and jumps where they would count as bonded. */
static double overlap(hc_vec3 a, double radius_a, hc_vec3 b, double radius_b)
{
    double radii = radius_a + radius_b, reach = radii + 1.2 * HC_ANGSTROM;
    double r2 = hc_vec3_norm2(hc_vec3_sub(a, b));
    if (r2 >= reach * reach) {
        return 0.0;
    }
    double in = 1.0 - sqrt(r2) / reach, touch = 1.02 * HC_BOND_FACTOR * radii;
    return in * in * (1.0 + 20.0 * in * in) + (r2 < touch * touch ? 5.0 + in : 0.0);
}

static double metal_radius(const hc_m25_options *options, int m)
{
    return hc_element_covalent_radius(m == 0 ? options->centre : m < 13 ? options->icosahedron : options->staple);
}

/* Of ligand i in `mine` with the frame and with all other ligands. */
static double crowding(const hc_ligand *ligand, const m25 *cluster, const hc_m25_options *options, int i,
                       const hc_vec3 *mine, const hc_vec3 *all)
{
    double sum = 0.0, radius[HC_LIGAND_ATOM_MAX], sulphur = hc_element_covalent_radius(SULPHUR);
    for (int n = 0; n < ligand->natom; n++) {
        radius[n] = hc_element_covalent_radius(ligand->atom[n].element);
    }
    for (int m = 0; m < HC_M25_METALS; m++) {
        double metal = metal_radius(options, m);
        for (int n = 1; n < ligand->natom; n++) {
            sum += overlap(mine[n], radius[n], cluster->metal[m], metal);
        }
    }
    for (int j = 0; j < HC_M25_SULPHURS; j++) {
        for (int n = 0; j != i && n < ligand->natom; n++) {
            sum += overlap(mine[n], radius[n], cluster->sulphur[j], sulphur);
            for (int k = 0; k < ligand->natom; k++) {
                sum += overlap(mine[n], radius[n], all[j * HC_LIGAND_ATOM_MAX + k], radius[k]);
            }
        }
    }
    return sum;
}

static void place(const hc_ligand *ligand, const m25 *cluster, int i, const double torsion[2], hc_vec3 *position)
{
    hc_ligand_place(ligand, cluster->metal[cluster->neighbour[i][0]], cluster->sulphur[i], cluster->carbon[i], torsion,
                    position);
}

/* The torsions of ligand i with most room, when that is more than *least. */
static void turn_ligand(const hc_ligand *ligand, const hc_m25_options *options, m25 *cluster, int i, double *least,
                        hc_vec3 *all)
{
    hc_vec3 trial[HC_LIGAND_ATOM_MAX] = {{0}};
    int second = ligand->natom > 4 ? 12 : 1;
    for (int n = 0; n < 24 * second; n++) {
        double torsion[2] = {15.0 * HC_DEGREE * (n % 24), 30.0 * HC_DEGREE * (n / 24)};
        place(ligand, cluster, i, torsion, trial);
        double now = crowding(ligand, cluster, options, i, trial, all);
        if (now < *least - 1e-9) {
            *least = now;
            memcpy(cluster->torsion[i], torsion, sizeof torsion);
            memcpy(&all[i * HC_LIGAND_ATOM_MAX], trial, sizeof trial);
        }
    }
}

/* Both sides of its staple, the one with more room stays. */
static void flip_ligand(const hc_ligand *ligand, const hc_m25_options *options, m25 *cluster, int i, double *least,
                        hc_vec3 *all)
{
    hc_vec3 here = cluster->carbon[i], other;
    double before = *least;
    place_carbon(ligand, i, 1, cluster);
    if (hc_vec3_norm(hc_vec3_sub(here, cluster->carbon[i])) < 1e-6) {
        place_carbon(ligand, i, -1, cluster);
    }
    other = cluster->carbon[i];
    turn_ligand(ligand, options, cluster, i, least, all);
    cluster->carbon[i] = *least < before ? other : here;
}

/* Turns the ligands one after the other to where they have most room, eight times round. */
static void make_room(const hc_ligand *ligand, const hc_m25_options *options, m25 *cluster, hc_vec3 *all)
{
    bool flips = options->side == NULL && options->sides == HC_M25_ROOMIEST;
    for (int k = 0; k < HC_M25_SULPHURS * HC_LIGAND_ATOM_MAX; k++) {
        all[k] = hc_vec3_make(1e6, 0, 0); /* out of the way until their turn comes */
    }
    for (int round = 0; round < 8; round++) {
        for (int i = 0; i < HC_M25_SULPHURS; i++) {
            double least =
                round == 0 ? INFINITY : crowding(ligand, cluster, options, i, &all[i * HC_LIGAND_ATOM_MAX], all);
            turn_ligand(ligand, options, cluster, i, &least, all);
            if (flips) {
                flip_ligand(ligand, options, cluster, i, &least, all);
            }
        }
    }
}

static void fill(const hc_ligand *ligand, const hc_m25_options *options, const m25 *cluster, const hc_vec3 *all,
                 hc_structure *structure)
{
    size_t next = FRAME;
    for (size_t m = 0; m < HC_M25_METALS; m++) {
        int z = m == 0 ? options->centre : m < 13 ? options->icosahedron : options->staple;
        hc_structure_set_element(structure, m, z);
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

hc_status hc_m25_build(hc_context *ctx, const hc_m25_options *options, hc_structure **structure)
{
    hc_status status = HC_OK;
    const hc_ligand *ligand = hc_ligand_record(options->ligand);
    m25 cluster = {0};
    hc_structure *made = NULL;
    hc_vec3 *all = NULL;
    *structure = NULL;
    HC_TRY(hc_allocate(ctx, HC_M25_SULPHURS * HC_LIGAND_ATOM_MAX, sizeof *all, &all));
    HC_TRY(hc_structure_create(ctx, FRAME + HC_M25_SULPHURS * (size_t)ligand->natom, &made));
    set_frame(options->staple == 47 ? &silver : &gold, &cluster);
    find_neighbours(&cluster);
    for (int i = 0; i < HC_M25_SULPHURS; i++) {
        place_carbon(ligand, i, side_of(options, i), &cluster);
    }
    make_room(ligand, options, &cluster, all);
    fill(ligand, options, &cluster, all, made);
    HC_TRY(hc_m25_check(ctx, made));
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
