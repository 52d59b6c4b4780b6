#include "base/progress.h"

#include <math.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LINE_SIZE 512

void hc_duration_text(double seconds, char text[HC_DURATION_SIZE])
{
    if (!(seconds >= 0) || seconds > 1e9) {
        snprintf(text, HC_DURATION_SIZE, "?");
    } else if (seconds < 9.95) {
        snprintf(text, HC_DURATION_SIZE, "%.1f s", seconds);
    } else if (seconds < 59.5) {
        snprintf(text, HC_DURATION_SIZE, "%.0f s", seconds);
    } else if (seconds < 3570) {
        long whole = lround(seconds);
        snprintf(text, HC_DURATION_SIZE, "%ld min %02ld s", whole / 60, whole % 60);
    } else if (seconds < 48 * 3600) {
        long minutes = lround(seconds / 60);
        snprintf(text, HC_DURATION_SIZE, "%ld h %02ld min", minutes / 60, minutes % 60);
    } else {
        long hours = lround(seconds / 3600);
        snprintf(text, HC_DURATION_SIZE, "%ld d %02ld h", hours / 24, hours % 24);
    }
}

void hc_progress_begin(hc_progress *progress, FILE *file, size_t total)
{
    bool terminal = isatty(fileno(file)) == 1;
    *progress = (hc_progress){.file = file, .terminal = terminal, .interval_s = terminal ? 0.1 : 30.0, .total = total};
}

bool hc_progress_is_due(const hc_progress *progress, double now_s, size_t step)
{
    return !progress->started || now_s - progress->last_s >= progress->interval_s ||
           (progress->total > 0 && step >= progress->total);
}

/* Columns of the terminal; a longer line would wrap and could not be rewritten. */
static size_t columns_of(FILE *file)
{
    struct winsize size;
    return ioctl(fileno(file), TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

/* Appends "12.5 steps/s" or "1.6 s/step", and the time left. */
static void add_rate(const hc_progress *progress, double now_s, size_t step, char *line, size_t size)
{
    size_t length = strlen(line), done = step - progress->first;
    double elapsed = now_s - progress->begin_s;
    if (step <= progress->first || elapsed <= 0) {
        return;
    }
    double rate = (double)done / elapsed;
    length += (size_t)snprintf(line + length, size - length, rate >= 1 ? "  %.1f steps/s" : "  %.2f s/step",
                               rate >= 1 ? rate : 1 / rate);
    if (progress->total > step && length < size) {
        char left[HC_DURATION_SIZE];
        hc_duration_text((double)(progress->total - step) / rate, left);
        snprintf(line + length, size - length, "  %s left", left);
    }
}

static void write_line(hc_progress *progress, char *line)
{
    if (progress->terminal) {
        size_t columns = columns_of(progress->file);
        if (strlen(line) >= columns) {
            line[columns - 1] = '\0';
        }
        fprintf(progress->file, "\r%s\x1b[K", line);
        progress->line_open = true;
    } else {
        fprintf(progress->file, "%s\n", line);
    }
    fflush(progress->file);
}

bool hc_progress_step(hc_progress *progress, double now_s, size_t step, const char *details)
{
    char line[LINE_SIZE];
    if (!hc_progress_is_due(progress, now_s, step)) {
        return false;
    }
    if (!progress->started) {
        progress->started = true;
        progress->first = step;
        progress->begin_s = now_s;
    }
    progress->last_s = now_s;
    if (progress->total > 0) {
        snprintf(line, sizeof line, "step %zu/%zu%s%.380s", step, progress->total, details[0] != '\0' ? "  " : "",
                 details);
    } else {
        snprintf(line, sizeof line, "step %zu%s%.380s", step, details[0] != '\0' ? "  " : "", details);
    }
    add_rate(progress, now_s, step, line, sizeof line);
    write_line(progress, line);
    return true;
}

void hc_progress_clear(hc_progress *progress)
{
    if (progress->line_open) {
        fputs("\r\x1b[K", progress->file);
        fflush(progress->file);
        progress->line_open = false;
    }
}
