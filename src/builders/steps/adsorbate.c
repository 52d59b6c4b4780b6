#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "builders/adsorbate.h"
#include "builders/build_step.h"
#include "builders/site_choice.h"
#include "halfcell/units.h"

typedef struct adsorbate_options {
    char *species, *element;
    int kind, index, atom, side;
    double depth, azimuth, raise; /* bohr, radian, bohr */
} adsorbate_options;

enum { UPPER, LOWER, BOTH };
static const char *const side_choices[] = {"upper", "lower", "both", NULL};

static const hc_keyword keywords[] = {
    {.name = "species",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(adsorbate_options, species),
     .doc = "H, O, OH, H2O, OOH, CO, CHO, COH, COOH, OCHO, OCCO, CH2O, CO2, CO2-bent, or an element for one atom."},
    {.name = "site",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(adsorbate_options, kind),
     .default_text = "top",
     .choices = hc_site_kind_choices,
     .doc = "On an atom, between two, between three or more."},
    {.name = "index",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(adsorbate_options, index),
     .default_text = "0",
     .minimum = 0,
     .maximum = 100000,
     .doc = "Which of the distinct sites of that kind (`--verbose` lists them); on fcc(111) hollow 0 is hcp, 1 fcc. Of "
            "a cluster: of those on which it has room."},
    {.name = "atom",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(adsorbate_options, atom),
     .default_text = "",
     .minimum = 0,
     .maximum = 2147483647,
     .doc =
         "Of a cluster, instead of element: the number of an atom that the site is part of, from 0. Then index counts "
         "all sites of this atom, equivalent ones too."},
    {.name = "side",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(adsorbate_options, side),
     .default_text = "upper",
     .choices = side_choices,
     .doc = "Of the slab; on both sides the site is looked for on each by itself."},
    {.name = "element",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(adsorbate_options, element),
     .default_text = "",
     .doc = "Only atoms of this element make sites; when not given, all of a slab, and of a cluster metals but alkali "
            "ions."},
    {.name = "depth_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(adsorbate_options, depth),
     .unit = HC_ANGSTROM,
     .default_text = "0.6",
     .minimum = 0.01,
     .maximum = 20,
     .doc = "Atoms that are no deeper than this below the highest one (of the element) make the surface."},
    {.name = "azimuth_deg",
     .type = HC_VALUE_REAL,
     .offset = offsetof(adsorbate_options, azimuth),
     .unit = HC_DEGREE,
     .default_text = "0",
     .minimum = -360,
     .maximum = 360,
     .doc = "Turns it about the normal, from the line between two atoms of the site. On a cluster it is turned on from "
            "there until it has room."},
    {.name = "raise_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(adsorbate_options, raise),
     .unit = HC_ANGSTROM,
     .default_text = "0",
     .minimum = -1,
     .maximum = 50,
     .doc = "Higher than where binding atoms are a sum of covalent radii away."},
    {0}};

static void tell_sites(hc_context *ctx, size_t count, const hc_adsorption_site *list)
{
    for (size_t k = 0, index = 0; k < count; k++) {
        const hc_adsorption_site *site = &list[k];
        char below[64] = "nothing below";
        index = k > 0 && list[k - 1].kind == site->kind ? index + 1 : 0;
        if (isfinite(site->below)) {
            snprintf(below, sizeof below, "the next atom %.2f Angstrom below", site->below / HC_ANGSTROM);
        }
        hc_log(ctx, HC_LOG_INFO, "%s %zu: at %.3f %.3f Angstrom, %zu surface atoms around, %zu in the cell, %s",
               hc_site_kind_choices[site->kind], index, site->position.x / HC_ANGSTROM, site->position.y / HC_ANGSTROM,
               site->coordination, site->multiplicity, below);
    }
}

/* Mirrored in the plane in the middle of the cell: what was below is above, and back again. */
static void turn_over(hc_structure *slab)
{
    hc_vec3 *c = &slab->cell.row[2];
    *c = hc_vec3_make(-c->x, -c->y, c->z);
    for (size_t i = 0; i < slab->natom; i++) {
        slab->position[i].z = c->z - slab->position[i].z;
    }
}

static hc_status add_above(hc_context *ctx, const adsorbate_options *given, const hc_adsorbate_record *record,
                           const hc_adsorption_options *surface, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_adsorption_site *list = NULL;
    size_t count = 0, chosen = 0, found = 0;
    HC_TRY(hc_adsorption_sites(ctx, *structure, surface, &count, &list));
    tell_sites(ctx, count, list);
    for (size_t k = count; k-- > 0;) {
        found += (int)list[k].kind == given->kind;
        chosen = (int)list[k].kind == given->kind ? k : chosen;
    }
    if ((size_t)given->index >= found) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "index %d: there are %zu distinct %s sites, from 0", given->index, found,
                         hc_site_kind_choices[given->kind]);
        goto cleanup;
    }
    HC_TRY(
        hc_adsorbate_add(ctx, record, &list[chosen + (size_t)given->index], given->azimuth, given->raise, structure));
cleanup:
    free(list);
    return status;
}

/* On what does not repeat. */
static hc_status add_to_cluster(hc_context *ctx, const adsorbate_options *given, const hc_adsorbate_record *record,
                                int element, hc_structure **structure)
{
    const hc_cluster_site site = {
        .kind = (hc_site_kind)given->kind, .element = element, .atom = given->atom, .index = given->index};
    if (given->side != UPPER) {
        return hc_fail(ctx, HC_ERROR_INPUT, "side: %s: a cluster has no sides; leave it out, index says which site",
                       side_choices[given->side]);
    }
    if (given->atom != HC_INTEGER_UNSET && element != 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %d says where it goes: leave element out", given->atom);
    }
    return hc_adsorbate_add_to_cluster(ctx, record, &site, given->azimuth, given->raise, structure);
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const adsorbate_options *given = options;
    const bool cluster = hc_structure_periodic_count(*structure) == 0;
    hc_adsorbate_record record;
    hc_adsorption_options surface = {.depth = given->depth};
    hc_status status = hc_adsorbate_find(ctx, given->species, &record);
    if (status == HC_OK && given->element != NULL) {
        status = hc_site_element(ctx, given->element, &surface.element);
    }
    if (status == HC_OK && cluster) {
        return add_to_cluster(ctx, given, &record, surface.element, structure);
    }
    if (status == HC_OK && given->atom != HC_INTEGER_UNSET) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom is for clusters; on a slab give site, index and element");
    }
    if (status == HC_OK && given->side != LOWER) {
        status = add_above(ctx, given, &record, &surface, structure);
    }
    if (status == HC_OK && given->side != UPPER) {
        turn_over(*structure);
        status = add_above(ctx, given, &record, &surface, structure);
        turn_over(*structure);
    }
    return status;
}

const hc_build_step_record hc_build_adsorbate = {
    .name = "adsorbate",
    .summary = "Puts a molecule or an atom on a site of a slab or of a cluster (what does not repeat), turned as it "
               "binds.",
    .keywords = keywords,
    .options_size = sizeof(adsorbate_options),
    .needs_atoms = true,
    .apply = apply,
};
