/* Which atoms lie near a place, by linked cells: what a question costs does not grow with the number of atoms. */
#ifndef HC_BUILDERS_NEAR_ATOMS_H
#define HC_BUILDERS_NEAR_ATOMS_H

#include "halfcell/structure.h"

typedef struct hc_near_atoms hc_near_atoms;

/* Of the atoms as they are now, with all periodic images; the structure is not kept. */
HC_MUST_CHECK hc_status hc_near_atoms_create(hc_context *ctx, const hc_structure *structure, hc_near_atoms **near);
void hc_near_atoms_free(hc_near_atoms *near);

/* From a place to the nearest atom, bohr; INFINITY when none is within `farthest`. When one is found that is not
 * farther than `enough` the search ends with it, so the result is then only known to be no more than that; 0: exact. */
double hc_near_atoms_distance(const hc_near_atoms *near, hc_vec3 place, double farthest, double enough);

/* The number of atoms, images counted apart, nearer than `radius`. */
size_t hc_near_atoms_count(const hc_near_atoms *near, hc_vec3 place, double radius);

/* Their numbers into atom [most], in an order that depends on the place alone; returns how many there are, which may be
 * more than have room. */
size_t hc_near_atoms_list(const hc_near_atoms *near, hc_vec3 place, double radius, size_t most, size_t *atom);

#endif
