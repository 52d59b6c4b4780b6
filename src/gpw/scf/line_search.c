#include "gpw/scf/line_search.h"

#include <math.h>

double hc_gpw_line_shorter(double length, double slope, double end_slope, double change)
{
    double a = slope + end_slope - 3.0 * change / length, square = a * a - slope * end_slope;
    double b = sqrt(fmax(square, 0.0)), part = 1.0 - (end_slope + b - a) / (end_slope - slope + 2.0 * b);
    return square > 0.0 && isfinite(part) ? fmin(0.5, fmax(0.1, part)) : 0.3;
}
