#include "gpw/terms/local.h"

#include <math.h>
#include <omp.h>
#include <string.h>

#include "atoms/pair_chunks.h"
#include "gpw/terms/local_plan.h"

/* A pair of atoms; `home`: the atom with itself. */
typedef struct pair_place {
    size_t i, j;
    hc_vec3 r;
    bool home;
} pair_place;

/* What the ions around a product add up to, and what each of them feels. */
typedef struct ion_sum {
    int order;    /* of the derivatives that are summed */
    double scale; /* of what is summed */
    bool forces;
    int density_order; /* of work->density */
    hc_pair_chunk *chunk;
    hc_vec3 total;  /* of the forces on the ions */
    hc_mat3 strain; /* sum of force times position, from the first atom */
} ion_sum;

/* Forces on the ions of one batch: -dE/dC = dE/dP = sum_t density_t F_(t + 1). */
static void push_ions(const hc_gpw_local_plan *plan, const hc_gpw_product *product, const hc_gpw_local_work *work,
                      const hc_gpw_lanes *lanes, const hc_gpw_hermites *hermites, ion_sum *sum)
{
    double force[3][HC_GPW_LANES] = {{0.0}};
    size_t count = HC_CARTESIAN_TOTAL(sum->density_order);
    for (size_t place = 0; place < count; place++) {
        const unsigned char *power = plan->rules.power[place];
        double density = work->density[power[0]][power[1]][power[2]];
        for (int k = 0; k < 3; k++) {
            const double *value = hermites->value[plan->rules.raised[k][place]];
            for (size_t lane = 0; lane < HC_GPW_LANES; lane++) {
                force[k][lane] += density * value[lane];
            }
        }
    }
    for (size_t lane = 0; lane < lanes->count; lane++) {
        hc_vec3 f = {force[0][lane], force[1][lane], force[2][lane]};
        hc_vec3 away = {lanes->x[lane], lanes->y[lane], lanes->z[lane]};
        hc_vec3 position = hc_vec3_sub(product->center, away);
        hc_vec3 *ion = &sum->chunk->force[lanes->atom[lane]];
        *ion = hc_vec3_add(*ion, f);
        sum->total = hc_vec3_add(sum->total, f);
        hc_mat3_add_outer(&sum->strain, 1.0, f, position);
    }
}

/* One batch of ions of a kind; empties it. */
static void add_batch(const hc_gpw_local_plan *plan, const hc_gpw_product *product, const hc_gpw_local_work *work,
                      const hc_gpw_short_range *function, hc_gpw_lanes *lanes, hc_gpw_hermites *total, ion_sum *sum)
{
    hc_gpw_hermites buffer[2];
    const hc_gpw_hermites *hermites = hc_gpw_short_range_hermites(function, sum->order, &plan->rules, lanes, buffer);
    size_t count = HC_CARTESIAN_TOTAL(sum->order);
    for (size_t place = 0; place < count; place++) {
        for (size_t lane = 0; lane < HC_GPW_LANES; lane++) {
            total->value[place][lane] += hermites->value[place][lane];
        }
    }
    if (sum->forces) {
        push_ions(plan, product, work, lanes, hermites, sum);
    }
    lanes->count = 0;
}

/* work->cube = Hermite integrals of product number `index` summed over the ions. False when none is near. */
static bool sum_ions(const hc_gpw_local_plan *plan, const hc_gpw_shells *a, const hc_gpw_shells *b, size_t index,
                     hc_gpw_local_work *work, ion_sum *sum)
{
    const hc_gpw_product *product = &work->product[index];
    const hc_gpw_ion_list *ions = &work->ions;
    hc_gpw_hermites total;
    hc_gpw_lanes lanes = {.count = 0};
    size_t nkind = plan->system->nkind, count = HC_CARTESIAN_TOTAL(sum->order), seen = 0;
    memset(&total, 0, count * sizeof total.value[0]);
    for (size_t kind = 0; kind < nkind; kind++) {
        const hc_gpw_short_range *function =
            &plan->short_range[hc_gpw_local_place(plan, a, product->ia, b, product->ib, kind)];
        double reach2 = work->reach2[index * nkind + kind];
        for (size_t c = ions->first[kind]; reach2 > 0.0 && c < ions->first[kind + 1]; c++) {
            double x = product->center.x - ions->x[c], y = product->center.y - ions->y[c];
            double z = product->center.z - ions->z[c];
            if (x * x + y * y + z * z >= reach2) {
                continue;
            }
            lanes.x[lanes.count] = x;
            lanes.y[lanes.count] = y;
            lanes.z[lanes.count] = z;
            lanes.atom[lanes.count++] = ions->atom[c];
            seen++;
            if (lanes.count == HC_GPW_LANES) {
                add_batch(plan, product, work, function, &lanes, &total, sum);
            }
        }
        if (lanes.count > 0) {
            add_batch(plan, product, work, function, &lanes, &total, sum);
        }
    }
    for (size_t place = 0; seen > 0 && place < count; place++) {
        const unsigned char *power = plan->rules.power[place];
        double value = 0.0;
        for (size_t lane = 0; lane < HC_GPW_LANES; lane++) {
            value += total.value[place][lane];
        }
        work->cube[power[0]][power[1]][power[2]] = sum->scale * value;
    }
    return seen > 0;
}

static void expand(const hc_gpw_product *product, int la, int lb, hc_vec3 r, hc_gpw_local_work *work)
{
    for (int k = 0; k < 3; k++) {
        double pa = hc_vec3_get(product->center, k), pb = pa - hc_vec3_get(r, k);
        hc_gpw_expand_product(la, lb, pa, pb, product->p, work->expansion[k]);
    }
}

/* Block of a pair of sets into work->contraction.function; false: nothing there. */
static bool integrate_sets(const hc_gpw_local_plan *plan, const pair_place *pair, const hc_gpw_shells *a,
                           const hc_gpw_shells *b, hc_gpw_local_work *work)
{
    hc_gpw_contraction *contraction = &work->contraction;
    bool any = false, open = false;
    if (!hc_gpw_local_find_products(plan, pair->i, a, b, pair->r, work)) {
        return false;
    }
    hc_gpw_contract_start(a, b, contraction);
    for (size_t k = 0; k < work->nproduct; k++) {
        const hc_gpw_product *product = &work->product[k];
        ion_sum sum = {.order = a->degree + b->degree, .scale = product->factor};
        if (sum_ions(plan, a, b, k, work, &sum)) {
            if (!open) {
                hc_gpw_contract_clear_half(a, b, contraction);
                open = true;
            }
            expand(product, a->degree, b->degree, pair->r, work);
            hc_gpw_hermite_to_cartesian(a->degree, b->degree, work->expansion, work->cube, contraction->primitive);
            hc_gpw_contract_add_b(a, b, product->ib, contraction);
        }
        if (open && (k + 1 == work->nproduct || work->product[k + 1].ia != product->ia)) {
            hc_gpw_contract_add_a(a, b, product->ia, contraction);
            any = true;
            open = false;
        }
    }
    if (any) {
        hc_gpw_contract_to_functions(a, b, contraction);
    }
    return any;
}

static void integrate_pair(const hc_gpw_local_plan *plan, const pair_place *pair, hc_gpw_local_work *work, double *h)
{
    const hc_gpw_system *system = plan->system;
    const hc_gpw_shell_table *table = plan->orbitals;
    size_t ki = system->kind_of[pair->i], kj = system->kind_of[pair->j];
    for (size_t sa = table->first[ki]; sa < table->first[ki + 1]; sa++) {
        for (size_t sb = table->first[kj]; sb < table->first[kj + 1]; sb++) {
            const hc_gpw_shells *a = &table->shells[sa], *b = &table->shells[sb];
            if (integrate_sets(plan, pair, a, b, work)) {
                hc_gpw_block_add(a, b, work->contraction.function, system->nao, system->first_ao[pair->i],
                                 system->first_ao[pair->j], !pair->home, h);
            }
        }
    }
}

/* Pair number `entry` of the list, which is a pair of atom i; false when too far. */
static bool pair_of(const hc_gpw_local_plan *plan, size_t i, size_t entry, pair_place *pair)
{
    const hc_neighbour *neighbour = &plan->list->entry[entry];
    size_t nkind = plan->system->nkind;
    double reach = plan->reach[plan->system->kind_of[i] * nkind + plan->system->kind_of[neighbour->j]];
    *pair = (pair_place){.i = i, .j = neighbour->j, .r = hc_neighbour_vector(plan->structure, i, neighbour)};
    return hc_vec3_norm2(pair->r) < reach * reach;
}

hc_status hc_gpw_local(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure, double eps,
                       double *h)
{
    hc_gpw_local_plan *plan = NULL;
    hc_status status = hc_gpw_local_plan_create(ctx, system, structure, eps, &plan);
    if (status != HC_OK) {
        return status;
    }
    /* The blocks of a pair belong to the row of its first atom: no two threads write the same place. */
#pragma omp parallel for schedule(dynamic) num_threads((int)plan->nthread)
    for (size_t i = 0; i < system->natom; i++) {
        hc_gpw_local_work *work = &plan->work[omp_get_thread_num()];
        pair_place pair = {.i = i, .j = i, .home = true};
        integrate_pair(plan, &pair, work, h);
        for (size_t entry = plan->list->first[i]; entry < plan->list->first[i + 1]; entry++) {
            if (pair_of(plan, i, entry, &pair)) {
                integrate_pair(plan, &pair, work, h);
            }
        }
    }
    hc_gpw_local_plan_free(plan);
    return HC_OK;
}

/* With one power less of an axis; 0 when there is none. */
static size_t place_below(const unsigned char *power, int axis)
{
    int lower[3] = {power[0], power[1], power[2]};
    if (lower[axis] == 0) {
        return 0;
    }
    lower[axis]--;
    return hc_cartesian_place(lower[0], lower[1], lower[2]);
}

/* dE/dB of one product from work->raised [powers of a][powers of b and one more] and the density of the primitives:
 * the derivative of x_B^j exp(-b x_B^2) is 2b x_B^(j+1) - j x_B^(j-1). */
static hc_vec3 second_center(const hc_gpw_shells *a, const hc_gpw_shells *b, double exponent,
                             const hc_gpw_hermite_rules *rules, const hc_gpw_local_work *work)
{
    size_t wide = HC_CARTESIAN_TOTAL(b->degree + 1);
    double g[3] = {0.0, 0.0, 0.0};
    for (size_t j = 0; j < b->ncart; j++) {
        for (int k = 0; k < 3; k++) {
            size_t up = rules->raised[k][j], power = rules->power[j][k], down = place_below(rules->power[j], k);
            double sum_up = 0.0, sum_down = 0.0;
            for (size_t i = 0; i < a->ncart; i++) {
                double density = work->contraction.primitive[i * b->ncart + j];
                sum_up += density * work->raised[i * wide + up];
                sum_down += density * work->raised[i * wide + down];
            }
            g[k] += 2.0 * exponent * sum_up - (double)power * sum_down;
        }
    }
    return (hc_vec3){g[0], g[1], g[2]};
}

/* One product: work->contraction.primitive has its density. */
static void differentiate_product(const hc_gpw_local_plan *plan, const pair_place *pair, const hc_gpw_shells *a,
                                  const hc_gpw_shells *b, size_t index, hc_gpw_local_work *work, hc_pair_chunk *chunk)
{
    const hc_gpw_product *product = &work->product[index];
    int la = a->degree, lb = b->degree;
    ion_sum sum = {.order = la + lb + 1, .scale = 1.0, .forces = true, .density_order = la + lb, .chunk = chunk};
    expand(product, la, lb + 1, pair->r, work);
    hc_gpw_cartesian_to_hermite(la, lb, work->expansion, work->contraction.primitive, work->density);
    for (size_t place = 0; place < HC_CARTESIAN_TOTAL(la + lb); place++) {
        const unsigned char *power = plan->rules.power[place];
        work->density[power[0]][power[1]][power[2]] *= product->factor;
    }
    if (!sum_ions(plan, a, b, index, work, &sum)) {
        return;
    }
    for (size_t place = 0; place < HC_CARTESIAN_TOTAL(la + lb); place++) {
        const unsigned char *power = plan->rules.power[place];
        chunk->energy += work->density[power[0]][power[1]][power[2]] * work->cube[power[0]][power[1]][power[2]];
    }
    hc_gpw_hermite_to_cartesian(la, lb + 1, work->expansion, work->cube, work->raised);
    hc_vec3 gb = second_center(a, b, b->exponent[product->ib], &plan->rules, work);
    gb = hc_vec3_scale(product->factor, gb);
    /* Moving everything changes nothing. */
    hc_vec3 ga = hc_vec3_sub(sum.total, gb);
    chunk->force[pair->i] = hc_vec3_sub(chunk->force[pair->i], ga);
    chunk->force[pair->j] = hc_vec3_sub(chunk->force[pair->j], gb);
    hc_mat3_add_outer(&chunk->strain, 1.0, gb, pair->r);
    for (int k = 0; k < 3; k++) {
        chunk->strain.row[k] = hc_vec3_sub(chunk->strain.row[k], sum.strain.row[k]);
    }
}

static void differentiate_pair(const hc_gpw_local_plan *plan, const pair_place *pair, const double *density,
                               hc_gpw_local_work *work, hc_pair_chunk *chunk)
{
    const hc_gpw_system *system = plan->system;
    const hc_gpw_shell_table *table = plan->orbitals;
    hc_gpw_contraction *contraction = &work->contraction;
    size_t ki = system->kind_of[pair->i], kj = system->kind_of[pair->j];
    for (size_t sa = table->first[ki]; sa < table->first[ki + 1]; sa++) {
        for (size_t sb = table->first[kj]; sb < table->first[kj + 1]; sb++) {
            const hc_gpw_shells *a = &table->shells[sa], *b = &table->shells[sb];
            if (!hc_gpw_local_find_products(plan, pair->i, a, b, pair->r, work)) {
                continue;
            }
            hc_gpw_block_take(a, b, pair->home ? 1.0 : 2.0, density, system->nao, system->first_ao[pair->i],
                              system->first_ao[pair->j], contraction->function);
            hc_gpw_contract_from_functions(a, b, contraction);
            for (size_t k = 0; k < work->nproduct; k++) {
                if (k == 0 || work->product[k].ia != work->product[k - 1].ia) {
                    hc_gpw_contract_take_a(a, b, work->product[k].ia, contraction);
                }
                hc_gpw_contract_take_b(a, b, work->product[k].ib, contraction);
                differentiate_product(plan, pair, a, b, k, work, chunk);
            }
        }
    }
}

hc_status hc_gpw_local_gradient(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure, double eps,
                                const double *density, double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    hc_gpw_local_plan *plan = NULL;
    hc_pair_chunks *chunks = NULL;
    *energy = 0.0;
    hc_status status = hc_gpw_local_plan_create(ctx, system, structure, eps, &plan);
    if (status != HC_OK) {
        return status;
    }
    HC_TRY(hc_pair_chunks_create(ctx, system->natom, &chunks));
#pragma omp parallel for schedule(dynamic) num_threads((int)plan->nthread)
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        hc_gpw_local_work *work = &plan->work[omp_get_thread_num()];
        for (size_t i = c; i < system->natom; i += HC_PAIR_CHUNKS) {
            pair_place pair = {.i = i, .j = i, .home = true};
            differentiate_pair(plan, &pair, density, work, &chunks->chunk[c]);
            for (size_t entry = plan->list->first[i]; entry < plan->list->first[i + 1]; entry++) {
                if (pair_of(plan, i, entry, &pair)) {
                    differentiate_pair(plan, &pair, density, work, &chunks->chunk[c]);
                }
            }
        }
    }
    hc_pair_chunks_add(chunks, energy, force, NULL, strain);
cleanup:
    hc_pair_chunks_free(chunks);
    hc_gpw_local_plan_free(plan);
    return status;
}
