/* For tests: every element and name that a file of basis sets or potentials has, by a scan of its own. */
#ifndef TEST_UNIT_GPW_DATA_ENTRIES_H
#define TEST_UNIT_GPW_DATA_ENTRIES_H

#include "support/structure_fixture.h"

#include <ctype.h>

#include "base/data_file.h"

typedef void entry_visitor(const char *path, int atomic_number, const char *name, void *data);

/* Element from a symbol in any case. */
static inline int element_number(const char *symbol)
{
    char text[3] = {0};
    if (strlen(symbol) > 2) {
        return 0;
    }
    for (size_t i = 0; symbol[i]; i++) {
        text[i] = (char)(i == 0 ? toupper((unsigned char)symbol[i]) : tolower((unsigned char)symbol[i]));
    }
    return hc_element_number(text);
}

/* Calls `visit` for the first name of every entry; returns their number. */
static inline size_t visit_entries(const char *file_name, entry_visitor *visit, void *data)
{
    char *path = NULL, line[4096], symbol[16], name[128];
    size_t count = 0;
    CHECK(hc_data_file_find(ctx, file_name, &path));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, " %15s %127s", symbol, name) == 2 && isalpha((unsigned char)symbol[0]) &&
            isalpha((unsigned char)name[0])) {
            int z = element_number(symbol);
            assert_true(z > 0);
            visit(path, z, name, data);
            count++;
        }
    }
    fclose(file);
    free(path);
    return count;
}

#endif
