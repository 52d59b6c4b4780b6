/* The electrode potential of a cell with vacuum: work function, U_SHE, U_RHE (docs/theory/potential.md).
 *
 * Phi = -V_vac - E_F (V the electrostatic potential, so -V the energy of an electron), U_SHE = Phi/e - 4.44 V + offset,
 * U_RHE = U_SHE + kT ln10/e pH. */
#ifndef HC_ELECTRODE_POTENTIAL_H
#define HC_ELECTRODE_POTENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/engine.h"
#include "halfcell/keyword.h"
#include "halfcell/structure.h"
#include "math/statistics.h"

typedef enum hc_potential_axis {
    HC_POTENTIAL_AXIS_AUTO, /* the direction with the widest gap */
    HC_POTENTIAL_AXIS_X,
    HC_POTENTIAL_AXIS_Y,
    HC_POTENTIAL_AXIS_Z
} hc_potential_axis;

typedef enum hc_potential_side {
    HC_POTENTIAL_SIDE_MEAN, /* mean of the two vacuum levels */
    HC_POTENTIAL_SIDE_LOWER,
    HC_POTENTIAL_SIDE_UPPER
} hc_potential_side;

typedef enum hc_potential_level {
    HC_POTENTIAL_LEVEL_FERMI,
    HC_POTENTIAL_LEVEL_HOMO,
    HC_POTENTIAL_LEVEL_LUMO
} hc_potential_level;

extern const char *const hc_potential_level_names[];

typedef struct hc_potential_options {
    int level; /* of hc_potential_level: which level counts as that of the electrode's electrons */
    int axis;  /* of hc_potential_axis: first, second, third lattice direction */
    int side;  /* of hc_potential_side: whose vacuum level is the reference */
    double ph;
    double she_absolute_v; /* absolute potential of the standard hydrogen electrode, V */
    double offset_v;       /* added to U: calibration of the engine's absolute scale, V */
    double minimum_vacuum; /* bohr, between the outermost atoms */
    double flatness;       /* hartree/e: largest deviation from a straight line in the vacuum */
    int every_steps;       /* how often a run evaluates it */
} hc_potential_options;

extern const hc_keyword hc_potential_keywords[];

/* A region without atoms. Coordinates along the normal of the plane of the two other lattice directions, bohr. */
typedef struct hc_vacuum {
    int axis;      /* 0, 1, 2 */
    bool periodic; /* along the axis */
    double length; /* period along the normal; 0 when not periodic */
    double low;    /* of the highest atom below the gap (periodic) or the highest atom at all */
    double high;   /* of the first atom above the gap, > low (periodic), or the lowest atom at all */
    double width;  /* high - low; not periodic: infinite */
} hc_vacuum;

/* The widest gap along `axis` (of hc_potential_axis). Fails with HC_ERROR_UNSUPPORTED: a cell with no vacuum has no
 * potential reference. Also when the two other directions are not periodic: no plane to average over. */
HC_MUST_CHECK hc_status hc_vacuum_find(hc_context *ctx, const hc_structure *structure, int axis, double minimum,
                                       hc_vacuum *vacuum);

/* One structure's potential. */
typedef struct hc_electrode_potential {
    hc_vacuum vacuum;
    double vacuum_level[2];    /* V in the vacuum below and above the atoms, hartree/e, dipole corrected */
    double work_function_v[2]; /* of the two sides */
    double field;              /* slope of V in the vacuum of the periodic cell, hartree/(e bohr), before correction */
    double dipole;             /* along the normal, e bohr a cell; from the step between the vacuum levels */
    double ripple;             /* largest deviation from the straight line, hartree/e */
    double level;              /* that of the electrode's electrons, hartree */
    double phi_v;              /* work function of the side chosen, V */
    double u_she_v, u_rhe_v;   /* offset included */
} hc_electrode_potential;

/* From the result's levels and the plane average of its potential, whose axis must be the vacuum's. kT (hartree) is
 * that of the pH term. */
HC_MUST_CHECK hc_status hc_electrode_potential_evaluate(hc_context *ctx, const hc_potential_options *options,
                                                        const hc_structure *structure, const hc_result *result,
                                                        double kT, hc_electrode_potential *potential);

/* kT ln10 / e times pH, V. */
double hc_rhe_shift_v(double ph, double kT);

/* Averages over snapshots, V. */
typedef struct hc_potential_average {
    hc_estimate phi_v, u_she_v, u_rhe_v, step_v; /* step: difference of the two vacuum levels, upper minus lower */
} hc_potential_average;

/* sample [count]. `equilibrate`: leave out the leading part by hc_statistics_equilibration of phi. */
HC_MUST_CHECK hc_status hc_electrode_potential_average(hc_context *ctx, size_t count,
                                                       const hc_electrode_potential *sample, bool equilibrate,
                                                       hc_potential_average *average);

#endif
