#include "gpw/potential.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "gpw/entry.h"

#define ELECTRON_MAX 118
#define RADIUS_MAX 100.0 /* bohr */
#define STRENGTH_MAX 1e8 /* hartree */

static hc_status read_radius(hc_gpw_entry *entry, const char *what, double *radius)
{
    hc_status status = hc_gpw_entry_real(entry, what, radius);
    if (status == HC_OK && !(*radius > 1e-6 && *radius < RADIUS_MAX)) {
        status = hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "%s of %g bohr", what, *radius);
    }
    return status;
}

static hc_status read_strength(hc_gpw_entry *entry, const char *what, double *value)
{
    hc_status status = hc_gpw_entry_real(entry, what, value);
    if (status == HC_OK && !(fabs(*value) < STRENGTH_MAX)) {
        status = hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "%s of %g hartree", what, *value);
    }
    return status;
}

/* One line: electrons in s, p, ... of the neutral atom. */
static hc_status read_electrons(hc_gpw_entry *entry, hc_gpw_potential *potential)
{
    hc_status status = HC_OK;
    if (!hc_gpw_entry_next_line(entry)) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "the entry ends where the numbers of electrons were expected");
    }
    for (size_t l = 0; hc_gpw_entry_left(entry) > 0; l++) {
        int count;
        if (l == sizeof potential->electrons / sizeof potential->electrons[0]) {
            return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "electrons with an angular momentum above f");
        }
        HC_TRY(hc_gpw_entry_integer(entry, "a number of electrons", 0, ELECTRON_MAX, &count));
        potential->electrons[l] = count;
        potential->charge += count;
    }
    int valence = hc_gpw_entry_valence(entry);
    if (!(potential->charge > 0.0) || (valence > 0 && potential->charge != valence)) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "%g electrons, which is not what the name says",
                                 potential->charge);
    }
cleanup:
    return status;
}

static hc_status read_local(hc_gpw_entry *entry, hc_gpw_potential *potential)
{
    hc_status status;
    int count;
    HC_TRY(read_radius(entry, "a local radius", &potential->local_radius));
    HC_TRY(hc_gpw_entry_integer(entry, "the number of local coefficients", 0, HC_GPW_LOCAL_MAX, &count));
    potential->nlocal = (size_t)count;
    for (size_t k = 0; k < potential->nlocal; k++) {
        HC_TRY(read_strength(entry, "a local coefficient", &potential->local[k]));
    }
cleanup:
    return status;
}

/* r_l, the number of projectors and the upper triangle of h; an l without projectors is left out. */
static hc_status read_channel(hc_gpw_entry *entry, int l, hc_gpw_potential *potential)
{
    hc_status status;
    int count;
    hc_gpw_channel channel = {.l = l};
    HC_TRY(hc_gpw_entry_real(entry, "a projector radius", &channel.radius));
    HC_TRY(hc_gpw_entry_integer(entry, "the number of projectors", 0, HC_GPW_PROJECTOR_MAX, &count));
    channel.nprojector = (size_t)count;
    for (size_t i = 0; i < channel.nprojector; i++) {
        for (size_t j = i; j < channel.nprojector; j++) {
            HC_TRY(read_strength(entry, "a projector coefficient", &channel.h[i][j]));
            channel.h[j][i] = channel.h[i][j];
        }
    }
    if (channel.nprojector > 0) {
        if (!(channel.radius > 1e-6 && channel.radius < RADIUS_MAX)) {
            return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "a projector radius of %g bohr", channel.radius);
        }
        potential->channel[potential->nchannel++] = channel;
    }
cleanup:
    return status;
}

typedef struct request {
    hc_context *ctx;
    int atomic_number;
    hc_gpw_potential *potential;
} request;

static hc_status read_potential(hc_gpw_entry *entry, void *data)
{
    hc_status status;
    request *wanted = data;
    hc_gpw_potential *self = NULL;
    int nchannel = 0;
    if (strncasecmp(hc_gpw_entry_name(entry), "ALL", 3) == 0) {
        return hc_gpw_entry_fail(entry, HC_ERROR_UNSUPPORTED,
                                 "the full nucleus cannot be used with plane waves; take a pseudopotential");
    }
    HC_TRY(hc_allocate(wanted->ctx, 1, sizeof *self, &self));
    self->atomic_number = wanted->atomic_number;
    HC_TRY(hc_format(wanted->ctx, &self->name, "%s", hc_gpw_entry_name(entry)));
    HC_TRY(read_electrons(entry, self));
    HC_TRY(read_local(entry, self));
    if (hc_gpw_entry_left(entry) > 0 || hc_gpw_entry_has_line(entry)) {
        HC_TRY(hc_gpw_entry_integer(entry, "the number of angular momenta with projectors", 0, HC_GPW_CHANNEL_MAX,
                                    &nchannel));
    }
    for (int l = 0; l < nchannel; l++) {
        HC_TRY(read_channel(entry, l, self));
    }
    if (hc_gpw_entry_left(entry) > 0 || hc_gpw_entry_has_line(entry)) {
        double surplus;
        HC_TRY(hc_gpw_entry_real(entry, "the end of the entry", &surplus));
        status = hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "a number (%g) follows where the entry should end", surplus);
        goto cleanup;
    }
    wanted->potential = self;
    self = NULL;
cleanup:
    hc_gpw_potential_free(self);
    return status;
}

static const char *const files[] = {"GTH_POTENTIALS", "POTENTIAL_UZH"};

hc_status hc_gpw_potential_find(hc_context *ctx, int atomic_number, const char *name, hc_gpw_potential **potential)
{
    const hc_gpw_entry_key key = {.atomic_number = atomic_number, .name = name};
    request wanted = {.ctx = ctx, .atomic_number = atomic_number};
    hc_status status =
        hc_gpw_entry_find(ctx, sizeof files / sizeof files[0], files, "potential", &key, read_potential, &wanted);
    *potential = wanted.potential;
    return status;
}

hc_status hc_gpw_potential_find_any_valence(hc_context *ctx, int atomic_number, const char *stem,
                                            hc_gpw_potential **potential)
{
    const hc_gpw_entry_key key = {.atomic_number = atomic_number, .name = stem, .any_valence = true};
    request wanted = {.ctx = ctx, .atomic_number = atomic_number};
    hc_status status = hc_gpw_potential_find(ctx, atomic_number, stem, potential);
    if (status != HC_ERROR_MISSING_DATA) {
        return status;
    }
    status = hc_gpw_entry_find(ctx, sizeof files / sizeof files[0], files, "potential", &key, read_potential, &wanted);
    *potential = wanted.potential;
    return status;
}

hc_status hc_gpw_potential_read(hc_context *ctx, const char *path, int atomic_number, const char *name,
                                hc_gpw_potential **potential)
{
    const hc_gpw_entry_key key = {.atomic_number = atomic_number, .name = name};
    request wanted = {.ctx = ctx, .atomic_number = atomic_number};
    hc_status status = hc_gpw_entry_read(ctx, path, "potential", &key, read_potential, &wanted);
    *potential = wanted.potential;
    return status;
}

void hc_gpw_potential_free(hc_gpw_potential *potential)
{
    if (potential) {
        free(potential->name);
        free(potential);
    }
}

double hc_gpw_potential_short_range(const hc_gpw_potential *potential, double r)
{
    double x = r * r / (potential->local_radius * potential->local_radius), sum = 0.0;
    for (size_t k = potential->nlocal; k-- > 0;) {
        sum = sum * x + potential->local[k];
    }
    return sum * exp(-0.5 * x);
}
