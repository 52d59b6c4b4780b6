/* Angle at the middle one of three atoms. */
#include <stdlib.h>

#include "atoms/neighbours.h"
#include "dynamics/colvar_pairs.h"
#include "dynamics/colvar_table.h"
#include "halfcell/units.h"

typedef struct angle_options {
    hc_text_list atoms;
} angle_options;

static const hc_keyword keywords[] = {{.name = "atoms",
                                       .type = HC_VALUE_TEXT_LIST,
                                       .offset = offsetof(angle_options, atoms),
                                       .doc = "Three atoms, each a number or a selection of one; the angle is at the "
                                              "second."},
                                      {0}};

/* Straighter than this (sine of the angle) the derivatives of the angle mean nothing. */
#define STRAIGHT 1e-3

/* The two arms: u and w are unit vectors from the middle atom, p and q their lengths. */
typedef struct arms {
    hc_vec3 u, w;
    double p, q, cosine, sine;
} arms;

static arms measure(const size_t *atoms, const hc_structure *structure)
{
    const hc_vec3 *r = structure->position;
    hc_vec3 a = hc_minimum_image(structure, r[atoms[1]], r[atoms[0]]);
    hc_vec3 c = hc_minimum_image(structure, r[atoms[1]], r[atoms[2]]);
    arms m = {.p = hc_vec3_norm(a), .q = hc_vec3_norm(c)};
    m.u = hc_vec3_scale(1 / m.p, a);
    m.w = hc_vec3_scale(1 / m.q, c);
    m.cosine = hc_vec3_dot(m.u, m.w);
    m.sine = hc_vec3_norm(hc_vec3_cross(m.u, m.w));
    return m;
}

static hc_status create(hc_context *ctx, const void *options, const hc_structure *structure, hc_colvar_shape *shape)
{
    const angle_options *o = options;
    hc_status status = HC_OK;
    size_t *atoms = NULL;
    if (o->atoms.count != 3) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atoms: %zu are given, three are needed", o->atoms.count);
    }
    HC_TRY(hc_allocate(ctx, 3, sizeof *atoms, &atoms));
    for (int i = 0; i < 3; i++) {
        HC_TRY(hc_colvar_atom(ctx, "atoms", o->atoms.value[i], structure, &atoms[i]));
    }
    for (int i = 0; i < 3; i++) {
        HC_TRY(hc_colvar_check_apart(ctx, structure, atoms[i], atoms[(i + 1) % 3]));
    }
    if (measure(atoms, structure).sine < STRAIGHT) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "atoms %zu, %zu and %zu are on one line: the angle has no derivative there",
                       atoms[0], atoms[1], atoms[2]));
    }
    *shape = (hc_colvar_shape){.natom = 3, .atoms = atoms, .translation_invariant = true};
    return HC_OK;
cleanup:
    free(atoms);
    return status;
}

static void free_nothing(void *self)
{
    (void)self;
}

static double evaluate(const void *self, const size_t *atoms, const hc_structure *structure, hc_vec3 *gradient)
{
    (void)self;
    arms m = measure(atoms, structure);
    if (gradient != NULL) {
        gradient[0] = hc_vec3_scale(1 / (m.p * m.sine), hc_vec3_axpy(hc_vec3_scale(m.cosine, m.u), -1, m.w));
        gradient[2] = hc_vec3_scale(1 / (m.q * m.sine), hc_vec3_axpy(hc_vec3_scale(m.cosine, m.w), -1, m.u));
        gradient[1] = hc_vec3_scale(-1, hc_vec3_add(gradient[0], gradient[2]));
    }
    return atan2(m.sine, m.cosine);
}

/* Derivative along (du, dw, dp) of the gradient (cos u - w) / (p sin) of the end of arm u. */
static hc_vec3 end_derivative(const arms *m, hc_vec3 u, hc_vec3 w, double p, hc_vec3 du, hc_vec3 dw, double dp)
{
    double dcos = hc_vec3_dot(du, w) + hc_vec3_dot(u, dw);
    double dsin = -m->cosine * dcos / m->sine;
    hc_vec3 top = hc_vec3_axpy(hc_vec3_scale(m->cosine, u), -1, w);
    hc_vec3 dtop = hc_vec3_axpy(hc_vec3_axpy(hc_vec3_scale(dcos, u), m->cosine, du), -1, dw);
    double bottom = p * m->sine;
    return hc_vec3_axpy(hc_vec3_scale(1 / bottom, dtop), -(dp * m->sine + p * dsin) / (bottom * bottom), top);
}

static void hessian_product(const void *self, const size_t *atoms, const hc_structure *structure,
                            const hc_vec3 *direction, hc_vec3 *product)
{
    (void)self;
    arms m = measure(atoms, structure);
    hc_vec3 da = hc_vec3_sub(direction[0], direction[1]), dc = hc_vec3_sub(direction[2], direction[1]);
    double dp = hc_vec3_dot(m.u, da), dq = hc_vec3_dot(m.w, dc);
    hc_vec3 du = hc_vec3_scale(1 / m.p, hc_vec3_axpy(da, -dp, m.u));
    hc_vec3 dw = hc_vec3_scale(1 / m.q, hc_vec3_axpy(dc, -dq, m.w));
    product[0] = end_derivative(&m, m.u, m.w, m.p, du, dw, dp);
    product[2] = end_derivative(&m, m.w, m.u, m.q, dw, du, dq);
    product[1] = hc_vec3_scale(-1, hc_vec3_add(product[0], product[2]));
}

const hc_colvar_record hc_colvar_angle = {
    .name = "angle",
    .summary = "angle of three atoms",
    .reference = "Wilson, Decius, Cross, Molecular Vibrations, McGraw-Hill (1955), section 4-1",
    .unit_name = "degree",
    .unit = HC_DEGREE,
    .keywords = keywords,
    .options_size = sizeof(angle_options),
    .create = create,
    .free = free_nothing,
    .evaluate = evaluate,
    .hessian_product = hessian_product,
};
