/* How the amount of a product was found: one record for each method (gas chromatography, NMR, HPLC ...). */
#ifndef HC_MEASURED_PRODUCT_METHOD_H
#define HC_MEASURED_PRODUCT_METHOD_H

#include <stdbool.h>

#include "halfcell/keyword.h"
#include "measured/product.h"
#include "measured/uncertain.h"

/* What the methods need of a run. */
typedef struct hc_run_volumes {
    hc_uncertain gas_flow_mol_s; /* at the outlet; NaN: not given */
    hc_uncertain liquid_m3;      /* NaN: not given */
} hc_run_volumes;

typedef struct hc_product_yield {
    bool is_rate;       /* mol/s while the sample was taken; else mol, made since the beginning */
    hc_uncertain value; /* mol/s or mol */
} hc_product_yield;

typedef struct hc_product_method {
    const char *name, *summary, *reference;
    const hc_keyword *keywords; /* of a struct that begins with `char *product` */
    size_t options_size;
    hc_status (*measure)(hc_context *ctx, const void *options, const hc_run_volumes *run, hc_error_sources *sources,
                         hc_product_yield *yield);
} hc_product_method;

/* NULL-terminated. */
const hc_product_method *const *hc_product_methods(void);

/* The name of the product in the options of any method. */
static inline const char *hc_product_method_product(const void *options)
{
    return *(char *const *)options;
}

#endif
