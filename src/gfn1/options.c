#include "gfn1/options.h"

#include <math.h>

#include "halfcell/units.h"

/* Below this many atoms computing every integral costs less than making the tables. */
#define TABLE_ATOMS 40

static const char *const integral_choices[] = {"auto", "tables", "direct", NULL};

#define MEMBER(name) .offset = offsetof(hc_gfn1_options, name)

const hc_keyword hc_gfn1_keywords[] = {
    {.name = "charge",
     .type = HC_VALUE_REAL,
     MEMBER(charge),
     .default_text = "0",
     .minimum = -1000,
     .maximum = 1000,
     .doc = "Net charge of the cell in units of e; it may be fractional. A bulk cell gets a neutralising background."},
    {.name = "multiplicity",
     .type = HC_VALUE_INTEGER,
     MEMBER(multiplicity),
     .default_text = "0",
     .minimum = 0,
     .maximum = 1000,
     .doc = "Unpaired electrons plus one; 0 takes 1 for an even and 2 for an odd number of electrons, and equal spins "
            "for a fractional one."},
    {.name = "equal_spins",
     .type = HC_VALUE_BOOL,
     MEMBER(equal_spins),
     .default_text = "false",
     .doc = "Half of the electrons in each spin, whatever their number: the energy is then continuous in the charge."},
    {.name = "electronic_temperature_k",
     .type = HC_VALUE_REAL,
     MEMBER(electronic_temperature),
     .unit = HC_KELVIN,
     .default_text = "300",
     .minimum = 1,
     .maximum = 100000,
     .doc = "Temperature of the Fermi-Dirac occupation."},
    {.name = "charge_tolerance",
     .type = HC_VALUE_REAL,
     MEMBER(charge_tolerance),
     .default_text = "5e-5",
     .minimum = 1e-12,
     .maximum = 1e-2,
     .doc = "Largest change of a shell charge (e) at which the charges count as self-consistent."},
    {.name = "max_iterations",
     .type = HC_VALUE_INTEGER,
     MEMBER(max_iterations),
     .default_text = "150",
     .minimum = 1,
     .maximum = 100000,
     .doc = "Iterations of the charges at one electronic temperature before something else is tried."},
    {.name = "history",
     .type = HC_VALUE_INTEGER,
     MEMBER(history),
     .default_text = "10",
     .minimum = 0,
     .maximum = HC_GFN1_HISTORY,
     .doc = "Earlier geometries from whose charges the first guess is extrapolated; 0 starts from neutral atoms."},
    {.name = "search_lowest",
     .type = HC_VALUE_BOOL,
     MEMBER(search),
     .default_text = "true",
     .doc = "Where the first geometry has a small gap: look for a lower solution from a high electronic temperature."},
    {.name = "integrals",
     .type = HC_VALUE_CHOICE,
     MEMBER(integrals),
     .default_text = "auto",
     .choices = integral_choices,
     .doc = "Overlap integrals from tables made once, computed directly, or (auto) by the size of the structure."},
    {0}};

bool hc_gfn1_options_tabulate(const hc_gfn1_options *options, const hc_gfn1_basis *basis)
{
    return options->integrals == HC_GFN1_INTEGRALS_TABLES ||
           (options->integrals == HC_GFN1_INTEGRALS_AUTO && basis->natom >= TABLE_ATOMS);
}

static bool is_whole(double x)
{
    return fabs(x - round(x)) < 1e-9;
}

static hc_status unpaired_electrons(hc_context *ctx, const hc_gfn1_options *options, double electrons, double *unpaired)
{
    *unpaired = 0.0;
    if (options->equal_spins) {
        if (options->multiplicity > 1) {
            return hc_fail(ctx, HC_ERROR_INPUT, "equal_spins does not go with multiplicity %d; set it to 0 or 1",
                           options->multiplicity);
        }
        return HC_OK;
    }
    long count = lround(electrons);
    if (options->multiplicity == 0) {
        *unpaired = is_whole(electrons) ? (double)(count % 2) : 0.0;
        return HC_OK;
    }
    *unpaired = options->multiplicity - 1;
    if (is_whole(electrons) && (count - (options->multiplicity - 1)) % 2 != 0) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "multiplicity %d means %d unpaired electrons, which %ld electrons (charge %g) cannot have; an %s "
            "number of electrons needs an %s multiplicity",
            options->multiplicity, options->multiplicity - 1, count, options->charge, count % 2 == 0 ? "even" : "odd",
            count % 2 == 0 ? "odd" : "even");
    }
    return HC_OK;
}

hc_status hc_gfn1_options_scc(hc_context *ctx, const hc_gfn1_options *options, const hc_gfn1_basis *basis,
                              hc_gfn1_scc_options *scc)
{
    double electrons = basis->electrons - options->charge, unpaired = 0.0;
    if (electrons < 0.0 || electrons > 2.0 * (double)basis->nao) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a charge of %g leaves %g electrons for %zu orbitals; GFN1-xTB counts %g valence electrons when "
                       "neutral",
                       options->charge, electrons, basis->nao, basis->electrons);
    }
    hc_status status = unpaired_electrons(ctx, options, electrons, &unpaired);
    if (status != HC_OK) {
        return status;
    }
    double alpha = 0.5 * (electrons + unpaired);
    if (unpaired > electrons || alpha > (double)basis->nao) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "multiplicity %d needs more unpaired electrons than %g electrons in %zu "
                       "orbitals can give",
                       options->multiplicity, electrons, basis->nao);
    }
    *scc = (hc_gfn1_scc_options){.alpha_electrons = alpha,
                                 .beta_electrons = electrons - alpha,
                                 .kT = options->electronic_temperature,
                                 .charge_tolerance = options->charge_tolerance,
                                 .max_iterations = options->max_iterations,
                                 .search = options->search,
                                 .search_gap = 0.02};
    return HC_OK;
}
