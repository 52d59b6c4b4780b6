/* The crystal around each metal atom, and its twins, stacking faults, dislocations, empty sites and strain. */
#include <stdlib.h>

#include "analysis/defects/dislocation.h"
#include "analysis/defects/lattice.h"
#include "analysis/defects/recogniser.h"
#include "atoms/elements.h"

/* Neighbours within so many nearest distances: bcc needs 1.155 and room for motion; fcc and hcp have their second shell
 * at 1.414. */
#define REACH 1.4
#define ATOMS_LEAST 13

static const char *const words[] = {"other", "fcc", "hcp", "bcc", "icosahedral", "five-fold", NULL};

/* Enough of them, or a crystal or slab of nothing but metal in a small cell: each atom bonded, images counted. */
static bool applies(const hc_defect_scene *scene)
{
    const hc_structure *s = scene->structure;
    const size_t *first = scene->bonds->first;
    size_t metals = 0;
    for (size_t i = 0; i < s->natom; i++) {
        metals += hc_element_is_metal(s->atomic_number[i]);
    }
    if (metals >= ATOMS_LEAST) {
        return true;
    }
    bool bonded = metals > 0 && metals == s->natom && scene->extent.closed >= 2;
    for (size_t i = 0; bonded && i < s->natom; i++) {
        bonded = first[i] < first[i + 1];
    }
    return bonded;
}

static hc_status classify(hc_context *ctx, const bool *metal, hc_lattice_map *map)
{
    hc_status status = HC_OK;
    size_t natom = map->structure->natom;
    const hc_shells *shells = map->shells;
    HC_TRY(hc_allocate(ctx, natom, sizeof *map->lattice, &map->lattice));
    HC_TRY(hc_allocate(ctx, natom, sizeof *map->marked, &map->marked));
    for (size_t i = 0; i < natom; i++) {
        map->lattice[i] = (unsigned char)hc_common_neighbours(hc_shells_of(shells, i),
                                                              shells->first[i + 1] - shells->first[i], &map->marked[i]);
        map->count[map->lattice[i]] += metal[i];
    }
cleanup:
    return status;
}

static hc_status count_atoms(hc_context *ctx, const hc_lattice_map *map, const bool *metal, hc_census *census)
{
    static const char *const kinds[] = {"atoms in no lattice", "fcc atoms",         "hcp atoms",
                                        "bcc atoms",           "icosahedral atoms", "five-fold axis atoms"};
    hc_status status = HC_OK;
    double *field = NULL;
    HC_TRY(hc_census_field(ctx, census, "lattice", 1, words, &field));
    for (size_t i = 0; i < map->structure->natom; i++) {
        if (metal[i]) {
            field[i] = map->lattice[i];
        }
    }
    for (int k = 0; k < HC_LATTICE_COUNT; k++) {
        HC_TRY(hc_census_count(ctx, census, HC_ROLE_USUAL, kinds[k], (double)map->count[k]));
    }
cleanup:
    return status;
}

/* What crystals alone have. */
static hc_status look_into_crystal(hc_context *ctx, const hc_defect_scene *scene, const hc_lattice_map *map,
                                   hc_census *census)
{
    hc_status status = HC_OK;
    bool *in_core = NULL;
    hc_crystal_map *crystal = NULL;
    HC_TRY(hc_planar_faults_find(ctx, map, census));
    HC_TRY(hc_allocate(ctx, scene->structure->natom, sizeof *in_core, &in_core));
    HC_TRY(hc_crystal_map_create(ctx, map, &crystal));
    HC_TRY(hc_dislocations_find(ctx, crystal, scene->extent.closed == 3 ? scene->extent.size : 0.0, census, in_core));
    HC_TRY(hc_lattice_vacancies_find(ctx, map, in_core, census));
    HC_TRY(hc_local_strain_measure(ctx, crystal, scene->options.cell_edge, census));
cleanup:
    free(in_core);
    hc_crystal_map_free(crystal);
    return status;
}

static hc_status recognise(hc_context *ctx, const hc_defect_scene *scene, hc_census *census)
{
    hc_status status = HC_OK;
    bool *metal = NULL;
    double nearest;
    hc_shells *shells = NULL;
    hc_lattice_map map = {.structure = scene->structure};
    HC_TRY(hc_allocate(ctx, scene->structure->natom, sizeof *metal, &metal));
    for (size_t i = 0; i < scene->structure->natom; i++) {
        metal[i] = hc_element_is_metal(scene->structure->atomic_number[i]);
    }
    HC_TRY(hc_shells_nearest(ctx, scene->structure, scene->bonds, metal, &nearest));
    HC_TRY(hc_shells_create(ctx, scene->structure, metal, nearest, REACH, &shells));
    map.shells = shells;
    HC_TRY(classify(ctx, metal, &map));
    HC_TRY(count_atoms(ctx, &map, metal, census));
    HC_TRY(hc_fivefold_twins_find(ctx, &map, census));
    if (map.count[HC_LATTICE_FCC] + map.count[HC_LATTICE_HCP] + map.count[HC_LATTICE_BCC] > 0) {
        HC_TRY(look_into_crystal(ctx, scene, &map, census));
    }
cleanup:
    free(metal);
    free(map.lattice);
    free(map.marked);
    hc_shells_free(shells);
    return status;
}

const hc_recogniser_record hc_recogniser_lattice = {
    .name = "lattice",
    .summary = "fcc, hcp, bcc metals by adaptive common-neighbour analysis; twins (also five-fold), stacking faults, "
               "dislocation lines and their junctions, vacancies, strain",
    .reference =
        "Stukowski, Modelling Simul. Mater. Sci. Eng. 20, 045021 (2012); Stukowski, Bulatov and Arsenlis, ibid. "
        "20, 085007 (2012)",
    .needs = "at least 13 metal atoms, or nothing but metal in a cell that repeats",
    .applies = applies,
    .recognise = recognise,
};
