/* Which atoms become defects: by element, by distinct site of the crystal, by depth, so many, far apart, at random or
 * quasi-random.
 */
#ifndef HC_BUILDERS_SITE_CHOICE_H
#define HC_BUILDERS_SITE_CHOICE_H

#include "halfcell/keyword.h"
#include "halfcell/structure.h"

typedef enum hc_site_where { HC_SITE_ANY, HC_SITE_SURFACE, HC_SITE_BELOW } hc_site_where;
typedef enum hc_site_placement { HC_SITE_FARTHEST, HC_SITE_RANDOM, HC_SITE_SQS } hc_site_placement;

typedef struct hc_site_choice {
    char *element; /* symbol; NULL when atoms are given */
    char *atoms;   /* selection, instead of element or to narrow it; NULL: all */
    int site;      /* of the distinct ones of the element, see hc_sites_distinct; HC_INTEGER_UNSET: any */
    int where;     /* hc_site_where */
    double depth;  /* bohr: what is not deeper below the highest atom (along z) is surface */
    int count;
    double fraction; /* of the atoms that could be meant, instead of count; NaN: not given */
    int placement;   /* hc_site_placement */
    int shells;      /* of sqs, see builders/placement.h */
    int seed;
} hc_site_choice;

/* Keywords of an options struct whose member `member` is an hc_site_choice. */
#define HC_SITE_KEYWORDS(options_type, choice_member)                                                                  \
    {.name = "element",                                                                                                \
     .type = HC_VALUE_TEXT,                                                                                            \
     .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, element),                              \
     .default_text = "",                                                                                               \
     .doc = "Which element."},                                                                                         \
        {.name = "atoms",                                                                                              \
         .type = HC_VALUE_SELECTION,                                                                                   \
         .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, atoms),                            \
         .default_text = "",                                                                                           \
         .doc = "Only of these atoms; alone it can stand for element."},                                               \
        {.name = "site",                                                                                               \
         .type = HC_VALUE_INTEGER,                                                                                     \
         .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, site),                             \
         .default_text = "",                                                                                           \
         .minimum = 0,                                                                                                 \
         .maximum = 100000,                                                                                            \
         .doc = "Which of the distinct sites of the element, from 0 (`--verbose` lists those of crystals of up to "    \
                "500 atoms); any if not given."},                                                                      \
        {.name = "where",                                                                                              \
         .type = HC_VALUE_CHOICE,                                                                                      \
         .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, where),                            \
         .default_text = "any",                                                                                        \
         .choices = hc_site_where_choices,                                                                             \
         .doc = "Anywhere, at the upper surface of a slab, or below its surfaces."},                                   \
        {.name = "depth_angstrom",                                                                                     \
         .type = HC_VALUE_REAL,                                                                                        \
         .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, depth),                            \
         .unit = HC_ANGSTROM,                                                                                          \
         .default_text = "1.5",                                                                                        \
         .minimum = 0.01,                                                                                              \
         .maximum = 100,                                                                                               \
         .doc = "What is no deeper than this below the highest atom is surface."},                                     \
        {.name = "count",                                                                                              \
         .type = HC_VALUE_INTEGER,                                                                                     \
         .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, count),                            \
         .default_text = "1",                                                                                          \
         .minimum = 1,                                                                                                 \
         .maximum = 1000000,                                                                                           \
         .doc = "How many."},                                                                                          \
        {.name = "fraction",                                                                                           \
         .type = HC_VALUE_REAL,                                                                                        \
         .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, fraction),                         \
         .default_text = "",                                                                                           \
         .minimum = 0,                                                                                                 \
         .maximum = 1,                                                                                                 \
         .doc = "Instead of count: which share of the atoms that could be meant."},                                    \
        {.name = "placement",                                                                                          \
         .type = HC_VALUE_CHOICE,                                                                                      \
         .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, placement),                        \
         .default_text = "farthest",                                                                                   \
         .choices = hc_site_placement_choices,                                                                         \
         .doc = "Several: the nearest two of them as far apart as can be, at random, or a special quasi-random "       \
                "structure (pairs as in a random alloy)."},                                                            \
        {.name = "shells",                                                                                             \
         .type = HC_VALUE_INTEGER,                                                                                     \
         .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, shells),                           \
         .default_text = "3",                                                                                          \
         .minimum = 1,                                                                                                 \
         .maximum = 12,                                                                                                \
         .doc = "Of sqs: so many shells of neighbours are to be as in the random alloy."},                             \
    {                                                                                                                  \
        .name = "seed", .type = HC_VALUE_INTEGER,                                                                      \
        .offset = offsetof(options_type, choice_member) + offsetof(hc_site_choice, seed), .default_text = "0",         \
        .minimum = 0, .maximum = 2147483647,                                                                           \
        .doc = "0: the first one is the atom with the lowest number; another seed gives another start."                \
    }
extern const char *const hc_site_where_choices[], *const hc_site_placement_choices[];

/* A set of equivalent atoms. */
typedef struct hc_distinct_site {
    size_t first; /* its first atom */
    size_t count;
    char wyckoff;
    char symmetry[7];
} hc_distinct_site;

/* The distinct sites of an element by the symmetry of the structure, in the order of their first atoms; the number of
 * the site of every atom into of_atom [natom] (NULL: not wanted), (size_t)-1 for other elements. The caller frees
 * *list. In a supercell these are the Wyckoff sites of the crystal. */
HC_MUST_CHECK hc_status hc_sites_distinct(hc_context *ctx, const hc_structure *structure, int number, size_t *count,
                                          hc_distinct_site **list, size_t *of_atom);

/* The atoms, in the order in which they were chosen; the caller frees *atoms. Logs the distinct sites of crystals of up
 * to 500 atoms. */
HC_MUST_CHECK hc_status hc_sites_choose(hc_context *ctx, const hc_structure *structure, const hc_site_choice *choice,
                                        size_t *count, size_t **atoms);

/* Atomic number of a symbol that a user wrote; HC_ERROR_INPUT when it is none. */
HC_MUST_CHECK hc_status hc_site_element(hc_context *ctx, const char *symbol, int *number);

#endif
