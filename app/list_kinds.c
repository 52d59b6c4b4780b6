#include "list_kinds.h"

#include "atoms/structure_format.h"
#include "commands.h"
#include "engine/capability.h"
#include "halfcell/engine.h"

static bool describe_engine(size_t index, hc_variant_type *type)
{
    const hc_engine_record *record = hc_engine_records()[index];
    if (record == NULL) {
        return false;
    }
    *type = (hc_variant_type){.section = {.name = record->name,
                                          .doc = record->summary,
                                          .reference = record->reference,
                                          .keywords = record->keywords,
                                          .size = record->options_size},
                              .record = record};
    return true;
}

static void add_capabilities(const void *record, hc_text *out)
{
    const hc_engine_record *engine = record;
    hc_text_add(out, "can:\n");
    for (unsigned k = 0; k < HC_CAPABILITY_COUNT; k++) {
        if (engine->capabilities & (1u << k)) {
            hc_text_addf(out, "  %s\n", hc_capability_text((hc_capability)(1u << k)));
        }
    }
}

static bool describe_format(size_t index, hc_variant_type *type)
{
    const hc_structure_format *record = hc_structure_formats()[index];
    if (record == NULL) {
        return false;
    }
    *type = (hc_variant_type){.section = {.name = record->name, .doc = record->summary, .reference = record->reference},
                              .record = record};
    return true;
}

static void add_extensions(const void *record, hc_text *out)
{
    const hc_structure_format *format = record;
    hc_text_add(out, "files:");
    for (const char *const *extension = format->extensions; *extension != NULL; extension++) {
        hc_text_addf(out, " *%s", *extension);
    }
    for (const char *const *stem = format->stems; *stem != NULL; stem++) {
        hc_text_addf(out, " %s*", *stem);
    }
    hc_text_add(out, "\n");
}

static bool describe_command(size_t index, hc_variant_type *type)
{
    const app_command *command = app_commands()[index];
    if (command == NULL) {
        return false;
    }
    *type = (hc_variant_type){
        .section = {.name = command->name, .doc = command->summary, .keywords = command->keywords}, .record = command};
    return true;
}

const app_list_kind app_list_kinds[] = {
    {"engines", "What computes energies and forces.", describe_engine, add_capabilities},
    {"formats", "Structure files that are read and written.", describe_format, add_extensions},
    {"commands", "What halfcell can be asked to do.", describe_command, NULL},
    {0},
};
