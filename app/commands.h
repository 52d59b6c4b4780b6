#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "command.h"

extern const app_command app_analyze, app_bader, app_build, app_check, app_defects, app_diagram, app_doctor, app_energy,
    app_help, app_list, app_literature, app_kinetics, app_manual, app_measured, app_optimize, app_report, app_run,
    app_thermo;

#endif
