#include "gfn1/options.h"

#include "engine/electron_count.h"
#include "engine/electron_keywords.h"

/* Below this many atoms computing every integral costs less than making the tables. */
#define TABLE_ATOMS 40

static const char *const integral_choices[] = {"auto", "tables", "direct", NULL};

#define MEMBER(name) .offset = offsetof(hc_gfn1_options, name)

const hc_keyword hc_gfn1_keywords[] = {
    HC_ELECTRON_KEYWORDS(hc_gfn1_options),
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
     .maximum = HC_HISTORY_MAX,
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

hc_status hc_gfn1_options_scc(hc_context *ctx, const hc_gfn1_options *options, const hc_gfn1_basis *basis,
                              hc_gfn1_scc_options *scc)
{
    hc_electron_request request = {.neutral = basis->electrons,
                                   .charge = options->charge,
                                   .multiplicity = options->multiplicity,
                                   .equal_spins = options->equal_spins,
                                   .orbitals = basis->nao};
    double spin[2];
    hc_status status = hc_electron_count(ctx, &request, spin);
    if (status != HC_OK) {
        return status;
    }
    *scc = (hc_gfn1_scc_options){.alpha_electrons = spin[0],
                                 .beta_electrons = spin[1],
                                 .kT = options->electronic_temperature,
                                 .charge_tolerance = options->charge_tolerance,
                                 .max_iterations = options->max_iterations,
                                 .search = options->search,
                                 .search_gap = 0.02};
    return HC_OK;
}
