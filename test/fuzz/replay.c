/* Feeds every file of a folder to a fuzzer, in the order of their names. */
#include <dirent.h>
#include <string.h>

#include "fuzz.h"

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void replay_file(const char *folder, const char *name)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    FUZZ_REQUIRE(length > 0 && (size_t)length < sizeof path);
    FILE *file = fopen(path, "rb");
    FUZZ_REQUIRE(file != NULL);
    FUZZ_REQUIRE(fseek(file, 0, SEEK_END) == 0);
    long size = ftell(file);
    FUZZ_REQUIRE(size >= 0);
    rewind(file);
    uint8_t *data = malloc((size_t)size + 1);
    FUZZ_REQUIRE(data != NULL);
    FUZZ_REQUIRE(fread(data, 1, (size_t)size, file) == (size_t)size);
    fclose(file);
    printf("%s\n", path);
    fflush(stdout);
    LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    int count = argc == 2 ? scandir(argv[1], &entries, is_visible, alphasort) : -1;
    if (count < 1) {
        fprintf(stderr, "usage: %s FOLDER, which holds the inputs\n", argv[0]);
        return 1;
    }
    for (int i = 0; i < count; i++) {
        replay_file(argv[1], entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return 0;
}
