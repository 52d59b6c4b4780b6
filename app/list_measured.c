/* What `halfcell list` says of measured data: instruments, reference electrodes, products. */
#include "list_kinds.h"
#include "measured/product_method.h"
#include "measured/reference_electrode.h"
#include "measured/trace_format.h"
#include "workflow/measured_study.h"

DEFINE_DESCRIBE(app_describe_instrument, hc_trace_formats, )
DEFINE_DESCRIBE(app_describe_reference_electrode, hc_reference_electrodes, )
DEFINE_DESCRIBE(app_describe_product, hc_products, )

bool app_describe_product_method(size_t index, hc_variant_type *type)
{
    return hc_product_method_variants.describe(index, type);
}

bool app_describe_measured_analysis(size_t index, hc_variant_type *type)
{
    return hc_measured_analysis_variants.describe(index, type);
}

void app_add_instrument(const void *record, hc_text *out)
{
    const hc_trace_format *format = record;
    hc_text_add(out, "files:");
    for (const char *const *extension = format->extensions; *extension != NULL; extension++) {
        hc_text_addf(out, " *%s", *extension);
    }
    hc_text_add(out, "\n");
}

void app_add_reference_electrode(const void *record, hc_text *out)
{
    const hc_reference_electrode *electrode = record;
    for (size_t i = 0; i < electrode->count; i++) {
        hc_text_addf(out, "%s%g V vs SHE at %g C", i == 0 ? "" : ", ", electrode->potential_v[i],
                     electrode->temperature_c[i]);
    }
    hc_text_add(out, electrode->count > 0 ? "\n" : "");
}

void app_add_product(const void *record, hc_text *out)
{
    const hc_product *product = record;
    hc_text_addf(out, "%s: %d electrons, %d protons, equilibrium at %.3f V vs SHE (pH 0, 25 C)\n", product->formula,
                 hc_product_electrons(product), hc_product_protons(product), hc_product_standard_potential_v(product));
}
