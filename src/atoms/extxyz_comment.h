/* The comment line of an (extended) XYZ frame: what it says about the cell and the columns. */
#ifndef HC_ATOMS_EXTXYZ_COMMENT_H
#define HC_ATOMS_EXTXYZ_COMMENT_H

#include "atoms/extxyz.h"
#include "atoms/text_reader.h"

typedef enum hc_xyz_field {
    HC_XYZ_SKIPPED, /* a column that means nothing to halfcell */
    HC_XYZ_SPECIES,
    HC_XYZ_POSITION,
    HC_XYZ_NUMBER,
    HC_XYZ_MASS,
    HC_XYZ_MOMENTUM,
    HC_XYZ_VELOCITY,
    HC_XYZ_FORCE,
    HC_XYZ_CHARGE,
    HC_XYZ_INITIAL_CHARGE,
    HC_XYZ_MOVE_MASK,
    HC_XYZ_FIELD_COUNT
} hc_xyz_field;

/* One property, which is one or more columns. */
typedef struct hc_xyz_property {
    hc_xyz_field field;
    size_t count;
} hc_xyz_property;

#define HC_XYZ_PROPERTY_MAX 64

typedef struct hc_xyz_comment {
    bool extended; /* false: a plain XYZ file, whose lines may have more columns than the four that are read */
    bool has_lattice;
    hc_mat3 lattice; /* bohr */
    bool periodic[3];
    size_t nproperty;
    hc_xyz_property property[HC_XYZ_PROPERTY_MAX];
    bool has[HC_XYZ_FIELD_COUNT];
} hc_xyz_comment;

/* Reads the present line of the reader. Energy and the other keys go to the frame; what a plain comment says goes there
 * as the key "comment". */
HC_MUST_CHECK hc_status hc_xyz_comment_read(hc_context *ctx, const hc_text_reader *reader, hc_xyz_comment *comment,
                                            hc_frame *frame);

/* Appends a pair to the frame's info; both are copied. */
HC_MUST_CHECK hc_status hc_frame_add_info(hc_context *ctx, hc_frame *frame, const char *key, const char *value);

#endif
