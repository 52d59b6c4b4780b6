/* Entries of CP2K's files of basis sets and pseudopotentials: a line with an element and one or more names, lines of
 * numbers, up to the next line with an element and a name. "#" and "!" begin comments; case does not matter. */
#ifndef HC_GPW_ENTRY_H
#define HC_GPW_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_gpw_entry hc_gpw_entry;

/* What is looked for. */
typedef struct hc_gpw_entry_key {
    int atomic_number;
    const char *name;
    bool any_valence; /* also the first of the names NAME-q1, NAME-q2, ... */
} hc_gpw_entry_key;

/* The name that the key matched, as the file spells it; borrowed. */
const char *hc_gpw_entry_name(const hc_gpw_entry *entry);
/* N when one of the names ends in -qN, else 0. */
int hc_gpw_entry_valence(const hc_gpw_entry *entry);

/* Goes to the next line, whatever is left of the present one; false at the end of the entry. */
bool hc_gpw_entry_next_line(hc_gpw_entry *entry);
/* Whether there is another line. */
bool hc_gpw_entry_has_line(const hc_gpw_entry *entry);
/* Words that the present line still has. */
size_t hc_gpw_entry_left(const hc_gpw_entry *entry);
/* The next word, of the following line when the present one is used up; a finite number, or an integer in a range. The
 * message of the failure says `what` was expected and where. */
HC_MUST_CHECK hc_status hc_gpw_entry_real(hc_gpw_entry *entry, const char *what, double *value);
HC_MUST_CHECK hc_status hc_gpw_entry_integer(hc_gpw_entry *entry, const char *what, long lowest, long highest,
                                             int *value);
/* A failure at the present line: "FILE:LINE: ELEMENT NAME: ". */
HC_MUST_CHECK hc_status hc_gpw_entry_fail(const hc_gpw_entry *entry, hc_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Reads one entry of a file into `data`. */
typedef hc_status hc_gpw_entry_reader(hc_gpw_entry *entry, void *data);
/* Opens, reads and closes; an entry that is not there is HC_ERROR_MISSING_DATA with the names that are. kind: "basis
 * set". */
HC_MUST_CHECK hc_status hc_gpw_entry_read(hc_context *ctx, const char *path, const char *kind,
                                          const hc_gpw_entry_key *key, hc_gpw_entry_reader *read, void *data);
/* The same from the first of `nfile` data files (base/data_file.h) that has the entry. */
HC_MUST_CHECK hc_status hc_gpw_entry_find(hc_context *ctx, size_t nfile, const char *const *file, const char *kind,
                                          const hc_gpw_entry_key *key, hc_gpw_entry_reader *read, void *data);

#endif
