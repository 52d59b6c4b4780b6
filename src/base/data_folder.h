/* Folders of data: one file for each thing, its name is the name of the file without the ending. */
#ifndef HC_BASE_DATA_FOLDER_H
#define HC_BASE_DATA_FOLDER_H

#include "halfcell/context.h"

typedef struct hc_data_folder {
    char *path; /* of the folder */
    size_t count;
    char **name; /* [count], without the ending, in the order of strcmp */
} hc_data_folder;

/* Finds data/FOLDER as hc_data_file_find does and lists its files that end with `ending` (".json"). */
HC_MUST_CHECK hc_status hc_data_folder_read(hc_context *ctx, const char *folder, const char *ending,
                                            hc_data_folder **list);
void hc_data_folder_free(hc_data_folder *list);

/* Path of the file of that name, owned by the caller. Fails with the nearest name, or with the command that lists
 * them; `kind` is what one is called ("catalyst"), `word` that of `halfcell list` ("catalysts"). */
HC_MUST_CHECK hc_status hc_data_folder_file(hc_context *ctx, const hc_data_folder *list, const char *kind,
                                            const char *word, const char *name, const char *ending, char **path);

#endif
