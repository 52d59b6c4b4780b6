/* Times steps of molecular dynamics with an engine of libhalfcell, through the public headers alone.
 *
 *     md_steps FILE ENGINE WARMUP STEPS TIMESTEP_FS [OPTION=VALUE ...]
 *
 * Velocity Verlet from the velocities of the file (at rest when it has none); options are the engine's. What the engine
 * logs goes to standard error. Prints one JSON object: the seconds and self-consistency iterations of each step after
 * the warm-up, the drift of the total energy over these steps, the peak memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "halfcell/engine.h"
#include "halfcell/structure.h"
#include "halfcell/units.h"

typedef struct run {
    hc_context *ctx;
    hc_structure *structure;
    hc_engine *engine;
    hc_result *result;
    double timestep; /* atomic units */
} run;

static double wall_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void kick(run *r, double time)
{
    for (size_t i = 0; i < r->structure->natom; i++) {
        hc_vec3 *velocity = &r->structure->velocity[i];
        *velocity = hc_vec3_axpy(*velocity, time / r->structure->mass[i], r->result->force[i]);
    }
}

static hc_status step(run *r)
{
    hc_structure *s = r->structure;
    kick(r, 0.5 * r->timestep);
    for (size_t i = 0; i < s->natom; i++) {
        s->position[i] = hc_vec3_axpy(s->position[i], r->timestep, s->velocity[i]);
    }
    hc_status status = hc_engine_compute(r->engine, r->ctx, s, HC_WANT_FORCES, r->result);
    if (status == HC_OK) {
        kick(r, 0.5 * r->timestep);
    }
    return status;
}

static double total_energy(const run *r)
{
    double kinetic = 0;
    for (size_t i = 0; i < r->structure->natom; i++) {
        kinetic += 0.5 * r->structure->mass[i] * hc_vec3_norm2(r->structure->velocity[i]);
    }
    return r->result->free_energy + kinetic;
}

static void write_log(void *user, hc_log_level level, const char *line)
{
    (void)user;
    (void)level;
    fprintf(stderr, "%s\n", line);
}

/* The engine's options from "name=value" settings; the caller clears and frees. */
static hc_status read_options(run *r, const hc_engine_record *record, char **settings, void **options)
{
    hc_status status;
    HC_TRY(hc_allocate(r->ctx, 1, record->options_size, options));
    HC_TRY(hc_keywords_set_defaults(r->ctx, record->keywords, *options));
    for (; *settings; settings++) {
        char *value = strchr(*settings, '=');
        if (value) {
            *value++ = '\0';
        }
        const hc_keyword *keyword = hc_keyword_find(record->keywords, *settings);
        if (!value || !keyword) {
            return hc_fail(r->ctx, HC_ERROR_INPUT, "%s is no option of %s with a value", *settings, record->name);
        }
        HC_TRY(hc_keyword_set(r->ctx, keyword, *options, value));
    }
cleanup:
    return status;
}

static hc_status prepare(run *r, char **arguments)
{
    const hc_engine_record *record = NULL;
    void *options = NULL;
    hc_status status;
    HC_TRY(hc_structure_read(r->ctx, arguments[1], &r->structure));
    HC_TRY(hc_engine_find(r->ctx, arguments[2], &record));
    HC_TRY(read_options(r, record, arguments + 6, &options));
    HC_TRY(hc_engine_create(r->ctx, record, options, r->structure, &r->engine));
    HC_TRY(hc_result_create(r->ctx, r->structure->natom, &r->result));
    HC_TRY(hc_engine_compute(r->engine, r->ctx, r->structure, HC_WANT_FORCES, r->result));
cleanup:
    if (options) {
        hc_keywords_clear(record->keywords, options);
    }
    free(options);
    return status;
}

static hc_status measure(run *r, int warmup, int steps)
{
    hc_status status = HC_OK;
    for (int i = 0; i < warmup; i++) {
        HC_TRY(step(r));
    }
    double first_energy = total_energy(r);
    printf("{\"atoms\": %zu, \"steps\": [", r->structure->natom);
    for (int i = 0; i < steps; i++) {
        double start = wall_seconds();
        HC_TRY(step(r));
        printf("%s{\"seconds\": %.6f, \"iterations\": %d}", i ? ", " : "", wall_seconds() - start,
               r->result->iterations);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("], \"energy_hartree\": %.8f, \"drift_hartree\": %.3e, \"peak_memory_kib\": %ld}\n", r->result->energy,
           total_energy(r) - first_energy, usage.ru_maxrss);
cleanup:
    return status;
}

int main(int argc, char **argv)
{
    run r = {0};
    if (argc < 6 || hc_context_create(&r.ctx) != HC_OK) {
        fprintf(stderr, "usage: md_steps FILE ENGINE WARMUP STEPS TIMESTEP_FS [OPTION=VALUE ...]\n");
        return 2;
    }
    hc_context_set_log(r.ctx, write_log, NULL);
    r.timestep = atof(argv[5]) * HC_FS;
    hc_status status = prepare(&r, argv);
    if (status == HC_OK) {
        status = measure(&r, atoi(argv[3]), atoi(argv[4]));
    }
    if (status != HC_OK) {
        fprintf(stderr, "md_steps: %s\n", hc_context_message(r.ctx));
    }
    hc_result_free(r.result);
    hc_engine_free(r.engine);
    hc_structure_free(r.structure);
    hc_context_free(r.ctx);
    return status == HC_OK ? 0 : 1;
}
