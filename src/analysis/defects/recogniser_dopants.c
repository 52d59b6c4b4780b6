/* Foreign atoms in carbon: what they are bonded to and which ring they are in. */
#include <stdio.h>

#include "analysis/defects/recogniser.h"
#include "atoms/elements.h"

/* The bonds of one atom by what is at their other end. */
typedef struct surroundings {
    size_t carbon, nitrogen, oxygen, hydrogen, metal, other, total;
    size_t ring; /* size of the smallest ring without a metal, 0: none */
} surroundings;

static size_t smallest_ring(const hc_defect_scene *scene, size_t i)
{
    size_t smallest = 0;
    const hc_rings *rings = scene->rings;
    for (size_t k = rings->of_first[i]; k < rings->of_first[i + 1]; k++) {
        size_t size = hc_ring_size(rings, rings->of[k]);
        if ((smallest == 0 || size < smallest) && !hc_scene_ring_holds_metal(scene, rings->of[k])) {
            smallest = size;
        }
    }
    return smallest;
}

static surroundings look(const hc_defect_scene *scene, size_t i)
{
    surroundings seen = {.ring = smallest_ring(scene, i)};
    for (size_t k = scene->bonds->first[i]; k < scene->bonds->first[i + 1]; k++) {
        int number = scene->structure->atomic_number[scene->bonds->bond[k].to];
        seen.total++;
        switch (number) {
        case 1:
            seen.hydrogen++;
            break;
        case 6:
            seen.carbon++;
            break;
        case 7:
            seen.nitrogen++;
            break;
        case 8:
            seen.oxygen++;
            break;
        default:
            seen.metal += hc_element_is_metal(number);
            seen.other += !hc_element_is_metal(number);
        }
    }
    return seen;
}

/* Bonds within the net of a nitrogen atom: to C, N, B, P, S. */
static size_t net_bonds(const surroundings *seen)
{
    return seen->carbon + seen->nitrogen + seen->other;
}

static const char *nitrogen_kind(const surroundings *seen)
{
    size_t net = net_bonds(seen);
    if (seen->metal > 0) {
        return seen->ring == 5 ? "pyrrolic N at metal" : seen->ring == 6 ? "pyridinic N at metal" : "N at metal";
    }
    if (seen->oxygen > 0 && net == 2) {
        return "N oxide";
    }
    if (net == 3) {
        return "graphitic N";
    }
    if (net == 2 && seen->ring == 5) {
        return "pyrrolic N";
    }
    if (net == 2 && seen->ring >= 6) {
        return seen->hydrogen > 0 ? "pyridinic N-H" : "pyridinic N";
    }
    return net == 1 && seen->hydrogen == 2 ? "amine N" : net == 1 && seen->total == 1 ? "nitrile N" : "other N";
}

/* B, P, S, O, F, Si, Cl ... : by the number of bonds to the net. */
static void hetero_kind(const char *symbol, const surroundings *seen, char *kind)
{
    size_t net = net_bonds(seen);
    if (net >= 3) {
        snprintf(kind, HC_KIND_LENGTH, "%s in the net, %s", symbol, net == 3 ? "3 bonds" : "4 or more bonds");
    } else if (net == 2 && seen->ring > 0) {
        snprintf(kind, HC_KIND_LENGTH, "%s in a ring of %zu", symbol, seen->ring);
    } else if (net == 2) {
        snprintf(kind, HC_KIND_LENGTH, "%s bridge", symbol);
    } else {
        snprintf(kind, HC_KIND_LENGTH, "%s%s group", symbol, seen->hydrogen > 0 ? "H" : "");
    }
}

/* "NiN4", "FeN3C1", "MnN4-O": nitrogen and carbon around the metal, and what else is bonded to it. */
static void metal_kind(const char *symbol, const surroundings *seen, char *kind)
{
    int length = snprintf(kind, HC_KIND_LENGTH, "%s", symbol);
    const struct {
        const char *symbol;
        size_t count;
    } part[] = {{"N", seen->nitrogen},  {"C", seen->carbon}, {"-O", seen->oxygen},
                {"-H", seen->hydrogen}, {"-X", seen->other}, {"-M", seen->metal}};
    for (size_t k = 0; k < sizeof part / sizeof *part; k++) {
        bool alone = k >= 2 && part[k].count == 1;
        if (part[k].count > 0 && alone) {
            length += snprintf(kind + length, HC_KIND_LENGTH - (size_t)length, "%s", part[k].symbol);
        } else if (part[k].count > 0) {
            length += snprintf(kind + length, HC_KIND_LENGTH - (size_t)length, "%s%zu", part[k].symbol, part[k].count);
        }
    }
}

/* Metals with N or C around them are sites; others (adsorbed clusters, electrolyte) are not. */
static bool is_metal_site(const surroundings *seen)
{
    return seen->nitrogen + seen->carbon >= 2 && seen->metal <= 1;
}

static hc_status take_metal(hc_context *ctx, hc_census *census, const hc_defect_scene *scene, size_t i,
                            const surroundings *seen)
{
    hc_finding finding = {.position = scene->structure->position[i]};
    size_t atoms[25] = {i}, natom = 1, pyrrolic = 0;
    metal_kind(hc_element_symbol(scene->structure->atomic_number[i]), seen, finding.kind);
    for (size_t k = scene->bonds->first[i]; k < scene->bonds->first[i + 1] && natom < 25; k++) {
        size_t j = scene->bonds->bond[k].to;
        atoms[natom++] = j;
        pyrrolic += scene->structure->atomic_number[j] == 7 && smallest_ring(scene, j) == 5;
    }
    if (seen->nitrogen > 0) {
        snprintf(finding.note, sizeof finding.note, "%zu pyrrolic, %zu other nitrogen", pyrrolic,
                 seen->nitrogen - pyrrolic);
    }
    return hc_census_find(ctx, census, &finding, natom, atoms);
}

static hc_status take_atom(hc_context *ctx, hc_census *census, const hc_defect_scene *scene, size_t i)
{
    int number = scene->structure->atomic_number[i];
    surroundings seen = look(scene, i);
    hc_finding finding = {.position = scene->structure->position[i]};
    if (hc_element_is_metal(number)) {
        return is_metal_site(&seen) ? take_metal(ctx, census, scene, i, &seen) : HC_OK;
    }
    if (number == 1 || number == 6 || net_bonds(&seen) == 0) {
        return HC_OK;
    }
    if (number == 7) {
        snprintf(finding.kind, sizeof finding.kind, "%s", nitrogen_kind(&seen));
    } else {
        hetero_kind(hc_element_symbol(number), &seen, finding.kind);
    }
    snprintf(finding.note, sizeof finding.note, "%zu C, %zu H, %zu O, smallest ring %zu", seen.carbon, seen.hydrogen,
             seen.oxygen, seen.ring);
    return hc_census_find(ctx, census, &finding, 1, &i);
}

/* First the atoms of the net, then the metals, whose sites are to be seen as one. */
static hc_status recognise(hc_context *ctx, const hc_defect_scene *scene, hc_census *census)
{
    hc_status status = HC_OK;
    for (int metals = 0; metals < 2; metals++) {
        for (size_t i = 0; i < scene->structure->natom; i++) {
            if (hc_element_is_metal(scene->structure->atomic_number[i]) == (metals == 1)) {
                HC_TRY(take_atom(ctx, census, scene, i));
            }
        }
    }
cleanup:
    return status;
}

const hc_recogniser_record hc_recogniser_dopants = {
    .name = "dopants",
    .summary = "nitrogen, other foreign atoms and metal sites (MNx) in carbon by their configuration",
    .reference = "Guo et al., Science 351, 361 (2016), for the kinds of nitrogen",
    .needs = "fused rings of carbon",
    .applies = hc_scene_has_carbon_sheet,
    .recognise = recognise,
};
