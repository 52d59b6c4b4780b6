#include "analysis/defects/common_neighbours.h"

#include <math.h>
#include <stddef.h>

#define MOST 14

/* What the bond between the centre and one neighbour has in common: neighbours of both, bonds among these, the longest
 * chain of such bonds. */
typedef struct signature {
    int common, bonds, chain;
} signature;

/* bonded[a]: bits of the neighbours nearer than the cutoff to neighbour a. */
static void bond_neighbours(const hc_shell_neighbour *neighbour, int count, double cutoff, unsigned *bonded)
{
    for (int a = 0; a < count; a++) {
        bonded[a] = 0;
    }
    for (int a = 0; a < count; a++) {
        for (int b = a + 1; b < count; b++) {
            if (hc_vec3_norm2(hc_vec3_sub(neighbour[a].vector, neighbour[b].vector)) < cutoff * cutoff) {
                bonded[a] |= 1u << b;
                bonded[b] |= 1u << a;
            }
        }
    }
}

/* Bonds in the connected group of `set` that holds atom a; the group is taken out of *left. */
static int chain_of(const unsigned *bonded, unsigned set, int a, unsigned *left)
{
    unsigned group = 1u << a, grown = 0;
    while (grown != group) {
        grown = group;
        for (int b = 0; b < MOST; b++) {
            group |= (grown >> b & 1u) ? bonded[b] & set : 0u;
        }
    }
    int ends = 0;
    for (int b = 0; b < MOST; b++) {
        ends += (group >> b & 1u) ? __builtin_popcount(bonded[b] & group) : 0;
    }
    *left &= ~group;
    return ends / 2;
}

static signature signature_of(const unsigned *bonded, int a)
{
    unsigned set = bonded[a], left = set;
    signature s = {.common = __builtin_popcount(set)};
    while (left != 0) {
        int chain = chain_of(bonded, set, __builtin_ctz(left), &left);
        s.bonds += chain;
        s.chain = chain > s.chain ? chain : s.chain;
    }
    return s;
}

static bool is_signature(signature s, int common, int bonds, int chain)
{
    return s.common == common && s.bonds == bonds && s.chain == chain;
}

static double mean_length(const hc_shell_neighbour *neighbour, int count)
{
    double sum = 0.0;
    for (int a = 0; a < count; a++) {
        sum += neighbour[a].length;
    }
    return sum / count;
}

/* The cutoff lies half-way between the first and the second shell of fcc, scaled by what is found. */
static hc_lattice close_packed(const hc_shell_neighbour *neighbour, unsigned *marked)
{
    unsigned bonded[MOST] = {0};
    int cubic = 0;
    unsigned hexagonal = 0, axial = 0;
    bond_neighbours(neighbour, 12, 0.5 * (1.0 + sqrt(2.0)) * mean_length(neighbour, 12), bonded);
    for (int a = 0; a < 12; a++) {
        signature s = signature_of(bonded, a);
        cubic += is_signature(s, 4, 2, 1);
        hexagonal |= is_signature(s, 4, 2, 2) ? 1u << a : 0u;
        axial |= is_signature(s, 5, 5, 5) ? 1u << a : 0u;
    }
    int in_layers = __builtin_popcount(hexagonal), in_rings = __builtin_popcount(axial);
    hc_lattice lattice = cubic == 12                        ? HC_LATTICE_FCC
                         : cubic == 6 && in_layers == 6     ? HC_LATTICE_HCP
                         : in_rings == 12                   ? HC_LATTICE_ICOSAHEDRAL
                         : in_rings == 2 && in_layers == 10 ? HC_LATTICE_FIVEFOLD
                                                            : HC_LATTICE_OTHER;
    *marked = lattice == HC_LATTICE_HCP ? hexagonal : lattice == HC_LATTICE_FIVEFOLD ? axial : 0u;
    return lattice;
}

/* The first two shells, 8 + 6, give the cell's edge; the cutoff lies half-way between second and third shell. */
static bool is_body_centred(const hc_shell_neighbour *neighbour)
{
    unsigned bonded[MOST] = {0};
    int first = 0, second = 0;
    double edge = 0.5 * (2.0 / sqrt(3.0) * mean_length(neighbour, 8) + mean_length(neighbour + 8, 6));
    bond_neighbours(neighbour, 14, 0.5 * (1.0 + sqrt(2.0)) * edge, bonded);
    for (int a = 0; a < 14; a++) {
        signature s = signature_of(bonded, a);
        first += is_signature(s, 6, 6, 6);
        second += is_signature(s, 4, 4, 4);
    }
    return first == 8 && second == 6;
}

hc_lattice hc_common_neighbours(const hc_shell_neighbour *neighbour, size_t count, unsigned *marked)
{
    *marked = 0;
    hc_lattice lattice = count >= 12 ? close_packed(neighbour, marked) : HC_LATTICE_OTHER;
    if (lattice == HC_LATTICE_OTHER && count >= 14 && is_body_centred(neighbour)) {
        lattice = HC_LATTICE_BCC;
    }
    return lattice;
}
