#include "gpw/entry.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "atoms/elements.h"
#include "base/data_file.h"
#include "base/file.h"
#include "base/text.h"
#include "halfcell/structure.h"

#define WORD_MAX 128 /* columns of a line */

struct hc_gpw_entry {
    hc_context *ctx;
    const char *path;
    char *text; /* the whole file; lines are cut into words where they stand */
    char *next; /* first line not yet looked at, NULL at the end */
    size_t line;
    int atomic_number;
    const char *name;
    int valence;
    char *word[WORD_MAX];
    size_t nword, iword;
};

/* Ends a line at its comment and at its break; returns the next line or NULL. */
static char *end_line(char *line)
{
    char *next = strchr(line, '\n');
    if (next) {
        *next++ = '\0';
    }
    line[strcspn(line, "#!\r")] = '\0';
    return next;
}

static size_t split_words(char *line, char **word, size_t limit)
{
    size_t count = 0;
    char *save;
    for (char *w = strtok_r(line, " \t", &save); w && count < limit; w = strtok_r(NULL, " \t", &save)) {
        word[count++] = w;
    }
    return count;
}

static bool is_number(const char *word)
{
    char *end;
    strtod(word, &end);
    return end != word && *end == '\0';
}

/* The element of a line "Ag NAME ...", 0 when the line is none; the line is not changed. */
static int element_of_title(const char *line)
{
    const char *start = line + strspn(line, " \t");
    size_t length = strcspn(start, " \t\r\n#!");
    const char *second = start + length + strspn(start + length, " \t");
    size_t second_length = strcspn(second, " \t\r\n#!");
    char word[64];
    int z = length > 0 && length < 4 ? hc_element_number_of(start, length) : 0;
    if (z == 0 || second_length == 0) {
        return 0;
    }
    if (second_length < sizeof word) {
        memcpy(word, second, second_length);
        word[second_length] = '\0';
        return is_number(word) ? 0 : z;
    }
    return z;
}

/* N of "NAME-qN", 0 when the name does not end so. */
static int valence_of_name(const char *name)
{
    const char *dash = strrchr(name, '-');
    if (!dash || tolower((unsigned char)dash[1]) != 'q' || !isdigit((unsigned char)dash[2])) {
        return 0;
    }
    char *end;
    long value = strtol(dash + 2, &end, 10);
    return *end == '\0' && value > 0 && value <= HC_ELEMENT_MAX ? (int)value : 0;
}

static bool key_matches(const hc_gpw_entry_key *key, const char *name)
{
    size_t length = strlen(key->name);
    if (strcasecmp(name, key->name) == 0) {
        return true;
    }
    return key->any_valence && valence_of_name(name) > 0 && strncasecmp(name, key->name, length) == 0 &&
           strrchr(name, '-') == name + length;
}

/* Compares the names of a title with the key; the first one of a title that is not meant is added to `others`. */
static bool title_matches(hc_gpw_entry *entry, const hc_gpw_entry_key *key, hc_text *others)
{
    for (size_t i = 1; i < entry->nword; i++) {
        if (key_matches(key, entry->word[i])) {
            entry->name = entry->word[i];
        }
    }
    for (size_t i = 1; i < entry->nword; i++) {
        if (entry->name && entry->valence == 0) {
            entry->valence = valence_of_name(entry->word[i]);
        }
    }
    if (!entry->name) {
        hc_text_addf(others, " %s", entry->word[1]);
    }
    return entry->name != NULL;
}

/* Goes to the first entry of the key. */
static bool seek(hc_gpw_entry *entry, const hc_gpw_entry_key *key, hc_text *others)
{
    while (entry->next) {
        char *line = entry->next;
        entry->next = end_line(line);
        entry->line++;
        if (element_of_title(line) == key->atomic_number) {
            entry->nword = split_words(line, entry->word, WORD_MAX);
            if (title_matches(entry, key, others)) {
                entry->nword = 0;
                return true;
            }
        }
    }
    return false;
}

static void close_entry(hc_gpw_entry *entry)
{
    if (entry) {
        free(entry->text);
        free(entry);
    }
}

/* The first entry of the file that the key means; *entry is NULL when there is none, and the first names of those that
 * the element has are added to `others`, each after a blank. The caller closes. */
static hc_status open_entry(hc_context *ctx, const char *path, const hc_gpw_entry_key *key, hc_gpw_entry **entry,
                            hc_text *others)
{
    hc_status status;
    hc_gpw_entry *self = NULL;
    size_t length;
    *entry = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *self, &self));
    self->ctx = ctx;
    self->path = path;
    self->atomic_number = key->atomic_number;
    HC_TRY(hc_file_read(ctx, path, &self->text, &length));
    if (strlen(self->text) != length) {
        status = hc_fail(ctx, HC_ERROR_FORMAT, "%s: holds a zero byte; a text file was expected", path);
        goto cleanup;
    }
    self->next = self->text;
    if (seek(self, key, others)) {
        *entry = self;
        self = NULL;
    }
cleanup:
    close_entry(self);
    return status;
}

const char *hc_gpw_entry_name(const hc_gpw_entry *entry)
{
    return entry->name;
}

int hc_gpw_entry_valence(const hc_gpw_entry *entry)
{
    return entry->valence;
}

hc_status hc_gpw_entry_fail(const hc_gpw_entry *entry, hc_status status, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return hc_fail(entry->ctx, status, "%s:%zu: %s %s: %s", entry->path, entry->line,
                   hc_element_symbol(entry->atomic_number), entry->name, message);
}

bool hc_gpw_entry_next_line(hc_gpw_entry *entry)
{
    entry->nword = entry->iword = 0;
    while (entry->next && element_of_title(entry->next) == 0) {
        char *line = entry->next;
        entry->next = end_line(line);
        entry->line++;
        entry->nword = split_words(line, entry->word, WORD_MAX);
        if (entry->nword > 0) {
            return true;
        }
    }
    return false;
}

bool hc_gpw_entry_has_line(const hc_gpw_entry *entry)
{
    const char *line = entry->next;
    while (line && element_of_title(line) == 0) {
        const char *start = line + strspn(line, " \t\r");
        if (*start != '\0' && *start != '\n' && *start != '#' && *start != '!') {
            return true;
        }
        line = strchr(start, '\n');
        line += line != NULL;
    }
    return false;
}

size_t hc_gpw_entry_left(const hc_gpw_entry *entry)
{
    return entry->nword - entry->iword;
}

/* The next word, NULL when the entry has ended. */
static hc_status next_word(hc_gpw_entry *entry, const char *what, const char **word)
{
    *word = NULL;
    if (hc_gpw_entry_left(entry) == 0 && !hc_gpw_entry_next_line(entry)) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "the entry ends where %s was expected", what);
    }
    *word = entry->word[entry->iword++];
    return HC_OK;
}

/* Words that stand where a number should: some have a meaning. */
static hc_status refuse_word(const hc_gpw_entry *entry, const char *what, const char *word)
{
    if (strcasecmp(word, "NA") == 0) {
        return hc_gpw_entry_fail(entry, HC_ERROR_MISSING_DATA, "the file marks this entry as not available (NA)");
    }
    if (strcasecmp(word, "NLCC") == 0 || strcasecmp(word, "LSD") == 0) {
        return hc_gpw_entry_fail(entry, HC_ERROR_UNSUPPORTED,
                                 "potentials with %s are not implemented; take one without",
                                 toupper((unsigned char)word[0]) == 'N' ? "a non-linear core correction (NLCC)"
                                                                        : "a spin-dependent part (LSD)");
    }
    return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "%s was expected, not \"%.40s\"", what, word);
}

hc_status hc_gpw_entry_real(hc_gpw_entry *entry, const char *what, double *value)
{
    const char *word = NULL;
    hc_status status = next_word(entry, what, &word);
    if (status != HC_OK) {
        return status;
    }
    if (!is_number(word)) {
        return refuse_word(entry, what, word);
    }
    *value = strtod(word, NULL);
    if (!isfinite(*value)) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "%s is not finite (\"%.40s\")", what, word);
    }
    return HC_OK;
}

hc_status hc_gpw_entry_integer(hc_gpw_entry *entry, const char *what, long lowest, long highest, int *value)
{
    const char *word = NULL;
    char *end;
    hc_status status = next_word(entry, what, &word);
    if (status != HC_OK) {
        return status;
    }
    long number = strtol(word, &end, 10);
    if (end == word || *end != '\0') {
        return refuse_word(entry, what, word);
    }
    if (number < lowest || number > highest) {
        return hc_gpw_entry_fail(entry, HC_ERROR_FORMAT, "%s is %.40s and has to be %ld to %ld", what, word, lowest,
                                 highest);
    }
    *value = (int)number;
    return HC_OK;
}

static hc_status fail_missing(hc_context *ctx, const char *kind, const hc_gpw_entry_key *key, const char *where,
                              const hc_text *others)
{
    const char *symbol = hc_element_symbol(key->atomic_number);
    if (others->length == 0) {
        return hc_fail(ctx, HC_ERROR_MISSING_DATA, "%s has no %s in %s", symbol, kind, where);
    }
    return hc_fail(ctx, HC_ERROR_MISSING_DATA, "%s has no %s %s in %s; it has:%s", symbol, kind, key->name, where,
                   hc_text_string(others));
}

static hc_status check_key(hc_context *ctx, const char *kind, const hc_gpw_entry_key *key)
{
    if (!hc_element_symbol(key->atomic_number)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "no element has the atomic number %d, for which the %s %s is wanted",
                       key->atomic_number, kind, key->name);
    }
    return HC_OK;
}

/* *found: whether the file has the entry. */
static hc_status read_if_there(hc_context *ctx, const char *path, const hc_gpw_entry_key *key,
                               hc_gpw_entry_reader *read, void *data, bool *found, hc_text *others)
{
    hc_gpw_entry *entry = NULL;
    hc_status status = open_entry(ctx, path, key, &entry, others);
    *found = entry != NULL;
    if (entry) {
        status = read(entry, data);
    }
    close_entry(entry);
    return status;
}

hc_status hc_gpw_entry_read(hc_context *ctx, const char *path, const char *kind, const hc_gpw_entry_key *key,
                            hc_gpw_entry_reader *read, void *data)
{
    hc_status status;
    hc_text others = {0};
    bool found = false;
    HC_TRY(check_key(ctx, kind, key));
    HC_TRY(read_if_there(ctx, path, key, read, data, &found, &others));
    if (!found) {
        status = fail_missing(ctx, kind, key, path, &others);
    }
cleanup:
    hc_text_clear(&others);
    return status;
}

hc_status hc_gpw_entry_find(hc_context *ctx, size_t nfile, const char *const *file, const char *kind,
                            const hc_gpw_entry_key *key, hc_gpw_entry_reader *read, void *data)
{
    hc_status status, missing = HC_OK;
    hc_text others = {0}, searched = {0};
    char *path = NULL;
    bool found = false;
    HC_TRY(check_key(ctx, kind, key));
    for (size_t i = 0; i < nfile && !found; i++) {
        status = hc_data_file_find(ctx, file[i], &path);
        if (status == HC_ERROR_MISSING_DATA) {
            missing = status;
            continue;
        }
        HC_TRY(status);
        HC_TRY(read_if_there(ctx, path, key, read, data, &found, &others));
        hc_text_addf(&searched, "%s%s", searched.length ? ", " : "", file[i]);
        free(path);
        path = NULL;
    }
    status = HC_OK;
    if (searched.length == 0) {
        status = missing; /* the message of the last file tells where all were looked for */
    } else if (!found) {
        status = fail_missing(ctx, kind, key, hc_text_string(&searched), &others);
    }
cleanup:
    free(path);
    hc_text_clear(&others);
    hc_text_clear(&searched);
    return status;
}
