/* How far to go along a direction that leads downhill. */
#ifndef HC_GPW_SCF_LINE_SEARCH_H
#define HC_GPW_SCF_LINE_SEARCH_H

#define HC_GPW_LINE_SUFFICIENT 1e-4 /* part of what the slope promises that a step has to lower the energy by */
#define HC_GPW_LINE_NOISE 1e-11     /* part of the energy that may be rounding */

/* What part of a step that was too long comes next: to the minimum of the cubic through energies and slopes of its ends
 * (J. Nocedal, S. J. Wright, Numerical Optimization, Springer 2006, eq. 3.59), between a tenth and a half. The step has
 * `length` directions, slopes are per direction, and the energy changed by `change`. */
double hc_gpw_line_shorter(double length, double slope, double end_slope, double change);

#endif
