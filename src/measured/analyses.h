/* The records that analysis.c lists, and the formulas behind them that tests and others may want alone. */
#ifndef HC_MEASURED_ANALYSES_H
#define HC_MEASURED_ANALYSES_H

#include "measured/analysis.h"

extern const hc_measured_analysis hc_analysis_double_layer, hc_analysis_tafel, hc_analysis_koutecky_levich,
    hc_analysis_stability, hc_analysis_raman, hc_analysis_xps, hc_analysis_epr;

/* B of 1/j = 1/j_k + 1/(B sqrt(omega)) for one electron, A m^-2 s^1/2: 0.620 F D^(2/3) nu^(-1/6) c, SI. */
double hc_levich_constant(double diffusion_m2_s, double viscosity_m2_s, double concentration_mol_m3);

/* I_D/I_G of point defects at the mean distance L_D, Lucchese's relation with Cancado's parameters. */
double hc_raman_ratio(double distance_nm, double wavelength_nm);
/* The larger of the two distances with that ratio; NaN when the ratio is above the largest that there is. */
double hc_raman_distance_nm(double ratio, double wavelength_nm);

/* y = plateau + amplitude exp(-t/tau) */
typedef struct hc_decay_fit {
    double plateau, amplitude, tau;
    double plateau_error, amplitude_error, tau_error;
    bool resolved; /* tau lies well inside the time that was watched */
} hc_decay_fit;
HC_MUST_CHECK hc_status hc_decay_fit_make(hc_context *ctx, size_t count, const double *time, const double *value,
                                          hc_decay_fit *fit);

#endif
