/* Normal modes of a mass-weighted Hessian, with the motions of the whole projected out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"
#include "thermo/hessian.h"

/* Mass-weighted displacement of a translation (kind 0 to 2) or rotation (3 to 5) about the centre. */
static void rigid_motion(const hc_body *body, hc_vec3 centre, int kind, double *vector)
{
    for (size_t i = 0; i < body->natom; i++) {
        hc_vec3 axis = {kind % 3 == 0, kind % 3 == 1, kind % 3 == 2};
        hc_vec3 move = kind < 3 ? axis : hc_vec3_cross(axis, hc_vec3_sub(body->position[i], centre));
        for (int k = 0; k < 3; k++) {
            vector[3 * i + (size_t)k] = sqrt(body->mass[i]) * hc_vec3_get(move, k);
        }
    }
}

/* Orthonormal motions as rows [count][n]; a rotation about the axis of a linear molecule drops out. */
static size_t rigid_basis(const hc_body *body, hc_rigid_motions rigid, double *basis)
{
    size_t n = 3 * body->natom, count = 0;
    int kinds = rigid == HC_RIGID_ALL ? 6 : rigid == HC_RIGID_TRANSLATIONS ? 3 : 0;
    hc_vec3 centre = hc_body_centre(body);
    for (int kind = 0; kind < kinds; kind++) {
        double *v = basis + count * n;
        rigid_motion(body, centre, kind, v);
        double before = sqrt(hc_dot(n, v, v));
        for (int pass = 0; pass < 2; pass++) {
            for (size_t k = 0; k < count; k++) {
                double overlap = hc_dot(n, v, basis + k * n);
                for (size_t i = 0; i < n; i++) {
                    v[i] -= overlap * basis[k * n + i];
                }
            }
        }
        double norm = sqrt(hc_dot(n, v, v));
        if (norm > 1e-3 * before && before > 1e-6) {
            for (size_t i = 0; i < n; i++) {
                v[i] /= norm;
            }
            count++;
        }
    }
    return count;
}

static double quantum_of(double eigenvalue)
{
    return eigenvalue < 0.0 ? -sqrt(-eigenvalue) : sqrt(eigenvalue);
}

/* h = P h P + shift B^T B with P = 1 - B^T B: the motions in B become the highest eigenvectors. `work` is [n][n]. */
static void project(size_t n, size_t count, const double *basis, double shift, double *h, double *work)
{
    memset(work, 0, n * n * sizeof *work);
    for (size_t i = 0; i < n; i++) {
        work[i * n + i] = 1.0;
    }
    hc_gemm(true, false, n, n, count, -1.0, basis, n, basis, n, 1.0, work, n);
    double *half = work + n * n;
    hc_gemm(false, false, n, n, n, 1.0, work, n, h, n, 0.0, half, n);
    hc_gemm(false, false, n, n, n, 1.0, half, n, work, n, 0.0, h, n);
    hc_gemm(true, false, n, n, count, shift, basis, n, basis, n, 1.0, h, n);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            h[i * n + j] = h[j * n + i] = 0.5 * (h[i * n + j] + h[j * n + i]);
        }
    }
}

static double rigid_residue(size_t n, size_t count, const double *basis, const double *h, double *work)
{
    double largest = 0.0;
    for (size_t k = 0; k < count; k++) {
        hc_gemv(false, n, n, 1.0, h, n, basis + k * n, 0.0, work);
        largest = fmax(largest, fabs(quantum_of(hc_dot(n, work, basis + k * n))));
    }
    return largest;
}

/* Mass-weighted eigenvectors as rows of h become Cartesian ones. */
static void take_modes(const hc_body *body, const double *h, const double *eigenvalue, hc_modes *m)
{
    size_t n = 3 * body->natom;
    for (size_t k = 0; k < m->count; k++) {
        double *v = m->vector + k * n, norm2 = 0.0;
        for (size_t i = 0; i < n; i++) {
            v[i] = h[k * n + i] / sqrt(body->mass[i / 3]);
            norm2 += v[i] * v[i];
        }
        for (size_t i = 0; i < n; i++) {
            v[i] /= sqrt(norm2);
        }
        m->quantum[k] = quantum_of(eigenvalue[k]);
        m->reduced_mass[k] = 1.0 / norm2;
    }
}

hc_status hc_modes_solve(hc_context *ctx, const hc_body *body, const double *hessian, hc_rigid_motions rigid,
                         hc_modes **modes)
{
    size_t n = 3 * body->natom;
    double *h = NULL, *basis = NULL, *work = NULL, *eigenvalue = NULL;
    hc_modes *m = NULL;
    hc_status status = HC_OK;
    *modes = NULL;
    HC_TRY(hc_allocate(ctx, n * n, sizeof *h, &h));
    HC_TRY(hc_allocate(ctx, 6 * n, sizeof *basis, &basis));
    HC_TRY(hc_allocate(ctx, 2 * n * n + n, sizeof *work, &work));
    HC_TRY(hc_allocate(ctx, n, sizeof *eigenvalue, &eigenvalue));
    HC_TRY(hc_allocate(ctx, 1, sizeof *m, &m));
    double largest = 0.0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            h[i * n + j] = hessian[i * n + j] / sqrt(body->mass[i / 3] * body->mass[j / 3]);
            largest = fmax(largest, fabs(h[i * n + j]));
        }
    }
    size_t count = rigid_basis(body, rigid, basis);
    m->natom = body->natom;
    m->count = n - count;
    m->residue = rigid_residue(n, count, basis, h, work);
    project(n, count, basis, 4.0 * (double)n * largest + 1e-300, h, work);
    HC_TRY(hc_eigen_symmetric(ctx, n, h, eigenvalue));
    HC_TRY(hc_allocate(ctx, m->count, sizeof *m->quantum, &m->quantum));
    HC_TRY(hc_allocate(ctx, m->count, sizeof *m->reduced_mass, &m->reduced_mass));
    HC_TRY(hc_allocate(ctx, m->count * n, sizeof *m->vector, &m->vector));
    take_modes(body, h, eigenvalue, m);
    *modes = m;
    m = NULL;
cleanup:
    hc_modes_free(m);
    free(h);
    free(basis);
    free(work);
    free(eigenvalue);
    return status;
}

void hc_modes_free(hc_modes *modes)
{
    if (modes) {
        free(modes->quantum);
        free(modes->vector);
        free(modes->reduced_mass);
        free(modes);
    }
}
