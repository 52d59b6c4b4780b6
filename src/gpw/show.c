#include "gpw/show.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "gpw/grid/orbital.h"
#include "math/linalg.h"

void hc_gpw_show_clear(hc_gpw_shown *shown)
{
    hc_structure_free(shown->structure);
    hc_structure_free(shown->placed);
    hc_orbitals_free(shown->orbitals[0]);
    hc_orbitals_free(shown->orbitals[1]);
    *shown = (hc_gpw_shown){0};
}

hc_status hc_gpw_show_begin(hc_context *ctx, const hc_structure *structure, const hc_structure *placed,
                            hc_gpw_shown *shown)
{
    hc_status status = HC_OK;
    hc_gpw_show_clear(shown);
    HC_TRY(hc_structure_copy(ctx, structure, &shown->structure));
    HC_TRY(hc_structure_copy(ctx, placed, &shown->placed));
cleanup:
    if (status != HC_OK) {
        hc_gpw_show_clear(shown);
    }
    return status;
}

static hc_status check(hc_context *ctx, const hc_gpw_shown *shown)
{
    return shown->structure ? HC_OK : hc_fail(ctx, HC_ERROR_INPUT, "gpw: nothing was computed yet that can be shown");
}

/* Signs of orbitals are free: the largest coefficient is made positive. */
static void fix_signs(hc_orbitals *orbitals)
{
    size_t n = orbitals->nao;
    for (size_t i = 0; i < n; i++) {
        double *c = orbitals->coefficient + i * n, largest = 0.0;
        for (size_t a = 0; a < n; a++) {
            largest = fabs(c[a]) > fabs(largest) * (1.0 + 1e-6) ? c[a] : largest;
        }
        for (size_t a = 0; largest < 0.0 && a < n; a++) {
            c[a] = -c[a];
        }
    }
}

/* Eigenvectors of the last Kohn-Sham matrices: occupied and virtual orbitals, whichever way the density was found. */
static hc_status find_orbitals(hc_context *ctx, hc_gpw_shown *shown, const hc_gpw_hamiltonian *hamiltonian,
                               const hc_gpw_scf *scf)
{
    hc_status status = HC_OK;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        if (!shown->orbitals[s]) {
            hc_orbitals *made = NULL;
            HC_TRY(hc_orbitals_create(ctx, scf->nao, &made));
            status = hc_orbitals_set_overlap(ctx, made, hamiltonian->overlap);
            status = status == HC_OK ? hc_orbitals_solve(ctx, made, scf->h[s]) : status;
            if (status != HC_OK) {
                hc_orbitals_free(made);
                goto cleanup;
            }
            fix_signs(made);
            shown->orbitals[s] = made;
        }
    }
cleanup:
    return status;
}

/* --- fields --- */

hc_status hc_gpw_show_density(hc_context *ctx, hc_gpw_hamiltonian *h, const hc_gpw_scf *scf, bool spin,
                              const double **density)
{
    hc_status status = hc_gpw_hamiltonian_density(ctx, h, (const double *const *)scf->density);
    if (status == HC_OK && scf->options.nspin == 2) {
        double *a = h->rho[0][0], sign = spin ? -1.0 : 1.0;
        const double *b = h->rho[1][0];
#pragma omp parallel for schedule(static)
        for (size_t i = 0; i < h->multigrid.level[0].count; i++) {
            a[i] += sign * b[i];
        }
    }
    *density = h->rho[0][0];
    return status;
}

static hc_status orbital_values(hc_context *ctx, hc_gpw_shown *shown, hc_gpw_hamiltonian *h, const hc_gpw_scf *scf,
                                const hc_field_request *request, const double **values)
{
    hc_status status = HC_OK;
    if (request->spin >= scf->options.nspin) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "gpw: the shell is closed: there is one set of orbitals for both spins"));
    }
    if (request->orbital >= scf->nao) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "gpw: there is no orbital %zu; they are counted from 0 to %zu",
                       request->orbital, scf->nao - 1));
    }
    HC_TRY(find_orbitals(ctx, shown, h, scf));
    hc_gpw_collocate_orbital(h->system, shown->placed, &h->multigrid, h->options.eps,
                             shown->orbitals[request->spin]->coefficient + request->orbital * scf->nao, h->rho[0]);
    HC_TRY(hc_gpw_transfer_gather(ctx, h->transfer, h->rho[0]));
    *values = h->rho[0][0];
cleanup:
    return status;
}

static hc_status spin_values(hc_context *ctx, hc_gpw_hamiltonian *h, const hc_gpw_scf *scf, const double **values)
{
    if (scf->options.nspin == 1) {
        return hc_fail(ctx, HC_ERROR_INPUT, "gpw: the shell is closed: it has no spin density");
    }
    return hc_gpw_show_density(ctx, h, scf, true, values);
}

static hc_status title_of(hc_context *ctx, const hc_field_request *request, char **title)
{
    static const char *const spins[] = {"alpha", "beta"};
    switch (request->kind) {
    case HC_FIELD_DENSITY:
        return hc_format(ctx, title, "electron density, e/bohr^3");
    case HC_FIELD_SPIN_DENSITY:
        return hc_format(ctx, title, "spin density (alpha minus beta), e/bohr^3");
    case HC_FIELD_POTENTIAL:
        return hc_format(ctx, title, "electrostatic potential, hartree/e (minus the potential energy of an electron)");
    case HC_FIELD_ORBITAL:
        return hc_format(ctx, title, "orbital %zu %s (from 0), bohr^(-3/2)", request->orbital, spins[request->spin]);
    }
    return hc_fail(ctx, HC_ERROR_INTERNAL, "gpw: an unknown field");
}

/* The caller's atoms with the values around them: the grid's origin is moved, not the atoms. */
static hc_status make_cube(hc_context *ctx, const hc_gpw_shown *shown, const hc_gpw_hamiltonian *h, const char *title,
                           double scale, const double *values, hc_cube **cube)
{
    const hc_grid *grid = &h->multigrid.level[0];
    hc_vec3 moved = hc_vec3_sub(shown->structure->position[0], shown->placed->position[0]);
    hc_field *field = NULL;
    hc_structure *structure = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_field_create(ctx, grid->n, &grid->cell, moved, &field));
    for (size_t i = 0; i < grid->count; i++) {
        field->value[i] = scale * values[i];
    }
    HC_TRY(hc_structure_copy(ctx, shown->structure, &structure));
    HC_TRY(hc_cube_create(ctx, title, structure, field, cube));
    for (size_t i = 0; i < structure->natom; i++) {
        (*cube)->ion_charge[i] = hc_gpw_ion_charge(h->system, i);
    }
    structure = NULL;
    field = NULL;
cleanup:
    hc_structure_free(structure);
    hc_field_free(field);
    return status;
}

hc_status hc_gpw_show_field(hc_context *ctx, hc_gpw_shown *shown, hc_gpw_hamiltonian *h, const hc_gpw_scf *scf,
                            const hc_field_request *request, hc_cube **cube)
{
    const double *values = NULL;
    char *title = NULL;
    double scale = 1.0;
    hc_status status = HC_OK;
    HC_TRY(check(ctx, shown));
    switch (request->kind) {
    case HC_FIELD_DENSITY:
        HC_TRY(hc_gpw_show_density(ctx, h, scf, false, &values));
        break;
    case HC_FIELD_SPIN_DENSITY:
        HC_TRY(spin_values(ctx, h, scf, &values));
        break;
    case HC_FIELD_POTENTIAL:
        values = h->v_hartree;
        scale = -1.0;
        break;
    case HC_FIELD_ORBITAL:
        HC_TRY(orbital_values(ctx, shown, h, scf, request, &values));
        break;
    }
    HC_TRY(title_of(ctx, request, &title));
    HC_TRY(make_cube(ctx, shown, h, title, scale, values, cube));
cleanup:
    free(title);
    return status;
}

/* --- levels --- */

/* weight [natom]: sum over an atom's functions of c (S c), for each orbital. */
static hc_status project(hc_context *ctx, const hc_gpw_system *system, const double *overlap,
                         const hc_orbitals *orbitals, double *weight)
{
    size_t n = orbitals->nao;
    double *sc = NULL;
    hc_status status = hc_allocate(ctx, n * n, sizeof *sc, &sc);
    if (status != HC_OK) {
        return status;
    }
    hc_gemm(false, false, n, n, n, 1.0, orbitals->coefficient, n, overlap, n, 0.0, sc, n);
    for (size_t i = 0; i < n; i++) {
        for (size_t atom = 0; atom < system->natom; atom++) {
            double sum = 0.0;
            for (size_t a = system->first_ao[atom]; a < system->first_ao[atom + 1]; a++) {
                sum += orbitals->coefficient[i * n + a] * sc[i * n + a];
            }
            weight[i * system->natom + atom] = sum;
        }
    }
    free(sc);
    return HC_OK;
}

hc_status hc_gpw_show_levels(hc_context *ctx, hc_gpw_shown *shown, const hc_gpw_hamiltonian *h, const hc_gpw_scf *scf,
                             hc_levels **levels)
{
    const hc_gpw_scf_options *o = &scf->options;
    hc_levels *made = NULL;
    hc_status status = HC_OK;
    HC_TRY(check(ctx, shown));
    HC_TRY(find_orbitals(ctx, shown, h, scf));
    HC_TRY(hc_levels_create(ctx, o->nspin, scf->nao, h->system->natom, &made));
    for (size_t s = 0; s < o->nspin; s++) {
        hc_occupation occupation;
        memcpy(made->energy[s], shown->orbitals[s]->energy, scf->nao * sizeof(double));
        hc_occupy(scf->nao, made->energy[s], o->electrons[s], o->kT, made->occupation[s], &occupation);
        for (size_t i = 0; o->nspin == 1 && i < scf->nao; i++) {
            made->occupation[s][i] *= 2.0;
        }
        HC_TRY(project(ctx, h->system, h->overlap, shown->orbitals[s], made->weight[s]));
    }
    *levels = made;
    made = NULL;
cleanup:
    hc_levels_free(made);
    return status;
}
