/* Cube files: nothing crashes, failures have a message, and what was read can be written and read. */
#include <math.h>
#include <string.h>

#include "atoms/cube.h"
#include "fuzz.h"

static int is_near(hc_vec3 r)
{
    return hc_vec3_norm(r) < 1e9;
}

/* Lengths and charges are written with a fixed number of digits behind the point. */
static int is_usual(const hc_cube *cube)
{
    const hc_field *field = cube->field;
    int usual = fabs(hc_mat3_determinant(&field->cell)) / (double)field->count > 1e-6 && is_near(field->origin);
    for (int k = 0; k < 3; k++) {
        usual = usual && is_near(field->cell.row[k]);
    }
    for (size_t i = 0; i < cube->structure->natom; i++) {
        usual = usual && is_near(cube->structure->position[i]) && fabs(cube->ion_charge[i]) < 1e9;
    }
    return usual;
}

static void write_and_read(hc_context *ctx, const hc_cube *cube)
{
    char *text = NULL;
    size_t length = 0;
    hc_cube *again = NULL;
    FILE *file = open_memstream(&text, &length);
    FUZZ_REQUIRE(file != NULL);
    FUZZ_REQUIRE(hc_cube_write_stream(ctx, file, cube) == HC_OK);
    fclose(file);
    file = fmemopen(text, length, "rb");
    FUZZ_REQUIRE(file != NULL);
    hc_status status = hc_cube_read_stream(ctx, file, "again", &again);
    if (status != HC_OK) {
        fprintf(stderr, "%s\n", hc_context_message(ctx));
    }
    FUZZ_REQUIRE(!is_usual(cube) || (status == HC_OK && again->field->count == cube->field->count));
    hc_cube_free(again);
    fclose(file);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    hc_cube *cube = NULL;
    FILE *file = size > 0 ? fmemopen((void *)data, size, "rb") : NULL;
    if (file == NULL) {
        return 0;
    }
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_cube_read_stream(ctx, file, "fuzz", &cube);
    if (status == HC_OK) {
        write_and_read(ctx, cube);
    } else {
        FUZZ_REQUIRE(cube == NULL && strlen(hc_context_message(ctx)) > 0);
    }
    hc_cube_free(cube);
    hc_context_free(ctx);
    fclose(file);
    return 0;
}
