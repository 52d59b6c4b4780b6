#include "thermo/partition.h"

#include <math.h>

#include "halfcell/units.h"

static double thermal_energy(double temperature_k)
{
    return temperature_k * HC_KELVIN;
}

void hc_thermo_part_add(hc_thermo_part *sum, hc_thermo_part part)
{
    sum->zero_point += part.zero_point;
    sum->energy += part.energy;
    sum->entropy += part.entropy;
    sum->heat_capacity += part.heat_capacity;
}

hc_thermo_part hc_thermo_translation(double mass, double temperature_k, double pressure_pa)
{
    double kT = thermal_energy(temperature_k);
    double volume = kT / (pressure_pa * HC_PASCAL); /* of one molecule */
    double per_wavelength = sqrt(mass * kT / (2.0 * HC_PI));
    return (hc_thermo_part){
        .energy = 1.5 * kT, .entropy = log(volume) + 3.0 * log(per_wavelength) + 2.5, .heat_capacity = 1.5};
}

hc_thermo_part hc_thermo_rotation(const hc_rotor *rotor, double temperature_k)
{
    double kT = thermal_energy(temperature_k);
    if (rotor->kind == HC_ROTOR_ATOM) {
        return (hc_thermo_part){0};
    }
    if (rotor->kind == HC_ROTOR_LINEAR) {
        double states = 2.0 * rotor->moment[2] * kT / rotor->symmetry_number;
        return (hc_thermo_part){.energy = kT, .entropy = log(states) + 1.0, .heat_capacity = 1.0};
    }
    double states = sqrt(HC_PI) / rotor->symmetry_number;
    for (int k = 0; k < 3; k++) {
        states *= sqrt(2.0 * rotor->moment[k] * kT);
    }
    return (hc_thermo_part){.energy = 1.5 * kT, .entropy = log(states) + 1.5, .heat_capacity = 1.5};
}

hc_thermo_part hc_thermo_vibration(double frequency, double temperature_k)
{
    double kT = thermal_energy(temperature_k), x = frequency / kT;
    double occupation = 1.0 / expm1(x);
    return (hc_thermo_part){.zero_point = 0.5 * frequency,
                            .energy = frequency * occupation,
                            .entropy = x * occupation - log(-expm1(-x)),
                            .heat_capacity = x * x * occupation * (occupation + 1.0)};
}

hc_thermo_part hc_thermo_electronic(int multiplicity)
{
    return (hc_thermo_part){.entropy = log((double)multiplicity)};
}

double hc_thermo_free_rotor_entropy(double frequency, double mean_moment, double temperature_k)
{
    double moment = 0.5 / frequency;
    double effective = moment * mean_moment / (moment + mean_moment);
    return 0.5 + 0.5 * log(2.0 * HC_PI * effective * thermal_energy(temperature_k));
}

double hc_bessel_i_scaled(int order, double x)
{
    if (x < 25.0) {
        double quarter = 0.25 * x * x, term = order == 0 ? 1.0 : 0.5 * x, sum = 0.0;
        for (int k = 1; term > 1e-18 * sum || k < 3; k++) {
            sum += term;
            term *= quarter / ((double)k * (k + order));
        }
        return sum * exp(-x);
    }
    double mu = 4.0 * order * order, term = 1.0, sum = 1.0;
    for (int k = 1; k < 40; k++) {
        double next = -term * (mu - (2.0 * k - 1.0) * (2.0 * k - 1.0)) / (8.0 * k * x);
        if (fabs(next) >= fabs(term) || fabs(next) < 1e-18) {
            break;
        }
        sum += term = next;
    }
    return sum / sqrt(2.0 * HC_PI * x);
}

/* Cv = -beta^2 dE/dbeta, from the closed form of the energy at two temperatures a little apart: the derivative of the
 * Bessel functions' ratio in closed form cancels badly for high barriers. */
static double hindered_energy(double frequency, double barrier, double kT)
{
    double x = 0.5 * barrier / kT, y = frequency / kT, r = barrier / frequency;
    double ratio = hc_bessel_i_scaled(1, x) / hc_bessel_i_scaled(0, x);
    return kT * (-0.5 - y / (2.0 + 16.0 * r) + x * (1.0 - ratio) + y / expm1(y));
}

hc_thermo_part hc_thermo_hindered(double frequency, double barrier, int symmetry, double temperature_k)
{
    double kT = thermal_energy(temperature_k), x = 0.5 * barrier / kT, y = frequency / kT;
    double i0 = hc_bessel_i_scaled(0, x), i1 = hc_bessel_i_scaled(1, x);
    double step = 1e-4 * kT;
    /* ln I0 = x + ln(i0): the scaled function has lost exp(x). */
    return (hc_thermo_part){
        .zero_point = 0.5 * frequency,
        .energy = hindered_energy(frequency, barrier, kT),
        .entropy = -0.5 + 0.5 * log(HC_PI * barrier / frequency * y) - x * i1 / i0 + x + log(i0) + y / expm1(y) -
                   log(-expm1(-y)) - log((double)symmetry),
        .heat_capacity =
            (hindered_energy(frequency, barrier, kT + step) - hindered_energy(frequency, barrier, kT - step)) /
            (2.0 * step),
    };
}

double hc_thermo_hindered_translation_quantum(double mass, double spacing, double barrier)
{
    return 2.0 * HC_PI * sqrt(barrier / (2.0 * mass)) / spacing;
}

double hc_thermo_hindered_rotation_quantum(double moment, int minima, double barrier)
{
    return minima * sqrt(barrier / (2.0 * moment));
}
