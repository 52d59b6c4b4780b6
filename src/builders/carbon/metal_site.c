#include <stdlib.h>

#include "atoms/elements.h"
#include "atoms/neighbours.h"
#include "builders/carbon/defect.h"
#include "halfcell/units.h"

/* ---- in a vacancy ------------------------------------------------------------------------------------------------ */

/* Bonds the metal to the neighbour k of atom i that will go; the first `nitrogen` of them become nitrogen. */
static hc_status take_neighbour(hc_context *ctx, hc_skeleton *skeleton, size_t i, int k, size_t metal, int *nitrogen)
{
    size_t j = skeleton->atom[i].link[k].j;
    if ((*nitrogen)-- > 0) {
        hc_structure_set_element(skeleton->structure, j, 7);
    }
    return hc_skeleton_bond(ctx, skeleton, metal, j, NULL);
}

static hc_status fill_vacancy(hc_context *ctx, hc_skeleton *skeleton, size_t i, const hc_metal_site_options *options,
                              size_t metal)
{
    hc_status status = HC_OK;
    int nitrogen = options->nitrogen;
    size_t partner = skeleton->structure->natom;
    if (options->kind == HC_METAL_N4) {
        partner = skeleton->atom[i].link[options->direction].j;
    }
    for (int k = 0; k < 3; k++) {
        if (skeleton->atom[i].link[k].j != partner) {
            HC_TRY(take_neighbour(ctx, skeleton, i, k, metal, &nitrogen));
        }
    }
    for (int k = 0; options->kind == HC_METAL_N4 && k < 3; k++) {
        if (skeleton->atom[partner].link[k].j != i) {
            HC_TRY(take_neighbour(ctx, skeleton, partner, k, metal, &nitrogen));
        }
    }
    hc_skeleton_remove_atom(skeleton, i);
    if (options->kind == HC_METAL_N4) {
        hc_skeleton_remove_atom(skeleton, partner);
    }
cleanup:
    return status;
}

/* The place of the metal: in the middle of the hole, above it when the metal is too long for it. */
static hc_vec3 metal_place(const hc_skeleton *skeleton, size_t i, const hc_metal_site_options *options, hc_vec3 normal)
{
    hc_vec3 at = skeleton->structure->position[i];
    double bond = hc_vec3_norm(hc_skeleton_vector(skeleton, i, 0)), hole = bond, wanted = 1.9 * HC_ANGSTROM;
    if (options->kind == HC_METAL_N4) {
        at = hc_vec3_axpy(at, 0.5, hc_skeleton_vector(skeleton, i, options->direction));
        hole = bond * sqrt(1.75); /* from the middle of a bond to the second neighbours beside it */
    }
    double length =
        fmax(wanted, hc_element_covalent_radius(options->metal) + hc_element_covalent_radius(7) - 0.1 * HC_ANGSTROM);
    double height = length * length - hole * hole;
    bool leaves = options->kind == HC_METAL_N3 || length > 2.02 * HC_ANGSTROM;
    return leaves && height > 0.0 ? hc_vec3_axpy(at, sqrt(height), normal) : at;
}

/* ---- a porphyrin in the sheet ------------------------------------------------------------------------------------ */

/* One quarter of it, Angstrom: N, both alpha and beta carbon, the meso carbon to the next quarter. Rounded from D4h
 * porphyrin with 2.0 Angstrom from the metal. */
static const double quarter[6][2] = {{2.00, 0.0},  {2.85, 1.10},  {2.85, -1.10},
                                     {4.18, 0.68}, {4.18, -0.68}, {2.43, 2.43}};
enum { PYRROLE_N, ALPHA_UP, ALPHA_DOWN, BETA_UP, BETA_DOWN, MESO, QUARTER };

#define PATCH 22 /* carbon atoms of 2 x 3 hexagons */
#define RIM 12   /* bonds that lead out of them, and out of a porphyrin core */

typedef struct frame {
    hc_vec3 middle, x, y;
} frame;

static double angle_in(const frame *f, hc_vec3 r)
{
    hc_vec3 d = hc_vec3_sub(r, f->middle);
    return atan2(hc_vec3_dot(d, f->y), hc_vec3_dot(d, f->x));
}

typedef struct rim_atom {
    size_t atom;
    double angle;
} rim_atom;

static int compare_rim(const void *a, const void *b)
{
    double x = ((const rim_atom *)a)->angle, y = ((const rim_atom *)b)->angle;
    return (x > y) - (x < y);
}

/* Takes the atoms of 2 x 3 hexagons beside atom i out; rim [RIM] are the atoms around them, by angle. */
static hc_status cut_patch(hc_context *ctx, hc_skeleton *skeleton, size_t i, frame *f, rim_atom rim[RIM])
{
    const hc_structure *structure = skeleton->structure;
    hc_vec3 n0 = hc_skeleton_vector(skeleton, i, 0), n1 = hc_skeleton_vector(skeleton, i, 1);
    hc_vec3 t = hc_vec3_sub(n0, n1), corner = hc_vec3_add(n0, n1);
    hc_vec3 s = hc_vec3_sub(n0, hc_skeleton_vector(skeleton, i, 2));
    double bond = hc_vec3_norm(n0);
    size_t patch[PATCH], count = 0, nrim = 0;
    /* Centres of the hexagons: corner + p t + q s, t and s at 60 degrees; atom i is at their middle or near. */
    for (size_t j = 0; j < structure->natom; j++) {
        hc_vec3 d = hc_minimum_image(structure, structure->position[i], structure->position[j]);
        bool inside = false, sheet = structure->atomic_number[j] != 1 && skeleton->atom[j].count == 3;
        for (int p = -1; sheet && p <= 1; p++) {
            for (int q = -1; q <= 0; q++) {
                hc_vec3 centre = hc_vec3_axpy(hc_vec3_axpy(corner, p, t), q, s);
                inside = inside || hc_vec3_norm(hc_vec3_sub(d, centre)) < 1.15 * bond;
            }
        }
        if (inside && count < PATCH) {
            patch[count] = j;
        }
        count += inside;
    }
    f->middle = hc_vec3_add(structure->position[i], hc_vec3_axpy(corner, -0.5, s));
    f->x = hc_vec3_scale(1.0 / hc_vec3_norm(t), t);
    hc_vec3 across = hc_vec3_axpy(s, -hc_vec3_dot(s, f->x), f->x);
    f->y = hc_vec3_scale(1.0 / hc_vec3_norm(across), across);
    if (count != PATCH) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a porphyrin takes the place of %d atoms in six six-rings; here are %zu",
                       PATCH, count);
    }
    for (size_t n = 0; n < PATCH; n++) {
        for (int k = 0; k < skeleton->atom[patch[n]].count; k++) {
            size_t j = skeleton->atom[patch[n]].link[k].j;
            bool known = false;
            for (size_t m = 0; m < PATCH; m++) {
                known = known || patch[m] == j;
            }
            if (!known && nrim < RIM) {
                hc_vec3 d = hc_minimum_image(structure, f->middle, structure->position[j]);
                rim[nrim] = (rim_atom){j, angle_in(f, hc_vec3_add(f->middle, d))};
            }
            nrim += !known;
        }
    }
    if (nrim != RIM) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a porphyrin needs %d bonds around it; here are %zu: the cell is too small",
                       RIM, nrim);
    }
    qsort(rim, RIM, sizeof rim[0], compare_rim);
    for (size_t n = 0; n < PATCH; n++) {
        hc_skeleton_remove_atom(skeleton, patch[n]);
    }
    return HC_OK;
}

/* The core's atoms and bonds; out [RIM]: those with a bond to the outside, counterclockwise from 0. */
static hc_status add_core(hc_context *ctx, hc_skeleton *skeleton, const frame *f, double turn, size_t metal,
                          int nitrogen, size_t out[RIM])
{
    static const int pairs[6][2] = {{PYRROLE_N, ALPHA_UP},   {PYRROLE_N, ALPHA_DOWN}, {ALPHA_UP, BETA_UP},
                                    {ALPHA_DOWN, BETA_DOWN}, {BETA_UP, BETA_DOWN},    {ALPHA_UP, MESO}};
    hc_status status = HC_OK;
    size_t atom[4][QUARTER];
    /* Above the sheet, with the inner atoms highest: the core is too wide for its hole and makes a shallow bowl. */
    hc_vec3 normal = hc_vec3_cross(f->x, f->y);
    for (int c = 0; c < 4; c++) {
        double cosine = cos(0.5 * HC_PI * c + turn), sine = sin(0.5 * HC_PI * c + turn);
        for (int n = 0; n < QUARTER; n++) {
            double x = (cosine * quarter[n][0] - sine * quarter[n][1]) * HC_ANGSTROM;
            double y = (sine * quarter[n][0] + cosine * quarter[n][1]) * HC_ANGSTROM;
            int element = n == PYRROLE_N && c < nitrogen ? 7 : 6;
            double height = 0.1 * (6.0 * HC_ANGSTROM - sqrt(x * x + y * y));
            hc_vec3 at = hc_vec3_axpy(hc_vec3_axpy(f->middle, x, f->x), y, f->y);
            HC_TRY(hc_skeleton_add_atom(ctx, skeleton, element, hc_vec3_axpy(at, height, normal), &atom[c][n]));
        }
        for (int n = 0; n < 6; n++) {
            HC_TRY(hc_skeleton_bond(ctx, skeleton, atom[c][pairs[n][0]], atom[c][pairs[n][1]], NULL));
        }
        HC_TRY(hc_skeleton_bond(ctx, skeleton, metal, atom[c][PYRROLE_N], NULL));
        out[3 * c] = atom[c][BETA_DOWN];
        out[3 * c + 1] = atom[c][BETA_UP];
        out[3 * c + 2] = atom[c][MESO];
    }
    for (int c = 0; c < 4; c++) {
        HC_TRY(hc_skeleton_bond(ctx, skeleton, atom[c][MESO], atom[(c + 1) % 4][ALPHA_DOWN], NULL));
    }
cleanup:
    return status;
}

/* Which of the core's outer atoms the first rim atom belongs to, so that the rings between them are hexagons and two
 * heptagons: a gap of the rim is wide (4 atoms of its ring) where the hexagons' corners are, else 3; a gap of the core
 * has 2 (beta-beta) or 3. */
static hc_status match_rim(hc_context *ctx, const hc_skeleton *skeleton, const rim_atom rim[RIM], int *offset)
{
    int wide[RIM], best = -1, least = RIM + 1;
    for (int n = 0; n < RIM; n++) {
        size_t a = rim[n].atom, b = rim[(n + 1) % RIM].atom;
        wide[n] = 4;
        for (int k = 0; k < skeleton->atom[a].count; k++) {
            if (hc_skeleton_find(skeleton, skeleton->atom[a].link[k].j, b) >= 0) {
                wide[n] = 3;
            }
        }
    }
    for (int shift = 0; shift < 3; shift++) {
        int odd = 0;
        for (int n = 0; n < RIM; n++) {
            odd += abs(wide[n] + ((n + shift) % 3 == 0 ? 2 : 3) - 6);
        }
        if (odd < least) {
            least = odd;
            best = shift;
        }
    }
    if (least != 2) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "around the porphyrin are other rings than six-rings: another place is needed");
    }
    *offset = best;
    return HC_OK;
}

static hc_status put_porphyrin(hc_context *ctx, hc_skeleton *skeleton, size_t i, const hc_metal_site_options *options,
                               size_t metal)
{
    hc_status status = HC_OK;
    rim_atom rim[RIM];
    size_t out[RIM];
    frame f;
    int offset = 0;
    /* Angles of the core's outer atoms, counterclockwise: -9.2, 9.2, 45 degrees, and so on. */
    static const double core_angle[3] = {-9.24, 9.24, 45.0};
    HC_TRY(cut_patch(ctx, skeleton, i, &f, rim));
    HC_TRY(match_rim(ctx, skeleton, rim, &offset));
    double turn = 0.0;
    for (int n = 0; n < RIM; n++) {
        int m = n + offset;
        double apart = rim[n].angle - (core_angle[m % 3] + 90.0 * (m / 3)) * HC_DEGREE;
        turn += remainder(apart - (rim[0].angle - core_angle[offset % 3] * HC_DEGREE), 2.0 * HC_PI) / RIM;
    }
    turn += rim[0].angle - core_angle[offset % 3] * HC_DEGREE;
    skeleton->structure->position[metal] = hc_vec3_axpy(f.middle, 0.6 * HC_ANGSTROM, hc_vec3_cross(f.x, f.y));
    HC_TRY(add_core(ctx, skeleton, &f, turn, metal, options->nitrogen, out));
    for (int n = 0; n < RIM; n++) {
        HC_TRY(hc_skeleton_bond(ctx, skeleton, out[(n + offset) % RIM], rim[n].atom, NULL));
    }
cleanup:
    return status;
}

/* ---- on the metal ------------------------------------------------------------------------------------------------ */

static hc_status add_axial(hc_context *ctx, hc_skeleton *skeleton, size_t metal, int axial, hc_vec3 normal)
{
    hc_status status = HC_OK;
    size_t oxygen = 0, hydrogen = 0;
    hc_vec3 at = hc_vec3_axpy(skeleton->structure->position[metal], 1.8 * HC_ANGSTROM, normal);
    HC_TRY(hc_skeleton_add_atom(ctx, skeleton, 8, at, &oxygen));
    HC_TRY(hc_skeleton_bond(ctx, skeleton, metal, oxygen, NULL));
    if (axial == 2) {
        hc_vec3 tilt = hc_vec3_cross(hc_vec3_across(normal), normal);
        at = hc_vec3_axpy(hc_vec3_axpy(at, 0.3 * HC_ANGSTROM, normal), 0.9 * HC_ANGSTROM, tilt);
        HC_TRY(hc_skeleton_add_atom(ctx, skeleton, 1, at, &hydrogen));
        HC_TRY(hc_skeleton_bond(ctx, skeleton, oxygen, hydrogen, NULL));
    }
cleanup:
    return status;
}

hc_status hc_carbon_metal_site(hc_context *ctx, hc_skeleton *skeleton, size_t i, const hc_metal_site_options *options,
                               size_t *metal)
{
    hc_status status = HC_OK;
    int most = options->kind == HC_METAL_N3 ? 3 : 4;
    hc_vec3 normal = hc_carbon_normal(skeleton, i);
    if (options->nitrogen > most) {
        return hc_fail(ctx, HC_ERROR_INPUT, "nitrogen: this site has %d neighbours in the sheet, not %d", most,
                       options->nitrogen);
    }
    HC_TRY(hc_skeleton_add_atom(ctx, skeleton, options->metal, metal_place(skeleton, i, options, normal), metal));
    if (options->kind == HC_METAL_N4_PYRROLIC) {
        HC_TRY(put_porphyrin(ctx, skeleton, i, options, *metal));
    } else {
        HC_TRY(fill_vacancy(ctx, skeleton, i, options, *metal));
    }
    if (options->axial != 0) {
        HC_TRY(add_axial(ctx, skeleton, *metal, options->axial, normal));
    }
cleanup:
    return status;
}
