/* Optimisation: minima known from elsewhere, held atoms and coordinates, and an energy that does not rise unseen. */
#include "support.h"

#include <omp.h>

#include "dynamics/optimize.h"

typedef struct watch {
    double energy; /* of the last accepted step */
    int accepted, refused;
} watch;

static void watch_steps(void *user, const hc_optimize_report *report, const hc_structure *structure,
                        const hc_result *result)
{
    watch *w = user;
    assert_true(report->energy == result->free_energy);
    assert_true(report->max_displacement <= 0.2 * HC_ANGSTROM * (1 + 1e-12));
    if (report->accepted) {
        assert_true(report->energy <= w->energy + 1e-9 * (double)structure->natom);
        w->energy = report->energy;
        w->accepted++;
    } else {
        w->refused++;
    }
}

static hc_optimize_options optimize_options(const char *const *settings)
{
    hc_optimize_options *made = make_options(hc_optimize_keywords, sizeof *made, settings), copy = *made;
    free_options(hc_optimize_keywords, made);
    return copy;
}

static hc_status optimize(hc_engine *engine, hc_structure *structure, const char *method, const char *const *settings,
                          size_t nconstraint, const hc_constraint *constraints, watch *w, hc_optimize_report *report,
                          double *lambda)
{
    hc_optimize_options options = optimize_options(settings);
    hc_optimize_setup setup = {.engine = engine,
                               .structure = structure,
                               .nconstraint = nconstraint,
                               .constraints = constraints,
                               .callback = watch_steps,
                               .user = w};
    hc_result *result = NULL;
    *w = (watch){.energy = INFINITY};
    assert_int_equal(hc_optimizer_find(ctx, method, &setup.method), HC_OK);
    assert_int_equal(hc_result_create(ctx, structure->natom, &result), HC_OK);
    hc_status status = hc_optimize(ctx, &options, &setup, result, report, lambda);
    assert_true(report->energy == result->free_energy);
    hc_result_free(result);
    return status;
}

static const char *const methods[2] = {"lbfgs", "fire"};

/* Thirteen Lennard-Jones atoms near an icosahedron: the global minimum is -44.326801 epsilon (Hoare, Pal, Adv. Phys.
 * 20, 161 (1971); Cambridge Cluster Database). */
static hc_structure *make_cluster(hc_engine **engine)
{
    hc_structure *s = NULL;
    const double golden = 0.5 * (1 + sqrt(5));
    assert_int_equal(hc_structure_create(ctx, 13, &s), HC_OK);
    for (size_t i = 0; i < 13; i++) {
        hc_structure_set_element(s, i, 18);
        if (i > 0) {
            size_t axis = (i - 1) / 4, sign = (i - 1) % 4;
            hc_vec3 r = {0, 0, 0};
            *hc_vec3_at(&r, (int)axis) = sign & 1 ? 1 : -1;
            *hc_vec3_at(&r, (int)(axis + 1) % 3) = sign & 2 ? golden : -golden;
            s->position[i] = hc_vec3_scale(1.9 * HC_ANGSTROM, r);
        }
        s->position[i] =
            hc_vec3_add(s->position[i], hc_vec3_make(0.5 * sin(3.0 * (double)i), 0.5 * cos(7.0 * (double)i), 0.3));
    }
    *engine = make_lj(s, SETTINGS("cutoff_angstrom", "20", "epsilon_ev", "0.1", "sigma_angstrom", "3.4"));
    return s;
}

static void cluster_of_thirteen(void **unused)
{
    (void)unused;
    for (int m = 0; m < 2; m++) {
        hc_engine *engine;
        hc_structure *s = make_cluster(&engine);
        hc_optimize_report report;
        watch w;
        s->velocity[3] = hc_vec3_make(1e-3, 0, 0);
        s->has_velocity = true;
        assert_int_equal(optimize(engine, s, methods[m], SETTINGS("force_tolerance_ev_per_angstrom", "1e-5"), 0, NULL,
                                  &w, &report, NULL),
                         HC_OK);
        assert_true(!s->has_velocity && hc_vec3_norm2(s->velocity[3]) == 0.0);
        assert_true(fabs(report.energy / (0.1 * HC_EV) + 44.326801) < 1e-6);
        assert_true(report.max_force < 1e-5 * HC_EV_PER_ANGSTROM);
        assert_int_equal(report.step + 1, w.accepted + w.refused);
        assert_true(w.accepted > 5 && report.step < (m == 0 ? 60 : 250));
        hc_engine_free(engine);
        hc_structure_free(s);
    }
}

static void fixed_atoms_stay(void **unused)
{
    (void)unused;
    for (int m = 0; m < 2; m++) {
        hc_engine *engine;
        hc_structure *s = make_cluster(&engine);
        hc_vec3 before[13];
        hc_optimize_report report;
        watch w;
        s->fixed[0] = s->fixed[3] = s->fixed[8] = true;
        memcpy(before, s->position, sizeof before);
        assert_int_equal(optimize(engine, s, methods[m], NULL, 0, NULL, &w, &report, NULL), HC_OK);
        for (size_t i = 0; i < 13; i++) {
            assert_true((memcmp(&before[i], &s->position[i], sizeof before[i]) == 0) == s->fixed[i]);
        }
        hc_engine_free(engine);
        hc_structure_free(s);
    }
}

/* With an angle and a coordination number held away from the minimum, -lambda is the slope of the energy along them. */
static double held_energy(const char *method, double shift, double *lambda)
{
    hc_engine *engine;
    hc_structure *s = make_cluster(&engine);
    hc_colvar *colvar[2] = {make_colvar("angle", SETTINGS("atoms", "[1, 0, 5]"), s),
                            make_colvar("distance_difference", SETTINGS("first", "[0, 2]", "second", "[0, 7]"), s)};
    hc_constraint constraint[2] = {make_constraint(colvar[0], s, 1.25 + shift, 0, NAN),
                                   make_constraint(colvar[1], s, 0.4, 0, NAN)};
    hc_optimize_report report;
    watch w;
    assert_int_equal(optimize(engine, s, method, SETTINGS("force_tolerance_ev_per_angstrom", "1e-5"), 2, constraint, &w,
                              &report, lambda),
                     HC_OK);
    assert_true(fabs(hc_colvar_value(colvar[0], s) - 1.25 - shift) < 1e-10);
    assert_true(fabs(hc_colvar_value(colvar[1], s) - 0.4) < 1e-10);
    hc_colvar_free(colvar[0]);
    hc_colvar_free(colvar[1]);
    hc_engine_free(engine);
    hc_structure_free(s);
    return report.energy;
}

static void multiplier_is_the_slope(void **unused)
{
    (void)unused;
    for (int m = 0; m < 2; m++) {
        double lambda[2], other[2];
        double slope = (held_energy(methods[m], 0.01, other) - held_energy(methods[m], -0.01, other)) / 0.02;
        (void)held_energy(methods[m], 0, lambda);
        assert_true(fabs(slope) > 1e-3);
        assert_true(fabs(-lambda[0] / slope - 1) < 1e-3);
    }
}

/* Forces of another energy: no step lowers the energy, and the search says so and leaves the structure where it was. */
static double wrong_forces(size_t natom, const hc_vec3 *r, hc_vec3 *force, bool *converged)
{
    (void)converged;
    double energy = 0;
    for (size_t i = 0; i < natom; i++) {
        energy += 0.5 * hc_vec3_norm2(r[i]);
        force[i] = r[i];
    }
    return energy;
}

static double only_near(size_t natom, const hc_vec3 *r, hc_vec3 *force, bool *converged)
{
    double energy = 0;
    for (size_t i = 0; i < natom; i++) {
        energy += 0.5 * hc_vec3_norm2(r[i]);
        force[i] = hc_vec3_scale(-1, r[i]);
        *converged = *converged && r[i].x > 0.5;
    }
    return energy;
}

static void failures_are_told(void **unused)
{
    (void)unused;
    for (int m = 0; m < 2; m++) {
        const int number = 1;
        const hc_vec3 position = {1, 0.5, 0};
        hc_structure *s = make_structure(1, &number, &position);
        hc_optimize_report report;
        watch w;
        hc_engine *engine = make_potential(wrong_forces, s);
        assert_int_equal(optimize(engine, s, methods[m], NULL, 0, NULL, &w, &report, NULL), HC_ERROR_NOT_CONVERGED);
        assert_non_null(strstr(hc_context_message(ctx), "no step lowers the energy"));
        assert_memory_equal(&s->position[0], &position, sizeof position);
        assert_true(w.accepted == 1 && w.refused > 3);
        hc_engine_free(engine);

        engine = make_potential(only_near, s);
        assert_int_equal(optimize(engine, s, methods[m], SETTINGS("max_steps", "200"), 0, NULL, &w, &report, NULL),
                         HC_ERROR_NOT_CONVERGED);
        assert_true(s->position[0].x > 0.5 && s->position[0].x < 0.6 &&
                    w.refused > 0); /* converged as far as it goes */
        hc_engine_free(engine);
        hc_structure_free(s);
    }
}

static void steps_are_limited(void **unused)
{
    (void)unused;
    hc_engine *engine;
    hc_structure *s = make_cluster(&engine);
    hc_optimize_report report;
    watch w;
    assert_int_equal(optimize(engine, s, "lbfgs", SETTINGS("max_steps", "4"), 0, NULL, &w, &report, NULL),
                     HC_ERROR_NOT_CONVERGED);
    assert_int_equal(w.accepted + w.refused, 4);
    assert_non_null(strstr(hc_context_message(ctx), "max_steps"));
    hc_engine_free(engine);
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cluster_of_thirteen),     cmocka_unit_test(fixed_atoms_stay),
        cmocka_unit_test(multiplier_is_the_slope), cmocka_unit_test(failures_are_told),
        cmocka_unit_test(steps_are_limited),
    };
    omp_set_num_threads(1); /* systems as small as these only wait for each other's threads */
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
