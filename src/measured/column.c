#include "measured/column.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "measured/source.h"

/* "µ" is written as U+00B5, U+03BC or u. */
static const hc_measured_unit units[] = {
    {"s", HC_DIMENSION_TIME, 1.0},
    {"sec", HC_DIMENSION_TIME, 1.0},
    {"seconds", HC_DIMENSION_TIME, 1.0},
    {"ms", HC_DIMENSION_TIME, 1e-3},
    {"min", HC_DIMENSION_TIME, 60.0},
    {"minutes", HC_DIMENSION_TIME, 60.0},
    {"h", HC_DIMENSION_TIME, 3600.0},
    {"hr", HC_DIMENSION_TIME, 3600.0},
    {"hours", HC_DIMENSION_TIME, 3600.0},
    {"V", HC_DIMENSION_POTENTIAL, 1.0},
    {"mV", HC_DIMENSION_POTENTIAL, 1e-3},
    {"uV", HC_DIMENSION_POTENTIAL, 1e-6},
    {"A", HC_DIMENSION_CURRENT, 1.0},
    {"mA", HC_DIMENSION_CURRENT, 1e-3},
    {"uA", HC_DIMENSION_CURRENT, 1e-6},
    {"nA", HC_DIMENSION_CURRENT, 1e-9},
    {"pA", HC_DIMENSION_CURRENT, 1e-12},
    {"A/cm2", HC_DIMENSION_CURRENT_DENSITY, 1e4},
    {"mA/cm2", HC_DIMENSION_CURRENT_DENSITY, 10.0},
    {"uA/cm2", HC_DIMENSION_CURRENT_DENSITY, 1e-2},
    {"A/m2", HC_DIMENSION_CURRENT_DENSITY, 1.0},
    {"mA/m2", HC_DIMENSION_CURRENT_DENSITY, 1e-3},
    {"C", HC_DIMENSION_CHARGE, 1.0},
    {"mC", HC_DIMENSION_CHARGE, 1e-3},
    {"uC", HC_DIMENSION_CHARGE, 1e-6},
    {"A.h", HC_DIMENSION_CHARGE, 3600.0},
    {"mA.h", HC_DIMENSION_CHARGE, 3.6},
    {"uA.h", HC_DIMENSION_CHARGE, 3.6e-3},
    {"Ah", HC_DIMENSION_CHARGE, 3600.0},
    {"mAh", HC_DIMENSION_CHARGE, 3.6},
};
#define UNIT_COUNT (sizeof units / sizeof units[0])

/* Names of quantities, letters and digits alone, in lower case; of several in one file the first here is taken. */
typedef struct alias {
    const char *name;
    hc_trace_quantity quantity;
} alias;

static const alias aliases[] = {
    {"time", HC_TRACE_TIME},
    {"elapsedtime", HC_TRACE_TIME},
    {"timestamp", HC_TRACE_TIME},
    {"t", HC_TRACE_TIME},
    {"correctedtime", HC_TRACE_TIME},
    {"ewe", HC_TRACE_POTENTIAL},
    {"we1potential", HC_TRACE_POTENTIAL},
    {"vf", HC_TRACE_POTENTIAL},
    {"potential", HC_TRACE_POTENTIAL},
    {"workingelectrode", HC_TRACE_POTENTIAL},
    {"e", HC_TRACE_POTENTIAL},
    {"u", HC_TRACE_POTENTIAL},
    {"voltage", HC_TRACE_POTENTIAL},
    {"ecell", HC_TRACE_POTENTIAL},
    {"v", HC_TRACE_POTENTIAL},
    {"control", HC_TRACE_CONTROL},
    {"potentialapplied", HC_TRACE_CONTROL},
    {"appliedpotential", HC_TRACE_CONTROL},
    {"i", HC_TRACE_CURRENT},
    {"i1", HC_TRACE_CURRENT},
    {"we1current", HC_TRACE_CURRENT},
    {"im", HC_TRACE_CURRENT},
    {"current", HC_TRACE_CURRENT},
    {"j", HC_TRACE_CURRENT_DENSITY},
    {"currentdensity", HC_TRACE_CURRENT_DENSITY},
    {"qqo", HC_TRACE_CHARGE},
    {"charge", HC_TRACE_CHARGE},
    {"q", HC_TRACE_CHARGE},
    {"cyclenumber", HC_TRACE_CYCLE},
    {"cycle", HC_TRACE_CYCLE},
    {"scan", HC_TRACE_CYCLE},
};
#define ALIAS_COUNT (sizeof aliases / sizeof aliases[0])

hc_measured_dimension hc_trace_dimension(hc_trace_quantity quantity)
{
    static const hc_measured_dimension of[HC_TRACE_QUANTITY_COUNT] = {
        [HC_TRACE_TIME] = HC_DIMENSION_TIME,
        [HC_TRACE_POTENTIAL] = HC_DIMENSION_POTENTIAL,
        [HC_TRACE_CONTROL] = HC_DIMENSION_POTENTIAL,
        [HC_TRACE_CURRENT] = HC_DIMENSION_CURRENT,
        [HC_TRACE_CURRENT_DENSITY] = HC_DIMENSION_CURRENT_DENSITY,
        [HC_TRACE_CHARGE] = HC_DIMENSION_CHARGE,
        [HC_TRACE_CYCLE] = HC_DIMENSION_NONE,
    };
    return of[quantity];
}

/* One way to write a unit: µ is u, exponents are digits, "mA cm-2" and "mA·cm^-2" are "mA/cm2"; blanks go. */
static void normalise_unit(const char *text, char *plain, size_t size)
{
    static const char *const replace[][2] = {{"\xC2\xB5", "u"},     {"\xCE\xBC", "u"}, {"\xC2\xB2", "2"},
                                             {"\xE2\x81\xBB", "-"}, {"\xC2\xB7", "."}, {"\xE2\x88\x92", "-"},
                                             {"cm^-2", "/cm2"},     {"cm-2", "/cm2"},  {"m^-2", "/m2"},
                                             {"m-2", "/m2"},        {"^", ""},         {" ", ""},
                                             {"_per_", "/"},        {"_", "/"}};
    char buffer[2][128];
    int now = 0;
    hc_source_copy(buffer[0], sizeof buffer[0], text);
    for (size_t k = 0; k < sizeof replace / sizeof replace[0]; k++) {
        size_t length = strlen(replace[k][0]), out = 0;
        const char *from = buffer[now];
        char *to = buffer[1 - now];
        while (*from != '\0' && out + 8 < sizeof buffer[0]) {
            if (strncmp(from, replace[k][0], length) == 0) {
                out += (size_t)(stpcpy(to + out, replace[k][1]) - (to + out));
                from += length;
            } else {
                to[out++] = *from++;
            }
        }
        to[out] = '\0';
        now = 1 - now;
    }
    char *middle = strstr(buffer[now], "./"); /* "mA.cm-2" */
    if (middle != NULL) {
        memmove(middle, middle + 1, strlen(middle));
    }
    hc_source_copy(plain, size, buffer[now]);
}

/* Length of the text before " vs", "_rhe", "_she", "|" or the end. */
static size_t length_before_reference(const char *text)
{
    for (size_t i = 0; text[i] != '\0'; i++) {
        bool begins = i == 0 || text[i - 1] == ' ' || text[i - 1] == '_';
        bool scale = strncasecmp(text + i, "rhe", 3) == 0 || strncasecmp(text + i, "she", 3) == 0;
        if (text[i] == '|' || (begins && scale && !isalnum((unsigned char)text[i + 3])) ||
            (begins && strncasecmp(text + i, "vs", 2) == 0 && !isalnum((unsigned char)text[i + 2]))) {
            return i;
        }
    }
    return strlen(text);
}

const hc_measured_unit *hc_measured_unit_find(const char *text)
{
    char before[128], plain[128];
    size_t length = length_before_reference(text);
    if (length >= sizeof before) {
        return NULL;
    }
    memcpy(before, text, length);
    before[length] = '\0';
    if (length > 0 && before[length - 1] == '_') {
        before[length - 1] = '\0';
    }
    normalise_unit(before, plain, sizeof plain);
    for (size_t i = 0; i < UNIT_COUNT; i++) {
        if (strcmp(units[i].text, plain) == 0) {
            return &units[i];
        }
    }
    for (size_t i = 0; i < UNIT_COUNT && plain[0] != 'M'; i++) { /* "ma" of CSV headers; MA would be mega */
        if (strcasecmp(units[i].text, plain) == 0) {
            return &units[i];
        }
    }
    return NULL;
}

void hc_measured_unit_list(hc_measured_dimension dimension, hc_text *text)
{
    const char *between = "";
    for (size_t i = 0; i < UNIT_COUNT; i++) {
        if (units[i].dimension == dimension) {
            hc_text_addf(text, "%s%s", between, units[i].text);
            between = ", ";
        }
    }
}

/* "V vs. Ag/AgCl" -> "Ag/AgCl". */
static void find_reference(const char *unit_text, char *reference, size_t size)
{
    const char *at = unit_text + length_before_reference(unit_text);
    at += *at == '|' ? 1 : strncasecmp(at, "vs", 2) == 0 ? 2 : 0;
    at += strspn(at, "._ ");
    hc_source_copy(reference, size, at);
    if (strcasecmp(reference, "ref") == 0 || strcasecmp(reference, "ref.") == 0) {
        reference[0] = '\0';
    }
}

/* Letters and digits of the first `length` bytes, in lower case. */
static void plain_name(const char *header, size_t length, char *name, size_t size)
{
    size_t out = 0;
    for (size_t i = 0; i < length && out + 1 < size; i++) {
        if (isalnum((unsigned char)header[i])) {
            name[out++] = (char)tolower((unsigned char)header[i]);
        }
    }
    name[out] = '\0';
}

static bool find_alias(const char *header, size_t length, hc_column_meaning *meaning)
{
    char name[64];
    plain_name(header, length, name, sizeof name);
    for (size_t i = 0; i < ALIAS_COUNT; i++) {
        if (strcmp(aliases[i].name, name) == 0) {
            bool averaged = header[0] == '<'; /* an average over the interval says more of a current */
            meaning->known = true;
            meaning->quantity = aliases[i].quantity;
            meaning->rank = 2 * (int)i + (averaged ? 0 : 1);
            return true;
        }
    }
    return false;
}

/* Takes header[0 ... length) as the name and unit_text as the unit when both make sense together. */
static bool try_split(const char *header, size_t length, const char *unit_text, hc_column_meaning *meaning)
{
    const hc_measured_unit *unit = hc_measured_unit_find(unit_text);
    if (unit == NULL || !find_alias(header, length, meaning) ||
        (hc_trace_dimension(meaning->quantity) != unit->dimension &&
         !(meaning->quantity == HC_TRACE_CURRENT && unit->dimension == HC_DIMENSION_CURRENT_DENSITY))) {
        meaning->known = false;
        return false;
    }
    if (unit->dimension == HC_DIMENSION_CURRENT_DENSITY) {
        meaning->quantity = HC_TRACE_CURRENT_DENSITY;
    }
    meaning->unit = unit;
    find_reference(unit_text, meaning->reference, sizeof meaning->reference);
    return true;
}

/* "name (unit)" and "name [unit]". */
static bool try_brackets(const char *header, hc_column_meaning *meaning)
{
    char unit[HC_TRACE_TEXT_MAX];
    size_t length = strlen(header);
    if (length < 3 || (header[length - 1] != ')' && header[length - 1] != ']')) {
        return false;
    }
    const char *open = strrchr(header, header[length - 1] == ')' ? '(' : '[');
    if (open == NULL || (size_t)(header + length - open) >= sizeof unit) {
        return false;
    }
    memcpy(unit, open + 1, (size_t)(header + length - open) - 2);
    unit[(size_t)(header + length - open) - 2] = '\0';
    return try_split(header, (size_t)(open - header), unit, meaning);
}

void hc_column_understand(const char *raw_header, const char *unit_text, hc_column_meaning *meaning)
{
    char header[128];
    *meaning = (hc_column_meaning){0};
    hc_source_copy(header, sizeof header, raw_header);
    size_t length = strlen(header);
    if (length > 1 && header[0] == '"' && header[length - 1] == '"') {
        header[length - 1] = '\0';
        memmove(header, header + 1, length - 1);
    }
    if (unit_text != NULL) {
        if (!try_split(header, strlen(header), unit_text, meaning) && find_alias(header, strlen(header), meaning)) {
            meaning->known = meaning->quantity == HC_TRACE_CYCLE;
        }
        return;
    }
    if (try_brackets(header, meaning)) {
        return;
    }
    for (const char *at = header; *at != '\0'; at++) { /* "control/V/mA" has a unit that is none */
        if ((*at == '/' || *at == '_') && at > header && try_split(header, (size_t)(at - header), at + 1, meaning)) {
            return;
        }
    }
    (void)find_alias(header, strlen(header), meaning);
}
