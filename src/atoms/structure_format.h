/* File formats of structures: one record a format and one line in the table (structure_format.c). */
#ifndef HC_ATOMS_STRUCTURE_FORMAT_H
#define HC_ATOMS_STRUCTURE_FORMAT_H

#include <stdio.h>

#include "halfcell/structure.h"

typedef struct hc_structure_format {
    const char *name;
    const char *summary;
    const char *reference;
    const char *const *extensions; /* NULL-terminated, with the dot, lower case */
    const char *const *stems;      /* NULL-terminated: beginnings of file names, such as "POSCAR" */
    /* Whether the beginning of a file looks like this format; asked only where the name says nothing. */
    bool (*recognises)(const char *text);
    /* Reads the (last) structure; `name` is for messages. */
    hc_status (*read)(hc_context *ctx, FILE *file, const char *name, hc_structure **structure);
    hc_status (*write)(hc_context *ctx, FILE *file, const hc_structure *structure);
} hc_structure_format;

extern const hc_structure_format hc_format_extxyz;
extern const hc_structure_format hc_format_poscar;
extern const hc_structure_format hc_format_cif;

/* All formats, a NULL-terminated list. */
const hc_structure_format *const *hc_structure_formats(void);
/* By the name of the file; NULL when the name says nothing. */
const hc_structure_format *hc_structure_format_of_name(const char *path);
/* Whether hc_structure_write would know the format, and has a folder to write to. */
HC_MUST_CHECK hc_status hc_structure_write_check(hc_context *ctx, const char *path);

#endif
