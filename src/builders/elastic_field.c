#include "builders/elastic_field.h"

#include "halfcell/units.h"

/* The logarithm ln(z) of a single line, or its sum over the lines of all pairs with their signs; and the sum of y d/dz
 * of each, y the height above the line. */
typedef struct line_sum {
    double complex logarithm, height_slope;
} line_sum;

/* A core that is spread along x with the density core / (pi (x^2 + core^2)) folds the logarithm with a Lorentzian: what
 * is analytic above the plane is taken higher up by `core`, what is analytic below it lower down. */
static double complex place(const hc_elastic_field *field, double x, double y, double complex p)
{
    return CMPLX(x, copysign(field->core, y)) + p * y;
}

static line_sum single_line(const hc_elastic_field *field, double x, double y, double complex p)
{
    double complex z = place(field, x, y, p);
    return (line_sum){clog(z / field->scale), y / z};
}

/* One row of pairs along x: ln(sin(pi s) / sin(pi t)), s and t = s - separation/width the distances from the two lines
 * in units of the width. Written with what is analytic above the row or below it, the cuts are the slipped segments. */
static void add_row(const hc_elastic_field *field, double x, double y, double complex p, line_sum *sum)
{
    double fraction = field->separation / field->width;
    double complex s = place(field, x, y, p) / field->width, turn = copysign(2.0 * HC_PI, y) * I;
    double complex first = cexp(turn * s), second = cexp(turn * (s - fraction));
    sum->logarithm += -0.5 * turn * fraction + clog(1.0 - first) - clog(1.0 - second);
    sum->height_slope += y / field->width * turn * (second / (1.0 - second) - first / (1.0 - first));
}

/* Rows above and below in pairs: their constants cancel, the rest falls off as exp(-2 pi Im(p) distance / width). */
static line_sum rows_of_pairs(const hc_elastic_field *field, double x, double y, double complex p)
{
    line_sum sum = {0};
    int nrow = 1 + (int)ceil(6.5 * field->width / (cimag(p) * field->height));
    add_row(field, x, y, p, &sum);
    for (int m = 1; m <= nrow; m++) {
        add_row(field, x - m * field->shift, y - m * field->height, p, &sum);
        add_row(field, x + m * field->shift, y + m * field->height, p, &sum);
    }
    return sum;
}

static line_sum all_lines(const hc_elastic_field *field, double x, double y, double complex p)
{
    return field->width > 0.0 ? rows_of_pairs(field, x, y, p) : single_line(field, x, y, p);
}

static hc_vec3 isotropic(const hc_elastic_field *field, double x, double y)
{
    line_sum sum = all_lines(field, x, y, I);
    double edge = field->edge / (2.0 * HC_PI), screw = field->screw / (2.0 * HC_PI);
    double stiff = 1.0 / (2.0 * (1.0 - field->poisson));
    return hc_vec3_make(edge * (cimag(sum.logarithm) + stiff * creal(sum.height_slope)),
                        -edge * stiff * ((1.0 - 2.0 * field->poisson) * creal(sum.logarithm) + cimag(sum.height_slope)),
                        screw * cimag(sum.logarithm));
}

static hc_vec3 anisotropic(const hc_elastic_field *field, double x, double y)
{
    hc_vec3 u = {0, 0, 0};
    for (int a = 0; a < 3; a++) {
        double complex logarithm = all_lines(field, x, y, field->stroh->p[a]).logarithm;
        const double complex *c = field->stroh->coefficient[a];
        u = hc_vec3_axpy(u, 1.0 / HC_PI,
                         hc_vec3_make(cimag(c[0] * logarithm), cimag(c[1] * logarithm), cimag(c[2] * logarithm)));
    }
    return u;
}

hc_vec3 hc_elastic_displacement(const hc_elastic_field *field, double x, double y)
{
    return field->stroh != NULL ? anisotropic(field, x, y) : isotropic(field, x, y);
}
