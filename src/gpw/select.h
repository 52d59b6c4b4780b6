/* Atoms as options name them: "Ag" in "Ag=TZVP-MOLOPT-SR-GTH", "12,13" in "12,13=f:5". */
#ifndef HC_GPW_SELECT_H
#define HC_GPW_SELECT_H

#include "halfcell/structure.h"

/* Atoms that `text` means: an element, or a selection (atoms/selection.h), owned by the caller. There may be none. */
HC_MUST_CHECK hc_status hc_gpw_select(hc_context *ctx, const hc_structure *structure, const char *text, size_t *count,
                                      size_t **atoms);

#endif
