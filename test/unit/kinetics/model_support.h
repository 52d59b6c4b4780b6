/* Models made of texts, for tests. */
#ifndef TEST_MODEL_SUPPORT_H
#define TEST_MODEL_SUPPORT_H

#include "support/context_fixture.h"

#include "kinetics/point.h"

#define MODEL_MAX 40

typedef struct test_model {
    hc_kinetic_mechanism *mechanism;
    hc_kinetic_model *model;
    hc_kinetic_point *point;
    void *options[MODEL_MAX];
    double log_activity[MODEL_MAX];
    hc_kinetic_conditions conditions;
} test_model;

static inline void model_begin(test_model *t, const char *text)
{
    memset(t, 0, sizeof *t);
    CHECK(hc_kinetic_mechanism_parse(ctx, text, "text", 1, &t->mechanism));
    CHECK(hc_kinetic_model_create(ctx, t->mechanism, &t->model));
    t->conditions = (hc_kinetic_conditions){.temperature_k = 298.15, .log_activity = t->log_activity};
    assert_true(t->mechanism->nspecies <= MODEL_MAX && t->mechanism->nstep <= MODEL_MAX);
}

static inline size_t model_species(test_model *t, const char *name)
{
    size_t s = 0;
    CHECK(hc_kinetic_mechanism_find_species(ctx, t->mechanism, name, &s));
    return s;
}

static inline void model_energy(test_model *t, const char *name, double energy_ev)
{
    hc_kinetic_species_energy *energy = &t->model->energy[model_species(t, name)];
    energy->given = true;
    energy->free_energy_ev = energy_ev;
}

static inline void model_activity(test_model *t, const char *name, double activity)
{
    t->log_activity[model_species(t, name)] = log(activity);
}

/* settings: "barrier_ev=0.5 potential_v_rhe=0". */
static inline void model_barrier(test_model *t, size_t step, const char *law, const char *settings)
{
    const hc_barrier_record *record = NULL;
    char copy[256], *rest = copy, *word;
    CHECK(hc_barrier_find(ctx, law, &record));
    CHECK(hc_allocate(ctx, 1, record->options_size, &t->options[step]));
    CHECK(hc_keywords_set_defaults(ctx, hc_barrier_common_keywords, t->options[step]));
    if (record->keywords) {
        CHECK(hc_keywords_set_defaults(ctx, record->keywords, t->options[step]));
    }
    snprintf(copy, sizeof copy, "%s", settings);
    while ((word = strsep(&rest, " ")) != NULL && *word != '\0') {
        char *value = strchr(word, '=');
        *value++ = '\0';
        const hc_keyword *keyword = record->keywords ? hc_keyword_find(record->keywords, word) : NULL;
        keyword = keyword ? keyword : hc_keyword_find(hc_barrier_common_keywords, word);
        assert_non_null(keyword);
        CHECK(hc_keyword_set(ctx, keyword, t->options[step], value));
    }
    t->model->barrier[step] = (hc_kinetic_step_barrier){record, t->options[step]};
}

static inline void model_ready(test_model *t)
{
    CHECK(hc_kinetic_model_check(ctx, t->model));
    CHECK(hc_kinetic_point_create(ctx, t->model, &t->point));
}

static inline void model_solve(test_model *t)
{
    CHECK(hc_kinetic_point_solve(ctx, t->point, &t->conditions, NULL));
}

static inline double model_theta(test_model *t, const char *name)
{
    return t->point->steady.theta[t->model->surface[model_species(t, name)]];
}

static inline void model_end(test_model *t)
{
    hc_kinetic_point_free(t->point);
    for (size_t j = 0; j < t->mechanism->nstep; j++) {
        if (t->model->barrier[j].record) {
            hc_keywords_clear(hc_barrier_common_keywords, t->options[j]);
            if (t->model->barrier[j].record->keywords) {
                hc_keywords_clear(t->model->barrier[j].record->keywords, t->options[j]);
            }
        }
        free(t->options[j]);
    }
    hc_kinetic_model_free(t->model);
    hc_kinetic_mechanism_free(t->mechanism);
}

#endif
