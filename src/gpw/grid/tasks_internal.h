/* The list of tasks, as its files see it.
 *
 * A block is a pair of sets of functions of two atoms, the second in one periodic image. A task is one pair of
 * exponents of a block: a Gaussian at A + b/(a+b) (B - A) with a polynomial. The tasks of a block are ordered by which
 * atom they are nearer to (when these are far apart), then by level. A side is those of a block that agree in the
 * first, a run those that agree in both. */
#ifndef HC_GPW_GRID_TASKS_INTERNAL_H
#define HC_GPW_GRID_TASKS_INTERNAL_H

#include <math.h>
#include <stdint.h>

#include "gpw/grid/gaussian.h"
#include "gpw/grid/kernel.h"
#include "gpw/grid/tasks.h"

typedef struct hc_task {
    float radius;         /* bohr */
    uint8_t level;        /* of the multigrid */
    uint8_t side;         /* 1: nearer to the second atom, which is far from the first */
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
    size_t second_side; /* first task that is nearer to the second atom */
} hc_task_block;

typedef struct hc_task_run {
    size_t block, first_task, ntask;
} hc_task_run;

typedef struct hc_task_side {
    size_t block;
    int side; /* 0: nearer to the first atom */
} hc_task_side;

static inline size_t hc_task_side_begin(const hc_task_block *block, int side)
{
    return side ? block->second_side : block->first_task;
}

static inline size_t hc_task_side_end(const hc_task_block *block, int side)
{
    return side ? block[1].first_task : block->second_side;
}

/* Runs that one thread puts on their level. They lie side by side, and touch few planes that other chunks touch: the
 * first chunk that touches a plane writes to it directly, the others to private copies, which are added afterwards in
 * order. Chunks do not depend on the number of threads, nor does the sum. */
typedef struct hc_task_chunk {
    size_t level, first_run, nrun;
    double cost; /* any unit */
    int *slot;   /* [n[2]] for each plane: HC_PLANE_UNUSED, HC_PLANE_DIRECT, or the number of the private copy */
} hc_task_chunk;

enum { HC_PLANE_UNUSED = -2, HC_PLANE_DIRECT = -1 };

struct hc_gpw_tasks {
    const hc_gpw_system *system;
    const hc_multigrid *multigrid;
    size_t nblock, ntask;
    hc_task_block *block; /* [nblock + 1] */
    hc_task *task;        /* [ntask] */
    /* Sides by the atom that they are nearer to, atoms in an order that goes from neighbour to neighbour. */
    size_t *visit;      /* [natom]: atoms in that order */
    size_t *first_side; /* [natom + 1] */
    hc_task_side *side; /* [first_side[natom]] */
    size_t nrun[HC_GRID_LEVELS];
    hc_task_run *run[HC_GRID_LEVELS];
    hc_kernel_grid kernel_grid[HC_GRID_LEVELS];
    double radius[HC_GRID_LEVELS]; /* the greatest */
    size_t nchunk;
    hc_task_chunk *chunk;         /* [nchunk], by level and place */
    size_t *chunk_order;          /* [nchunk]: the costliest first */
    size_t ncopy[HC_GRID_LEVELS]; /* private planes */
    /* Work space, kept from call to call: fresh memory costs as much as the work done in it. */
    double *copies[HC_GRID_LEVELS]; /* [ncopy][n1][n0] */
    double *matrix;                 /* [nao][nao] */
    size_t nshell, npolynomial;     /* the most shells of a set, and coefficients of a product of two sets */
};

/* Exponent, center (bohr) and prefactor of a task. */
typedef struct hc_task_product {
    double a, b, prefactor;
    hc_grid_gaussian gaussian; /* powers are of the distance from the middle of the two atoms */
} hc_task_product;

static inline hc_task_product hc_task_product_of(const hc_task_block *block, const hc_task *task)
{
    double a = block->a->exponent[task->first], b = block->b->exponent[task->other], p = a + b, t = b / p;
    return (hc_task_product){.a = a,
                             .b = b,
                             .prefactor = exp(-a * t * hc_vec3_norm2(block->distance)),
                             .gaussian = {.exponent = p,
                                          .center = hc_vec3_axpy(block->center, t, block->distance),
                                          .radius = task->radius,
                                          .l = block->a->lmax + block->b->lmax,
                                          .offset = hc_vec3_scale(t - 0.5, block->distance)}};
}

/* Finds the sides and the order of the atoms. */
HC_MUST_CHECK hc_status hc_gpw_tasks_make_visits(hc_context *ctx, const hc_structure *structure, hc_gpw_tasks *tasks);
/* Sorts the runs of each level by place and cuts them into chunks. */
HC_MUST_CHECK hc_status hc_gpw_tasks_make_chunks(hc_context *ctx, hc_gpw_tasks *tasks);

#endif
