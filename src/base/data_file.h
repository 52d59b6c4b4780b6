/* Parameter files (xTB_parameters, dftd3.dat, basis sets): where they are looked for.
 *
 * In this order: the folders of $HALFCELL_DATA (separated by colons), the share/halfcell folder beside the running
 * binary's prefix, the installed share/halfcell, /usr/share/cp2k, /usr/local/share/cp2k, $CP2K_DATA_DIR. */
#ifndef HC_BASE_DATA_FILE_H
#define HC_BASE_DATA_FILE_H

#include "halfcell/context.h"

/* Path of the first match, owned by the caller. Fails with HC_ERROR_MISSING_DATA, naming every place that was searched
 * and the Debian package that brings the file. */
HC_MUST_CHECK hc_status hc_data_file_find(hc_context *ctx, const char *name, char **path);

/* NAME in `folder` (that of the input; NULL: here), else data/KIND/NAME. Fails with HC_ERROR_INPUT when it is in
 * neither. */
HC_MUST_CHECK hc_status hc_data_file_beside(hc_context *ctx, const char *folder, const char *kind, const char *name,
                                            char **path);

/* The folders searched, in order, as one text of lines; the caller frees it. */
HC_MUST_CHECK hc_status hc_data_file_places(hc_context *ctx, char **lines);

#endif
