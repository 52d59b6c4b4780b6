#include "dispersion/d3_reference.h"

#include <stdlib.h>

#include "base/data_file.h"
#include "base/file.h"

/* The file: a line with two counts (numbers, records), then records of five numbers: C6, code and code of the two
 * reference systems, their coordination numbers. A code is the atomic number + 100 times the number of the system. */

static hc_status read_number(hc_context *ctx, const char *path, const char **cursor, double *value)
{
    char *end;
    *value = strtod(*cursor, &end);
    if (end == *cursor) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: a number is missing (\"%.20s\" stands in its place)", path, *cursor);
    }
    *cursor = end;
    return HC_OK;
}

/* Splits a code; species is -1 for an element that is not wanted. */
static hc_status decode(hc_context *ctx, const char *path, const hc_d3_reference *reference, double code, int *species,
                        size_t *system)
{
    if (!(code >= 1.0 && code < 100.0 * HC_D3_REFERENCES) || code != (double)(int)code || (int)code % 100 == 0) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: %g is no code of a reference system (atomic number + 100 times 0 to %d)", path, code,
                       HC_D3_REFERENCES - 1);
    }
    *species = hc_d3_reference_species(reference, (int)code % 100);
    *system = (size_t)((int)code / 100);
    return HC_OK;
}

static void store(hc_d3_reference *reference, size_t s, size_t a, double cn_a, size_t t, size_t b, double cn_b,
                  double c6)
{
    const size_t n = HC_D3_REFERENCES;
    reference->cn[s * n + a] = cn_a;
    reference->cn[t * n + b] = cn_b;
    reference->c6[((s * reference->nspecies + t) * n + a) * n + b] = c6;
    reference->c6[((t * reference->nspecies + s) * n + b) * n + a] = c6;
    reference->count[s] = a >= reference->count[s] ? a + 1 : reference->count[s];
    reference->count[t] = b >= reference->count[t] ? b + 1 : reference->count[t];
}

static hc_status parse(hc_context *ctx, const char *path, const char *text, hc_d3_reference *reference)
{
    hc_status status;
    double numbers, records, field[5];
    const char *cursor = text;
    HC_TRY(read_number(ctx, path, &cursor, &numbers));
    HC_TRY(read_number(ctx, path, &cursor, &records));
    if (!(records >= 1.0 && records < 1e7) || numbers != 5.0 * records) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: the first line must hold 5 n and n, the counts of numbers and records", path);
    }
    for (size_t record = 0; record < (size_t)records; record++) {
        int s = -1, t = -1;
        size_t a = 0, b = 0;
        for (int k = 0; k < 5; k++) {
            HC_TRY(read_number(ctx, path, &cursor, &field[k]));
        }
        HC_TRY(decode(ctx, path, reference, field[1], &s, &a));
        HC_TRY(decode(ctx, path, reference, field[2], &t, &b));
        if (!(field[0] > 0.0) || !(field[3] >= 0.0) || !(field[4] >= 0.0)) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s: record %zu holds a negative number", path, record + 1);
        }
        if (s >= 0 && t >= 0) {
            store(reference, (size_t)s, a, field[3], (size_t)t, b, field[4], field[0]);
        }
    }
cleanup:
    return status;
}

/* Every pair of reference systems of the wanted elements must have been in the file. */
static hc_status check_complete(hc_context *ctx, const char *path, const hc_d3_reference *reference)
{
    for (size_t s = 0; s < reference->nspecies; s++) {
        for (size_t t = 0; t < reference->nspecies; t++) {
            const double *c6 = hc_d3_reference_c6(reference, s, t);
            bool complete = reference->count[s] > 0 && reference->count[t] > 0;
            for (size_t a = 0; a < reference->count[s]; a++) {
                for (size_t b = 0; b < reference->count[t]; b++) {
                    complete = complete && c6[a * HC_D3_REFERENCES + b] > 0.0;
                }
            }
            if (!complete) {
                return hc_fail(ctx, HC_ERROR_MISSING_DATA, "%s has no complete set of C6 for the elements %d and %d",
                               path, reference->atomic_number[s], reference->atomic_number[t]);
            }
        }
    }
    return HC_OK;
}

static hc_status collect_species(hc_context *ctx, const hc_structure *structure, hc_d3_reference *reference)
{
    bool present[95] = {false};
    for (size_t i = 0; i < structure->natom; i++) {
        int z = structure->atomic_number[i];
        if (z < 1 || z > 94) {
            return hc_fail(ctx, HC_ERROR_MISSING_DATA, "atom %zu: D3 has no data for atomic number %d (1 to 94 have)",
                           i, z);
        }
        present[z] = true;
    }
    for (int z = 1; z <= 94; z++) {
        if (present[z]) {
            reference->atomic_number[reference->nspecies++] = z;
        }
    }
    return HC_OK;
}

hc_status hc_d3_reference_create(hc_context *ctx, const char *path, const hc_structure *structure,
                                 hc_d3_reference **reference)
{
    hc_status status;
    hc_d3_reference *made = NULL;
    char *found = NULL, *text = NULL;
    size_t length;
    *reference = NULL;
    if (!path) {
        HC_TRY(hc_data_file_find(ctx, "dftd3.dat", &found));
        path = found;
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(collect_species(ctx, structure, made));
    HC_TRY(hc_allocate(ctx, made->nspecies * HC_D3_REFERENCES, sizeof(double), &made->cn));
    HC_TRY(hc_allocate(ctx, made->nspecies * made->nspecies * HC_D3_REFERENCES * HC_D3_REFERENCES, sizeof(double),
                       &made->c6));
    HC_TRY(hc_file_read(ctx, path, &text, &length));
    HC_TRY(parse(ctx, path, text, made));
    HC_TRY(check_complete(ctx, path, made));
    *reference = made;
    made = NULL;
cleanup:
    hc_d3_reference_free(made);
    free(found);
    free(text);
    return status;
}

void hc_d3_reference_free(hc_d3_reference *reference)
{
    if (reference) {
        free(reference->cn);
        free(reference->c6);
        free(reference);
    }
}

int hc_d3_reference_species(const hc_d3_reference *reference, int atomic_number)
{
    for (size_t s = 0; s < reference->nspecies; s++) {
        if (reference->atomic_number[s] == atomic_number) {
            return (int)s;
        }
    }
    return -1;
}
