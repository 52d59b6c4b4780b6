/* Atoms with fewer or more bonds than they should have. */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/defects/recogniser.h"
#include "atoms/elements.h"

#define DEGREE_MAX 24
/* A carbon atom with two bonds is saturated when they are straight (alkyne, chain) above this angle. */
#define COS_STRAIGHT (-0.94) /* 160 degrees */

/* How many bonds an atom of an element may have. */
typedef struct range {
    size_t least, most;
} range;

/* What is right whatever the others do: molecules and carbon networks. In a crystal (atoms at metals), and for metals,
 * the other atoms of the element say it. */
static bool has_valence(int number, bool at_metal, range *bonds)
{
    if (number == 5 || number == 6) {
        *bonds = (range){3, at_metal ? 6 : 4};
    } else if (number == 1) {
        *bonds = (range){1, at_metal ? 6 : 1};
    } else if (number == 7 && !at_metal) {
        *bonds = (range){1, 4};
    } else if (number == 8 && !at_metal) {
        *bonds = (range){1, 3};
    } else if (!hc_element_is_metal(number) && !at_metal) {
        *bonds = (range){1, 6};
    } else {
        return false;
    }
    return true;
}

static bool applies(const hc_defect_scene *scene)
{
    return scene->structure->natom > 1;
}

/* Two bonds that are straight: sp carbon. */
static bool is_straight(const hc_defect_scene *scene, size_t i)
{
    const hc_bond_graph *bonds = scene->bonds;
    if (hc_bond_graph_degree(bonds, i) != 2) {
        return false;
    }
    hc_vec3 a = hc_bond_vector(scene->structure, i, &bonds->bond[bonds->first[i]]);
    hc_vec3 b = hc_bond_vector(scene->structure, i, &bonds->bond[bonds->first[i] + 1]);
    return hc_vec3_dot(a, b) < COS_STRAIGHT * hc_vec3_norm(a) * hc_vec3_norm(b);
}

/* The most bonds that at least a quarter of an element's atoms have: its own crystal says what is right, and in a thin
 * slab those within are fewer than those at its faces. */
static void usual_degrees(const hc_defect_scene *scene, size_t (*histogram)[DEGREE_MAX + 1], size_t *usual)
{
    for (size_t i = 0; i < scene->structure->natom; i++) {
        size_t degree = hc_bond_graph_degree(scene->bonds, i);
        histogram[scene->structure->atomic_number[i]][degree < DEGREE_MAX ? degree : DEGREE_MAX] += scene->extended[i];
    }
    for (int number = 1; number <= HC_ELEMENT_MAX; number++) {
        size_t total = 0, most = 0;
        for (size_t degree = 0; degree <= DEGREE_MAX; degree++) {
            total += histogram[number][degree];
            most = histogram[number][degree] >= histogram[number][most] ? degree : most;
        }
        usual[number] = most; /* when they have so many different ones that none has a quarter */
        for (size_t degree = most; degree <= DEGREE_MAX; degree++) {
            usual[number] = 4 * histogram[number][degree] >= total ? degree : usual[number];
        }
    }
}

/* What atom i should have; false: not to be judged. Metals of molecules and clusters have no usual number,
 * those of crystals that of their likes. */
static bool wanted_bonds(const hc_defect_scene *scene, const size_t *usual, size_t i, range *wanted)
{
    int number = scene->structure->atomic_number[i];
    if (hc_element_is_alkali(number) || (number == 6 && is_straight(scene, i))) {
        return false;
    }
    if (has_valence(number, hc_scene_bonds_to_metals(scene, i) > 0, wanted)) {
        return true;
    }
    *wanted = (range){usual[number], usual[number]};
    return scene->extended[i];
}

static hc_status report(hc_context *ctx, hc_census *census, const hc_defect_scene *scene, size_t i, range wanted)
{
    hc_finding finding = {.position = scene->structure->position[i]};
    size_t degree = hc_bond_graph_degree(scene->bonds, i);
    const char *symbol = hc_element_symbol(scene->structure->atomic_number[i]);
    snprintf(finding.kind, sizeof finding.kind, "%s %s", degree < wanted.least ? "undercoordinated" : "overcoordinated",
             symbol);
    if (wanted.least == wanted.most) {
        snprintf(finding.note, sizeof finding.note, "%zu bonds instead of %zu", degree, wanted.least);
    } else {
        snprintf(finding.note, sizeof finding.note, "%zu bonds instead of %zu to %zu", degree, wanted.least,
                 wanted.most);
    }
    return hc_census_find(ctx, census, &finding, 1, &i);
}

static hc_status recognise(hc_context *ctx, const hc_defect_scene *scene, hc_census *census)
{
    hc_status status = HC_OK;
    size_t(*histogram)[DEGREE_MAX + 1] = NULL;
    size_t usual[HC_ELEMENT_MAX + 1] = {0};
    range wanted;
    double *field = NULL;
    HC_TRY(hc_allocate(ctx, HC_ELEMENT_MAX + 1, sizeof *histogram, &histogram));
    usual_degrees(scene, histogram, usual);
    HC_TRY(hc_census_field(ctx, census, "coordination", 1, NULL, &field));
    for (size_t i = 0; i < scene->structure->natom; i++) {
        size_t degree = hc_bond_graph_degree(scene->bonds, i);
        field[i] = (double)degree;
        if (wanted_bonds(scene, usual, i, &wanted) && (degree < wanted.least || degree > wanted.most)) {
            HC_TRY(report(ctx, census, scene, i, wanted));
        }
    }
cleanup:
    free(histogram);
    return status;
}

const hc_recogniser_record hc_recogniser_coordination = {
    .name = "coordination",
    .summary = "under- and over-coordinated atoms",
    .reference = "bonds: 1.2 times the sum of covalent radii, Cordero et al., Dalton Trans. 2008, 2832",
    .needs = "more than one atom",
    .applies = applies,
    .recognise = recognise,
};
