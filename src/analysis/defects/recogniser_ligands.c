/* Thiolates on metal clusters: bound by two bonds or more, by one, or lost; metal atoms that lie open. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/defects/groups.h"
#include "analysis/defects/recogniser.h"
#include "analysis/defects/shells.h"
#include "atoms/elements.h"
#include "atoms/neighbours.h"
#include "halfcell/units.h"

#define SULPHUR 16
#define PROBE (1.4 * HC_ANGSTROM) /* a water molecule */
#define POINTS 200
/* An atom of a flat (111) surface has sqrt(3)/2 d^2 of the plane, d the distance of neighbours, and 1.05 to 1.08 times
 * that open (Ni, Cu, Pd, Ag, Pt, Au); the surface atoms of an intact cluster that are not in staples at most 0.06. */
#define EXPOSED_LEAST (0.5 * 0.5 * sqrt(3.0))
/* A metal atom on so many sulphur atoms is in a staple: open to either side, and meant to be. */
#define STAPLE_SULPHUR 2

typedef struct ligand_scene {
    const hc_defect_scene *scene;
    size_t *cluster; /* [natom], sets of bonded atoms */
    bool *has_metal; /* [natom], at the lowest atom of each set */
    bool *metal;     /* [natom], not alkali */
    double *radius;  /* [natom], with probe, bohr */
    hc_vec3 *point;  /* [POINTS] on the unit sphere */
} ligand_scene;

static bool is_thiolate(const hc_defect_scene *scene, size_t i)
{
    return scene->structure->atomic_number[i] == SULPHUR && hc_scene_bonds_to(scene, i, 6) == 1;
}

static bool applies(const hc_defect_scene *scene)
{
    for (size_t i = 0; i < scene->structure->natom; i++) {
        if (is_thiolate(scene, i) && hc_scene_bonds_to_metals(scene, i) > 0) {
            return true;
        }
    }
    return false;
}

/* Van der Waals radii of Bondi, J. Phys. Chem. 68, 441 (1964); where he has none, the covalent radius and 0.8 Angstrom
 * (Pauling's rule). */
static double radius_of(int number)
{
    static const struct {
        int number;
        double angstrom;
    } bondi[] = {{1, 1.2},   {6, 1.7},   {7, 1.55},  {8, 1.52},  {9, 1.47},  {14, 2.1},  {15, 1.8},
                 {16, 1.8},  {17, 1.75}, {28, 1.63}, {29, 1.4},  {30, 1.39}, {35, 1.85}, {46, 1.63},
                 {47, 1.72}, {48, 1.58}, {53, 1.98}, {78, 1.72}, {79, 1.66}, {80, 1.55}};
    for (size_t k = 0; k < sizeof bondi / sizeof *bondi; k++) {
        if (bondi[k].number == number) {
            return bondi[k].angstrom * HC_ANGSTROM;
        }
    }
    return hc_element_covalent_radius(number) + 0.8 * HC_ANGSTROM;
}

static void clear(ligand_scene *own)
{
    free(own->cluster);
    free(own->has_metal);
    free(own->metal);
    free(own->radius);
    free(own->point);
}

static hc_status begin(hc_context *ctx, const hc_defect_scene *scene, ligand_scene *own)
{
    hc_status status = HC_OK;
    const hc_structure *structure = scene->structure;
    *own = (ligand_scene){.scene = scene};
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *own->cluster, &own->cluster));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *own->has_metal, &own->has_metal));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *own->metal, &own->metal));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *own->radius, &own->radius));
    HC_TRY(hc_allocate(ctx, POINTS, sizeof *own->point, &own->point));
    hc_groups_begin(own->cluster, structure->natom);
    for (size_t i = 0; i < structure->natom; i++) {
        int number = structure->atomic_number[i];
        own->metal[i] = hc_element_is_metal(number) && !hc_element_is_alkali(number);
        own->radius[i] = radius_of(number) + PROBE;
        for (size_t k = scene->bonds->first[i]; k < scene->bonds->first[i + 1]; k++) {
            hc_groups_join(own->cluster, i, scene->bonds->bond[k].to);
        }
    }
    for (size_t i = 0; i < structure->natom; i++) {
        if (own->metal[i]) {
            own->has_metal[hc_groups_find(own->cluster, i)] = true;
        }
    }
    for (int k = 0; k < POINTS; k++) { /* a spiral with equal areas */
        double z = 1.0 - (2.0 * k + 1.0) / POINTS, angle = HC_PI * (3.0 - sqrt(5.0)) * k, r = sqrt(1.0 - z * z);
        own->point[k] = hc_vec3_make(r * cos(angle), r * sin(angle), z);
    }
cleanup:
    return status;
}

static hc_status take_thiolate(hc_context *ctx, hc_census *census, const hc_defect_scene *scene, size_t i)
{
    size_t metals = hc_scene_bonds_to_metals(scene, i);
    if (metals >= 2) {
        return hc_census_count(ctx, census, HC_ROLE_USUAL, "thiolates, bound", 1.0);
    }
    hc_finding finding = {.position = scene->structure->position[i]};
    snprintf(finding.kind, sizeof finding.kind, "%s", metals == 1 ? "thiolate, partly bound" : "thiolate, lost");
    snprintf(finding.note, sizeof finding.note, "sulphur with %zu metal atom%s%s", metals, metals == 1 ? "" : "s",
             hc_scene_bonds_to(scene, i, 1) > 0 ? " and hydrogen (thiol)" : "");
    return hc_census_find(ctx, census, &finding, 1, &i);
}

/* Atoms of the cluster itself shade each other; solvent does not. */
static bool shades(ligand_scene *own, size_t j)
{
    return own->has_metal[hc_groups_find(own->cluster, j)];
}

/* Takes from the points of atom i [POINTS] those that lie within the sphere of atom j. */
static void cover(const ligand_scene *own, size_t i, size_t j, hc_vec3 vector, bool *free_points)
{
    double other2 = own->radius[j] * own->radius[j];
    for (int k = 0; k < POINTS; k++) {
        hc_vec3 d = hc_vec3_sub(hc_vec3_scale(own->radius[i], own->point[k]), vector);
        free_points[k] = free_points[k] && hc_vec3_norm2(d) >= other2;
    }
}

/* Area of the spheres (radius + probe) of the metal atoms that no other sphere covers, bohr^2 [natom]. */
static hc_status measure_open(hc_context *ctx, ligand_scene *own, double *area)
{
    hc_status status = HC_OK;
    const hc_structure *structure = own->scene->structure;
    hc_neighbour_list *list = NULL;
    bool *open = NULL;
    const bool *metal = own->metal;
    double largest = 0.0;
    size_t *slot = NULL, count = 0;
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *slot, &slot));
    for (size_t i = 0; i < structure->natom; i++) {
        slot[i] = count;
        count += metal[i];
        largest = fmax(largest, own->radius[i]);
    }
    HC_TRY(hc_allocate(ctx, count, POINTS * sizeof *open, &open));
    for (size_t k = 0; k < count * POINTS; k++) {
        open[k] = true;
    }
    HC_TRY(hc_neighbours_create(ctx, 2.0 * largest, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, structure));
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            size_t j = list->entry[k].j;
            hc_vec3 d = hc_neighbour_vector(structure, i, &list->entry[k]);
            if (metal[i] && shades(own, j)) {
                cover(own, i, j, d, &open[slot[i] * POINTS]);
            }
            if (metal[j] && shades(own, i)) {
                cover(own, j, i, hc_vec3_scale(-1.0, d), &open[slot[j] * POINTS]);
            }
        }
    }
    for (size_t i = 0; i < structure->natom; i++) {
        size_t points = 0;
        for (int k = 0; metal[i] && k < POINTS; k++) {
            points += open[slot[i] * POINTS + (size_t)k];
        }
        area[i] = metal[i] ? 4.0 * HC_PI * own->radius[i] * own->radius[i] * (double)points / POINTS : NAN;
    }
cleanup:
    hc_neighbours_free(list);
    free(open);
    free(slot);
    return status;
}

static hc_status take_open(hc_context *ctx, hc_census *census, const ligand_scene *own, double *area)
{
    hc_status status = HC_OK;
    const double square = HC_ANGSTROM * HC_ANGSTROM;
    const hc_structure *structure = own->scene->structure;
    double total = 0.0, nearest;
    HC_TRY(hc_shells_nearest(ctx, structure, own->scene->bonds, own->metal, &nearest));
    double least = EXPOSED_LEAST * nearest * nearest;
    for (size_t i = 0; i < structure->natom; i++) {
        if (!own->metal[i]) {
            continue;
        }
        total += area[i];
        if (area[i] > least && hc_scene_bonds_to(own->scene, i, SULPHUR) < STAPLE_SULPHUR) {
            hc_finding finding = {.position = structure->position[i], .measure = "area_angstrom2"};
            finding.value = area[i] / square;
            snprintf(finding.kind, sizeof finding.kind, "exposed %s", hc_element_symbol(structure->atomic_number[i]));
            snprintf(finding.note, sizeof finding.note, "open to a sphere of 1.4 angstrom");
            HC_TRY(hc_census_find(ctx, census, &finding, 1, &i));
        }
        area[i] /= square;
    }
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_MEASURE, "exposed metal area (angstrom^2)", total / square));
cleanup:
    return status;
}

static hc_status recognise(hc_context *ctx, const hc_defect_scene *scene, hc_census *census)
{
    hc_status status = HC_OK;
    ligand_scene own = {0};
    double *area = NULL;
    HC_TRY(begin(ctx, scene, &own));
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_USUAL, "thiolates, bound", 0.0));
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_DEFECT, "thiolate, partly bound", 0.0));
    HC_TRY(hc_census_count(ctx, census, HC_ROLE_DEFECT, "thiolate, lost", 0.0));
    for (size_t i = 0; i < scene->structure->natom; i++) {
        if (is_thiolate(scene, i)) {
            HC_TRY(take_thiolate(ctx, census, scene, i));
        }
    }
    HC_TRY(hc_census_field(ctx, census, "open_area", 1, NULL, &area));
    HC_TRY(measure_open(ctx, &own, area));
    HC_TRY(take_open(ctx, census, &own, area));
cleanup:
    clear(&own);
    return status;
}

const hc_recogniser_record hc_recogniser_ligands = {
    .name = "ligands",
    .summary = "thiolates bound, partly bound or lost, and metal atoms that lie open",
    .reference =
        "Shrake and Rupley, J. Mol. Biol. 79, 351 (1973), with the radii of Bondi, J. Phys. Chem. 68, 441 (1964)",
    .needs = "a thiolate (S with one C) at a metal atom",
    .applies = applies,
    .recognise = recognise,
};
