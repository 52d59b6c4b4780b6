/* The progress of long work, for people: one line that rewrites itself where somebody looks at a terminal, a plain line
 * now and then where the output goes to a file. */
#ifndef HC_BASE_PROGRESS_H
#define HC_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Plain data; made by hc_progress_begin. */
typedef struct hc_progress {
    FILE *file;
    bool terminal;
    double interval_s; /* between two lines: 0.1 s on a terminal, 30 s elsewhere */
    size_t total;      /* steps; 0: not known */
    size_t first;      /* step at which the clock was started */
    double begin_s, last_s;
    bool started, line_open; /* line_open: a rewriting line is on the terminal */
} hc_progress;

/* `file` is borrowed. Whether it is a terminal is found out here. */
void hc_progress_begin(hc_progress *progress, FILE *file, size_t total);
/* What step was reached, at hc_wall_seconds() `now_s`; `details` (may be "") stands between the step and the rate.
 * Writes nothing when the last line is younger than the interval; the first call is the start of the clock, and the
 * last step is always shown. True when a line was written. */
bool hc_progress_step(hc_progress *progress, double now_s, size_t step, const char *details);
/* Whether the next call of hc_progress_step would write: for those whose details cost something to make. */
bool hc_progress_is_due(const hc_progress *progress, double now_s, size_t step);
/* Takes the rewriting line away, before somebody else writes a line (a warning) or at the end. */
void hc_progress_clear(hc_progress *progress);

/* "12.3 s", "4 min 05 s", "3 h 12 min", "2 d 04 h". */
#define HC_DURATION_SIZE 32
void hc_duration_text(double seconds, char text[HC_DURATION_SIZE]);

#endif
