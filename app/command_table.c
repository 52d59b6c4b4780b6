/* The commands: one declaration and one line for each. */
#include <string.h>

#include "command.h"
#include "commands.h"

const app_command *const *app_commands(void)
{
    static const app_command *const commands[] = {
        &app_build, &app_run,    &app_check,   &app_energy,   &app_optimize, &app_analyze,    &app_defects,
        &app_bader, &app_thermo, &app_diagram, &app_kinetics, &app_measured, &app_literature, &app_report,
        &app_list,  &app_manual, &app_doctor,  &app_help,     NULL,
    };
    return commands;
}

const app_command *app_command_find(const char *name)
{
    for (const app_command *const *command = app_commands(); *command != NULL; command++) {
        if (strcmp((*command)->name, name) == 0) {
            return *command;
        }
    }
    return NULL;
}
