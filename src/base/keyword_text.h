/* Keywords in words: for errors, the manual and --help. */
#ifndef HC_BASE_KEYWORD_TEXT_H
#define HC_BASE_KEYWORD_TEXT_H

#include <stdbool.h>

#include "base/text.h"
#include "halfcell/keyword.h"

/* "number", "list of integers", "atom selection" ... */
const char *hc_value_type_text(hc_value_type type);
bool hc_value_type_is_list(hc_value_type type);

/* Unit of the value as the user sees it ("fs"), or "" when the name carries none. */
const char *hc_keyword_unit_text(const hc_keyword *keyword);

/* Appends "0.001 to 10", "at least 0", "nve, nvt" (choices); nothing when everything is allowed. */
void hc_keyword_add_range(hc_text *text, const hc_keyword *keyword);

/* Appends one item of a list as hc_keyword_set reads it back: in quotes where it holds blanks, commas or brackets. */
void hc_keyword_add_item(hc_text *text, const char *item);

/* Shortest decimal text that hc_keyword_set turns into the same `value` (atomic units) when one user's unit is `unit`.
 * Always reads as a number in YAML and JSON. */
#define HC_REAL_TEXT_SIZE 40
void hc_keyword_real_text(double value, double unit, char text[HC_REAL_TEXT_SIZE]);

#endif
