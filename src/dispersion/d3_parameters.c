#include <stdlib.h>
#include <strings.h>

#include "base/file.h"
#include "dispersion/d3.h"

#define ZERO "S. Grimme et al., J. Chem. Phys. 132, 154104 (2010)"
#define BECKE_JOHNSON "S. Grimme, S. Ehrlich, L. Goerigk, J. Comput. Chem. 32, 1456 (2011)"
#define GRIMME_LIST "parameter list of the DFT-D3 program (S. Grimme, University of Bonn)"

/* method, damping, s6, s8, s9, a1 (zero damping: s_r6), a2 in bohr (zero damping: s_r8), reference */
static const hc_d3_parameters TABLE[] = {
    {"gfn1", HC_D3_BJ, 1.0, 2.4, 0.0, 0.63, 5.0,
     "S. Grimme, C. Bannwarth, P. Shushkov, J. Chem. Theory Comput. 13, 1989 (2017)"},
    {"pbe", HC_D3_BJ, 1.0, 0.7875, 0.0, 0.4289, 4.4407, BECKE_JOHNSON},
    {"pbe", HC_D3_ZERO, 1.0, 0.722, 0.0, 1.217, 1.0, ZERO},
    {"rpbe", HC_D3_BJ, 1.0, 0.8318, 0.0, 0.1820, 4.0094, GRIMME_LIST},
    {"rpbe", HC_D3_ZERO, 1.0, 0.514, 0.0, 0.872, 1.0, GRIMME_LIST},
    {"revpbe", HC_D3_BJ, 1.0, 2.3550, 0.0, 0.5238, 3.5016, BECKE_JOHNSON},
    {"revpbe", HC_D3_ZERO, 1.0, 1.010, 0.0, 0.923, 1.0, ZERO},
    {"pbesol", HC_D3_BJ, 1.0, 2.9491, 0.0, 0.4466, 6.1742, "doi:10.1039/c0cp02984j"},
    {"pbesol", HC_D3_ZERO, 1.0, 0.612, 0.0, 1.345, 1.0, GRIMME_LIST},
    {"blyp", HC_D3_BJ, 1.0, 2.6996, 0.0, 0.4298, 4.2359, BECKE_JOHNSON},
    {"blyp", HC_D3_ZERO, 1.0, 1.682, 0.0, 1.094, 1.0, ZERO},
    {"olyp", HC_D3_BJ, 1.0, 2.6205, 0.0, 0.5299, 2.8065, "doi:10.1039/c0cp02984j"},
    {"olyp", HC_D3_ZERO, 1.0, 1.764, 0.0, 0.806, 1.0, "doi:10.1039/c0cp02984j"},
    {"bp86", HC_D3_BJ, 1.0, 3.2822, 0.0, 0.3946, 4.8516, BECKE_JOHNSON},
    {"bp86", HC_D3_ZERO, 1.0, 1.683, 0.0, 1.139, 1.0, ZERO},
    {"b97-d", HC_D3_BJ, 1.0, 2.2609, 0.0, 0.5545, 3.2297, BECKE_JOHNSON},
    {"b97-d", HC_D3_ZERO, 1.0, 0.909, 0.0, 0.892, 1.0, ZERO},
    {"mpwpw91", HC_D3_BJ, 1.0, 1.7974, 0.0, 0.3168, 4.7732, "doi:10.1039/c7cp04913g"},
    {"mpwpw91", HC_D3_ZERO, 1.0, 1.9467, 0.0, 1.3725, 1.0, "doi:10.1039/c7cp04913g"},
    {"xlyp", HC_D3_BJ, 1.0, 1.5669, 0.0, 0.0809, 5.3166, "doi:10.1039/c7cp04913g"},
    {"xlyp", HC_D3_ZERO, 1.0, 0.7447, 0.0, 0.9384, 1.0, "doi:10.1039/c7cp04913g"},
    {"rpw86pbe", HC_D3_BJ, 1.0, 1.3845, 0.0, 0.4613, 4.5062, BECKE_JOHNSON},
    {"rpw86pbe", HC_D3_ZERO, 1.0, 0.901, 0.0, 1.224, 1.0, GRIMME_LIST},
    {"tpss", HC_D3_BJ, 1.0, 1.9435, 0.0, 0.4535, 4.4752, BECKE_JOHNSON},
    {"tpss", HC_D3_ZERO, 1.0, 1.105, 0.0, 1.166, 1.0, ZERO},
    {"revtpss", HC_D3_BJ, 1.0, 1.4023, 0.0, 0.4426, 4.4723, "doi:10.1039/c7cp04913g"},
    {"revtpss", HC_D3_ZERO, 1.0, 1.3666, 0.0, 1.3491, 1.0, "doi:10.1039/c7cp04913g"},
    {"scan", HC_D3_BJ, 1.0, 0.0000, 0.0, 0.5380, 5.4200, "doi:10.1103/physrevb.94.115144"},
    {"scan", HC_D3_ZERO, 1.0, 0.000, 0.0, 1.324, 1.0, "doi:10.1103/physrevb.94.115144"},
    {"rscan", HC_D3_BJ, 1.0, 1.08859014, 0.0, 0.47023427, 5.73408312, "doi:10.1063/5.0041008"},
    {"r2scan", HC_D3_BJ, 1.0, 0.78981345, 0.0, 0.49484001, 5.73083694, "doi:10.1063/5.0041008"},
    {"pbe0", HC_D3_BJ, 1.0, 1.2177, 0.0, 0.4145, 4.8593, BECKE_JOHNSON},
    {"pbe0", HC_D3_ZERO, 1.0, 0.928, 0.0, 1.287, 1.0, ZERO},
    {"b3lyp", HC_D3_BJ, 1.0, 1.9889, 0.0, 0.3981, 4.4211, BECKE_JOHNSON},
    {"b3lyp", HC_D3_ZERO, 1.0, 1.703, 0.0, 1.261, 1.0, ZERO},
    {"hse06", HC_D3_BJ, 1.0, 2.310, 0.0, 0.383, 5.685, "doi:10.1021/jp501237c"},
    {"hse06", HC_D3_ZERO, 1.0, 0.109, 0.0, 1.129, 1.0, "doi:10.1021/jp501237c"},
    {"hf", HC_D3_BJ, 1.0, 0.9171, 0.0, 0.3385, 2.8830, BECKE_JOHNSON},
    {"hf", HC_D3_ZERO, 1.0, 1.746, 0.0, 1.158, 1.0, GRIMME_LIST},
};

const hc_d3_parameters *hc_d3_parameter_table(size_t *count)
{
    *count = sizeof TABLE / sizeof TABLE[0];
    return TABLE;
}

/* The methods that have the damping, as one text "pbe, rpbe, ..."; the caller frees it. */
static hc_status list_methods(hc_context *ctx, hc_d3_damping damping, char **list)
{
    hc_status status;
    char *longer;
    HC_TRY(hc_format(ctx, list, "%s", ""));
    for (size_t k = 0; k < sizeof TABLE / sizeof TABLE[0]; k++) {
        if (TABLE[k].damping == damping) {
            HC_TRY(hc_format(ctx, &longer, "%s%s%s", *list, **list ? ", " : "", TABLE[k].method));
            free(*list);
            *list = longer;
        }
    }
cleanup:
    return status;
}

hc_status hc_d3_parameters_find(hc_context *ctx, const char *method, hc_d3_damping damping,
                                const hc_d3_parameters **parameters)
{
    hc_status status;
    char *list = NULL;
    for (size_t k = 0; k < sizeof TABLE / sizeof TABLE[0]; k++) {
        if (TABLE[k].damping == damping && strcasecmp(TABLE[k].method, method) == 0) {
            *parameters = &TABLE[k];
            return HC_OK;
        }
    }
    *parameters = NULL;
    HC_TRY(list_methods(ctx, damping, &list));
    HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "D3 with %s damping has no parameters for \"%s\"; there are: %s",
                   damping == HC_D3_BJ ? "Becke-Johnson" : "zero", method, list));
cleanup:
    free(list);
    return status;
}
