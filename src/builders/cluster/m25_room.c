/* Where the ligands of M25(SR)18 are: first atoms, torsions, and room for all. */
#include "builders/cluster/m25_room.h"

#include <math.h>
#include <string.h>

#include "atoms/bonds.h"
#include "atoms/elements.h"
#include "halfcell/units.h"
#include "math/random.h"

#define SULPHUR 16
#define MEAN_ANGLE (106.0 * HC_DEGREE) /* metal - sulphur - carbon */
#define LEAN (8.0 * HC_DEGREE)         /* by which it may differ where there is no room: 98 to 114 degrees */
#define MOVES 30000
#define HOT 3.0 /* of overlap: some atoms pass through each other; at COLD none does */
#define COLD 0.01

static hc_vec3 unit_vector(hc_vec3 v)
{
    return hc_vec3_scale(1.0 / hc_vec3_norm(v), v);
}

/* The first atom of the ligand: at one angle from both metal atoms, on one side of the plane of the staple. */
static void place_carbon(const hc_ligand *ligand, int i, hc_m25_cluster *cluster)
{
    const double cosine_to_metal = cos(MEAN_ANGLE + cluster->lean[i]);
    int s = i / 3;
    hc_vec3 at = cluster->sulphur[i];
    hc_vec3 a = unit_vector(hc_vec3_sub(cluster->metal[cluster->neighbour[i][0]], at));
    hc_vec3 b = unit_vector(hc_vec3_sub(cluster->metal[cluster->neighbour[i][1]], at));
    hc_vec3 away = unit_vector(hc_vec3_scale(-1.0, hc_vec3_add(a, b)));
    hc_vec3 normal = unit_vector(hc_vec3_cross(a, b));
    /* The same normal for the whole staple. */
    hc_vec3 plane =
        hc_vec3_cross(cluster->sulphur[3 * s + 1], hc_vec3_sub(cluster->sulphur[3 * s + 2], cluster->sulphur[3 * s]));
    double up = hc_vec3_dot(normal, plane) < 0.0 ? -cluster->side[i] : cluster->side[i];
    double along = fmin(1.0, -cosine_to_metal / fmax(-hc_vec3_dot(away, a), 0.1));
    hc_vec3 direction = hc_vec3_axpy(hc_vec3_scale(along, away), up * sqrt(1.0 - along * along), normal);
    cluster->carbon[i] = hc_vec3_axpy(at, ligand->atom[0].length * HC_ANGSTROM, direction);
}

/* Of two atoms with these covalent radii: grows inside their contact, and jumps where they would count as bonded, which
 * sets *touching. */
static double overlap(hc_vec3 a, double radius_a, hc_vec3 b, double radius_b, bool *touching)
{
    double radii = radius_a + radius_b, reach = radii + 1.2 * HC_ANGSTROM;
    double r2 = hc_vec3_norm2(hc_vec3_sub(a, b));
    if (r2 >= reach * reach) {
        return 0.0;
    }
    double in = 1.0 - sqrt(r2) / reach, touch = 1.02 * HC_BOND_FACTOR * radii;
    bool bonded = r2 < touch * touch;
    *touching |= bonded;
    return in * in * (1.0 + 20.0 * in * in) + (bonded ? 5.0 + in : 0.0);
}

/* Of ligand i in `mine` with the frame and with all other ligands. */
static double crowding(const hc_ligand *ligand, const hc_m25_cluster *cluster, const hc_m25_options *options, int i,
                       const hc_vec3 *mine, const hc_vec3 *all, bool *touching)
{
    double sum = 0.0, radius[HC_LIGAND_ATOM_MAX], sulphur = hc_element_covalent_radius(SULPHUR);
    for (int n = 0; n < ligand->natom; n++) {
        radius[n] = hc_element_covalent_radius(ligand->atom[n].element);
    }
    for (size_t m = 0; m < HC_M25_METALS; m++) {
        double metal = hc_element_covalent_radius(hc_m25_metal(options, m));
        for (int n = 1; n < ligand->natom; n++) {
            sum += overlap(mine[n], radius[n], cluster->metal[m], metal, touching);
        }
    }
    for (int j = 0; j < HC_M25_SULPHURS; j++) {
        for (int n = 0; j != i && n < ligand->natom; n++) {
            sum += overlap(mine[n], radius[n], cluster->sulphur[j], sulphur, touching);
            for (int k = 0; k < ligand->natom; k++) {
                sum += overlap(mine[n], radius[n], all[j * HC_LIGAND_ATOM_MAX + k], radius[k], touching);
            }
        }
    }
    return sum;
}

static void place(const hc_ligand *ligand, const hc_m25_cluster *cluster, int i, const double torsion[2],
                  hc_vec3 *position)
{
    hc_ligand_place(ligand, cluster->metal[cluster->neighbour[i][0]], cluster->sulphur[i], cluster->carbon[i], torsion,
                    position);
}

/* The torsions of ligand i with most room, when that is more than *least. */
static void turn_ligand(const hc_ligand *ligand, const hc_m25_options *options, hc_m25_cluster *cluster, int i,
                        double *least, hc_vec3 *all)
{
    hc_vec3 trial[HC_LIGAND_ATOM_MAX] = {{0}};
    int second = ligand->natom > 4 ? 12 : 1;
    bool touching = false;
    for (int n = 0; n < 24 * second; n++) {
        double torsion[2] = {15.0 * HC_DEGREE * (n % 24), 30.0 * HC_DEGREE * (n / 24)};
        place(ligand, cluster, i, torsion, trial);
        double now = crowding(ligand, cluster, options, i, trial, all, &touching);
        if (now < *least - 1e-9) {
            *least = now;
            memcpy(cluster->torsion[i], torsion, sizeof torsion);
            memcpy(&all[i * HC_LIGAND_ATOM_MAX], trial, sizeof trial);
        }
    }
}

/* Both sides of its staple, the one with more room stays. */
static void flip_ligand(const hc_ligand *ligand, const hc_m25_options *options, hc_m25_cluster *cluster, int i,
                        double *least, hc_vec3 *all)
{
    hc_vec3 here = cluster->carbon[i];
    double before = *least;
    cluster->side[i] = -cluster->side[i];
    place_carbon(ligand, i, cluster);
    turn_ligand(ligand, options, cluster, i, least, all);
    if (*least >= before) {
        cluster->side[i] = -cluster->side[i];
        cluster->carbon[i] = here;
    }
}

/* Turns the ligands one after the other to where they have most room, eight times round. */
static void turn_all(const hc_ligand *ligand, const hc_m25_options *options, bool flips, hc_m25_cluster *cluster,
                     hc_vec3 *all)
{
    for (int k = 0; k < HC_M25_SULPHURS * HC_LIGAND_ATOM_MAX; k++) {
        all[k] = hc_vec3_make(1e6, 0, 0); /* out of the way until their turn comes */
    }
    bool touching = false;
    for (int round = 0; round < 8; round++) {
        for (int i = 0; i < HC_M25_SULPHURS; i++) {
            double least = round == 0
                               ? INFINITY
                               : crowding(ligand, cluster, options, i, &all[i * HC_LIGAND_ATOM_MAX], all, &touching);
            turn_ligand(ligand, options, cluster, i, &least, all);
            if (flips) {
                flip_ligand(ligand, options, cluster, i, &least, all);
            }
        }
    }
}

/* A step of ligand i: torsions by a little or at random, another lean, another side. */
static void step(hc_random *random, bool flips, double temperature, int i, hc_m25_cluster *cluster)
{
    double *torsion = cluster->torsion[i];
    if (hc_random_uniform(random) < 0.3) {
        torsion[0] = 2.0 * HC_PI * hc_random_uniform(random);
        torsion[1] = 2.0 * HC_PI * hc_random_uniform(random);
    } else {
        torsion[0] += 0.3 * sqrt(temperature) * hc_random_normal(random);
        torsion[1] += 0.3 * hc_random_normal(random);
    }
    if (flips && hc_random_uniform(random) < 0.1) {
        cluster->side[i] = -cluster->side[i];
    }
    if (hc_random_uniform(random) < 0.5) {
        cluster->lean[i] = LEAN * (2.0 * hc_random_uniform(random) - 1.0);
    }
}

/* Where turning one after the other leaves contacts: simulated annealing of torsions and angles at sulphur. */
static void anneal(const hc_ligand *ligand, const hc_m25_options *options, bool flips, hc_m25_cluster *cluster,
                   hc_vec3 *all)
{
    hc_random random;
    bool touching = false;
    hc_vec3 trial[HC_LIGAND_ATOM_MAX] = {{0}};
    hc_random_seed(&random, 25);
    for (int n = 0; n < MOVES; n++) {
        int i = n % HC_M25_SULPHURS;
        hc_vec3 *mine = &all[i * HC_LIGAND_ATOM_MAX], carbon = cluster->carbon[i];
        double temperature = HOT * pow(COLD / HOT, (double)n / MOVES), lean = cluster->lean[i];
        double torsion[2] = {cluster->torsion[i][0], cluster->torsion[i][1]};
        double before = crowding(ligand, cluster, options, i, mine, all, &touching);
        int side = cluster->side[i];
        step(&random, flips, temperature, i, cluster);
        place_carbon(ligand, i, cluster);
        place(ligand, cluster, i, cluster->torsion[i], trial);
        double after = crowding(ligand, cluster, options, i, trial, all, &touching);
        if (after < before || hc_random_uniform(&random) < exp((before - after) / temperature)) {
            memcpy(mine, trial, sizeof trial);
        } else {
            memcpy(cluster->torsion[i], torsion, sizeof torsion);
            cluster->carbon[i] = carbon;
            cluster->lean[i] = lean;
            cluster->side[i] = side;
        }
    }
}

void hc_m25_make_room(const hc_ligand *ligand, const hc_m25_options *options, hc_m25_cluster *cluster, hc_vec3 *all)
{
    bool flips = options->side == NULL && options->sides == HC_M25_ROOMIEST, touching = false;
    for (int i = 0; i < HC_M25_SULPHURS; i++) {
        place_carbon(ligand, i, cluster);
    }
    turn_all(ligand, options, flips, cluster, all);
    for (int i = 0; i < HC_M25_SULPHURS; i++) {
        crowding(ligand, cluster, options, i, &all[i * HC_LIGAND_ATOM_MAX], all, &touching);
    }
    if (touching) {
        anneal(ligand, options, flips, cluster, all);
    }
}
