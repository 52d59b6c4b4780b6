#include "engine/density_of_states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "halfcell/units.h"

#define PER_WIDTH 5.0 /* points */
#define TAIL 8.0      /* widths: beyond it a level is not seen (Gaussian) */
#define TAIL_FERMI 30.0
#define POINTS_MAX 200000.0

/* A column: the levels of one spin by the weight of a group of atoms. */
typedef struct group {
    size_t spin;
    bool all;
    int element;    /* 0: none */
    size_t atom;    /* when neither all nor an element */
    double *weight; /* [count] */
} group;

static const char *const suffix[] = {"_alpha", "_beta"};

static double broadened(const hc_dos_options *o, double x)
{
    double t = x / o->width;
    if (o->broadening == HC_BROADENING_FERMI) {
        double c = cosh(0.5 * fmin(fabs(t), 2.0 * TAIL_FERMI));
        return 0.25 / (o->width * c * c);
    }
    return exp(-0.5 * t * t) / (o->width * sqrt(2.0 * HC_PI));
}

static bool belongs(const group *g, const hc_structure *structure, size_t atom)
{
    return g->element != 0 ? structure->atomic_number[atom] == g->element : atom == g->atom;
}

static hc_status weigh(hc_context *ctx, const hc_levels *levels, const hc_structure *structure, group *g)
{
    hc_status status = hc_allocate(ctx, levels->count, sizeof *g->weight, &g->weight);
    double states = levels->nspin == 1 ? 2.0 : 1.0;
    for (size_t i = 0; status == HC_OK && i < levels->count; i++) {
        double sum = g->all ? 1.0 : 0.0;
        for (size_t a = 0; a < levels->natom && !g->all; a++) {
            sum += belongs(g, structure, a) ? levels->weight[g->spin][i * levels->natom + a] : 0.0;
        }
        g->weight[i] = states * sum;
    }
    return status;
}

static hc_status add_column(hc_context *ctx, const hc_levels *levels, const group *g, hc_table *table)
{
    char *name = NULL, *label = NULL;
    const char *end = levels->nspin == 2 ? suffix[g->spin] : "", *shown = levels->nspin == 2 ? end + 1 : "";
    hc_status status = HC_OK;
    if (g->all || g->element != 0) {
        const char *what = g->all ? "total" : hc_element_symbol(g->element);
        HC_TRY(hc_format(ctx, &name, "%s%s", what, end));
        HC_TRY(hc_format(ctx, &label, "%s %s", what, shown));
    } else {
        HC_TRY(hc_format(ctx, &name, "atom_%zu%s", g->atom, end));
        HC_TRY(hc_format(ctx, &label, "atom %zu %s", g->atom, shown));
    }
    HC_TRY(hc_table_add_column(ctx, table, &(hc_column_options){.name = name, .label = label, .unit = "per_ev"}));
cleanup:
    free(name);
    free(label);
    return status;
}

/* The groups in the order of the columns; at most 2 (1 + 118 + natom). */
static size_t list_groups(const hc_levels *levels, const hc_structure *structure, const hc_dos_options *o,
                          group *groups)
{
    size_t count = 0;
    for (size_t s = 0; s < levels->nspin; s++) {
        groups[count++] = (group){.spin = s, .all = true};
    }
    for (int element = 1; element <= 118; element++) {
        bool present = false;
        for (size_t a = 0; a < structure->natom; a++) {
            present = present || structure->atomic_number[a] == element;
        }
        for (size_t s = 0; present && s < levels->nspin; s++) {
            groups[count++] = (group){.spin = s, .element = element};
        }
    }
    for (size_t i = 0; i < o->natom; i++) {
        for (size_t s = 0; s < levels->nspin; s++) {
            groups[count++] = (group){.spin = s, .atom = o->atom[i]};
        }
    }
    return count;
}

/* From below the lowest level to `above` the highest occupied one (or the lowest, when none is). */
static void find_range(const hc_levels *levels, const hc_dos_options *o, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t s = 0; s < levels->nspin; s++) {
        size_t homo = hc_levels_homo(levels, s);
        *low = fmin(*low, levels->energy[s][0]);
        *high = fmax(*high, levels->energy[s][homo < levels->count ? homo : 0]);
    }
    *low -= (o->broadening == HC_BROADENING_FERMI ? TAIL_FERMI : TAIL) * o->width;
    *high += o->above;
}

static hc_status fill(hc_context *ctx, const hc_levels *levels, const hc_dos_options *o, size_t ngroup,
                      const group *groups, hc_table *table)
{
    double low, high, *row = NULL;
    hc_status status = HC_OK;
    find_range(levels, o, &low, &high);
    double points = ceil((high - low) / o->width * PER_WIDTH) + 1.0;
    if (points > POINTS_MAX) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "a density of states from %.1f to %.1f eV in steps of a fifth of its width of %g eV has too many "
            "points; make it wider",
            low / HC_EV, high / HC_EV, o->width / HC_EV);
    }
    HC_TRY(hc_allocate(ctx, 1 + ngroup, sizeof *row, &row));
    for (size_t p = 0; p < (size_t)points; p++) {
        double energy = low + (double)p * o->width / PER_WIDTH;
        memset(row, 0, (1 + ngroup) * sizeof *row);
        row[0] = energy / HC_EV;
        for (size_t s = 0; s < levels->nspin; s++) {
            for (size_t i = 0; i < levels->count; i++) {
                double here = broadened(o, energy - levels->energy[s][i]) * HC_EV;
                for (size_t g = 0; g < ngroup; g++) {
                    row[1 + g] += groups[g].spin == s ? here * groups[g].weight[i] : 0.0;
                }
            }
        }
        HC_TRY(hc_table_add_row(ctx, table, row, NULL));
    }
cleanup:
    free(row);
    return status;
}

hc_status hc_density_of_states(hc_context *ctx, const hc_levels *levels, const hc_structure *structure,
                               const hc_dos_options *o, hc_table **table)
{
    group *groups = NULL;
    size_t ngroup = 0;
    hc_table *made = NULL;
    hc_status status = HC_OK;
    *table = NULL;
    HC_TRY(hc_allocate(ctx, 2 * (119 + o->natom), sizeof *groups, &groups));
    ngroup = list_groups(levels, structure, o, groups);
    HC_TRY(hc_table_create(ctx, "dos", "Density of states",
                           "Levels broadened, with Mulliken's parts of elements and atoms.", &made));
    HC_TRY(hc_table_add_column(ctx, made, &(hc_column_options){.name = "energy", .unit = "ev"}));
    for (size_t g = 0; g < ngroup; g++) {
        HC_TRY(weigh(ctx, levels, structure, &groups[g]));
        HC_TRY(add_column(ctx, levels, &groups[g], made));
    }
    HC_TRY(fill(ctx, levels, o, ngroup, groups, made));
    *table = made;
    made = NULL;
cleanup:
    for (size_t g = 0; g < ngroup; g++) {
        free(groups[g].weight);
    }
    free(groups);
    hc_table_free(made);
    return status;
}
