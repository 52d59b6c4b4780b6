/* The list of tasks, as its files see it.
 *
 * A block is a pair of sets of functions of two atoms, the second in one periodic image. A task is one pair of
 * exponents of a block: a Gaussian at A + b/(a+b) (B - A) with a polynomial. The tasks of a block are ordered by level.
 * A run is the tasks of one block on one level. */
#ifndef HC_GPW_GRID_TASKS_INTERNAL_H
#define HC_GPW_GRID_TASKS_INTERNAL_H

#include <math.h>
#include <stdint.h>

#include "gpw/grid/gaussian.h"
#include "gpw/grid/tasks.h"

typedef struct hc_task {
    float radius;         /* bohr */
    uint16_t level;       /* of the multigrid */
    uint8_t first, other; /* exponents in the two sets */
} hc_task;

typedef struct hc_task_block {
    const hc_gpw_set *a, *b;
    size_t iatom, jatom;
    size_t row, column; /* what the sets' `first` are added to */
    hc_vec3 center;     /* atom i, bohr */
    hc_vec3 distance;   /* from there to the image of atom j */
    double weight;      /* 1: the block stands for itself; 2: also for its transpose */
    size_t first_task;  /* up to the next block's */
} hc_task_block;

/* The tasks of one block on one level. */
typedef struct hc_task_run {
    size_t block, first_task, ntask;
} hc_task_run;

struct hc_gpw_tasks {
    const hc_gpw_system *system;
    const hc_multigrid *multigrid;
    size_t nblock, ntask, ngroup;
    hc_task_block *block; /* [nblock + 1] */
    hc_task *task;        /* [ntask] */
    size_t *group;        /* [ngroup + 1]: blocks of one pair of atoms */
    size_t nrun[HC_GRID_LEVELS];
    hc_task_run *run[HC_GRID_LEVELS];
    size_t nshell, npolynomial; /* the most shells of a set, and coefficients of a product of two sets */
};

/* Exponent, center (bohr) and prefactor of a task. */
typedef struct hc_task_product {
    double a, b, prefactor;
    hc_vec3 from_middle; /* center minus the middle of the two atoms */
    hc_grid_gaussian gaussian;
} hc_task_product;

static inline hc_task_product hc_task_product_of(const hc_task_block *block, const hc_task *task)
{
    double a = block->a->exponent[task->first], b = block->b->exponent[task->other], p = a + b, t = b / p;
    return (hc_task_product){.a = a,
                             .b = b,
                             .prefactor = exp(-a * t * hc_vec3_norm2(block->distance)),
                             .from_middle = hc_vec3_scale(t - 0.5, block->distance),
                             .gaussian = {.exponent = p,
                                          .center = hc_vec3_axpy(block->center, t, block->distance),
                                          .radius = task->radius,
                                          .l = block->a->lmax + block->b->lmax}};
}

#endif
