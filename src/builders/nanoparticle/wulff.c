/* Wulff's construction: a crystal of least surface energy for its volume ends on every plane at a distance from its
 * centre in proportion to that plane's surface energy. */
#include <math.h>
#include <stdlib.h>

#include "atoms/spacegroup.h"
#include "base/array.h"
#include "builders/nanoparticle/particle.h"
#include "builders/nanoparticle/polyhedron.h"
#include "halfcell/units.h"
#include "math/ranking.h"

#define SAME_LEVEL 1e-6 /* of sizes: atoms on the same set of equivalent planes */

/* ---- faces ------------------------------------------------------------------------------------------------------- */

#define ENERGY_LEAST 1e-6 /* in any unit: their ratios stay within what coordinates can tell apart */
#define ENERGY_MOST 1e6

static hc_status parse_face(hc_context *ctx, const char *text, int miller[3], double *energy)
{
    const char *at = text;
    char *end = NULL;
    bool good = true;
    for (int d = 0; d < 3 && good; d++) {
        long index = strtol(at, &end, 10);
        good = end != at && labs(index) <= 20;
        miller[d] = (int)index;
        at = end;
    }
    good = good && *at == ':' && (miller[0] != 0 || miller[1] != 0 || miller[2] != 0);
    *energy = good ? strtod(at + 1, &end) : NAN;
    if (!good || end == at + 1 || *end != '\0' || !(*energy >= ENERGY_LEAST && *energy <= ENERGY_MOST)) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "faces: \"%s\" is not three Miller indices (-20 to 20) and a surface energy above 0 (1e-6 to 1e6), as "
            "in \"1 1 1: 1.28\"",
            text);
    }
    return HC_OK;
}

/* Adds the plane unless it is there already; *family is whose it is. */
static hc_status add_plane(hc_context *ctx, hc_vec3 normal, double distance, int *family, hc_polyhedron *p)
{
    for (size_t k = 0; k < p->nplane; k++) {
        if (hc_vec3_norm(hc_vec3_sub(p->plane[k].normal, normal)) < 1e-6) {
            *family = p->plane[k].family;
            return HC_OK;
        }
    }
    if (p->nplane == HC_PLANES_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT, "faces: more than %d planes with all equivalent ones", HC_PLANES_MAX);
    }
    p->plane[p->nplane++] = (hc_plane){.normal = normal, .distance = distance, .family = *family};
    return HC_OK;
}

/* The plane h and its equivalents: an operation with the rotation R takes h . s = const to (h R^-1) . s = const. */
static hc_status add_family(hc_context *ctx, const hc_spacegroup *group, const hc_mat3 *inverse, const int miller[3],
                            double energy, int family, hc_polyhedron *p)
{
    hc_status status = HC_OK;
    for (size_t k = 0; k < group->noperation; k++) {
        int whose = family, image[3] = {0, 0, 0};
        for (int d = 0; d < 9; d++) {
            image[d % 3] += miller[d / 3] * group->operation[k].rotation[d / 3][d % 3];
        }
        hc_vec3 normal = hc_mat3_times_vec3(inverse, hc_vec3_make(image[0], image[1], image[2]));
        HC_TRY(add_plane(ctx, hc_vec3_scale(1.0 / hc_vec3_norm(normal), normal), energy, &whose, p));
        if (whose != family) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "faces: numbers %d and %d are equivalent planes of this crystal",
                             whose, family);
            goto cleanup;
        }
    }
cleanup:
    return status;
}

static hc_status make_polyhedron(hc_context *ctx, const hc_text_list *faces, const hc_structure *crystal,
                                 hc_polyhedron *p)
{
    hc_status status = HC_OK;
    hc_spacegroup *group = NULL;
    hc_mat3 inverse = hc_mat3_inverse(&crystal->cell);
    HC_TRY(hc_spacegroup_find(ctx, crystal, HC_SPACEGROUP_TOLERANCE, &group));
    for (size_t k = 0; k < faces->count; k++) {
        int miller[3] = {0, 0, 0};
        double energy = NAN;
        HC_TRY(parse_face(ctx, faces->value[k], miller, &energy));
        HC_TRY(add_family(ctx, group, &inverse, miller, energy, (int)k, p));
    }
    hc_polyhedron_measure(p);
    if (!p->closed) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "faces: these and their equivalents under %s do not enclose the particle; give more planes",
                         group->international);
    }
cleanup:
    hc_spacegroup_free(group);
    return status;
}

static void tell_faces(hc_context *ctx, const hc_text_list *faces, const hc_polyhedron *p)
{
    double total = 0.0;
    for (size_t k = 0; k < p->nplane; k++) {
        total += p->plane[k].area;
    }
    for (size_t f = 0; f < faces->count; f++) {
        double area = 0.0;
        size_t planes = 0;
        for (size_t k = 0; k < p->nplane; k++) {
            area += p->plane[k].family == (int)f ? p->plane[k].area : 0.0;
            planes += p->plane[k].family == (int)f;
        }
        hc_log(ctx, area > 0.0 ? HC_LOG_INFO : HC_LOG_WARNING,
               "face %s: %zu equivalent planes, %.1f %% of the surface%s", faces->value[f], planes,
               100.0 * area / total, area > 0.0 ? "" : ": others cut it off");
    }
}

/* ---- atoms ------------------------------------------------------------------------------------------------------- */

typedef struct candidate {
    double level; /* size of the polyhedron that just holds the atom */
    size_t atom;  /* of the crystal */
    hc_vec3 position;
} candidate;

/* Atoms of the crystal up to a size; also after an error the caller frees *list. */
static hc_status collect(hc_context *ctx, const hc_structure *crystal, hc_vec3 centre, const hc_polyhedron *p,
                         double size, size_t *count, candidate **list)
{
    hc_status status = HC_OK;
    hc_mat3 inverse = hc_mat3_inverse(&crystal->cell), across = hc_mat3_transpose(&inverse);
    int range[3];
    for (int d = 0; d < 3; d++) {
        range[d] = (int)ceil(size * p->reach * hc_vec3_norm(across.row[d])) + 1;
    }
    for (size_t atom = 0; atom < crystal->natom; atom++) {
        hc_vec3 s = hc_vec3_times_mat3(hc_vec3_sub(crystal->position[atom], centre), &inverse);
        s = hc_vec3_make(s.x - rint(s.x), s.y - rint(s.y), s.z - rint(s.z));
        for (int x = -range[0]; x <= range[0]; x++) {
            for (int y = -range[1]; y <= range[1]; y++) {
                for (int z = -range[2]; z <= range[2]; z++) {
                    hc_vec3 r = hc_vec3_times_mat3(hc_vec3_add(s, hc_vec3_make(x, y, z)), &crystal->cell);
                    double level = hc_polyhedron_level(p, r);
                    if (level <= size * (1.0 + SAME_LEVEL)) {
                        HC_TRY(hc_array_grow(ctx, list, *count, sizeof **list));
                        (*list)[(*count)++] = (candidate){level, atom, r};
                    }
                }
            }
        }
    }
cleanup:
    return status;
}

/* Of the sizes at which atoms are added, the one whose number is nearest to the wanted one; the smaller of two. The
 * levels ascend. */
static size_t nearest_number(const double *level, size_t count, size_t wanted)
{
    size_t best = 0;
    for (size_t n = 1; n <= count; n++) {
        bool whole = n == count || level[n] - level[n - 1] > SAME_LEVEL * level[n];
        size_t off = n > wanted ? n - wanted : wanted - n, best_off = best > wanted ? best - wanted : wanted - best;
        if (whole && (best == 0 || off < best_off)) {
            best = n;
        }
    }
    return best;
}

/* Keeps the lowest levels, about `wanted` of them, in the order in which they are. */
static hc_status keep_number(hc_context *ctx, size_t wanted, candidate *list, size_t *count)
{
    double *level = NULL;
    hc_status status = hc_allocate(ctx, *count, sizeof *level, &level);
    if (status != HC_OK) {
        return status;
    }
    for (size_t k = 0; k < *count; k++) {
        level[k] = list[k].level;
    }
    hc_sort_values(level, *count);
    size_t kept = 0, best = nearest_number(level, *count, wanted);
    for (size_t k = 0; best > 0 && k < *count; k++) {
        if (list[k].level <= level[best - 1]) {
            list[kept++] = list[k];
        }
    }
    *count = kept;
    free(level);
    return HC_OK;
}

static hc_status take_atoms(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                            const hc_polyhedron *p, hc_vec3 centre, hc_structure **particle)
{
    hc_status status = HC_OK;
    candidate *list = NULL;
    double volume = fabs(hc_mat3_determinant(&crystal->cell)) / (double)crystal->natom, size;
    if (options->atoms != HC_INTEGER_UNSET) {
        double thickest = 0.0, thinnest = INFINITY;
        for (int d = 0; d < 3; d++) {
            thickest += hc_vec3_norm(crystal->cell.row[d]);
        }
        for (size_t k = 0; k < p->nplane; k++) {
            thinnest = fmin(thinnest, p->plane[k].distance);
        }
        size = cbrt(options->atoms * volume / p->volume) + thickest / thinnest; /* holds more than are wanted */
    } else {
        size = options->radius / cbrt(3.0 * p->volume / (4.0 * HC_PI));
    }
    if (pow(size, 3) * p->volume / volume > HC_PARTICLE_ATOMS_MOST) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a particle of this size has more than %d atoms", HC_PARTICLE_ATOMS_MOST);
    }
    size_t count = 0;
    HC_TRY(collect(ctx, crystal, centre, p, size, &count, &list));
    if (options->atoms != HC_INTEGER_UNSET) {
        HC_TRY(keep_number(ctx, (size_t)options->atoms, list, &count));
    }
    if (count == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "no atom is inside; take a larger radius or another centre");
        goto cleanup;
    }
    HC_TRY(hc_structure_create(ctx, count, particle));
    for (size_t i = 0; i < count; i++) {
        hc_structure_set_element(*particle, i, crystal->atomic_number[list[i].atom]);
        (*particle)->position[i] = list[i].position;
    }
cleanup:
    free(list);
    return status;
}

static hc_status make(hc_context *ctx, const hc_particle_options *options, const hc_structure *crystal,
                      hc_structure **particle)
{
    hc_status status = HC_OK;
    hc_polyhedron *p = NULL;
    hc_vec3 centre = {0, 0, 0};
    *particle = NULL;
    if (options->faces.count == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "wulff needs faces, for instance [\"1 1 1: 1.28\", \"1 0 0: 1.35\"]");
    }
    if ((options->atoms != HC_INTEGER_UNSET) == (options->radius > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "wulff needs atoms or radius_angstrom: one of them");
    }
    if (options->centre.count != 0 && options->centre.count != 3) {
        return hc_fail(ctx, HC_ERROR_INPUT, "center: three fractions of the crystal's cell; %zu are given",
                       options->centre.count);
    }
    for (size_t d = 0; d < options->centre.count; d++) {
        centre = hc_vec3_axpy(centre, options->centre.value[d], crystal->cell.row[d]);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *p, &p));
    HC_TRY(make_polyhedron(ctx, &options->faces, crystal, p));
    tell_faces(ctx, &options->faces, p);
    HC_TRY(take_atoms(ctx, options, crystal, p, centre, particle));
cleanup:
    free(p);
    return status;
}

const hc_particle_shape hc_particle_wulff = {
    .name = "wulff",
    .summary = "equilibrium shape of any crystal from surface energies (`faces`), by `atoms` or `radius_angstrom`",
    .reference = "Wulff, Z. Kristallogr. 34, 449 (1901)",
    .keys = {"faces", "atoms", "radius_angstrom", "center"},
    .make = make,
};
