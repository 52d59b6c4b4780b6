#include "kinetics/transient.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

typedef struct integration {
    const hc_network *network;
    const hc_rate_constants *k;
    SUNContext context;
    N_Vector theta;
    SUNMatrix jacobian;
    SUNLinearSolver linear;
    void *cvode;
} integration;

/* Constant of one direction with what interactions make of it. */
static double constant(const integration *w, const double *log_k, const double *slope, size_t j, const double *theta)
{
    size_t n = w->network->nspecies;
    double sum = log_k[j];
    for (size_t s = 0; slope != NULL && s < n; s++) {
        sum += slope[j * n + s] * theta[s];
    }
    return exp(sum);
}

static double product(const size_t *species, size_t order, const double *theta)
{
    double value = 1.0;
    for (size_t a = 0; a < order; a++) {
        value *= theta[species[a]];
    }
    return value;
}

static int derivative(sunrealtype time, N_Vector y, N_Vector change, void *user)
{
    const integration *w = user;
    const hc_network *network = w->network;
    const double *theta = N_VGetArrayPointer(y);
    double *out = N_VGetArrayPointer(change);
    (void)time;
    memset(out, 0, network->nspecies * sizeof *out);
    for (size_t j = 0; j < network->nstep; j++) {
        const hc_network_step *step = &network->step[j];
        double rate =
            constant(w, w->k->forward, w->k->forward_slope, j, theta) * product(step->reactant, step->order, theta) -
            constant(w, w->k->reverse, w->k->reverse_slope, j, theta) * product(step->product, step->order, theta);
        for (size_t a = 0; a < step->order; a++) {
            out[step->reactant[a]] -= rate;
            out[step->product[a]] += rate;
        }
    }
    return 0;
}

/* Adds sign times d(rate of one direction)/d theta_q to the columns of the step's species. */
static void add_direction(const integration *w, const hc_network_step *step, bool forward, double k,
                          const double *slope, const double *theta, SUNMatrix matrix)
{
    const size_t *species = forward ? step->reactant : step->product;
    double sign = forward ? 1.0 : -1.0, rate = k * product(species, step->order, theta);
    for (size_t q = 0; q < w->network->nspecies; q++) {
        double by = slope != NULL ? rate * slope[q] : 0.0;
        for (size_t a = 0; a < step->order; a++) {
            double others = k;
            for (size_t b = 0; species[a] == q && b < step->order; b++) {
                others *= b == a ? 1.0 : theta[species[b]];
            }
            by += species[a] == q ? others : 0.0;
        }
        for (size_t a = 0; by != 0.0 && a < step->order; a++) {
            SM_ELEMENT_D(matrix, step->reactant[a], q) -= sign * by;
            SM_ELEMENT_D(matrix, step->product[a], q) += sign * by;
        }
    }
}

static int jacobian(sunrealtype time, N_Vector y, N_Vector change, SUNMatrix matrix, void *user, N_Vector a, N_Vector b,
                    N_Vector c)
{
    const integration *w = user;
    const hc_network *network = w->network;
    const double *theta = N_VGetArrayPointer(y);
    size_t n = network->nspecies;
    (void)time;
    (void)change;
    (void)a;
    (void)b;
    (void)c;
    SUNMatZero(matrix);
    for (size_t j = 0; j < network->nstep; j++) {
        const double *up = w->k->forward_slope, *down = w->k->reverse_slope;
        double forward = constant(w, w->k->forward, up, j, theta), reverse = constant(w, w->k->reverse, down, j, theta);
        add_direction(w, &network->step[j], true, forward, up ? up + j * n : NULL, theta, matrix);
        add_direction(w, &network->step[j], false, reverse, down ? down + j * n : NULL, theta, matrix);
    }
    return 0;
}

/* CVODE would print what goes wrong; its return codes say it too. */
static void be_silent(int code, const char *module, const char *function, char *message, void *user)
{
    (void)code;
    (void)module;
    (void)function;
    (void)message;
    (void)user;
}

static bool begin(integration *w, const hc_transient_options *o, const double *start)
{
    sunindextype n = (sunindextype)w->network->nspecies;
    double relative = o && o->relative_tolerance > 0.0 ? o->relative_tolerance : 1e-10;
    double absolute = o && o->absolute_tolerance > 0.0 ? o->absolute_tolerance : 1e-14;
    long steps = o && o->steps_max > 0 ? (long)o->steps_max : 100000;
    if (SUNContext_Create(NULL, &w->context) != 0) {
        return false;
    }
    w->theta = N_VNew_Serial(n, w->context);
    w->jacobian = SUNDenseMatrix(n, n, w->context);
    w->cvode = CVodeCreate(CV_BDF, w->context);
    if (w->theta == NULL || w->jacobian == NULL || w->cvode == NULL) {
        return false;
    }
    w->linear = SUNLinSol_Dense(w->theta, w->jacobian, w->context);
    if (w->linear == NULL) {
        return false;
    }
    memcpy(N_VGetArrayPointer(w->theta), start, (size_t)n * sizeof *start);
    return CVodeSetErrHandlerFn(w->cvode, be_silent, NULL) == CV_SUCCESS &&
           CVodeInit(w->cvode, derivative, 0.0, w->theta) == CV_SUCCESS &&
           CVodeSStolerances(w->cvode, relative, absolute) == CV_SUCCESS &&
           CVodeSetUserData(w->cvode, w) == CV_SUCCESS && CVodeSetMaxNumSteps(w->cvode, steps) == CV_SUCCESS &&
           CVodeSetLinearSolver(w->cvode, w->linear, w->jacobian) == CV_SUCCESS &&
           CVodeSetJacFn(w->cvode, jacobian) == CV_SUCCESS;
}

static void end(integration *w)
{
    if (w->cvode != NULL) {
        CVodeFree(&w->cvode);
    }
    if (w->linear != NULL) {
        SUNLinSolFree(w->linear);
    }
    if (w->jacobian != NULL) {
        SUNMatDestroy(w->jacobian);
    }
    if (w->theta != NULL) {
        N_VDestroy(w->theta);
    }
    if (w->context != NULL) {
        SUNContext_Free(&w->context);
    }
}

hc_status hc_transient_run(hc_context *ctx, const hc_network *network, const hc_rate_constants *k,
                           const hc_transient_options *options, const double *start, size_t count, const double *times,
                           double *coverages, size_t *done)
{
    integration w = {.network = network, .k = k};
    hc_status status = HC_OK;
    *done = 0;
    if (!begin(&w, options, start)) {
        status = hc_fail(ctx, HC_ERROR_MEMORY, "the time integration could not be set up");
        goto cleanup;
    }
    for (; *done < count; (*done)++) {
        sunrealtype reached = 0.0;
        int code = CVode(w.cvode, times[*done], w.theta, &reached, CV_NORMAL);
        if (code < 0) {
            char *name = CVodeGetReturnFlagName(code);
            status = hc_fail(ctx, HC_ERROR_NOT_CONVERGED, "the time integration stopped at %.3g s of %.3g s (%s)",
                             reached, times[count - 1], name ? name : "unknown");
            free(name);
            goto cleanup;
        }
        memcpy(&coverages[*done * network->nspecies], N_VGetArrayPointer(w.theta),
               network->nspecies * sizeof *coverages);
    }
cleanup:
    end(&w);
    return status;
}
