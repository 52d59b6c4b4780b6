/* What the tests of dynamics share: an engine whose potential is a function of the test, structures, options by text.
 */
#ifndef TEST_DYNAMICS_SUPPORT_H
#define TEST_DYNAMICS_SUPPORT_H

#include "support/structure_fixture.h"

#include "dynamics/constraint.h"
#include "dynamics/md.h"
#include "halfcell/engine.h"

/* Returns the energy and adds the forces to force [natom]; sets *converged to false to play an engine that fails. */
typedef double potential_function(size_t natom, const hc_vec3 *position, hc_vec3 *force, bool *converged);

typedef struct potential_options {
    potential_function *function;
} potential_options;

static const hc_keyword potential_keywords[] = {{0}};

static hc_status potential_create(hc_context *context, const void *options, const hc_structure *structure, void **self)
{
    (void)structure;
    potential_options *kept;
    hc_status status = hc_allocate(context, 1, sizeof *kept, &kept);
    if (status == HC_OK) {
        *kept = *(const potential_options *)options;
        *self = kept;
    }
    return status;
}

static hc_status potential_compute(void *self, hc_context *context, const hc_structure *structure, unsigned wanted,
                                   hc_result *result)
{
    (void)context;
    (void)wanted;
    memset(result->force, 0, structure->natom * sizeof *result->force);
    result->converged = true;
    result->free_energy =
        ((potential_options *)self)->function(structure->natom, structure->position, result->force, &result->converged);
    result->energy = result->free_energy;
    result->iterations = 1;
    return HC_OK;
}

static const hc_engine_record potential_record = {
    .name = "potential",
    .summary = "a potential of the test",
    .reference = "none",
    .capabilities = HC_CAN_MOLECULE | HC_CAN_BULK,
    .keywords = potential_keywords,
    .options_size = sizeof(potential_options),
    .create = potential_create,
    .free = free,
    .compute = potential_compute,
};

static inline hc_engine *make_potential(potential_function *function, const hc_structure *structure)
{
    hc_engine *engine = NULL;
    potential_options options = {function};
    assert_int_equal(hc_engine_create(ctx, &potential_record, &options, structure, &engine), HC_OK);
    return engine;
}

/* Springs to places 10 bohr apart on the diagonal. The stiffness differs from atom to atom and direction to direction.
 */
static inline double spring_stiffness(size_t i, int k)
{
    return 0.02 + 0.005 * (double)((3 * i + (size_t)k) % 7);
}

static inline double diagonal_springs(size_t natom, const hc_vec3 *r, hc_vec3 *force, bool *converged)
{
    (void)converged;
    double energy = 0;
    for (size_t i = 0; i < natom; i++) {
        for (int k = 0; k < 3; k++) {
            double x = hc_vec3_get(r[i], k) - 10 * (double)i;
            energy += 0.5 * spring_stiffness(i, k) * x * x;
            *hc_vec3_at(&force[i], k) = -spring_stiffness(i, k) * x;
        }
    }
    return energy;
}

static inline void make_triclinic(hc_structure *structure, double length)
{
    structure->cell =
        (hc_mat3){{{length, 0, 0}, {0.2 * length, 0.9 * length, 0}, {-0.3 * length, 0.25 * length, length}}};
    for (int k = 0; k < 3; k++) {
        structure->periodic[k] = true;
    }
}

/* `settings`: name, text, name, text, ..., NULL. */
static inline void *make_options(const hc_keyword *keywords, size_t size, const char *const *settings)
{
    void *options = calloc(1, size ? size : 1);
    assert_int_equal(hc_keywords_set_defaults(ctx, keywords, options), HC_OK);
    for (size_t i = 0; settings != NULL && settings[i] != NULL; i += 2) {
        const hc_keyword *keyword = hc_keyword_find(keywords, settings[i]);
        assert_non_null(keyword);
        assert_int_equal(hc_keyword_set(ctx, keyword, options, settings[i + 1]), HC_OK);
    }
    return options;
}

static inline void free_options(const hc_keyword *keywords, void *options)
{
    hc_keywords_clear(keywords, options);
    free(options);
}

static inline hc_status try_colvar(const char *name, const char *const *settings, const hc_structure *structure,
                                   hc_colvar **colvar)
{
    const hc_colvar_record *record = NULL;
    assert_int_equal(hc_colvar_find(ctx, name, &record), HC_OK);
    void *options = make_options(record->keywords, record->options_size, settings);
    hc_status status = hc_colvar_create(ctx, record, options, structure, colvar);
    free_options(record->keywords, options);
    return status;
}

static inline hc_colvar *make_colvar(const char *name, const char *const *settings, const hc_structure *structure)
{
    hc_colvar *colvar = NULL;
    assert_int_equal(try_colvar(name, settings, structure, &colvar), HC_OK);
    return colvar;
}

#define SETTINGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The engine lj for `structure`. */
static inline hc_engine *make_lj(const hc_structure *structure, const char *const *settings)
{
    hc_engine *engine = NULL;
    const hc_engine_record *lj;
    assert_int_equal(hc_engine_find(ctx, "lj", &lj), HC_OK);
    void *options = make_options(lj->keywords, lj->options_size, settings);
    assert_int_equal(hc_engine_create(ctx, lj, options, structure, &engine), HC_OK);
    free_options(lj->keywords, options);
    return engine;
}

#define NLIQUID 27

/* Atoms of a periodic Lennard-Jones fluid, on a simple cubic lattice. */
static inline hc_structure *make_liquid(void)
{
    hc_structure *s = NULL;
    double length = 3 * 3.9 * HC_ANGSTROM;
    assert_int_equal(hc_structure_create(ctx, NLIQUID, &s), HC_OK);
    s->cell = (hc_mat3){{{length, 0, 0}, {0, length, 0}, {0, 0, length}}};
    for (size_t i = 0; i < NLIQUID; i++) {
        hc_structure_set_element(s, i, 18);
        s->position[i] = hc_vec3_scale(length / 3, hc_vec3_make((double)(i % 3), (double)(i / 3 % 3), (double)(i / 9)));
        s->periodic[i % 3] = true;
    }
    return s;
}

static inline hc_engine *make_liquid_engine(const hc_structure *liquid)
{
    return make_lj(liquid, SETTINGS("cutoff_angstrom", "5.8"));
}

static inline hc_md_options md_options(const char *const *settings)
{
    hc_md_options *made = make_options(hc_md_keywords, sizeof(hc_md_options), settings), copy = *made;
    free_options(hc_md_keywords, made);
    return copy;
}

/* `setup` says all but the thermostat. */
static inline hc_status try_md(const hc_md_options *options, hc_md_setup setup, const char *thermostat,
                               const char *const *thermostat_settings, hc_md **md)
{
    assert_int_equal(hc_thermostat_find(ctx, thermostat, &setup.thermostat), HC_OK);
    void *made = make_options(setup.thermostat->keywords, setup.thermostat->options_size, thermostat_settings);
    setup.thermostat_options = made;
    hc_status status = hc_md_create(ctx, options, &setup, md);
    free_options(setup.thermostat->keywords, made);
    return status;
}

static inline hc_md *make_md(const hc_md_options *options, hc_engine *engine, hc_structure *structure,
                             const char *thermostat, const char *const *thermostat_settings, size_t nconstraint,
                             const hc_constraint *constraints)
{
    hc_md_setup setup = {
        .engine = engine, .structure = structure, .nconstraint = nconstraint, .constraints = constraints};
    hc_md *md = NULL;
    assert_int_equal(try_md(options, setup, thermostat, thermostat_settings, &md), HC_OK);
    return md;
}

/* A constraint at `target` (NaN: where the structure is) that moves by `rate` (atomic units) to `stop`. */
static inline hc_constraint make_constraint(const hc_colvar *colvar, const hc_structure *structure, double target,
                                            double rate, double stop)
{
    return (hc_constraint){.colvar = colvar,
                           .start = isnan(target) ? hc_colvar_value(colvar, structure) : target,
                           .rate = rate,
                           .stop = stop};
}

#endif
