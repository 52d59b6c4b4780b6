#include "gpw/terms/local_plan.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/terms/shells.h"

static void work_clear(hc_gpw_local_work *work)
{
    hc_gpw_contraction_clear(&work->contraction);
    free(work->product);
    free(work->reach2);
    free(work->largest);
    free(work->ions.first);
    free(work->ions.x);
    free(work->ions.atom);
    free(work->raised);
}

void hc_gpw_local_plan_free(hc_gpw_local_plan *plan)
{
    if (!plan) {
        return;
    }
    for (size_t t = 0; plan->work && t < plan->nthread; t++) {
        work_clear(&plan->work[t]);
    }
    hc_gpw_shell_table_free(plan->orbitals);
    hc_gpw_shell_table_free(plan->potentials);
    hc_neighbours_free(plan->list);
    free(plan->reach);
    free(plan->ion_reach);
    free(plan->first_exponent);
    free(plan->short_range);
    free(plan->ions);
    free(plan->storage);
    free(plan->index_storage);
    free(plan->work);
    free(plan);
}

/* Counts an ion seen from an atom (no room yet) or writes it; `count` [natom][nkind]. */
static void see(hc_gpw_local_plan *plan, size_t iatom, size_t ion, hc_vec3 r, size_t *count)
{
    const hc_gpw_system *system = plan->system;
    size_t nkind = system->nkind, kind = system->kind_of[ion];
    double reach = plan->ion_reach[system->kind_of[iatom] * nkind + kind];
    if (plan->potentials->first[kind] == plan->potentials->first[kind + 1] || hc_vec3_norm2(r) >= reach * reach) {
        return;
    }
    size_t n = count[iatom * nkind + kind]++;
    if (plan->storage) {
        hc_gpw_ion_list *ions = &plan->ions[iatom];
        n += ions->first[kind];
        ions->x[n] = r.x;
        ions->y[n] = r.y;
        ions->z[n] = r.z;
        ions->atom[n] = ion;
    }
}

static void see_all(hc_gpw_local_plan *plan, size_t *count)
{
    memset(count, 0, plan->system->natom * plan->system->nkind * sizeof *count);
    for (size_t i = 0; i < plan->system->natom; i++) {
        see(plan, i, i, (hc_vec3){0.0, 0.0, 0.0}, count);
        for (size_t entry = plan->list->first[i]; entry < plan->list->first[i + 1]; entry++) {
            const hc_neighbour *neighbour = &plan->list->entry[entry];
            hc_vec3 r = hc_neighbour_vector(plan->structure, i, neighbour);
            see(plan, i, neighbour->j, r, count);
            see(plan, neighbour->j, i, hc_vec3_scale(-1.0, r), count);
        }
    }
}

/* The lists of ions; *most is the length of the longest. */
static hc_status find_ions(hc_context *ctx, hc_gpw_local_plan *plan, size_t *most)
{
    hc_status status;
    size_t natom = plan->system->natom, nkind = plan->system->nkind, total = 0, offset = 0;
    size_t *count = NULL;
    *most = 0;
    HC_TRY(hc_allocate(ctx, natom * nkind, sizeof *count, &count));
    HC_TRY(hc_allocate(ctx, natom, sizeof *plan->ions, &plan->ions));
    see_all(plan, count);
    for (size_t k = 0; k < natom * nkind; k++) {
        total += count[k];
    }
    HC_TRY(hc_allocate(ctx, 3 * total, sizeof(double), &plan->storage));
    HC_TRY(hc_allocate(ctx, total + natom * (nkind + 1), sizeof(size_t), &plan->index_storage));
    for (size_t i = 0; i < natom; i++) {
        hc_gpw_ion_list *ions = &plan->ions[i];
        ions->first = plan->index_storage + total + i * (nkind + 1);
        for (size_t k = 0; k < nkind; k++) {
            ions->first[k + 1] = ions->first[k] + count[i * nkind + k];
        }
        size_t n = ions->first[nkind];
        ions->x = plan->storage + 3 * offset;
        ions->y = ions->x + n;
        ions->z = ions->y + n;
        ions->atom = plan->index_storage + offset;
        offset += n;
        *most = n > *most ? n : *most;
    }
    see_all(plan, count);
cleanup:
    free(count);
    return status;
}

/* The functions of s for all pairs of exponents and kinds of ions, to the order that forces want. */
static hc_status prepare_functions(hc_context *ctx, hc_gpw_local_plan *plan)
{
    hc_status status;
    const hc_gpw_shell_table *table = plan->orbitals;
    size_t nkind = plan->system->nkind, nset = table->first[nkind];
    HC_TRY(hc_allocate(ctx, nset + 1, sizeof(size_t), &plan->first_exponent));
    for (size_t s = 0; s < nset; s++) {
        plan->first_exponent[s + 1] = plan->first_exponent[s] + table->shells[s].nexponent;
    }
    plan->nexponent = plan->first_exponent[nset];
    HC_TRY(hc_allocate(ctx, plan->nexponent * plan->nexponent * nkind, sizeof *plan->short_range, &plan->short_range));
    for (size_t k = 0; k < nset * nset; k++) {
        const hc_gpw_shells *a = &table->shells[k / nset], *b = &table->shells[k % nset];
        for (size_t i = 0; i < a->nexponent * b->nexponent * nkind; i++) {
            size_t kind = i % nkind, ia = i / nkind / b->nexponent, ib = i / nkind % b->nexponent;
            const hc_gpw_potential *potential = plan->system->kind[kind].potential;
            if (potential && potential->nlocal > 0) {
                hc_gpw_short_range *function = &plan->short_range[hc_gpw_local_place(plan, a, ia, b, ib, kind)];
                hc_gpw_short_range_prepare(potential, a->exponent[ia] + b->exponent[ib], a->degree + b->degree + 1,
                                           function);
            }
        }
    }
cleanup:
    return status;
}

/* The largest |exp(-x^2/2) sum_k c_k x^(2k)| of all kinds: x^(2k) exp(-x^2/2) is at most (2k/e)^k. */
static double deepest_of(const hc_gpw_system *system)
{
    static const double peak[HC_GPW_LOCAL_MAX] = {1.0, 0.7357588823428847, 2.165364532945402, 10.75410122};
    double deepest = 0.0;
    for (size_t kind = 0; kind < system->nkind; kind++) {
        const hc_gpw_potential *potential = system->kind[kind].potential;
        double sum = 0.0;
        for (size_t k = 0; potential && k < potential->nlocal; k++) {
            sum += fabs(potential->local[k]) * peak[k];
        }
        deepest = fmax(deepest, sum);
    }
    return deepest;
}

/* Products of primitives, exponents and columns: the largest of all pairs of sets. */
static hc_status work_create(hc_context *ctx, const hc_gpw_local_plan *plan, size_t nion, hc_gpw_local_work *work)
{
    hc_status status;
    size_t nkind = plan->system->nkind, nexponent = 1, ncart = 1;
    for (size_t s = 0; s < plan->orbitals->first[nkind]; s++) {
        const hc_gpw_shells *shells = &plan->orbitals->shells[s];
        nexponent = shells->nexponent > nexponent ? shells->nexponent : nexponent;
        ncart = HC_CARTESIAN_TOTAL(shells->degree + 1) > ncart ? HC_CARTESIAN_TOTAL(shells->degree + 1) : ncart;
    }
    HC_TRY(hc_gpw_contraction_create(ctx, plan->orbitals, plan->orbitals, 0, &work->contraction));
    HC_TRY(hc_allocate(ctx, nexponent * nexponent, sizeof *work->product, &work->product));
    HC_TRY(hc_allocate(ctx, nexponent * nexponent * nkind, sizeof *work->reach2, &work->reach2));
    HC_TRY(hc_allocate(ctx, nkind, sizeof *work->largest, &work->largest));
    HC_TRY(hc_allocate(ctx, nkind + 1, sizeof *work->ions.first, &work->ions.first));
    /* One more than there are: choosing writes before it knows. */
    HC_TRY(hc_allocate(ctx, 3 * (nion + 1), sizeof *work->ions.x, &work->ions.x));
    HC_TRY(hc_allocate(ctx, nion + 1, sizeof *work->ions.atom, &work->ions.atom));
    work->ions.y = work->ions.x + nion + 1;
    work->ions.z = work->ions.y + nion + 1;
    HC_TRY(hc_allocate(ctx, ncart * ncart, sizeof *work->raised, &work->raised));
cleanup:
    return status;
}

hc_status hc_gpw_local_plan_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                   double eps, hc_gpw_local_plan **plan)
{
    hc_status status;
    hc_gpw_local_plan *made = NULL;
    size_t nkind = system->nkind, most;
    *plan = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->system = system;
    made->structure = structure;
    made->eps = eps;
    made->deepest = deepest_of(system);
    made->nthread = (size_t)omp_get_max_threads();
    hc_gpw_hermite_rules_fill(&made->rules);
    HC_TRY(hc_gpw_orbital_shells(ctx, system, &made->orbitals));
    HC_TRY(hc_gpw_potential_shells(ctx, system, &made->potentials));
    HC_TRY(prepare_functions(ctx, made));
    HC_TRY(hc_allocate(ctx, nkind * nkind, sizeof(double), &made->reach));
    HC_TRY(hc_allocate(ctx, nkind * nkind, sizeof(double), &made->ion_reach));
    double pair_eps = eps / fmax(1.0, made->deepest), ion_eps = eps / fmax(1.0, hc_gpw_largest_value(made->orbitals));
    double cutoff = hc_gpw_pair_reach(made->orbitals, made->orbitals, pair_eps, made->reach);
    cutoff = fmax(cutoff, hc_gpw_pair_reach(made->orbitals, made->potentials, ion_eps, made->ion_reach));
    HC_TRY(hc_neighbours_create(ctx, cutoff, 0.0, &made->list));
    HC_TRY(hc_neighbours_update(ctx, made->list, structure));
    HC_TRY(find_ions(ctx, made, &most));
    HC_TRY(hc_allocate(ctx, made->nthread, sizeof *made->work, &made->work));
    for (size_t t = 0; t < made->nthread; t++) {
        HC_TRY(work_create(ctx, made, most, &made->work[t]));
    }
    *plan = made;
    made = NULL;
cleanup:
    hc_gpw_local_plan_free(made);
    return status;
}

/* Squared distance of an ion from a product within which the integral is not below eps: s = ln(bound(s) / eps) / omega,
 * twice from above; the polynomials' largest value is between the product and the ion. */
static double product_reach2(const hc_gpw_local_plan *plan, const hc_gpw_product *product, const hc_gpw_shells *a,
                             const hc_gpw_shells *b, hc_vec3 r, const hc_gpw_short_range *function)
{
    double width = 2.0 / sqrt(product->p), s = 36.0 / function->omega;
    double da = hc_vec3_norm(product->center) + width, db = hc_vec3_norm(hc_vec3_sub(product->center, r)) + width;
    for (int pass = 0; pass < 2; pass++) {
        double size = 0.0, away = function->omega / product->p * sqrt(s);
        for (size_t k = function->nterm; k-- > 0;) {
            size = size * s + fabs(function->q[0][k]);
        }
        size *= product->factor * hc_gpw_polynomial_bound(a, product->ia, da + away) *
                hc_gpw_polynomial_bound(b, product->ib, db + away);
        s = size > plan->eps ? log(size / plan->eps) / function->omega : 0.0;
    }
    return s;
}

/* Keeps the ions that some product reaches: those near enough to the line between the two atoms. */
static size_t choose_ions(const hc_gpw_local_plan *plan, size_t iatom, hc_vec3 r, hc_gpw_local_work *work)
{
    const hc_gpw_ion_list *from = &plan->ions[iatom];
    hc_gpw_ion_list *to = &work->ions;
    double r2 = hc_vec3_norm2(r), inverse = r2 > 0.0 ? 1.0 / r2 : 0.0;
    size_t count = 0;
    for (size_t kind = 0; kind < plan->system->nkind; kind++) {
        to->first[kind] = count;
        for (size_t c = from->first[kind]; work->largest[kind] > 0.0 && c < from->first[kind + 1]; c++) {
            double x = from->x[c], y = from->y[c], z = from->z[c];
            double along = fmin(fmax((x * r.x + y * r.y + z * r.z) * inverse, 0.0), 1.0);
            double dx = x - along * r.x, dy = y - along * r.y, dz = z - along * r.z;
            to->x[count] = x;
            to->y[count] = y;
            to->z[count] = z;
            to->atom[count] = from->atom[c];
            count += dx * dx + dy * dy + dz * dz < work->largest[kind];
        }
    }
    to->first[plan->system->nkind] = count;
    return count;
}

bool hc_gpw_local_find_products(const hc_gpw_local_plan *plan, size_t iatom, const hc_gpw_shells *a,
                                const hc_gpw_shells *b, hc_vec3 r, hc_gpw_local_work *work)
{
    size_t nkind = plan->system->nkind;
    double distance = hc_vec3_norm(r);
    memset(work->largest, 0, nkind * sizeof *work->largest);
    work->nproduct = 0;
    for (size_t k = 0; k < a->nexponent * b->nexponent; k++) {
        size_t ia = k / b->nexponent, ib = k % b->nexponent;
        if (hc_gpw_primitive_bound(a, ia, b, ib, distance) * plan->deepest < plan->eps) {
            continue;
        }
        double p = a->exponent[ia] + b->exponent[ib], fraction = b->exponent[ib] / p;
        hc_gpw_product *product = &work->product[work->nproduct];
        *product = (hc_gpw_product){ia, ib, p, exp(-a->exponent[ia] * fraction * distance * distance),
                                    hc_vec3_scale(fraction, r)};
        double *reach2 = work->reach2 + work->nproduct * nkind;
        bool matters = false;
        for (size_t kind = 0; kind < nkind; kind++) {
            const hc_gpw_short_range *function = &plan->short_range[hc_gpw_local_place(plan, a, ia, b, ib, kind)];
            reach2[kind] = function->nterm > 0 ? product_reach2(plan, product, a, b, r, function) : 0.0;
            work->largest[kind] = fmax(work->largest[kind], reach2[kind]);
            matters = matters || reach2[kind] > 0.0;
        }
        work->nproduct += matters;
    }
    return work->nproduct > 0 && choose_ions(plan, iatom, r, work) > 0;
}
