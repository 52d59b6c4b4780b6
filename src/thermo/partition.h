/* Statistical mechanics of one molecule or adsorbate, degree of freedom by degree of freedom.
 *
 * Energies are hartree and counted from the bottom of the potential well; entropies and heat capacities are in units of
 * the Boltzmann constant. Equations and references: docs/theory/thermochemistry.md. */
#ifndef HC_THERMO_PARTITION_H
#define HC_THERMO_PARTITION_H

#include <stddef.h>

#include "math/point_symmetry.h"

/* What one or more degrees of freedom contribute. */
typedef struct hc_thermo_part {
    double zero_point;    /* hartree */
    double energy;        /* internal energy above the zero-point level, hartree */
    double entropy;       /* k_B */
    double heat_capacity; /* at constant volume, k_B */
} hc_thermo_part;

/* sum += part */
void hc_thermo_part_add(hc_thermo_part *sum, hc_thermo_part part);

/* A molecule that turns as a rigid body. */
typedef struct hc_rotor {
    hc_rotor_kind kind;
    double moment[3];    /* principal moments of inertia, electron mass bohr^2, ascending; linear: the last two */
    int symmetry_number; /* of indistinguishable orientations, 1 or more */
} hc_rotor;

/* Three dimensions of an ideal gas; mass in electron masses. The entropy is that of Sackur and Tetrode: the +1 of the
 * indistinguishable particles is in it, so that G = H - T S with H = energy + k T. */
hc_thermo_part hc_thermo_translation(double mass, double temperature_k, double pressure_pa);
/* Classical rigid rotor. */
hc_thermo_part hc_thermo_rotation(const hc_rotor *rotor, double temperature_k);
/* Harmonic oscillator with quantum `frequency` = h nu, hartree, > 0. */
hc_thermo_part hc_thermo_vibration(double frequency, double temperature_k);
/* Degenerate electronic ground state: `multiplicity` = 2 S + 1. */
hc_thermo_part hc_thermo_electronic(int multiplicity);

/* A free rotor with the moment of inertia that a vibration of this quantum has, joined to that of a molecule (mean
 * moment of inertia `mean_moment`): only its entropy, k_B (Grimme 2012). */
double hc_thermo_free_rotor_entropy(double frequency, double mean_moment, double temperature_k);

/* A hindered degree of freedom (Hill; Sprowl, Campbell and Arnadottir 2016): the harmonic quantum at the bottom of a
 * cosine potential with that `barrier`, both hartree and > 0; `symmetry` equivalent positions in a turn (1: a
 * translation). */
hc_thermo_part hc_thermo_hindered(double frequency, double barrier, int symmetry, double temperature_k);
/* Quantum of a hindered translation between sites `spacing` apart, and of a rotation with `minima` in a turn. */
double hc_thermo_hindered_translation_quantum(double mass, double spacing, double barrier);
double hc_thermo_hindered_rotation_quantum(double moment, int minima, double barrier);

/* exp(-x) I0(x) and exp(-x) I1(x), modified Bessel functions of the first kind, x >= 0, to rounding. */
double hc_bessel_i_scaled(int order, double x);

#endif
