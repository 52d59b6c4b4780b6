#include "dynamics/integrator.h"
#include "dynamics/md.h"
#include "halfcell/units.h"

static const char *const velocity_names[] = {"maxwell", "structure", NULL};
static const char *const center_names[] = {"auto", "remove", "free", NULL};
/* In the order of hc_integrator_records(); a test holds them together. */
static const char *const integrator_names[] = {"velocity_verlet", NULL};

#define MEMBER(name) offsetof(hc_md_options, name)

const hc_keyword hc_md_keywords[] = {
    {.name = "timestep_fs",
     .type = HC_VALUE_REAL,
     .offset = MEMBER(timestep),
     .unit = HC_FS,
     .default_text = "0.5",
     .minimum = 0.001,
     .maximum = 20,
     .doc = "Time step; 0.5 with light hydrogen, up to 1 with hydrogen_mass_u 2."},
    {.name = "temperature_k",
     .type = HC_VALUE_REAL,
     .offset = MEMBER(kT),
     .unit = HC_KELVIN,
     .default_text = "300",
     .minimum = 0,
     .maximum = 1e5,
     .doc = "Of the thermostat and of the velocities at the start."},
    {.name = "seed",
     .type = HC_VALUE_INTEGER,
     .offset = MEMBER(seed),
     .default_text = "1",
     .minimum = 0,
     .maximum = 2147483647,
     .doc = "Of the random numbers; the same seed gives the same run."},
    {.name = "velocities",
     .type = HC_VALUE_CHOICE,
     .offset = MEMBER(velocities),
     .default_text = "maxwell",
     .choices = velocity_names,
     .doc = "At the start: drawn from the Maxwell-Boltzmann distribution, or those of the structure's file."},
    {.name = "center_of_mass",
     .type = HC_VALUE_CHOICE,
     .offset = MEMBER(center),
     .default_text = "auto",
     .choices = center_names,
     .doc = "remove: held at rest; free: not; auto: held where no atom and no plane is fixed in space."},
    {.name = "max_unconverged",
     .type = HC_VALUE_INTEGER,
     .offset = MEMBER(max_unconverged),
     .default_text = "3",
     .minimum = 0,
     .maximum = 1000,
     .doc = "Steps in a row that may go on, each with a warning, though the engine did not converge."},
    {.name = "hydrogen_mass_u",
     .type = HC_VALUE_REAL,
     .offset = MEMBER(hydrogen_mass),
     .unit = HC_DALTON,
     .default_text = "",
     .minimum = 0.5,
     .maximum = 20,
     .doc = "Mass given to all hydrogen atoms (2.014: deuterium); averages over positions do not depend on it."},
    {.name = "integrator",
     .type = HC_VALUE_CHOICE,
     .offset = MEMBER(integrator),
     .default_text = "velocity_verlet",
     .choices = integrator_names,
     .doc = "How positions and velocities advance."},
    {0}};
