/* A reader that wants a path is given the input as a file of its own, in a folder of this process. */
#ifndef HC_TEST_FUZZ_TEMPORARY_FILE_H
#define HC_TEST_FUZZ_TEMPORARY_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fuzz.h"

/* Writes data as NAME in $TMPDIR/halfcell-fuzz-PID and puts its path into `path` [256]; *folder too where not NULL. */
static inline void fuzz_write_file(const char *name, const uint8_t *data, size_t size, char path[256], char folder[256])
{
    char made[200], command[256];
    const char *base = getenv("TMPDIR");
    snprintf(made, sizeof made, "%s/halfcell-fuzz-%d", base ? base : "/tmp", (int)getpid());
    if (access(made, F_OK) != 0) {
        snprintf(command, sizeof command, "mkdir -p '%s'", made);
        FUZZ_REQUIRE(system(command) == 0);
    }
    snprintf(path, 256, "%s/%s", made, name);
    if (folder) {
        snprintf(folder, 256, "%s", made);
    }
    FILE *file = fopen(path, "wb");
    FUZZ_REQUIRE(file != NULL);
    FUZZ_REQUIRE(fwrite(data, 1, size, file) == size);
    fclose(file);
}

#endif
