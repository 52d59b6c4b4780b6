#include "builders/adsorbate.h"

#include <math.h>

#include "atoms/bonds.h"
#include "atoms/cell.h"
#include "atoms/elements.h"
#include "builders/assemble.h"
#include "builders/contact.h"
#include "halfcell/units.h"

#define ASIDE 1.25                /* of the sum of covalent radii, for atoms that do not bind */
#define LEVEL (0.5 * HC_ANGSTROM) /* atoms no higher above a site belong to it */
#define APART 1.5                 /* likewise of a molecule that is not bonded */

double hc_adsorbate_distance(const hc_adsorbate_record *record, size_t k)
{
    return record->physisorbed ? APART : record->atom[k].binds ? 1.0 : ASIDE;
}

hc_status hc_adsorbate_create(hc_context *ctx, const hc_adsorbate_record *record, hc_structure **molecule)
{
    size_t natom = 0;
    while (natom < HC_ADSORBATE_ATOMS && record->atom[natom].symbol != NULL) {
        natom++;
    }
    hc_status status = hc_structure_create(ctx, natom, molecule);
    for (size_t k = 0; status == HC_OK && k < natom; k++) {
        hc_structure_set_element(*molecule, k, hc_element_number(record->atom[k].symbol));
    }
    return status;
}

/* Above a site nothing may be in reach sideways (a wide hollow): then the atom lies level with the surface. */
void hc_adsorbate_lay(const hc_adsorbate_record *record, const hc_adsorption_site *site, double azimuth,
                      const hc_structure *slab, hc_structure *molecule)
{
    const bool in_plane[3] = {slab->periodic[0], slab->periodic[1], false};
    hc_full_cell plane = hc_full_cell_make(&slab->cell, in_plane);
    double angle = atan2(site->along.y, site->along.x) + azimuth, c = cos(angle), s = sin(angle);
    double level = site->position.z;
    for (size_t k = 0; k < molecule->natom; k++) {
        const hc_adsorbate_atom *atom = &record->atom[k];
        hc_vec3 local =
            hc_vec3_scale(HC_ANGSTROM, hc_vec3_make(c * atom->x - s * atom->y, s * atom->x + c * atom->y, atom->z));
        hc_vec3 r = hc_vec3_add(site->position, local);
        double factor = hc_adsorbate_distance(record, k);
        molecule->position[k] = local;
        level = fmax(level, hc_contact_height(slab, &plane, r, molecule->atomic_number[k], factor, NULL) - local.z);
    }
    for (size_t k = 0; k < molecule->natom; k++) {
        molecule->position[k].x += site->position.x;
        molecule->position[k].y += site->position.y;
        molecule->position[k].z += level;
    }
}

/* Whether something above the site keeps the molecule from it: what is nearest for its distance (*other) is higher than
 * the site, and no atom by which the molecule binds is bonded to one that is not, or as low as it can be. */
static bool is_kept_off(const hc_adsorbate_record *record, const hc_adsorption_site *site, const hc_structure *slab,
                        const hc_structure *molecule, size_t *other)
{
    const bool in_plane[3] = {slab->periodic[0], slab->periodic[1], false};
    hc_full_cell plane = hc_full_cell_make(&slab->cell, in_plane);
    double least = INFINITY, level = site->position.z + LEVEL;
    bool touches = record->physisorbed;
    for (size_t k = 0; k < molecule->natom; k++) {
        bool binds = record->atom[k].binds;
        touches = touches || (binds && molecule->position[k].z <= level);
        for (size_t i = 0; i < slab->natom; i++) {
            double sum = hc_element_covalent_radius(molecule->atomic_number[k]) +
                         hc_element_covalent_radius(slab->atomic_number[i]);
            hc_vec3 apart = hc_full_cell_shortest(&plane, hc_vec3_sub(molecule->position[k], slab->position[i]));
            double share = hc_vec3_norm(apart) / sum, ratio = share / hc_adsorbate_distance(record, k);
            touches = touches || (binds && share < HC_BOND_FACTOR && slab->position[i].z <= level);
            *other = ratio < least ? i : *other;
            least = fmin(least, ratio);
        }
    }
    return !touches && slab->position[*other].z > level;
}

hc_status hc_adsorbate_add(hc_context *ctx, const hc_adsorbate_record *record, const hc_adsorption_site *site,
                           double azimuth, double raise, hc_structure **slab)
{
    hc_structure *molecule = NULL;
    hc_status status = hc_adsorbate_create(ctx, record, &molecule);
    if (status == HC_OK) {
        size_t other = 0;
        hc_adsorbate_lay(record, site, azimuth, *slab, molecule);
        if (is_kept_off(record, site, *slab, molecule, &other)) {
            status = hc_fail(ctx, HC_ERROR_INPUT,
                             "%s cannot reach that site: atom %zu (%s) keeps it off; choose another site or index",
                             record->name, other, hc_element_symbol((*slab)->atomic_number[other]));
        }
    }
    if (status == HC_OK) {
        status = hc_structure_append(ctx, molecule, hc_vec3_make(0.0, 0.0, raise), slab);
    }
    hc_structure_free(molecule);
    return status;
}
