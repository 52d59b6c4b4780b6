/* Harmonic bonds, angles and planes after Keating (Phys. Rev. 145, 637 (1966)) and a soft repulsion of atoms that are
 * not bonded. The constants of carbon are ours, chosen for the elastic constants of graphene; see
 * docs/theory/structures.md. */
#include <math.h>
#include <stdlib.h>

#include "atoms/elements.h"
#include "atoms/neighbours.h"
#include "builders/carbon/skeleton.h"
#include "halfcell/units.h"

#define EV_ANGSTROM2 (HC_EV / (HC_ANGSTROM * HC_ANGSTROM))
#define BOND_CONSTANT (39.0 * EV_ANGSTROM2)
#define METAL_BOND_CONSTANT (12.0 * EV_ANGSTROM2) /* of a metal and its neighbour */
#define ANGLE_CONSTANT (8.3 * HC_EV)              /* per radian^2 */
#define PLANE_CONSTANT (1.0 * EV_ANGSTROM2)       /* of the height of an atom over the plane of its three neighbours */
#define CONTACT_CONSTANT (6.0 * EV_ANGSTROM2)

typedef struct bond_term {
    size_t i;
    int k;
    double constant, length;
} bond_term;

typedef struct angle_term {
    size_t i;
    int k, l;
    double constant, cosine;
} angle_term;

struct hc_skeleton_field {
    const hc_skeleton *skeleton; /* borrowed */
    size_t nbond, nangle, nplane;
    bond_term *bond;
    angle_term *angle;
    size_t *plane; /* atoms with three links */
    hc_neighbour_list *contacts;
};

/* ---- what the atoms want ----------------------------------------------------------------------------------------- */

typedef struct pair_length {
    int a, b;
    double angstrom;
} pair_length;

/* Typical lengths of bonds in aromatic molecules and graphene; metals with nitrogen in graphene as found with PBE. */
static const pair_length lengths[] = {
    {6, 6, 1.42},  {6, 7, 1.36},  {6, 1, 1.09},  {7, 1, 1.01},  {7, 8, 1.28},  {6, 8, 1.36},  {6, 5, 1.48},
    {6, 15, 1.77}, {6, 16, 1.75}, {8, 1, 0.97},  {7, 7, 1.38},  {7, 5, 1.45},  {7, 15, 1.68}, {7, 16, 1.68},
    {8, 15, 1.50}, {16, 1, 1.34}, {26, 7, 1.90}, {27, 7, 1.88}, {28, 7, 1.88}, {29, 7, 1.93}, {30, 7, 1.97},
    {25, 7, 1.93}, {26, 6, 1.88}, {27, 6, 1.86}, {28, 6, 1.86}, {29, 6, 1.92}, {26, 8, 1.80}, {25, 8, 1.80},
    {27, 8, 1.82}, {28, 8, 1.84}, {29, 8, 1.88}, {49, 7, 2.10},
};

#define PORPHYRIN_LENGTH (2.01 * HC_ANGSTROM) /* of iron, cobalt, nickel and copper in porphyrins, 1.96 to 2.05 */

/* Nitrogen n at a metal m, in a five-ring with its two other neighbours: as in a porphyrin. */
static bool is_porphyrin(const hc_skeleton *skeleton, size_t n, size_t m)
{
    const hc_skeleton_atom *atom = &skeleton->atom[n];
    int metal = hc_skeleton_find(skeleton, n, m);
    return skeleton->structure->atomic_number[n] == 7 && hc_element_is_metal(skeleton->structure->atomic_number[m]) &&
           atom->count == 3 && hc_skeleton_ring(skeleton, n, (metal + 1) % 3, (metal + 2) % 3) == 5;
}

double hc_skeleton_bond_length(const hc_skeleton *skeleton, size_t i, size_t j)
{
    int a = skeleton->structure->atomic_number[i], b = skeleton->structure->atomic_number[j];
    if (((a == 6 && b == 7) || (a == 7 && b == 6)) && skeleton->atom[a == 7 ? i : j].count == 3) {
        return 1.39 * HC_ANGSTROM; /* nitrogen with three neighbours: graphitic, pyrrolic, at a metal */
    }
    int four = (skeleton->atom[i].count == 4) + (skeleton->atom[j].count == 4);
    if (four > 0 && a == 6 && b == 6) {
        return (four == 2 ? 1.545 : 1.50) * HC_ANGSTROM; /* diamond; toluene */
    }
    if (four == 2 && ((a == 5 && b == 6) || (a == 6 && b == 5))) {
        return 1.58 * HC_ANGSTROM;
    }
    if (is_porphyrin(skeleton, i, j) || is_porphyrin(skeleton, j, i)) {
        return PORPHYRIN_LENGTH;
    }
    for (size_t n = 0; n < sizeof lengths / sizeof lengths[0]; n++) {
        if ((lengths[n].a == a && lengths[n].b == b) || (lengths[n].a == b && lengths[n].b == a)) {
            return lengths[n].angstrom * HC_ANGSTROM;
        }
    }
    return hc_element_covalent_radius(a) + hc_element_covalent_radius(b);
}

/* Cosine of the angles at an atom; false: no preference. */
static bool wanted_angle(const hc_skeleton *skeleton, size_t i, double *cosine)
{
    int z = skeleton->structure->atomic_number[i], count = skeleton->atom[i].count;
    if (z == 1 || hc_element_is_metal(z) || count < 2 || count > 4) {
        return false;
    }
    *cosine = cos(120.0 * HC_DEGREE);
    if (count == 4) {
        *cosine = -1.0 / 3.0;
    } else if (z == 15 || z == 16) {
        *cosine = cos(102.0 * HC_DEGREE);
    } else if (z == 8) {
        *cosine = cos(112.0 * HC_DEGREE);
    }
    return true;
}

/* Carbon, nitrogen and boron with three neighbours lie in their plane. */
static bool is_planar(const hc_skeleton *skeleton, size_t i)
{
    int z = skeleton->structure->atomic_number[i];
    return skeleton->atom[i].count == 3 && (z == 5 || z == 6 || z == 7);
}

/* ---- the terms --------------------------------------------------------------------------------------------------- */

static void list_bonds(hc_skeleton_field *field, size_t i)
{
    const hc_skeleton *skeleton = field->skeleton;
    for (int k = 0; k < skeleton->atom[i].count; k++) {
        const hc_skeleton_link *link = &skeleton->atom[i].link[k];
        int a = skeleton->structure->atomic_number[i], b = skeleton->structure->atomic_number[link->j];
        if (i > link->j) {
            continue;
        }
        /* A bond to the own image is listed at both its ends. */
        double share = i == link->j ? 0.5 : 1.0;
        field->bond[field->nbond++] = (bond_term){
            i, k, share * (hc_element_is_metal(a) || hc_element_is_metal(b) ? METAL_BOND_CONSTANT : BOND_CONSTANT),
            hc_skeleton_bond_length(skeleton, i, link->j)};
    }
}

static void list_angles(hc_skeleton_field *field, size_t i)
{
    const hc_skeleton *skeleton = field->skeleton;
    double cosine = 0.0;
    if (!wanted_angle(skeleton, i, &cosine)) {
        return;
    }
    for (int k = 0; k < skeleton->atom[i].count; k++) {
        for (int l = k + 1; l < skeleton->atom[i].count; l++) {
            bool metal = hc_element_is_metal(skeleton->structure->atomic_number[skeleton->atom[i].link[k].j]) ||
                         hc_element_is_metal(skeleton->structure->atomic_number[skeleton->atom[i].link[l].j]);
            /* Half the constant of the cosine is that of the angle over sin^2. */
            double constant = (metal ? 0.3 : 1.0) * ANGLE_CONSTANT / (1.0 - cosine * cosine);
            field->angle[field->nangle++] = (angle_term){i, k, l, constant, cosine};
        }
    }
}

static hc_status list_terms(hc_context *ctx, hc_skeleton_field *field)
{
    hc_status status = HC_OK;
    const hc_skeleton *skeleton = field->skeleton;
    size_t natom = skeleton->structure->natom, nlink = 0;
    for (size_t i = 0; i < natom; i++) {
        nlink += (size_t)skeleton->atom[i].count;
    }
    HC_TRY(hc_allocate(ctx, nlink, sizeof *field->bond, &field->bond));
    HC_TRY(hc_allocate(ctx, 6 * natom, sizeof *field->angle, &field->angle));
    HC_TRY(hc_allocate(ctx, natom, sizeof *field->plane, &field->plane));
    for (size_t i = 0; i < natom; i++) {
        list_bonds(field, i);
        list_angles(field, i);
        if (is_planar(skeleton, i)) {
            field->plane[field->nplane++] = i;
        }
    }
cleanup:
    return status;
}

hc_status hc_skeleton_field_create(hc_context *ctx, const hc_skeleton *skeleton, hc_skeleton_field **field)
{
    hc_status status = HC_OK;
    hc_skeleton_field *made = NULL;
    *field = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->skeleton = skeleton;
    HC_TRY(list_terms(ctx, made));
    HC_TRY(hc_neighbours_create(ctx, 3.6 * HC_ANGSTROM, 0.5 * HC_ANGSTROM, &made->contacts));
    *field = made;
    made = NULL;
cleanup:
    hc_skeleton_field_free(made);
    return status;
}

void hc_skeleton_field_free(hc_skeleton_field *field)
{
    if (field != NULL) {
        free(field->bond);
        free(field->angle);
        free(field->plane);
        hc_neighbours_free(field->contacts);
        free(field);
    }
}

/* ---- energies and gradients -------------------------------------------------------------------------------------- */

static void push(hc_vec3 *gradient, size_t i, double s, hc_vec3 v)
{
    gradient[i] = hc_vec3_axpy(gradient[i], s, v);
}

static double bond_energy(const hc_skeleton_field *field, const bond_term *term, hc_vec3 *gradient)
{
    hc_vec3 d = hc_skeleton_vector(field->skeleton, term->i, term->k);
    size_t j = field->skeleton->atom[term->i].link[term->k].j;
    double r = hc_vec3_norm(d), off = r - term->length, slope = term->constant * off / r;
    push(gradient, term->i, -slope, d);
    push(gradient, j, slope, d);
    return 0.5 * term->constant * off * off;
}

static double angle_energy(const hc_skeleton_field *field, const angle_term *term, hc_vec3 *gradient)
{
    const hc_skeleton_atom *atom = &field->skeleton->atom[term->i];
    hc_vec3 a = hc_skeleton_vector(field->skeleton, term->i, term->k);
    hc_vec3 b = hc_skeleton_vector(field->skeleton, term->i, term->l);
    double la = hc_vec3_norm(a), lb = hc_vec3_norm(b), cosine = hc_vec3_dot(a, b) / (la * lb);
    double off = cosine - term->cosine, slope = term->constant * off;
    hc_vec3 da = hc_vec3_axpy(hc_vec3_scale(1.0 / (la * lb), b), -cosine / (la * la), a);
    hc_vec3 db = hc_vec3_axpy(hc_vec3_scale(1.0 / (la * lb), a), -cosine / (lb * lb), b);
    push(gradient, atom->link[term->k].j, slope, da);
    push(gradient, atom->link[term->l].j, slope, db);
    push(gradient, term->i, -slope, hc_vec3_add(da, db));
    return 0.5 * term->constant * off * off;
}

/* h = c.(a x b)/|a x b| with a, b from the first neighbour to the others and c to the atom. */
static double plane_energy(const hc_skeleton_field *field, size_t i, hc_vec3 *gradient)
{
    const hc_skeleton *skeleton = field->skeleton;
    const hc_skeleton_link *link = skeleton->atom[i].link;
    hc_vec3 p = hc_skeleton_vector(skeleton, i, 0);
    hc_vec3 a = hc_vec3_sub(hc_skeleton_vector(skeleton, i, 1), p),
            b = hc_vec3_sub(hc_skeleton_vector(skeleton, i, 2), p);
    hc_vec3 c = hc_vec3_scale(-1.0, p), normal = hc_vec3_cross(a, b);
    double area = hc_vec3_norm(normal);
    if (!(area > 1e-6)) { /* three neighbours in a line have no plane */
        return 0.0;
    }
    hc_vec3 n = hc_vec3_scale(1.0 / area, normal);
    double h = hc_vec3_dot(c, n), slope = PLANE_CONSTANT * h;
    hc_vec3 da = hc_vec3_scale(1.0 / area, hc_vec3_axpy(hc_vec3_cross(b, c), -h, hc_vec3_cross(b, n)));
    hc_vec3 db = hc_vec3_scale(1.0 / area, hc_vec3_axpy(hc_vec3_cross(c, a), -h, hc_vec3_cross(n, a)));
    push(gradient, i, slope, n);
    push(gradient, link[1].j, slope, da);
    push(gradient, link[2].j, slope, db);
    push(gradient, link[0].j, -slope, hc_vec3_add(n, hc_vec3_add(da, db)));
    return 0.5 * PLANE_CONSTANT * h * h;
}

/* Neighbours, and neighbours of neighbours, are held by bonds and angles. */
static bool is_near_in_skeleton(const hc_skeleton *skeleton, size_t i, const hc_neighbour *pair)
{
    for (int k = 0; k < skeleton->atom[i].count; k++) {
        const hc_skeleton_link *first = &skeleton->atom[i].link[k];
        if (first->j == pair->j) {
            return true;
        }
        for (int l = 0; l < skeleton->atom[first->j].count; l++) {
            if (skeleton->atom[first->j].link[l].j == pair->j) {
                return true;
            }
        }
    }
    return false;
}

static double contact_energy(const hc_skeleton_field *field, size_t i, const hc_neighbour *pair, hc_vec3 *gradient)
{
    const hc_structure *structure = field->skeleton->structure;
    hc_vec3 d = hc_neighbour_vector(structure, i, pair);
    double radii = hc_element_covalent_radius(structure->atomic_number[i]) +
                   hc_element_covalent_radius(structure->atomic_number[pair->j]);
    double r = hc_vec3_norm(d), off = r - fmin(1.3 * radii + 0.6 * HC_ANGSTROM, 3.6 * HC_ANGSTROM);
    if (off >= 0.0 || field->skeleton->atom[i].gone || field->skeleton->atom[pair->j].gone ||
        is_near_in_skeleton(field->skeleton, i, pair)) {
        return 0.0;
    }
    push(gradient, i, -CONTACT_CONSTANT * off / r, d);
    push(gradient, pair->j, CONTACT_CONSTANT * off / r, d);
    return 0.5 * CONTACT_CONSTANT * off * off;
}

hc_status hc_skeleton_field_energy(hc_context *ctx, hc_skeleton_field *field, double *energy, hc_vec3 *gradient)
{
    const hc_structure *structure = field->skeleton->structure;
    double sum = 0.0;
    hc_status status = hc_neighbours_update(ctx, field->contacts, structure);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < structure->natom; i++) {
        gradient[i] = (hc_vec3){0.0, 0.0, 0.0};
    }
    for (size_t n = 0; n < field->nbond; n++) {
        sum += bond_energy(field, &field->bond[n], gradient);
    }
    for (size_t n = 0; n < field->nangle; n++) {
        sum += angle_energy(field, &field->angle[n], gradient);
    }
    for (size_t n = 0; n < field->nplane; n++) {
        sum += plane_energy(field, field->plane[n], gradient);
    }
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = field->contacts->first[i]; k < field->contacts->first[i + 1]; k++) {
            sum += contact_energy(field, i, &field->contacts->entry[k], gradient);
        }
    }
    *energy = sum;
    return HC_OK;
}
