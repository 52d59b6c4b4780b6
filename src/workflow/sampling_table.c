/* The sampling methods that a job can ask for; what they do with the constraints is in plan.c. */
#include <stddef.h>

#include "sampling/profile.h"
#include "workflow/job.h"

static const hc_keyword plain_keywords[] = {{.name = "steps",
                                             .type = HC_VALUE_INTEGER,
                                             .offset = offsetof(hc_plain_options, steps),
                                             .default_text = "1000",
                                             .minimum = 1,
                                             .maximum = 100000000,
                                             .doc = "Time steps of the run."},
                                            {0}};

static const char *const direction_names[] = {"forward", "both", NULL};

static const hc_keyword growth_keywords[] = {
    {.name = "directions",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_growth_options, directions),
     .default_text = "forward",
     .choices = direction_names,
     .doc = "forward: from target to stop; both: and back again, which gives the hysteresis."},
    {.name = "equilibration_steps",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_growth_options, equilibration_steps),
     .default_text = "0",
     .minimum = 0,
     .maximum = 100000000,
     .doc = "Steps at the start value before the growth begins; they are not part of the profile."},
    {.name = "turn_steps",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_growth_options, turn_steps),
     .default_text = "0",
     .minimum = 0,
     .maximum = 100000000,
     .doc = "With both directions: steps at the stop value before the way back."},
    {.name = "bins",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_growth_options, bins),
     .default_text = "20",
     .minimum = 4,
     .maximum = 10000,
     .doc = "Bins of xi in which the mean force is averaged."},
    {0}};

static const hc_keyword windows_keywords[] = {
    {.name = "windows",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_windows_options, windows),
     .default_text = "9",
     .minimum = 2,
     .maximum = 10000,
     .doc = "Equally spaced values of xi from target to stop; the run moves from one to the next by its growth."},
    {.name = "equilibration_steps",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_windows_options, equilibration_steps),
     .default_text = "200",
     .minimum = 0,
     .maximum = 100000000,
     .doc = "Steps at each value before sampling begins."},
    {.name = "sampling_steps",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_windows_options, sampling_steps),
     .default_text = "1000",
     .minimum = 10,
     .maximum = 100000000,
     .doc = "Steps at each value over which the mean force is averaged."},
    {.name = "integration",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_windows_options, rule),
     .default_text = "spline",
     .choices = hc_profile_rule_names,
     .doc = "How the mean forces of the windows are integrated."},
    {0}};

static const hc_sampling_record plain = {.kind = HC_SAMPLING_PLAIN,
                                         .name = "plain",
                                         .summary = "Dynamics of so many steps; constraints are held where they are.",
                                         .keywords = plain_keywords,
                                         .options_size = sizeof(hc_plain_options)};

static const hc_sampling_record slow_growth = {
    .kind = HC_SAMPLING_SLOW_GROWTH,
    .name = "slow_growth",
    .summary = "Moves the constraints steadily and integrates the mean force to the work along the path.",
    .reference = "T. K. Woo, P. M. Margl, P. E. Blochl, T. Ziegler, J. Phys. Chem. B 101, 7877 (1997)",
    .keywords = growth_keywords,
    .options_size = sizeof(hc_growth_options)};

static const hc_sampling_record blue_moon = {
    .kind = HC_SAMPLING_BLUE_MOON,
    .name = "blue_moon",
    .summary = "Averages the mean force at fixed values of xi and integrates it to the free energy.",
    .reference = "E. A. Carter, G. Ciccotti, J. T. Hynes, R. Kapral, Chem. Phys. Lett. 156, 472 (1989)",
    .keywords = windows_keywords,
    .options_size = sizeof(hc_windows_options)};

const hc_sampling_record *const *hc_sampling_records(void)
{
    static const hc_sampling_record *const records[] = {&plain, &slow_growth, &blue_moon, NULL};
    return records;
}
