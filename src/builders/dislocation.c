#include "builders/dislocation.h"

#include <stdlib.h>

#include "atoms/neighbours.h"
#include "builders/assemble.h"
#include "builders/elastic_field.h"
#include "halfcell/units.h"

#define FLAT_MAX 24

/* The lattice, the field and the block of one dislocation on its way. */
typedef struct making {
    const hc_dislocation_options *options;
    hc_line_lattice *lattice;
    hc_stroh stroh;
    hc_elastic_field field;
    hc_structure *block;
    hc_dislocation_report *report;
} making;

static hc_status shortest_distance(hc_context *ctx, const hc_structure *structure, double cutoff, double *shortest)
{
    hc_status status = HC_OK;
    hc_neighbour_list *list = NULL;
    *shortest = INFINITY;
    HC_TRY(hc_neighbours_create(ctx, cutoff, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, structure));
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            *shortest = fmin(*shortest, hc_vec3_norm(hc_neighbour_vector(structure, i, &list->entry[k])));
        }
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}

/* Of two atoms nearer than `distance` the later one. */
static hc_status remove_close(hc_context *ctx, double distance, hc_structure **structure, size_t *removed)
{
    hc_status status = HC_OK;
    hc_neighbour_list *list = NULL;
    size_t count = 0, *atoms = NULL;
    bool *gone = NULL;
    HC_TRY(hc_neighbours_create(ctx, distance, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, *structure));
    HC_TRY(hc_allocate(ctx, (*structure)->natom, sizeof *atoms, &atoms));
    HC_TRY(hc_allocate(ctx, (*structure)->natom, sizeof *gone, &gone));
    for (size_t i = 0; i < (*structure)->natom; i++) {
        for (size_t k = list->first[i]; !gone[i] && k < list->first[i + 1]; k++) {
            size_t j = list->entry[k].j;
            if (!gone[j] && j != i) {
                gone[j] = true;
                atoms[count++] = j;
            }
        }
    }
    HC_TRY(hc_structure_remove(ctx, count, atoms, structure));
    *removed = count;
cleanup:
    hc_neighbours_free(list);
    free(atoms);
    free(gone);
    return status;
}

static hc_status set_burgers(hc_context *ctx, making *m)
{
    hc_dislocation_report *report = m->report;
    const hc_vec3 *v = m->lattice->vector;
    hc_vec3 b = hc_mat3_times_vec3(&m->lattice->axes, m->options->burgers);
    double length = hc_vec3_norm(b), whole = rint(b.x / v[0].x);
    if (!(length > 1e-3)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the Burgers vector is zero");
    }
    if (fabs(b.y) > 1e-4 * length) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "the Burgers vector leaves the glide plane by %.4f Angstrom; b and the line lie in it, so for an "
            "edge the normal is line x b",
            b.y / HC_ANGSTROM);
    }
    b = hc_vec3_make(fabs(b.x) > 1e-6 * length ? b.x : 0.0, 0.0, fabs(b.z) > 1e-6 * length ? b.z : 0.0);
    double rest = remainder(b.z - whole * v[0].z, v[2].z);
    report->burgers = b;
    report->angle = atan2(fabs(b.x), fabs(b.z));
    report->whole = fabs(b.x - whole * v[0].x) < 1e-4 * length && fabs(rest) < 1e-4 * length;
    return HC_OK;
}

static hc_status set_field(hc_context *ctx, making *m)
{
    const hc_dislocation_options *options = m->options;
    hc_vec3 b = m->report->burgers;
    double width = m->lattice->gap_width[options->gap], constants[6][6];
    double core = isnan(options->core) ? 0.5 * width / (1.0 - options->poisson) : options->core;
    m->field = (hc_elastic_field){
        .edge = b.x, .screw = b.z, .poisson = options->poisson, .core = core, .scale = hc_vec3_norm(b)};
    m->report->core = core;
    if (options->constants == NULL) {
        return HC_OK;
    }
    hc_elastic_rotate(options->constants, &m->lattice->axes, constants);
    m->field.stroh = &m->stroh;
    hc_status status = hc_stroh_solve(ctx, (const double(*)[6])constants, b, &m->stroh);
    m->report->perturbed = m->stroh.perturbed;
    return status;
}

/* The field is that of slip by one or a few atoms: what reaches beyond its own surroundings makes no dislocation. */
static hc_status check_room(hc_context *ctx, const making *m, double room, const char *what, const char *remedy)
{
    double length = hc_vec3_norm(m->report->burgers);
    if (length <= room) {
        return HC_OK;
    }
    return hc_fail(ctx, HC_ERROR_INPUT,
                   "the Burgers vector is %.2f Angstrom long, %s only %.2f; a vector of the lattice, or a larger %s",
                   length / HC_ANGSTROM, what, room / HC_ANGSTROM, remedy);
}

static void displace(making *m)
{
    hc_vec3 origin = m->report->at[0];
    for (size_t i = 0; i < m->block->natom; i++) {
        hc_vec3 *r = &m->block->position[i];
        *r = hc_vec3_add(*r, hc_elastic_displacement(&m->field, r->x - origin.x, r->y - origin.y));
    }
}

static hc_status make_wire(hc_context *ctx, making *m)
{
    const hc_wire_options *wire = &m->options->wire;
    hc_vec3 *at = &m->report->at[0];
    double length = hc_vec3_norm(m->report->burgers);
    hc_status status = HC_OK;
    /* The field moves an atom by less than b and a part of b ln(radius / b). */
    double margin = length * (1.0 + 0.5 * log1p(wire->radius / length));
    HC_TRY(check_room(ctx, m, wire->radius, "the radius of the wire", "radius_angstrom"));
    HC_TRY(hc_wire_block(ctx, m->lattice, wire, (size_t)m->options->gap, margin, &m->block, &at->x, &at->y));
    if (wire->free_ends) {
        hc_free_ends(wire->vacuum, m->block);
    }
    displace(m);
    HC_TRY(hc_wire_cut(ctx, wire, at->x, at->y, &m->block));
    *at = hc_vec3_scale(0.5, hc_vec3_make(m->block->cell.row[0].x, m->block->cell.row[1].y, 0));
cleanup:
    return status;
}

static int stagger_of(const making *m, const int repeat[3])
{
    return m->options->arrangement == HC_DISLOCATION_QUADRUPOLE ? repeat[0] / 2 : 0;
}

/* As many vectors as make the cell large enough, an even number along the glide direction for quadrupoles, and as make
 * free ends flat. */
static hc_status choose_repeats(hc_context *ctx, const making *m, int repeat[3])
{
    const hc_dislocation_options *options = m->options;
    const double step[2] = {m->lattice->vector[0].x, m->lattice->vector[1].y};
    int least[2];
    for (int d = 0; d < 2; d++) {
        least[d] = (int)fmax(2.0, ceil(options->size[d] / step[d] - 1e-6));
    }
    repeat[2] = options->wire.repeat;
    for (repeat[0] = least[0]; repeat[0] < least[0] + FLAT_MAX; repeat[0]++) {
        for (repeat[1] = least[1]; repeat[1] < least[1] + FLAT_MAX; repeat[1]++) {
            bool even = repeat[0] % 2 == 0 || options->arrangement != HC_DISLOCATION_QUADRUPOLE;
            bool flat = !options->wire.free_ends || hc_line_lattice_is_flat(m->lattice, repeat, stagger_of(m, repeat));
            if (even && flat) {
                return HC_OK;
            }
        }
    }
    return hc_fail(ctx, HC_ERROR_INPUT,
                   "no cell of up to %d x %d vectors has flat ends across this line; let the ends repeat", repeat[0],
                   repeat[1]);
}

static hc_status make_pair(hc_context *ctx, making *m)
{
    hc_status status = HC_OK;
    int repeat[3];
    const hc_line_lattice *lattice = m->lattice;
    double step = lattice->vector[0].x, spacing = lattice->vector[1].y;
    hc_vec3 *at = m->report->at, b = m->report->burgers;
    HC_TRY(choose_repeats(ctx, m, repeat));
    int half = repeat[0] / 2;
    HC_TRY(check_room(ctx, m, half * step, "the distance of the two lines", "size_angstrom"));
    HC_TRY(hc_line_lattice_block(ctx, lattice, repeat, stagger_of(m, repeat), &m->block));
    if (m->options->wire.free_ends) {
        hc_free_ends(m->options->wire.vacuum, m->block);
    }
    at[0].y = at[1].y = lattice->gap_height[m->options->gap] + repeat[1] / 2 * spacing;
    at[0].x = hc_line_lattice_hole(lattice, at[0].y) + repeat[0] / 4 * step;
    at[1].x = at[0].x + half * step;
    hc_mat3 *cell = &m->block->cell;
    m->field.width = cell->row[0].x;
    m->field.separation = half * step;
    m->field.shift = cell->row[1].x;
    m->field.height = cell->row[1].y;
    displace(m);
    double share = m->field.separation / m->field.width;
    cell->row[1] = hc_vec3_axpy(cell->row[1], -share, b);
    hc_mat3_add_outer(&m->report->plastic, -share / m->field.height, b, hc_vec3_make(0, 1, 0));
cleanup:
    return status;
}

static hc_status check_options(hc_context *ctx, const making *m)
{
    const hc_dislocation_options *options = m->options;
    if (options->gap < 0 || (size_t)options->gap >= m->lattice->ngap) {
        return hc_fail(ctx, HC_ERROR_INPUT, "there is no gap %d between the atomic planes; there are %zu, from 0",
                       options->gap, m->lattice->ngap);
    }
    return HC_OK;
}

static hc_status remove_and_measure(hc_context *ctx, making *m)
{
    hc_status status = HC_OK;
    double *shortest = m->report->shortest, cutoff = 3.0 * HC_ANGSTROM;
    for (shortest[0] = INFINITY; !isfinite(shortest[0]); cutoff *= 1.5) {
        HC_TRY(shortest_distance(ctx, m->lattice->unit, cutoff, &shortest[0]));
    }
    HC_TRY(remove_close(ctx, m->options->closest * shortest[0], &m->block, &m->report->removed));
    HC_TRY(shortest_distance(ctx, m->block, 1.1 * shortest[0], &shortest[1]));
cleanup:
    return status;
}

hc_status hc_dislocation_build(hc_context *ctx, const hc_dislocation_options *options, hc_structure **structure,
                               hc_dislocation_report *report)
{
    hc_status status = HC_OK;
    making m = {.options = options, .report = report};
    *report = (hc_dislocation_report){0};
    HC_TRY(hc_line_lattice_create(ctx, *structure, options->plane, options->line, &m.lattice));
    HC_TRY(check_options(ctx, &m));
    HC_TRY(set_burgers(ctx, &m));
    HC_TRY(set_field(ctx, &m));
    HC_TRY(options->arrangement == HC_DISLOCATION_WIRE ? make_wire(ctx, &m) : make_pair(ctx, &m));
    HC_TRY(remove_and_measure(ctx, &m));
    hc_structure_free(*structure);
    *structure = m.block;
    m.block = NULL;
cleanup:
    hc_structure_free(m.block);
    hc_line_lattice_free(m.lattice);
    return status;
}
