#include "thermo/stability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"

static bool has_reference(const hc_routes *mechanism)
{
    for (size_t i = 0; i < mechanism->npath; i++) {
        if (mechanism->path[i].nstep == 0) {
            return true;
        }
    }
    return false;
}

static hc_status make_state(hc_context *ctx, const hc_energies *energies, const hc_routes *mechanism,
                            const hc_route *path, const char *surface, hc_stable_state *state)
{
    *state = (hc_stable_state){.name = path->name, .title = path->title};
    if (path->nstep > 1) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: state %s has %zu reactions; it is made from the reference by one",
                       mechanism->file, path->name, path->nstep);
    }
    if (path->nstep == 0) {
        return HC_OK;
    }
    state->reaction = &path->step[0];
    state->electrons = state->reaction->electrons;
    state->protons = state->reaction->protons;
    hc_status status =
        hc_energies_reaction(ctx, energies, state->reaction, surface, &state->free_energy, &state->error);
    return status == HC_OK ? HC_OK : hc_fail_within(ctx, status, "%s: state %s: ", mechanism->file, path->name);
}

/* Variance of the species of `a` less those of `b`; of those that both have the difference counts. `both`: whether
 * species that `b` has too are left out (they were counted from the other side). */
static hc_status add_variance(hc_context *ctx, const hc_energies *energies, const hc_reaction *a, const hc_reaction *b,
                              bool both, const char *surface, double *variance)
{
    for (size_t i = 0; a && i < a->nterm; i++) {
        const hc_term *term = &a->term[i];
        double count = term->count;
        bool shared = false;
        for (size_t k = 0; b && k < b->nterm; k++) {
            if (strcmp(b->term[k].name, term->name) == 0) {
                count -= b->term[k].count;
                shared = true;
            }
        }
        if (shared && !both) {
            continue;
        }
        hc_free_energy found;
        hc_status status = hc_energies_find(ctx, energies, &term->formula, term->name, surface, &found);
        if (status != HC_OK) {
            return status;
        }
        *variance += pow(count * found.error, 2);
    }
    return HC_OK;
}

static hc_status compare_states(hc_context *ctx, const hc_energies *energies, const char *surface, hc_stability *s)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, s->count * s->count, sizeof *s->error_between, &s->error_between));
    for (size_t i = 0; i < s->count; i++) {
        for (size_t j = 0; j < i; j++) {
            const hc_reaction *a = s->state[i].reaction, *b = s->state[j].reaction;
            double variance = 0.0;
            HC_TRY(add_variance(ctx, energies, a, b, true, surface, &variance));
            HC_TRY(add_variance(ctx, energies, b, a, false, surface, &variance));
            s->error_between[i * s->count + j] = s->error_between[j * s->count + i] = sqrt(variance);
        }
    }
cleanup:
    return status;
}

hc_status hc_stability_create(hc_context *ctx, const hc_energies *energies, const hc_routes *mechanism,
                              const char *surface, hc_stability **stability)
{
    hc_stability *s = NULL;
    size_t extra = has_reference(mechanism) ? 0 : 1;
    hc_status status = HC_OK;
    *stability = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *s, &s));
    s->temperature_k = energies->conditions.temperature_k;
    s->surface = "";
    HC_TRY(hc_allocate(ctx, mechanism->npath + extra, sizeof *s->state, &s->state));
    s->count = mechanism->npath + extra;
    s->state[0] = (hc_stable_state){.name = "reference", .title = ""};
    for (size_t i = 0; i < mechanism->npath; i++) {
        HC_TRY(make_state(ctx, energies, mechanism, &mechanism->path[i], surface, &s->state[i + extra]));
        if (hc_energies_depend(energies, s->state[i + extra].reaction, surface)) {
            s->surface = surface;
        }
    }
    HC_TRY(compare_states(ctx, energies, surface, s));
    *stability = s;
    s = NULL;
cleanup:
    hc_stability_free(s);
    return status;
}

void hc_stability_free(hc_stability *stability)
{
    if (stability) {
        free(stability->state);
        free(stability->error_between);
        free(stability);
    }
}

double hc_stability_energy(const hc_stability *stability, size_t state, double u_v_she, double ph)
{
    const hc_stable_state *s = &stability->state[state];
    return s->free_energy + s->electrons * u_v_she * HC_EV +
           s->protons * stability->temperature_k * HC_KELVIN * log(10.0) * ph;
}

double hc_stability_energy_at(const hc_stability *stability, size_t state, double u_v_she, double ph,
                              const char *species, double change)
{
    const hc_reaction *r = stability->state[state].reaction;
    double energy = hc_stability_energy(stability, state, u_v_she, ph);
    for (size_t i = 0; r && species && i < r->nterm; i++) {
        energy += strcmp(r->term[i].name, species) == 0 ? r->term[i].count * change : 0.0;
    }
    return energy;
}

size_t hc_stability_lowest(const hc_stability *stability, double u_v_she, double ph, const char *species, double change)
{
    size_t best = 0;
    double lowest = INFINITY;
    for (size_t i = 0; i < stability->count; i++) {
        double energy = hc_stability_energy_at(stability, i, u_v_she, ph, species, change);
        best = energy < lowest ? i : best;
        lowest = fmin(lowest, energy);
    }
    return best;
}

/* Potential, V vs SHE, at which a state is as stable as another; NaN when potential does not tell them apart. */
static double crossing(const hc_stability *stability, size_t a, size_t b, double ph)
{
    double electrons = stability->state[a].electrons - stability->state[b].electrons;
    double difference = hc_stability_energy(stability, a, 0.0, ph) - hc_stability_energy(stability, b, 0.0, ph);
    return fabs(electrons) < 1e-9 ? NAN : -difference / (electrons * HC_EV);
}

double hc_stability_crossing_error(const hc_stability *stability, size_t a, size_t b)
{
    double electrons = stability->state[a].electrons - stability->state[b].electrons;
    return fabs(electrons) < 1e-9 ? NAN : stability->error_between[a * stability->count + b] / fabs(electrons * HC_EV);
}

size_t hc_stability_defect_name(const hc_stability *stability, size_t state)
{
    const char *slash = strchr(stability->state[state].name, '/');
    return slash ? (size_t)(slash - stability->state[state].name) : 0;
}

bool hc_stability_same_defect(const hc_stability *stability, size_t a, size_t b)
{
    size_t length = hc_stability_defect_name(stability, a);
    return a == b || (length > 0 && length == hc_stability_defect_name(stability, b) &&
                      strncmp(stability->state[a].name, stability->state[b].name, length) == 0);
}

static bool takes_part(const hc_stability *stability, size_t member, size_t state)
{
    return member == HC_STABILITY_ALL || hc_stability_same_defect(stability, member, state);
}

/* Upwards from the lowest potential: the next crossing with a state that gives more electrons off. */
void hc_stability_scan(const hc_stability *stability, size_t member, double low_v, double high_v, double ph,
                       size_t *count, double *boundary, size_t *state)
{
    double at = low_v;
    size_t now = member == HC_STABILITY_ALL ? 0 : member;
    for (size_t i = 0; i < stability->count; i++) {
        if (takes_part(stability, member, i) &&
            hc_stability_energy(stability, i, low_v, ph) < hc_stability_energy(stability, now, low_v, ph)) {
            now = i;
        }
    }
    *count = 0;
    state[0] = now;
    while (*count < stability->count) {
        double next = high_v;
        size_t other = stability->count;
        for (size_t i = 0; i < stability->count; i++) {
            double u = crossing(stability, now, i, ph);
            bool takes_over = takes_part(stability, member, i) &&
                              stability->state[i].electrons < stability->state[now].electrons - 1e-9;
            if (takes_over && u >= at && u < next) {
                next = u;
                other = i;
            }
        }
        if (other == stability->count) {
            return;
        }
        boundary[(*count)++] = at = next;
        state[*count] = now = other;
    }
}
