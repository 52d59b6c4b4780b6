/* Prints the energy of a structure: energy FILE ENGINE. What a program needs that links libhalfcell is all here. */
#include <halfcell/halfcell.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    hc_context *ctx = NULL;
    hc_structure *structure = NULL;
    const hc_engine_record *record = NULL;
    hc_engine *engine = NULL;
    hc_result *result = NULL;
    if (argc != 3 || hc_context_create(&ctx) != HC_OK) {
        fprintf(stderr, "usage: energy FILE ENGINE\n");
        return 2;
    }
    hc_status status;
    HC_TRY(hc_structure_read(ctx, argv[1], &structure));
    HC_TRY(hc_engine_find(ctx, argv[2], &record));
    HC_TRY(hc_engine_create(ctx, record, NULL, structure, &engine));
    HC_TRY(hc_result_create(ctx, structure->natom, &result));
    HC_TRY(hc_engine_compute(engine, ctx, structure, HC_WANT_FORCES, result));
    printf("%.10f hartree\n", result->energy);
cleanup:
    if (status != HC_OK) {
        fprintf(stderr, "energy: %s\n", hc_context_message(ctx));
    }
    hc_result_free(result);
    hc_engine_free(engine);
    hc_structure_free(structure);
    hc_context_free(ctx);
    return status == HC_OK ? 0 : 1;
}
