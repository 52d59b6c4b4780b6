#include <math.h>
#include <stdlib.h>

#include "atoms/neighbours.h"
#include "gpw/grid/screening.h"
#include "gpw/grid/tasks_internal.h"
#include "gpw/harmonics.h"

/* Reaches of all pairs of exponents of all kinds. */
typedef struct reach_table {
    size_t nprimitive, nset;
    size_t *first_set;         /* [nkind + 1]: number of a kind's first set */
    size_t *first_primitive;   /* [nset + 1]: of a set's first exponent */
    const hc_gpw_set **set;    /* [nset] */
    hc_primitive_bound *bound; /* [nprimitive] */
    double *reach;             /* [nprimitive][nprimitive], bohr */
    double *set_reach;         /* [nset][nset] */
    double longest;
} reach_table;

static void reach_table_free(reach_table *table)
{
    free(table->first_set);
    free(table->first_primitive);
    free(table->set);
    free(table->bound);
    free(table->reach);
    free(table->set_reach);
}

static hc_status list_primitives(hc_context *ctx, const hc_gpw_system *system, reach_table *table)
{
    hc_status status;
    for (size_t k = 0; k < system->nkind; k++) {
        table->nset += system->kind[k].basis->nset;
    }
    HC_TRY(hc_allocate(ctx, system->nkind + 1, sizeof *table->first_set, &table->first_set));
    HC_TRY(hc_allocate(ctx, table->nset + 1, sizeof *table->first_primitive, &table->first_primitive));
    HC_TRY(hc_allocate(ctx, table->nset, sizeof *table->set, &table->set));
    for (size_t k = 0, n = 0; k < system->nkind; k++) {
        const hc_gpw_basis_set *basis = system->kind[k].basis;
        for (size_t s = 0; s < basis->nset; s++, n++) {
            table->set[n] = &basis->set[s];
            table->first_primitive[n + 1] = table->first_primitive[n] + basis->set[s].nexponent;
        }
        table->first_set[k + 1] = n;
    }
    table->nprimitive = table->first_primitive[table->nset];
    HC_TRY(hc_allocate(ctx, table->nprimitive, sizeof *table->bound, &table->bound));
    for (size_t n = 0; n < table->nset; n++) {
        for (size_t i = 0; i < table->set[n]->nexponent; i++) {
            table->bound[table->first_primitive[n] + i] = hc_primitive_bound_of(table->set[n], i);
        }
    }
cleanup:
    return status;
}

static double longest_of_sets(const reach_table *table, size_t m, size_t n)
{
    double longest = 0;
    for (size_t i = table->first_primitive[m]; i < table->first_primitive[m + 1]; i++) {
        for (size_t j = table->first_primitive[n]; j < table->first_primitive[n + 1]; j++) {
            longest = fmax(longest, table->reach[i * table->nprimitive + j]);
        }
    }
    return longest;
}

static hc_status reach_table_fill(hc_context *ctx, const hc_gpw_system *system, double eps, reach_table *table)
{
    hc_status status;
    HC_TRY(list_primitives(ctx, system, table));
    size_t np = table->nprimitive;
    HC_TRY(hc_allocate(ctx, np * np, sizeof *table->reach, &table->reach));
    HC_TRY(hc_allocate(ctx, table->nset * table->nset, sizeof *table->set_reach, &table->set_reach));
#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < np; i++) {
        for (size_t j = 0; j <= i; j++) {
            double reach = hc_product_reach(&table->bound[i], &table->bound[j], eps);
            table->reach[i * np + j] = table->reach[j * np + i] = reach;
        }
    }
    for (size_t m = 0; m < table->nset; m++) {
        for (size_t n = 0; n < table->nset; n++) {
            table->set_reach[m * table->nset + n] = longest_of_sets(table, m, n);
            table->longest = fmax(table->longest, table->set_reach[m * table->nset + n]);
        }
    }
cleanup:
    return status;
}

/* What the making of the list goes by. */
typedef struct maker {
    const hc_structure *structure;
    const hc_neighbour_list *list;
    reach_table table;
    double eps;
    hc_gpw_tasks *tasks;
    size_t *first_block, *first_task; /* [natom + 1]: of the blocks whose first atom it is */
} maker;

/* Two sets of functions of two atoms at a distance. */
typedef struct set_pair {
    size_t iatom, jatom, m, n;
    hc_vec3 distance;
    double length;
    double weight;
} set_pair;

typedef void visit_pair(maker *m, const set_pair *pair, void *user);

static void each_set_pair(maker *m, size_t i, size_t j, hc_vec3 distance, bool same, visit_pair *visit, void *user)
{
    const hc_gpw_system *system = m->tasks->system;
    const reach_table *table = &m->table;
    set_pair pair = {.iatom = i, .jatom = j, .distance = distance, .length = hc_vec3_norm(distance)};
    size_t ki = system->kind_of[i], kj = system->kind_of[j];
    for (pair.m = table->first_set[ki]; pair.m < table->first_set[ki + 1]; pair.m++) {
        for (pair.n = same ? pair.m : table->first_set[kj]; pair.n < table->first_set[kj + 1]; pair.n++) {
            if (pair.length <= table->set_reach[pair.m * table->nset + pair.n]) {
                pair.weight = same && pair.m == pair.n ? 1.0 : 2.0;
                visit(m, &pair, user);
            }
        }
    }
}

/* All pairs of sets whose first atom is i: with itself, then with its neighbours. */
static void each_of_atom(maker *m, size_t i, visit_pair *visit, void *user)
{
    each_set_pair(m, i, i, (hc_vec3){0, 0, 0}, true, visit, user);
    for (size_t k = m->list->first[i]; k < m->list->first[i + 1]; k++) {
        const hc_neighbour *neighbour = &m->list->entry[k];
        each_set_pair(m, i, neighbour->j, hc_neighbour_vector(m->structure, i, neighbour), false, visit, user);
    }
}

static bool reaches(const reach_table *table, const set_pair *pair, size_t a, size_t b)
{
    size_t i = table->first_primitive[pair->m] + a, j = table->first_primitive[pair->n] + b;
    return pair->length <= table->reach[i * table->nprimitive + j];
}

static void count_pair(maker *m, const set_pair *pair, void *user)
{
    (void)user;
    const hc_gpw_set *a = m->table.set[pair->m], *b = m->table.set[pair->n];
    for (size_t i = 0; i < a->nexponent; i++) {
        for (size_t j = 0; j < b->nexponent; j++) {
            m->first_task[pair->iatom + 1] += reaches(&m->table, pair, i, j);
        }
    }
    m->first_block[pair->iatom + 1]++;
}

/* Where the next block and task of an atom go. */
typedef struct place {
    size_t block, task;
} place;

/* Atoms that are further apart than this (bohr) have runs of their own. */
#define SIDE_DISTANCE 3.0

static bool belongs(const maker *m, const set_pair *pair, size_t i, size_t j, size_t level, unsigned side)
{
    double a = m->table.set[pair->m]->exponent[i], b = m->table.set[pair->n]->exponent[j];
    return reaches(&m->table, pair, i, j) && hc_multigrid_level(m->tasks->multigrid, a + b) == level &&
           (b > a && pair->length > SIDE_DISTANCE) == side;
}

static void add_task(maker *m, const set_pair *pair, size_t i, size_t j, size_t level, unsigned side, size_t *next)
{
    const reach_table *table = &m->table;
    double radius = hc_product_radius(&table->bound[table->first_primitive[pair->m] + i],
                                      &table->bound[table->first_primitive[pair->n] + j], pair->length, m->eps);
    m->tasks->task[(*next)++] = (hc_task){(float)radius, (uint8_t)level, (uint8_t)side, (uint8_t)i, (uint8_t)j};
}

/* Sets where the second side begins. */
static void add_tasks(maker *m, const set_pair *pair, size_t *next, size_t *second_side)
{
    for (unsigned side = 0; side < 2; side++) {
        *second_side = *next;
        for (size_t level = 0; level < m->tasks->multigrid->nlevel; level++) {
            for (size_t i = 0; i < m->table.set[pair->m]->nexponent; i++) {
                for (size_t j = 0; j < m->table.set[pair->n]->nexponent; j++) {
                    if (belongs(m, pair, i, j, level, side)) {
                        add_task(m, pair, i, j, level, side, next);
                    }
                }
            }
        }
    }
}

static void add_pair(maker *m, const set_pair *pair, void *user)
{
    place *next = user;
    const hc_gpw_system *system = m->tasks->system;
    hc_task_block *block = &m->tasks->block[next->block++];
    *block = (hc_task_block){
        .a = m->table.set[pair->m],
        .b = m->table.set[pair->n],
        .iatom = pair->iatom,
        .jatom = pair->jatom,
        .row = system->first_ao[pair->iatom],
        .column = system->first_ao[pair->jatom],
        .center = m->structure->position[pair->iatom],
        .distance = pair->distance,
        .weight = pair->weight,
        .first_task = next->task,
    };
    add_tasks(m, pair, &next->task, &block->second_side);
}

static hc_status fill_blocks(hc_context *ctx, maker *m)
{
    hc_gpw_tasks *tasks = m->tasks;
    size_t natom = tasks->system->natom;
    hc_status status;
    HC_TRY(hc_allocate(ctx, natom + 1, sizeof *m->first_block, &m->first_block));
    HC_TRY(hc_allocate(ctx, natom + 1, sizeof *m->first_task, &m->first_task));
#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < natom; i++) {
        each_of_atom(m, i, count_pair, NULL);
    }
    for (size_t i = 0; i < natom; i++) {
        m->first_block[i + 1] += m->first_block[i];
        m->first_task[i + 1] += m->first_task[i];
    }
    tasks->nblock = m->first_block[natom];
    tasks->ntask = m->first_task[natom];
    HC_TRY(hc_allocate(ctx, tasks->nblock + 1, sizeof *tasks->block, &tasks->block));
    HC_TRY(hc_allocate(ctx, tasks->ntask, sizeof *tasks->task, &tasks->task));
    tasks->block[tasks->nblock].first_task = tasks->ntask;
#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < natom; i++) {
        place next = {m->first_block[i], m->first_task[i]};
        each_of_atom(m, i, add_pair, &next);
    }
cleanup:
    return status;
}

/* The end of the run that begins with the task `first`. */
static size_t end_of_run(const hc_gpw_tasks *tasks, size_t block, size_t first)
{
    size_t end = first;
    while (end < tasks->block[block + 1].first_task && tasks->task[end].level == tasks->task[first].level &&
           tasks->task[end].side == tasks->task[first].side) {
        end++;
    }
    return end;
}

static hc_status find_runs(hc_context *ctx, hc_gpw_tasks *tasks)
{
    hc_status status = HC_OK;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t level = 0; pass == 1 && level < tasks->multigrid->nlevel; level++) {
            HC_TRY(hc_allocate(ctx, tasks->nrun[level], sizeof(hc_task_run), &tasks->run[level]));
            tasks->nrun[level] = 0;
        }
        for (size_t b = 0; b < tasks->nblock; b++) {
            for (size_t t = tasks->block[b].first_task, end; t < tasks->block[b + 1].first_task; t = end) {
                size_t level = tasks->task[t].level;
                end = end_of_run(tasks, b, t);
                if (pass == 1) {
                    tasks->run[level][tasks->nrun[level]] = (hc_task_run){b, t, end - t};
                }
                tasks->nrun[level]++;
            }
        }
    }
cleanup:
    return status;
}

static void find_sizes(const reach_table *table, hc_gpw_tasks *tasks)
{
    int lmax = 0;
    for (size_t n = 0; n < table->nset; n++) {
        lmax = table->set[n]->lmax > lmax ? table->set[n]->lmax : lmax;
        tasks->nshell = table->set[n]->nshell > tasks->nshell ? table->set[n]->nshell : tasks->nshell;
    }
    tasks->npolynomial = HC_CARTESIAN_TOTAL(2 * lmax);
}

static hc_status prepare_grids(hc_context *ctx, hc_gpw_tasks *tasks)
{
    hc_status status = HC_OK;
    for (size_t level = 0; level < tasks->multigrid->nlevel; level++) {
        HC_TRY(hc_kernel_grid_create(ctx, &tasks->multigrid->level[level], &tasks->kernel_grid[level]));
    }
    for (size_t t = 0; t < tasks->ntask; t++) {
        size_t level = tasks->task[t].level;
        tasks->radius[level] = fmax(tasks->radius[level], tasks->task[t].radius);
    }
cleanup:
    return status;
}

static hc_status create_workspace(hc_context *ctx, hc_gpw_tasks *tasks)
{
    hc_status status;
    for (size_t level = 0; level < tasks->multigrid->nlevel; level++) {
        const hc_grid *grid = &tasks->multigrid->level[level];
        size_t count = tasks->ncopy[level] * grid->n[0] * grid->n[1];
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &tasks->copies[level]));
    }
    HC_TRY(hc_allocate(ctx, tasks->system->nao * tasks->system->nao, sizeof(double), &tasks->matrix));
cleanup:
    return status;
}

hc_status hc_gpw_tasks_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                              const hc_multigrid *multigrid, double eps, hc_gpw_tasks **tasks)
{
    hc_neighbour_list *list = NULL;
    maker m = {.structure = structure, .eps = eps};
    hc_status status;
    *tasks = NULL;
    if (!(eps > 0 && eps < 1)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "products of Gaussians are to be left out below %g e/bohr^3; that has to be between 0 and 1",
                       eps);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof **tasks, tasks));
    m.tasks = *tasks;
    m.tasks->system = system;
    m.tasks->multigrid = multigrid;
    HC_TRY(reach_table_fill(ctx, system, eps, &m.table));
    HC_TRY(hc_neighbours_create(ctx, m.table.longest, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, structure));
    m.list = list;
    find_sizes(&m.table, m.tasks);
    HC_TRY(fill_blocks(ctx, &m));
    HC_TRY(hc_gpw_tasks_make_visits(ctx, structure, m.tasks));
    HC_TRY(find_runs(ctx, m.tasks));
    HC_TRY(prepare_grids(ctx, m.tasks));
    HC_TRY(hc_gpw_tasks_make_chunks(ctx, m.tasks));
    HC_TRY(create_workspace(ctx, m.tasks));
cleanup:
    hc_neighbours_free(list);
    reach_table_free(&m.table);
    free(m.first_block);
    free(m.first_task);
    if (status != HC_OK) {
        hc_gpw_tasks_free(*tasks);
        *tasks = NULL;
    }
    return status;
}

void hc_gpw_tasks_free(hc_gpw_tasks *tasks)
{
    if (tasks) {
        free(tasks->block);
        free(tasks->task);
        free(tasks->visit);
        free(tasks->first_side);
        free(tasks->side);
        for (size_t level = 0; level < HC_GRID_LEVELS; level++) {
            free(tasks->run[level]);
            free(tasks->copies[level]);
            hc_kernel_grid_release(&tasks->kernel_grid[level]);
        }
        for (size_t c = 0; c < tasks->nchunk; c++) {
            free(tasks->chunk[c].slot);
        }
        free(tasks->chunk);
        free(tasks->chunk_order);
        free(tasks->matrix);
        free(tasks);
    }
}
