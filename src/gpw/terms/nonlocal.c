#include "gpw/terms/nonlocal.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/neighbours.h"
#include "atoms/pair_chunks.h"
#include "gpw/terms/overlap.h"
#include "math/linalg.h"

/* Rows of the matrix that a product makes at a time. */
enum { STRIP = 256 };

/* An atom with functions, seen from an atom with projectors. */
typedef struct visitor {
    size_t iatom;
    hc_vec3 r; /* from the functions to the projectors, bohr */
} visitor;

typedef struct projector_plan {
    const hc_gpw_system *system;
    double eps;
    hc_gpw_shell_table *orbitals, *projectors;
    size_t *first;         /* [natom + 1]: projectors of an atom */
    size_t count;          /* of all projectors */
    size_t *first_visitor; /* [natom + 1] */
    visitor *visitors;
    size_t nthread;
    hc_gpw_overlap_work *work;
    double *overlap;  /* [count][nao]: <p_i|a> */
    double *weighted; /* [count][nao]: h_ij <p_j|a> */
} projector_plan;

static void plan_clear(projector_plan *plan)
{
    hc_gpw_shell_table_free(plan->orbitals);
    hc_gpw_shell_table_free(plan->projectors);
    hc_gpw_overlap_work_free(plan->work, plan->nthread);
    free(plan->first);
    free(plan->first_visitor);
    free(plan->visitors);
    free(plan->overlap);
    free(plan->weighted);
}

/* Records that the functions of atom `function` see the projectors of atom `projector`, when they reach them: counts
 * (no visitors yet) or writes. */
static void visit(projector_plan *plan, const double *reach, size_t function, size_t projector, hc_vec3 r,
                  size_t *count)
{
    const hc_gpw_system *system = plan->system;
    size_t kp = system->kind_of[projector];
    double distance = reach[system->kind_of[function] * system->nkind + kp];
    if (plan->projectors->count[kp] == 0 || hc_vec3_norm2(r) >= distance * distance) {
        return;
    }
    if (plan->visitors) {
        plan->visitors[plan->first_visitor[projector] + count[projector]] = (visitor){function, r};
    }
    count[projector]++;
}

static void visit_all(projector_plan *plan, const hc_structure *structure, const hc_neighbour_list *list,
                      const double *reach, size_t *count)
{
    memset(count, 0, plan->system->natom * sizeof *count);
    for (size_t i = 0; i < plan->system->natom; i++) {
        visit(plan, reach, i, i, (hc_vec3){0.0, 0.0, 0.0}, count);
        for (size_t entry = list->first[i]; entry < list->first[i + 1]; entry++) {
            hc_vec3 r = hc_neighbour_vector(structure, i, &list->entry[entry]);
            visit(plan, reach, i, list->entry[entry].j, r, count);
            visit(plan, reach, list->entry[entry].j, i, hc_vec3_scale(-1.0, r), count);
        }
    }
}

static hc_status find_visitors(hc_context *ctx, const hc_structure *structure, projector_plan *plan)
{
    hc_status status;
    const hc_gpw_system *system = plan->system;
    hc_neighbour_list *list = NULL;
    double *reach = NULL;
    size_t *count = NULL;
    HC_TRY(hc_allocate(ctx, system->nkind * system->nkind, sizeof *reach, &reach));
    HC_TRY(hc_allocate(ctx, system->natom, sizeof *count, &count));
    HC_TRY(hc_allocate(ctx, system->natom + 1, sizeof *plan->first_visitor, &plan->first_visitor));
    double cutoff = hc_gpw_pair_reach(plan->orbitals, plan->projectors, plan->eps, reach);
    HC_TRY(hc_neighbours_create(ctx, cutoff, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, structure));
    visit_all(plan, structure, list, reach, count);
    for (size_t i = 0; i < system->natom; i++) {
        plan->first_visitor[i + 1] = plan->first_visitor[i] + count[i];
    }
    HC_TRY(hc_allocate(ctx, plan->first_visitor[system->natom], sizeof *plan->visitors, &plan->visitors));
    visit_all(plan, structure, list, reach, count);
cleanup:
    hc_neighbours_free(list);
    free(reach);
    free(count);
    return status;
}

/* overlap[projector][function] += <a|p> of one visitor; work->overlap.function is [a][p]. */
static void overlap_of_visitor(const projector_plan *plan, size_t iatom, const visitor *from, hc_gpw_overlap_work *work)
{
    const hc_gpw_system *system = plan->system;
    const hc_gpw_shell_table *to = plan->orbitals, *tp = plan->projectors;
    size_t ka = system->kind_of[from->iatom], kp = system->kind_of[iatom];
    for (size_t sa = to->first[ka]; sa < to->first[ka + 1]; sa++) {
        for (size_t sp = tp->first[kp]; sp < tp->first[kp + 1]; sp++) {
            const hc_gpw_shells *a = &to->shells[sa], *p = &tp->shells[sp];
            if (!hc_gpw_overlap_block(a, p, from->r, plan->eps, false, work)) {
                continue;
            }
            for (size_t fp = 0; fp < p->nfunction; fp++) {
                double *row = plan->overlap + (plan->first[iatom] + p->shell[0].first + fp) * system->nao;
                for (size_t s = 0; s < a->nshell; s++) {
                    const hc_gpw_shell *shell = &a->shell[s];
                    double *place = row + system->first_ao[from->iatom] + shell->first;
                    for (size_t m = 0; m < shell->nfunction; m++) {
                        place[m] += work->overlap.function[(shell->function + m) * p->nfunction + fp];
                    }
                }
            }
        }
    }
}

/* weighted = h overlap, for the projectors of one atom. */
static void weigh(const projector_plan *plan, size_t iatom)
{
    const hc_gpw_potential *potential = hc_gpw_kind_of(plan->system, iatom)->potential;
    size_t nao = plan->system->nao, first = plan->first[iatom];
    for (size_t c = 0; potential && c < potential->nchannel; c++) {
        const hc_gpw_channel *channel = &potential->channel[c];
        size_t nm = HC_SPHERICAL_COUNT(channel->l);
        for (size_t k = 0; k < channel->nprojector * channel->nprojector; k++) {
            size_t i = k / channel->nprojector, j = k % channel->nprojector;
            double h = channel->h[i][j];
            double *to = plan->weighted + (first + i * nm) * nao;
            const double *from = plan->overlap + (first + j * nm) * nao;
            for (size_t x = 0; x < nm * nao; x++) {
                to[x] += h * from[x];
            }
        }
        first += channel->nprojector * nm;
    }
}

static hc_status plan_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure, double eps,
                             projector_plan *plan)
{
    hc_status status;
    *plan = (projector_plan){.system = system, .eps = eps, .nthread = (size_t)omp_get_max_threads()};
    HC_TRY(hc_gpw_orbital_shells(ctx, system, &plan->orbitals));
    HC_TRY(hc_gpw_projector_shells(ctx, system, &plan->projectors));
    HC_TRY(hc_allocate(ctx, system->natom + 1, sizeof *plan->first, &plan->first));
    for (size_t i = 0; i < system->natom; i++) {
        plan->first[i + 1] = plan->first[i] + plan->projectors->count[system->kind_of[i]];
    }
    plan->count = plan->first[system->natom];
    HC_TRY(find_visitors(ctx, structure, plan));
    HC_TRY(hc_allocate(ctx, plan->count * system->nao, sizeof(double), &plan->overlap));
    HC_TRY(hc_allocate(ctx, plan->count * system->nao, sizeof(double), &plan->weighted));
    HC_TRY(hc_gpw_overlap_work_create(ctx, plan->orbitals, plan->projectors, plan->nthread, &plan->work));
    /* The rows of an atom's projectors are written by one thread. */
#pragma omp parallel for schedule(dynamic) num_threads((int)plan->nthread)
    for (size_t i = 0; i < system->natom; i++) {
        for (size_t v = plan->first_visitor[i]; v < plan->first_visitor[i + 1]; v++) {
            overlap_of_visitor(plan, i, &plan->visitors[v], &plan->work[omp_get_thread_num()]);
        }
        weigh(plan, i);
    }
cleanup:
    if (status != HC_OK) {
        plan_clear(plan);
    }
    return status;
}

/* Work space of the products: projectors that some function of a strip sees. */
typedef struct strip_work {
    double *left;    /* [count][STRIP] */
    double *right;   /* [count][nao] */
    double *product; /* [STRIP][nao] */
} strip_work;

static bool row_matters(const double *row, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (row[k] != 0.0) {
            return true;
        }
    }
    return false;
}

/* Copies the columns that a strip needs of the projectors that it sees; returns how many those are. */
static size_t gather(const projector_plan *plan, size_t start, size_t n, strip_work *work)
{
    size_t nao = plan->system->nao, rest = nao - start, used = 0;
    for (size_t p = 0; p < plan->count; p++) {
        const double *row = plan->overlap + p * nao + start;
        if (row_matters(row, n)) {
            memcpy(work->left + used * n, row, n * sizeof(double));
            memcpy(work->right + used * rest, plan->weighted + p * nao + start, rest * sizeof(double));
            used++;
        }
    }
    return used;
}

/* h += product on and above the diagonal, and its transpose below. */
static void add_strip(size_t nao, size_t start, size_t n, const double *product, double *h)
{
    size_t rest = nao - start;
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < rest; j++) {
            h[(start + i) * nao + start + j] += product[i * rest + j];
        }
    }
    /* Columns beside each other of one row at a time; what is within the strip has been added above. */
#pragma omp parallel for schedule(static)
    for (size_t j = n; j < rest; j++) {
        for (size_t i = 0; i < n; i++) {
            h[(start + j) * nao + start + i] += product[i * rest + j];
        }
    }
}

hc_status hc_gpw_nonlocal(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure, double eps,
                          double *h)
{
    projector_plan plan;
    strip_work work = {0};
    size_t nao = system->nao;
    hc_status status = plan_create(ctx, system, structure, eps, &plan);
    if (status != HC_OK) {
        return status;
    }
    HC_TRY(hc_allocate(ctx, plan.count * STRIP, sizeof(double), &work.left));
    HC_TRY(hc_allocate(ctx, plan.count * nao, sizeof(double), &work.right));
    HC_TRY(hc_allocate(ctx, STRIP * nao, sizeof(double), &work.product));
    for (size_t start = 0; start < nao; start += STRIP) {
        size_t n = nao - start < STRIP ? nao - start : STRIP, rest = nao - start;
        size_t used = gather(&plan, start, n, &work);
        if (used > 0) {
            hc_gemm(true, false, n, rest, used, 1.0, work.left, n, work.right, rest, 0.0, work.product, rest);
            add_strip(nao, start, n, work.product, h);
        }
    }
cleanup:
    free(work.left);
    free(work.right);
    free(work.product);
    plan_clear(&plan);
    return status;
}

/* d/dr of 2 sum image_pa <p|a>, image = weighted P [count][nao]. */
static hc_vec3 differentiate_visitor(const projector_plan *plan, size_t iatom, const visitor *from, const double *image,
                                     hc_gpw_overlap_work *work)
{
    const hc_gpw_system *system = plan->system;
    const hc_gpw_shell_table *to = plan->orbitals, *tp = plan->projectors;
    size_t ka = system->kind_of[from->iatom], kp = system->kind_of[iatom];
    hc_vec3 g = {0.0, 0.0, 0.0};
    for (size_t sa = to->first[ka]; sa < to->first[ka + 1]; sa++) {
        for (size_t sp = tp->first[kp]; sp < tp->first[kp + 1]; sp++) {
            const hc_gpw_shells *a = &to->shells[sa], *p = &tp->shells[sp];
            for (size_t fp = 0; fp < p->nfunction; fp++) {
                const double *row = image + (plan->first[iatom] + p->shell[0].first + fp) * system->nao;
                for (size_t s = 0; s < a->nshell; s++) {
                    const hc_gpw_shell *shell = &a->shell[s];
                    const double *place = row + system->first_ao[from->iatom] + shell->first;
                    for (size_t m = 0; m < shell->nfunction; m++) {
                        work->overlap.function[(shell->function + m) * p->nfunction + fp] = 2.0 * place[m];
                    }
                }
            }
            g = hc_vec3_add(g, hc_gpw_overlap_gradient(a, p, from->r, plan->eps, false, work));
        }
    }
    return g;
}

static void differentiate_atom(const projector_plan *plan, size_t iatom, const double *image, hc_gpw_overlap_work *work,
                               hc_pair_chunk *chunk)
{
    size_t nao = plan->system->nao;
    for (size_t k = plan->first[iatom] * nao; k < plan->first[iatom + 1] * nao; k++) {
        chunk->energy += image[k] * plan->overlap[k];
    }
    for (size_t v = plan->first_visitor[iatom]; v < plan->first_visitor[iatom + 1]; v++) {
        const visitor *from = &plan->visitors[v];
        hc_vec3 g = differentiate_visitor(plan, iatom, from, image, work);
        chunk->force[from->iatom] = hc_vec3_add(chunk->force[from->iatom], g);
        chunk->force[iatom] = hc_vec3_sub(chunk->force[iatom], g);
        hc_mat3_add_outer(&chunk->strain, 1.0, g, from->r);
    }
}

hc_status hc_gpw_nonlocal_gradient(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                   double eps, const double *density, double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    projector_plan plan;
    hc_pair_chunks *chunks = NULL;
    double *image = NULL;
    size_t nao = system->nao;
    *energy = 0.0;
    hc_status status = plan_create(ctx, system, structure, eps, &plan);
    if (status != HC_OK) {
        return status;
    }
    HC_TRY(hc_pair_chunks_create(ctx, system->natom, &chunks));
    HC_TRY(hc_allocate(ctx, plan.count * nao, sizeof *image, &image));
    if (plan.count > 0) {
        hc_gemm(false, false, plan.count, nao, nao, 1.0, plan.weighted, nao, density, nao, 0.0, image, nao);
    }
#pragma omp parallel for schedule(dynamic) num_threads((int)plan.nthread)
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        for (size_t i = c; i < system->natom; i += HC_PAIR_CHUNKS) {
            differentiate_atom(&plan, i, image, &plan.work[omp_get_thread_num()], &chunks->chunk[c]);
        }
    }
    hc_pair_chunks_add(chunks, energy, force, NULL, strain);
cleanup:
    hc_pair_chunks_free(chunks);
    free(image);
    plan_clear(&plan);
    return status;
}
