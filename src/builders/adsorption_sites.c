#include <math.h>
#include <stdlib.h>

#include "atoms/bonds.h"
#include "atoms/cell.h"
#include "atoms/elements.h"
#include "atoms/spacegroup.h"
#include "builders/adsorbate.h"
#include "halfcell/units.h"
#include "math/ranking.h"

#define REACH (7.0 * HC_ANGSTROM) /* atoms of one site are no farther apart */
#define SAME (0.05 * HC_ANGSTROM)
#define UNDER (0.5 * HC_ANGSTROM)
#define VACUUM (3.0 * HC_ANGSTROM)
#define SURFACE_MAX 400
#define SITE_MAX (8 * SURFACE_MAX) /* n points have n tops, at most 3 n bridges and 2 n hollows (Delaunay) */

const char *const hc_site_kind_choices[] = {"top", "bridge", "hollow", NULL};

/* Surface atoms with their images around the cell, and the sites found. */
typedef struct surface {
    const hc_structure *slab;
    hc_full_cell plane; /* periodic along a and b only */
    hc_mat3 inverse;
    hc_spacegroup *group;
    double top;      /* bohr, height of the highest atom */
    size_t ncentral; /* the first of `atom` are those of the cell */
    size_t natom;
    hc_vec3 *atom;
    size_t nsite;
    hc_adsorption_site *site;
} surface;

/* The repeat along c has to leave room above the slab. */
static hc_status check_vacuum(hc_context *ctx, const hc_structure *slab)
{
    double top = -INFINITY, bottom = INFINITY;
    for (size_t i = 0; i < slab->natom; i++) {
        top = fmax(top, slab->position[i].z);
        bottom = fmin(bottom, slab->position[i].z);
    }
    double gap = fabs(slab->cell.row[2].z) - (top - bottom);
    if (slab->periodic[2] && gap < VACUUM) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "between the highest atom and the lowest one of the next repeat along z are %.2f Angstrom: this is "
            "no slab with room for adsorbates (at least %.0f); slab and its vacuum_angstrom make one, and water "
            "comes after adsorbates",
            gap / HC_ANGSTROM, VACUUM / HC_ANGSTROM);
    }
    return HC_OK;
}

static double sideways(hc_vec3 a, hc_vec3 b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

/* Hydrogen, or an atom of a molecule on metal: on what was put there before little is meant to go. */
static bool looks_adsorbed(const hc_structure *slab, const hc_bonds *bonds, bool has_metal, size_t i)
{
    bool molecule = false;
    for (size_t k = bonds->first[i]; k < bonds->first[i + 1]; k++) {
        molecule = molecule || !hc_element_is_metal(slab->atomic_number[bonds->partner[k]]);
    }
    return slab->atomic_number[i] == 1 || (has_metal && molecule && !hc_element_is_metal(slab->atomic_number[i]));
}

static hc_status warn_of_adsorbates(hc_context *ctx, const hc_structure *slab, const bool *chosen)
{
    hc_bonds *bonds = NULL;
    hc_status status = HC_OK;
    bool has_metal = false;
    HC_TRY(hc_bonds_create(ctx, slab, &bonds));
    for (size_t i = 0; i < slab->natom; i++) {
        has_metal = has_metal || hc_element_is_metal(slab->atomic_number[i]);
    }
    for (size_t i = 0; i < slab->natom; i++) {
        if (chosen[i] && looks_adsorbed(slab, bonds, has_metal, i)) {
            hc_log(
                ctx, HC_LOG_WARNING,
                "the highest atoms make the surface, among them atom %zu (%s), which looks like an adsorbate; element "
                "says which atoms are meant",
                i, hc_element_symbol(slab->atomic_number[i]));
            break;
        }
    }
cleanup:
    hc_bonds_free(bonds);
    return status;
}

static hc_status collect_atoms(hc_context *ctx, const hc_adsorption_options *options, surface *s)
{
    const hc_structure *slab = s->slab;
    int range[2];
    size_t count = 0;
    bool *chosen = NULL; /* first: of the element that is meant, then: at the surface too */
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, slab->natom, sizeof *chosen, &chosen));
    s->top = -INFINITY;
    for (size_t i = 0; i < slab->natom; i++) {
        chosen[i] = options->element == 0 || slab->atomic_number[i] == options->element;
        s->top = chosen[i] ? fmax(s->top, slab->position[i].z) : s->top;
    }
    for (size_t i = 0; i < slab->natom; i++) {
        chosen[i] = chosen[i] && slab->position[i].z > s->top - options->depth - HC_SAME_DISTANCE;
        count += chosen[i];
    }
    if (count == 0 || count > SURFACE_MAX) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "%zu atoms make the surface; 1 to %d are needed: change element or "
                         "depth_angstrom, or add the adsorbate before the cell is repeated",
                         count, SURFACE_MAX);
        goto cleanup;
    }
    if (options->element == 0) {
        HC_TRY(warn_of_adsorbates(ctx, slab, chosen));
    }
    for (int d = 0; d < 2; d++) {
        range[d] = (int)ceil(REACH / s->plane.height[d]);
    }
    size_t images = (size_t)((2 * range[0] + 1) * (2 * range[1] + 1));
    HC_TRY(hc_allocate(ctx, count * images, sizeof *s->atom, &s->atom));
    for (int central = 1; central >= 0; central--) {
        for (int a = -range[0]; a <= range[0]; a++) {
            for (int b = -range[1]; b <= range[1]; b++) {
                const int image[3] = {a, b, 0};
                for (size_t i = 0; i < slab->natom && (a == 0 && b == 0) == (central == 1); i++) {
                    if (chosen[i]) {
                        s->atom[s->natom++] = hc_vec3_add(slab->position[i], hc_cell_translation(&slab->cell, image));
                    }
                }
            }
        }
    }
    s->ncentral = count;
cleanup:
    free(chosen);
    return status;
}

/* The same place, or one that an operation which keeps the upper side up makes of it. */
static bool same_site(const surface *s, hc_vec3 a, hc_vec3 b)
{
    hc_vec3 f = hc_vec3_times_mat3(a, &s->inverse);
    for (size_t k = 0; k < s->group->noperation; k++) {
        const hc_spacegroup_operation *operation = &s->group->operation[k];
        hc_vec3 image = hc_vec3_times_mat3(hc_spacegroup_apply(operation, f), &s->slab->cell);
        hc_vec3 apart = hc_vec3_sub(image, b);
        apart.z = 0.0;
        if (operation->rotation[2][2] == 1 && hc_vec3_norm(hc_full_cell_shortest(&s->plane, apart)) < SAME) {
            return true;
        }
    }
    return false;
}

double hc_site_depth(const hc_structure *structure, const hc_full_cell *cell, hc_vec3 site, hc_vec3 outward)
{
    double depth = INFINITY;
    for (size_t i = 0; i < structure->natom; i++) {
        hc_vec3 apart = hc_vec3_sub(structure->position[i], site);
        double down = -hc_vec3_dot(apart, outward);
        hc_vec3 aside = hc_vec3_axpy(apart, down, outward);
        if (down > UNDER && hc_vec3_norm(hc_full_cell_shortest(cell, aside)) < UNDER) {
            depth = fmin(depth, down);
        }
    }
    return depth;
}

/* Adds a site unless it is there; the multiplicity counts places of the cell that differ by more than a translation. */
static void add_site(surface *s, hc_site_kind kind, hc_vec3 r, size_t coordination, hc_vec3 along)
{
    for (size_t k = 0; k < s->nsite && k < SITE_MAX; k++) {
        if (s->site[k].kind == kind && same_site(s, s->site[k].position, r)) {
            return;
        }
    }
    if (s->nsite < SITE_MAX) {
        hc_adsorption_site site = {.kind = kind, .position = r, .coordination = coordination, .found = s->nsite};
        site.along = hc_vec3_scale(1.0 / hc_vec3_norm(along), along);
        site.below = hc_site_depth(s->slab, &s->plane, r, hc_vec3_make(0, 0, 1));
        s->site[s->nsite] = site;
    }
    s->nsite++;
}

/* Whether no surface atom is inside a circle of the plane; how many are on it. */
static bool is_empty(const surface *s, hc_vec3 centre, double radius, size_t *on)
{
    double inner = (radius - SAME) * (radius - SAME), outer = (radius + SAME) * (radius + SAME);
    *on = 0;
    for (size_t i = 0; i < s->natom; i++) {
        double x = s->atom[i].x - centre.x, y = s->atom[i].y - centre.y, d2 = x * x + y * y;
        if (d2 < inner) {
            return false;
        }
        *on += d2 <= outer;
    }
    return true;
}

static void find_bridges(surface *s)
{
    for (size_t i = 0; i < s->ncentral; i++) {
        for (size_t j = 0; j < s->natom; j++) {
            double d = sideways(s->atom[i], s->atom[j]);
            size_t on;
            if (j == i || d > REACH || d < SAME) {
                continue;
            }
            hc_vec3 middle = hc_vec3_scale(0.5, hc_vec3_add(s->atom[i], s->atom[j]));
            middle.z = fmax(s->atom[i].z, s->atom[j].z);
            hc_vec3 along = hc_vec3_sub(s->atom[j], s->atom[i]);
            along.z = 0.0;
            if (is_empty(s, middle, 0.5 * d, &on) && on == 2) {
                add_site(s, HC_SITE_BRIDGE, middle, 2, along);
            }
        }
    }
}

/* Centre of the circle through three points of the plane; false when they are in line. */
static bool circle(hc_vec3 a, hc_vec3 b, hc_vec3 c, hc_vec3 *centre, double *radius)
{
    double bx = b.x - a.x, by = b.y - a.y, cx = c.x - a.x, cy = c.y - a.y;
    double cross = 2.0 * (bx * cy - by * cx), b2 = bx * bx + by * by, c2 = cx * cx + cy * cy;
    if (fabs(cross) < 0.02 * sqrt(b2 * c2)) {
        return false;
    }
    double x = (cy * b2 - by * c2) / cross, y = (bx * c2 - cx * b2) / cross;
    *centre = hc_vec3_make(a.x + x, a.y + y, fmax(a.z, fmax(b.z, c.z)));
    *radius = hypot(x, y);
    return true;
}

static void find_hollows(surface *s)
{
    for (size_t i = 0; i < s->ncentral; i++) {
        for (size_t j = 0; j < s->natom; j++) {
            if (sideways(s->atom[i], s->atom[j]) > REACH || j == i) {
                continue;
            }
            for (size_t k = j + 1; k < s->natom; k++) {
                hc_vec3 centre, along = hc_vec3_sub(s->atom[j], s->atom[i]);
                double radius;
                size_t on;
                along.z = 0.0;
                if (k != i && sideways(s->atom[i], s->atom[k]) <= REACH &&
                    circle(s->atom[i], s->atom[j], s->atom[k], &centre, &radius) && radius < REACH / 2 &&
                    is_empty(s, centre, radius, &on)) {
                    add_site(s, HC_SITE_HOLLOW, centre, on, along);
                }
            }
        }
    }
}

static int by_kind(const void *a, const void *b)
{
    const hc_adsorption_site *p = a, *q = b;
    if (p->kind != q->kind) {
        return p->kind < q->kind ? -1 : 1;
    }
    if (p->coordination != q->coordination) {
        return p->coordination > q->coordination ? -1 : 1;
    }
    if (fabs(p->position.z - q->position.z) > SAME) {
        return p->position.z > q->position.z ? -1 : 1;
    }
    if (p->below < q->below - SAME || p->below > q->below + SAME) {
        return p->below < q->below ? -1 : 1;
    }
    return (p->found > q->found) - (p->found < q->found);
}

/* Places in the cell that the operations make of a site. */
static size_t count_images(const surface *s, hc_vec3 r)
{
    hc_vec3 f = hc_vec3_times_mat3(r, &s->inverse);
    size_t all = 0, stay = 0;
    for (size_t k = 0; k < s->group->noperation; k++) {
        const hc_spacegroup_operation *operation = &s->group->operation[k];
        if (operation->rotation[2][2] == 1) {
            hc_vec3 apart = hc_vec3_sub(hc_vec3_times_mat3(hc_spacegroup_apply(operation, f), &s->slab->cell), r);
            apart.z = 0.0;
            all++;
            stay += hc_vec3_norm(hc_full_cell_shortest(&s->plane, apart)) < SAME;
        }
    }
    return stay > 0 ? all / stay : 0;
}

hc_status hc_adsorption_sites(hc_context *ctx, const hc_structure *slab, const hc_adsorption_options *options,
                              size_t *count, hc_adsorption_site **list)
{
    hc_status status = HC_OK;
    const bool in_plane[3] = {true, true, false};
    surface s = {.slab = slab};
    *count = 0;
    *list = NULL;
    if (!slab->periodic[0] || !slab->periodic[1] || slab->cell.row[0].z != 0.0 || slab->cell.row[1].z != 0.0) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "adsorption sites are those of a slab: a and b repeat in the xy plane and z is the normal");
    }
    HC_TRY(check_vacuum(ctx, slab));
    s.plane = hc_full_cell_make(&slab->cell, in_plane);
    HC_TRY(hc_spacegroup_find(ctx, slab, HC_SPACEGROUP_TOLERANCE, &s.group));
    s.inverse = hc_mat3_inverse(&slab->cell);
    HC_TRY(collect_atoms(ctx, options, &s));
    HC_TRY(hc_allocate(ctx, SITE_MAX, sizeof *s.site, &s.site));
    for (size_t i = 0; i < s.ncentral; i++) {
        add_site(&s, HC_SITE_TOP, s.atom[i], 1, hc_vec3_make(1, 0, 0));
    }
    find_bridges(&s);
    find_hollows(&s);
    if (s.nsite > SITE_MAX) {
        status = hc_fail(ctx, HC_ERROR_INTERNAL, "%zu surface atoms make %zu sites", s.ncentral, s.nsite);
        goto cleanup;
    }
    for (size_t k = 0; k < s.nsite; k++) {
        s.site[k].multiplicity = count_images(&s, s.site[k].position);
    }
    qsort(s.site, s.nsite, sizeof *s.site, by_kind);
    *count = s.nsite;
    *list = s.site;
    s.site = NULL;
cleanup:
    free(s.site);
    free(s.atom);
    hc_spacegroup_free(s.group);
    return status;
}
