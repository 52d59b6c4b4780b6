/* Limited-memory BFGS: the inverse Hessian from the last few steps, by the two-loop recursion. */
#include <stdlib.h>
#include <string.h>

#include "dynamics/optimizer_table.h"
#include "math/linalg.h"

typedef struct lbfgs_options {
    int memory;
    double stiffness;
} lbfgs_options;

static const hc_keyword keywords[] = {
    {.name = "memory",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(lbfgs_options, memory),
     .default_text = "20",
     .minimum = 1,
     .maximum = 1000,
     .doc = "Number of steps that are remembered."},
    {.name = "stiffness_hartree_per_bohr2",
     .type = HC_VALUE_REAL,
     .offset = offsetof(lbfgs_options, stiffness),
     .default_text = "0.7",
     .minimum = 0.001,
     .maximum = 100,
     .doc = "Curvature that is assumed before the first step; about that of a stiff bond."},
    {0}};

typedef struct lbfgs {
    size_t n, memory, count, next; /* pairs kept, and the slot that the next one goes to */
    double stiffness;              /* of the first step; doubled by each step that was taken back */
    double *s, *y;                 /* [memory][n]: differences of coordinates and gradients */
    double *inverse_product;       /* [memory]: 1 / s.y */
    double *alpha;                 /* [memory] */
    double *x, *gradient;          /* [n]: where the last step started */
    bool has_last;
} lbfgs;

static void free_lbfgs(void *self)
{
    lbfgs *m = self;
    if (m != NULL) {
        free(m->s);
        free(m->y);
        free(m->inverse_product);
        free(m->alpha);
        free(m->x);
        free(m->gradient);
        free(m);
    }
}

static hc_status create(hc_context *ctx, const void *options, size_t n, void **self)
{
    const lbfgs_options *o = options;
    hc_status status = HC_OK;
    lbfgs *m = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *m, &m));
    m->n = n;
    m->memory = (size_t)o->memory;
    m->stiffness = o->stiffness;
    HC_TRY(hc_allocate(ctx, m->memory * n, sizeof *m->s, &m->s));
    HC_TRY(hc_allocate(ctx, m->memory * n, sizeof *m->y, &m->y));
    HC_TRY(hc_allocate(ctx, m->memory, sizeof *m->inverse_product, &m->inverse_product));
    HC_TRY(hc_allocate(ctx, m->memory, sizeof *m->alpha, &m->alpha));
    HC_TRY(hc_allocate(ctx, n, sizeof *m->x, &m->x));
    HC_TRY(hc_allocate(ctx, n, sizeof *m->gradient, &m->gradient));
    *self = m;
    m = NULL;
cleanup:
    free_lbfgs(m);
    return status;
}

/* Keeps a pair unless the curvature along it is not positive. */
static void remember(lbfgs *m, const double *x, const double *gradient)
{
    double *s = m->s + m->next * m->n, *y = m->y + m->next * m->n;
    for (size_t i = 0; i < m->n; i++) {
        s[i] = x[i] - m->x[i];
        y[i] = gradient[i] - m->gradient[i];
    }
    double product = hc_dot(m->n, s, y);
    if (product > 1e-10 * sqrt(hc_dot(m->n, s, s) * hc_dot(m->n, y, y))) {
        m->inverse_product[m->next] = 1 / product;
        m->next = (m->next + 1) % m->memory;
        m->count += m->count < m->memory ? 1 : 0;
    }
}

static void add(size_t n, double scale, const double *from, double *to)
{
    for (size_t i = 0; i < n; i++) {
        to[i] += scale * from[i];
    }
}

/* step = -H gradient; the k-th newest pair is in slot next - k. */
static void two_loops(lbfgs *m, double *step)
{
    double scale = 1 / m->stiffness;
    for (size_t k = 1; k <= m->count; k++) {
        size_t slot = (m->next + m->memory - k) % m->memory;
        m->alpha[slot] = m->inverse_product[slot] * hc_dot(m->n, m->s + slot * m->n, step);
        add(m->n, -m->alpha[slot], m->y + slot * m->n, step);
        if (k == 1) {
            const double *y = m->y + slot * m->n;
            scale = 1 / (m->inverse_product[slot] * hc_dot(m->n, y, y));
        }
    }
    for (size_t i = 0; i < m->n; i++) {
        step[i] *= scale;
    }
    for (size_t k = m->count; k >= 1; k--) {
        size_t slot = (m->next + m->memory - k) % m->memory;
        double beta = m->inverse_product[slot] * hc_dot(m->n, m->y + slot * m->n, step);
        add(m->n, m->alpha[slot] - beta, m->s + slot * m->n, step);
    }
}

static void propose(void *self, const double *x, const double *gradient, double *step)
{
    lbfgs *m = self;
    if (m->has_last) {
        remember(m, x, gradient);
    }
    memcpy(m->x, x, m->n * sizeof *x);
    memcpy(m->gradient, gradient, m->n * sizeof *gradient);
    m->has_last = true;
    for (size_t i = 0; i < m->n; i++) {
        step[i] = -gradient[i];
    }
    two_loops(m, step);
}

static void rejected(void *self)
{
    lbfgs *m = self;
    if (m->count == 0) {
        m->stiffness *= 2;
    }
    m->count = 0;
    m->has_last = false;
}

const hc_optimizer_record hc_optimizer_lbfgs = {
    .name = "lbfgs",
    .summary = "limited-memory BFGS",
    .reference = "Liu, Nocedal, Math. Program. 45, 503 (1989)",
    .keywords = keywords,
    .options_size = sizeof(lbfgs_options),
    .create = create,
    .free = free_lbfgs,
    .propose = propose,
    .rejected = rejected,
};
