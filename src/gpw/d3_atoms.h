/* D3 of the atoms that are there: ghosts have none. */
#ifndef HC_GPW_D3_ATOMS_H
#define HC_GPW_D3_ATOMS_H

#include "gpw/options.h"
#include "gpw/system.h"

typedef struct hc_gpw_d3 hc_gpw_d3;

/* *d3 is NULL when the options ask for none. */
HC_MUST_CHECK hc_status hc_gpw_d3_create(hc_context *ctx, const hc_gpw_options *options, const hc_gpw_system *system,
                                         const hc_structure *structure, hc_gpw_d3 **d3);
void hc_gpw_d3_free(hc_gpw_d3 *d3);
/* As hc_d3_compute: *energy is set; force [natom] and strain (either may be NULL) are added to. */
HC_MUST_CHECK hc_status hc_gpw_d3_compute(hc_context *ctx, const hc_gpw_d3 *d3, const hc_structure *structure,
                                          double *energy, hc_vec3 *force, hc_mat3 *strain);

#endif
