/* Wires: what lies within a circle or a regular polygon around an axis along z. */
#ifndef HC_BUILDERS_WIRE_H
#define HC_BUILDERS_WIRE_H

#include "builders/line_lattice.h"
#include "halfcell/keyword.h"
#include "halfcell/units.h"

typedef struct hc_wire_options {
    double radius;  /* bohr, of the circle, or of the circle inside the polygon */
    int sides;      /* of the polygon, the first across y (the normal of the plane); 0: a circle */
    int repeat;     /* periods along the axis */
    bool free_ends; /* it ends there instead of repeating */
    double vacuum;  /* bohr, beside the wire and beyond free ends */
} hc_wire_options;

/* Entries of a table of keywords for repeat, free_ends and vacuum of `member`, a hc_wire_options of options_type. */
#define HC_WIRE_LENGTH_KEYWORDS(options_type, member)                                                                  \
    {.name = "repeat",                                                                                                 \
     .type = HC_VALUE_INTEGER,                                                                                         \
     .offset = offsetof(options_type, member) + offsetof(hc_wire_options, repeat),                                     \
     .default_text = "1",                                                                                              \
     .minimum = 1,                                                                                                     \
     .maximum = 10000,                                                                                                 \
     .doc = "Periods along the line."},                                                                                \
        {.name = "free_ends",                                                                                          \
         .type = HC_VALUE_BOOL,                                                                                        \
         .offset = offsetof(options_type, member) + offsetof(hc_wire_options, free_ends),                              \
         .default_text = "false",                                                                                      \
         .doc = "Ends in vacuum along the line instead of repeating."},                                                \
    {                                                                                                                  \
        .name = "vacuum_angstrom", .type = HC_VALUE_REAL,                                                              \
        .offset = offsetof(options_type, member) + offsetof(hc_wire_options, vacuum), .unit = HC_ANGSTROM,             \
        .default_text = "12", .minimum = 0, .maximum = 1000, .doc = "Beside a wire and beyond free ends."              \
    }

/* The same for radius and sides. */
#define HC_WIRE_SECTION_KEYWORDS(options_type, member)                                                                 \
    {.name = "radius_angstrom",                                                                                        \
     .type = HC_VALUE_REAL,                                                                                            \
     .offset = offsetof(options_type, member) + offsetof(hc_wire_options, radius),                                     \
     .unit = HC_ANGSTROM,                                                                                              \
     .default_text = "15",                                                                                             \
     .minimum = 2,                                                                                                     \
     .maximum = 500,                                                                                                   \
     .doc = "Of the wire; with sides of the circle inside."},                                                          \
    {                                                                                                                  \
        .name = "sides", .type = HC_VALUE_INTEGER,                                                                     \
        .offset = offsetof(options_type, member) + offsetof(hc_wire_options, sides), .default_text = "0",              \
        .minimum = 0, .maximum = 24, .doc = "Of a polygon instead of a circle (0), one of them the plane; at least 3." \
    }

/* HC_ERROR_INPUT for a polygon of one or two sides. */
HC_MUST_CHECK hc_status hc_wire_check(hc_context *ctx, const hc_wire_options *options);

/* A block of the crystal, periodic, that holds the section and `margin` bohr around it; the axis goes through *x, *y: a
 * hole in the gap `gap` of the list of the lattice. */
HC_MUST_CHECK hc_status hc_wire_block(hc_context *ctx, const hc_line_lattice *lattice, const hc_wire_options *options,
                                      size_t gap, double margin, hc_structure **block, double *x, double *y);
/* Keeps what is inside; the axis becomes the middle of a cell with vacuum around the wire, which is periodic in all
 * directions. */
HC_MUST_CHECK hc_status hc_wire_cut(hc_context *ctx, const hc_wire_options *options, double x, double y,
                                    hc_structure **block);

/* *structure, a crystal, becomes a wire along the direction axis [u v w], the plane (h k l) of the crystal, which holds
 * the axis, across y. */
HC_MUST_CHECK hc_status hc_wire_build(hc_context *ctx, const hc_wire_options *options, const int plane[3],
                                      const int axis[3], hc_structure **structure);

/* Ends the structure along c, which is along z: all atoms within one period, half of the vacuum above and below. */
void hc_free_ends(double vacuum, hc_structure *structure);

#endif
