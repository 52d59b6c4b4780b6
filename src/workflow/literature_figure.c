/* Published efficiencies as points: by product and by defect, alone or under somebody's own results. */
#include "workflow/literature_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "report/figure.h"

#define NAME_LENGTH 30 /* characters beside a point; the whole name is read at it */

/* The points of one series. */
typedef struct points {
    size_t count;
    double *u, *half_width, *efficiency;
    char **name, **detail;
    const char **link;
} points;

static void points_clear(points *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->name[i]);
        free(p->detail[i]);
    }
    free(p->u);
    free(p->half_width);
    free(p->efficiency);
    free(p->name);
    free(p->detail);
    free(p->link);
    *p = (points){0};
}

static hc_status points_allocate(hc_context *ctx, size_t capacity, points *p)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, capacity + 1, sizeof *p->u, &p->u));
    HC_TRY(hc_allocate(ctx, capacity + 1, sizeof *p->half_width, &p->half_width));
    HC_TRY(hc_allocate(ctx, capacity + 1, sizeof *p->efficiency, &p->efficiency));
    HC_TRY(hc_allocate(ctx, capacity + 1, sizeof *p->name, &p->name));
    HC_TRY(hc_allocate(ctx, capacity + 1, sizeof *p->detail, &p->detail));
    HC_TRY(hc_allocate(ctx, capacity + 1, sizeof *p->link, &p->link));
cleanup:
    return status;
}

hc_status hc_literature_short_name(hc_context *ctx, const char *name, size_t length, char **short_name)
{
    hc_text text = {0};
    if (strlen(name) <= length) {
        hc_text_add(&text, name);
    } else {
        size_t cut = length;
        while (cut > length / 2 && name[cut] != ' ') {
            cut--;
        }
        cut = name[cut] == ' ' ? cut : length;
        while (cut > 0 && ((unsigned char)name[cut] & 0xC0) == 0x80) {
            cut--; /* not inside a character */
        }
        hc_text_add_bytes(&text, name, cut);
        hc_text_add(&text, "…");
    }
    return hc_text_take(ctx, &text, short_name);
}

/* What is read at a point: the catalyst, its defect, the source's own words, where the potential comes from. */
static hc_status detail_of(hc_context *ctx, const hc_json *record, hc_literature_how how, char **detail)
{
    static const char *const origins[] = {"", " · bar: the stated range of potential",
                                          " · potential from the overpotential"};
    hc_text text = {0};
    hc_text_addf(&text, "%s · %s · \"%s\" · %s%s", hc_literature_text_of(record, "catalyst"),
                 hc_literature_text_of(record, "defect_type"), hc_literature_text_of(record, "FE_text"),
                 hc_literature_text_of(record, "reference"), origins[how]);
    return hc_text_take(ctx, &text, detail);
}

static hc_status add_point(hc_context *ctx, points *p, const hc_json *record)
{
    double efficiency = hc_json_real_of(hc_json_get(record, "FE_percent")), u, half_width;
    hc_literature_how how;
    if (!isfinite(efficiency) || !hc_literature_potential(record, &u, &half_width, &how)) {
        return HC_OK;
    }
    size_t i = p->count++;
    p->u[i] = u;
    p->half_width[i] = half_width;
    p->efficiency[i] = efficiency;
    p->link[i] = hc_literature_text_of(record, "doi");
    hc_status status =
        hc_literature_short_name(ctx, hc_literature_text_of(record, "catalyst"), NAME_LENGTH, &p->name[i]);
    return status == HC_OK ? detail_of(ctx, record, how, &p->detail[i]) : status;
}

hc_status hc_literature_add_group(hc_context *ctx, hc_json *figure, const hc_literature *literature,
                                  hc_literature_key key, const char *group, const char *label, size_t colour,
                                  size_t *added)
{
    points p = {0};
    hc_status status = HC_OK;
    HC_TRY(points_allocate(ctx, literature->count, &p));
    for (size_t i = 0; i < literature->count; i++) {
        const char *own = key(literature->record[i]);
        if (own != NULL && strcmp(own, group) == 0) {
            HC_TRY(add_point(ctx, &p, literature->record[i]));
        }
    }
    *added += p.count;
    if (p.count > 0) {
        hc_figure_add_series(figure, &(hc_figure_series){.label = label,
                                                         .unit = "%",
                                                         .style = HC_FIGURE_POINTS,
                                                         .quiet = true,
                                                         .count = p.count,
                                                         .x = p.u,
                                                         .value = p.efficiency,
                                                         .x_error = p.half_width,
                                                         .names = (const char *const *)p.name,
                                                         .details = (const char *const *)p.detail,
                                                         .links = p.link});
        if (colour > 0) {
            hc_figure_set_colour(figure, colour);
        }
    }
cleanup:
    points_clear(&p);
    return status;
}

static hc_status add_products(hc_context *ctx, hc_json *figure, const hc_literature *literature, size_t *added)
{
    for (const hc_literature_term *term = hc_literature_products; term->name != NULL; term++) {
        char *label = NULL;
        hc_status status = hc_format(ctx, &label, "literature, %s", term->name);
        if (status == HC_OK) {
            status =
                hc_literature_add_group(ctx, figure, literature, hc_literature_product, term->name, label, 0, added);
        }
        free(label);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

hc_status hc_literature_add_efficiencies(hc_context *ctx, hc_json *figure, const hc_literature_filter *filter,
                                         size_t *added)
{
    hc_literature *literature = NULL;
    size_t count = 0;
    hc_status status = hc_literature_read(ctx, filter, &literature);
    if (status == HC_OK) {
        status = add_products(ctx, figure, literature, &count);
    } else if (status == HC_ERROR_INPUT) {
        status = HC_OK; /* the filter is the caller's, not the user's: nothing was published about it here */
    }
    if (added != NULL) {
        *added = count;
    }
    hc_literature_free(literature);
    return status;
}
