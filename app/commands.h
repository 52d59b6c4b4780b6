#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "command.h"

extern const app_command app_analyze, app_doctor, app_energy, app_help, app_list;

#endif
