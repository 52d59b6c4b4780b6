#include "gpw/terms/one_electron.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/neighbours.h"
#include "atoms/pair_chunks.h"
#include "gpw/terms/overlap.h"

/* What both directions need. */
typedef struct pair_plan {
    const hc_gpw_system *system;
    const hc_structure *structure;
    double eps;
    hc_gpw_shell_table *table;
    double *reach; /* [nkind][nkind] */
    hc_neighbour_list *list;
    size_t nthread;
    hc_gpw_overlap_work *work;
} pair_plan;

/* Where a pair is and what it gets. */
typedef struct pair_target {
    size_t i, j;
    hc_vec3 r;
    bool home; /* the atom with itself */
} pair_target;

static void plan_clear(pair_plan *plan)
{
    hc_gpw_shell_table_free(plan->table);
    hc_neighbours_free(plan->list);
    hc_gpw_overlap_work_free(plan->work, plan->nthread);
    free(plan->reach);
}

static hc_status plan_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure, double eps,
                             pair_plan *plan)
{
    hc_status status;
    *plan = (pair_plan){.system = system, .structure = structure, .eps = eps};
    plan->nthread = (size_t)omp_get_max_threads();
    HC_TRY(hc_gpw_orbital_shells(ctx, system, &plan->table));
    HC_TRY(hc_allocate(ctx, system->nkind * system->nkind, sizeof *plan->reach, &plan->reach));
    double cutoff = hc_gpw_pair_reach(plan->table, plan->table, eps, plan->reach);
    HC_TRY(hc_neighbours_create(ctx, cutoff, 0.0, &plan->list));
    HC_TRY(hc_neighbours_update(ctx, plan->list, structure));
    HC_TRY(hc_gpw_overlap_work_create(ctx, plan->table, plan->table, plan->nthread, &plan->work));
cleanup:
    if (status != HC_OK) {
        plan_clear(plan);
    }
    return status;
}

static pair_target home_of(size_t i)
{
    return (pair_target){.i = i, .j = i, .home = true};
}

static pair_target target_of(const pair_plan *plan, size_t i, size_t entry)
{
    const hc_neighbour *neighbour = &plan->list->entry[entry];
    return (pair_target){.i = i, .j = neighbour->j, .r = hc_neighbour_vector(plan->structure, i, neighbour)};
}

static bool within_reach(const pair_plan *plan, const pair_target *target)
{
    size_t ki = plan->system->kind_of[target->i], kj = plan->system->kind_of[target->j];
    double reach = plan->reach[ki * plan->system->nkind + kj];
    return hc_vec3_norm2(target->r) < reach * reach;
}

static void integrate_pair(const pair_plan *plan, const pair_target *target, hc_gpw_overlap_work *work, double *overlap,
                           double *kinetic)
{
    const hc_gpw_shell_table *table = plan->table;
    size_t ki = plan->system->kind_of[target->i], kj = plan->system->kind_of[target->j], nao = plan->system->nao;
    size_t row = plan->system->first_ao[target->i], column = plan->system->first_ao[target->j];
    for (size_t sa = table->first[ki]; sa < table->first[ki + 1]; sa++) {
        for (size_t sb = table->first[kj]; sb < table->first[kj + 1]; sb++) {
            const hc_gpw_shells *a = &table->shells[sa], *b = &table->shells[sb];
            if (!hc_gpw_overlap_block(a, b, target->r, plan->eps, kinetic != NULL, work)) {
                continue;
            }
            if (overlap) {
                hc_gpw_block_add(a, b, work->overlap.function, nao, row, column, !target->home, overlap);
            }
            if (kinetic) {
                hc_gpw_block_add(a, b, work->kinetic.function, nao, row, column, !target->home, kinetic);
            }
        }
    }
}

hc_status hc_gpw_one_electron(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure, double eps,
                              double *overlap, double *kinetic)
{
    pair_plan plan;
    hc_status status = plan_create(ctx, system, structure, eps, &plan);
    if (status != HC_OK) {
        return status;
    }
    double *matrices[] = {overlap, kinetic};
    for (int k = 0; k < 2; k++) {
        if (matrices[k]) {
            memset(matrices[k], 0, system->nao * system->nao * sizeof(double));
        }
    }
    /* The blocks of a pair belong to the row of its first atom: no two threads write the same place. */
#pragma omp parallel for schedule(dynamic) num_threads((int)plan.nthread)
    for (size_t i = 0; i < system->natom; i++) {
        hc_gpw_overlap_work *work = &plan.work[omp_get_thread_num()];
        pair_target target = home_of(i);
        integrate_pair(&plan, &target, work, overlap, kinetic);
        for (size_t entry = plan.list->first[i]; entry < plan.list->first[i + 1]; entry++) {
            target = target_of(&plan, i, entry);
            if (within_reach(&plan, &target)) {
                integrate_pair(&plan, &target, work, overlap, kinetic);
            }
        }
    }
    plan_clear(&plan);
    return HC_OK;
}

static hc_vec3 differentiate_pair(const pair_plan *plan, const pair_target *target, hc_gpw_overlap_work *work,
                                  const double *density, const double *weighted)
{
    const hc_gpw_shell_table *table = plan->table;
    size_t ki = plan->system->kind_of[target->i], kj = plan->system->kind_of[target->j], nao = plan->system->nao;
    size_t row = plan->system->first_ao[target->i], column = plan->system->first_ao[target->j];
    hc_vec3 g = {0.0, 0.0, 0.0};
    for (size_t sa = table->first[ki]; sa < table->first[ki + 1]; sa++) {
        for (size_t sb = table->first[kj]; sb < table->first[kj + 1]; sb++) {
            const hc_gpw_shells *a = &table->shells[sa], *b = &table->shells[sb];
            /* A symmetric matrix has the pair twice. */
            hc_gpw_block_take(a, b, 2.0, density, nao, row, column, work->kinetic.function);
            hc_gpw_block_take(a, b, -2.0, weighted, nao, row, column, work->overlap.function);
            g = hc_vec3_add(g, hc_gpw_overlap_gradient(a, b, target->r, plan->eps, true, work));
        }
    }
    return g;
}

static void differentiate_row(const pair_plan *plan, size_t i, hc_gpw_overlap_work *work, const double *density,
                              const double *weighted, hc_pair_chunk *chunk)
{
    for (size_t entry = plan->list->first[i]; entry < plan->list->first[i + 1]; entry++) {
        pair_target target = target_of(plan, i, entry);
        if (within_reach(plan, &target)) {
            hc_vec3 g = differentiate_pair(plan, &target, work, density, weighted);
            chunk->force[i] = hc_vec3_add(chunk->force[i], g);
            chunk->force[target.j] = hc_vec3_sub(chunk->force[target.j], g);
            hc_mat3_add_outer(&chunk->strain, 1.0, g, target.r);
        }
    }
}

hc_status hc_gpw_one_electron_gradient(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                       double eps, const double *density, const double *weighted, hc_vec3 *force,
                                       hc_mat3 *strain)
{
    pair_plan plan;
    hc_pair_chunks *chunks = NULL;
    hc_status status = plan_create(ctx, system, structure, eps, &plan);
    if (status != HC_OK) {
        return status;
    }
    HC_TRY(hc_pair_chunks_create(ctx, system->natom, &chunks));
#pragma omp parallel for schedule(dynamic) num_threads((int)plan.nthread)
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        for (size_t i = c; i < system->natom; i += HC_PAIR_CHUNKS) {
            differentiate_row(&plan, i, &plan.work[omp_get_thread_num()], density, weighted, &chunks->chunk[c]);
        }
    }
    hc_pair_chunks_add(chunks, NULL, force, NULL, strain);
cleanup:
    hc_pair_chunks_free(chunks);
    plan_clear(&plan);
    return status;
}
