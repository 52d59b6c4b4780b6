/* What was found on this machine, what is wrong with it and how to mend it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <omp.h>

#include "base/checkpoint.h"
#include "base/data_file.h"
#include "base/file.h"
#include "base/json.h"
#include "commands.h"
#include "halfcell/version.h"
#include "input/yaml_tree.h"
#include "math/linalg.h"
#include "startup.h"

typedef struct doctor {
    app_call *call;
    hc_json *facts;
    hc_json *problems;
    size_t nproblem;
} doctor;

static void fact(doctor *d, const char *key, const char *label, const char *value)
{
    hc_text_addf(&d->call->out, "  ok    %-22s %s\n", label, value);
    hc_json_set(d->facts, key, hc_json_text(value));
}

/* Something that is not as it should be, and what to do about it. */
static void problem(doctor *d, const char *key, const char *label, const char *value, const char *mend)
{
    hc_text_addf(&d->call->out, "  MEND  %-22s %s\n        %-22s -> %s\n", label, value, "", mend);
    hc_json *object = hc_json_object();
    hc_json_set(object, "what", hc_json_text(key));
    hc_json_set(object, "found", hc_json_text(value));
    hc_json_set(object, "mend", hc_json_text(mend));
    hc_json_append(d->problems, object);
    hc_json_set(d->facts, key, hc_json_text(value));
    d->nproblem++;
}

/* The value of the first line "KEY   : value" of a file of /proc, or "unknown". */
static void proc_value(const char *path, const char *key, char *value, size_t size)
{
    char line[1024];
    FILE *file = fopen(path, "r");
    snprintf(value, size, "unknown");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, key, strlen(key)) == 0 && strchr(line, ':') != NULL) {
            const char *begin = strchr(line, ':') + 1;
            begin += strspn(begin, " \t");
            snprintf(value, size, "%.*s", (int)strcspn(begin, "\n"), begin);
            break;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
}

static void examine_processor(doctor *d)
{
    char model[256];
    proc_value("/proc/cpuinfo", "model name", model, sizeof model);
    fact(d, "processor", "processor", model);
    const char *best = app_best_blas_kernel();
    fact(d, "vector_instructions", "vector instructions",
         best == NULL                    ? "neither AVX2 nor AVX-512"
         : strcmp(best, "SkylakeX") == 0 ? "AVX-512"
                                         : "AVX2");
}

static void examine_blas(doctor *d)
{
    const char *kernel = hc_blas_kernel(), *chosen = getenv("OPENBLAS_CORETYPE");
    char text[256], mend[256];
    snprintf(text, sizeof text, "%s%s%s", kernel, chosen != NULL ? ", as OPENBLAS_CORETYPE says: " : "",
             chosen != NULL ? chosen : "");
    fact(d, "blas", "linear algebra", hc_blas_library());
    if (app_blas_kernel_is_good(kernel)) {
        fact(d, "blas_kernel", "  its kernels", text);
    } else {
        snprintf(mend, sizeof mend, "the processor can do more: %s OPENBLAS_CORETYPE, or set it to %s",
                 chosen != NULL ? "unset" : "install libopenblas0-openmp; if it is, set", app_best_blas_kernel());
        problem(d, "blas_kernel", "  its kernels", text, mend);
    }
}

static void examine_threads(doctor *d)
{
    char text[128];
    int cores = omp_get_num_procs(), threads = omp_get_max_threads();
    snprintf(text, sizeof text, "%d (of %d cores that this process may use)", threads, cores);
    if (threads > cores) {
        problem(d, "threads", "threads", text, "more threads than cores slow each other down; unset OMP_NUM_THREADS");
    } else if (threads < cores) {
        snprintf(text + strlen(text), sizeof text - strlen(text), "; fewer than there are");
        fact(d, "threads", "threads", text);
    } else {
        fact(d, "threads", "threads", text);
    }
}

static void examine_memory(doctor *d)
{
    char total[128], available[128], text[280];
    proc_value("/proc/meminfo", "MemTotal", total, sizeof total);
    proc_value("/proc/meminfo", "MemAvailable", available, sizeof available);
    snprintf(text, sizeof text, "%.1f GB, %.1f GB of it free", strtod(total, NULL) / 1048576.0,
             strtod(available, NULL) / 1048576.0);
    if (strtod(available, NULL) > 0 && strtod(available, NULL) < 1048576.0) {
        problem(d, "memory", "memory", text, "less than 1 GB is free: close other programs");
    } else {
        fact(d, "memory", "memory", text);
    }
}

static void examine_data_file(doctor *d, const char *name, const char *needed_for, const char *source)
{
    char *path = NULL;
    char label[128];
    snprintf(label, sizeof label, "%s", name);
    if (hc_data_file_find(d->call->ctx, name, &path) == HC_OK) {
        fact(d, name, label, path);
    } else {
        char mend[512];
        snprintf(mend, sizeof mend, "needed for %s; %s, or set HALFCELL_DATA to its folder", needed_for, source);
        problem(d, name, label, "not found", mend);
        hc_context_clear(d->call->ctx);
    }
    free(path);
}

static hc_status add_places(doctor *d)
{
    char *lines = NULL;
    hc_status status = HC_OK;
    hc_json *places = hc_json_array();
    hc_json_set(d->facts, "data_places", places);
    HC_TRY(hc_data_file_places(d->call->ctx, &lines));
    hc_text_add(&d->call->out, "\ndata files are looked for in, in this order:\n");
    for (char *line = lines; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        char *next = line + length + (line[length] == '\n');
        line[length] = '\0';
        hc_text_addf(&d->call->out, "  %s%s\n", line, hc_file_exists(line) ? "" : "  (does not exist)");
        hc_json_append(places, hc_json_text(line));
        line = next;
    }
cleanup:
    free(lines);
    return status;
}

static hc_status run(app_call *call)
{
    doctor d = {.call = call, .facts = hc_json_object(), .problems = hc_json_array()};
    hc_status status = HC_OK;
    call->result = hc_json_object();
    hc_json_set(call->result, "facts", d.facts);
    hc_json_set(call->result, "problems", d.problems);
    fact(&d, "version", "halfcell", hc_version());
    examine_processor(&d);
    examine_blas(&d);
    examine_threads(&d);
    examine_memory(&d);
    fact(&d, "json", "JSON", hc_json_library());
    fact(&d, "checkpoints", "checkpoints", hc_checkpoint_library());
    fact(&d, "libyaml", "input (libyaml)", hc_yaml_library_version());
    examine_data_file(&d, "xTB_parameters", "engine gfn1", "install Debian package cp2k-data");
    examine_data_file(&d, "dftd3.dat", "dispersion (engine gfn1)", "install Debian package cp2k-data");
    examine_data_file(&d, "report_template.html", "the report page", "run `make`, which builds it with npm");
    HC_TRY(add_places(&d));
    hc_json_set(call->result, "healthy", hc_json_bool(d.nproblem == 0));
    if (d.nproblem == 0) {
        hc_text_add(&call->out, "\neverything that was looked at is in order\n");
    } else {
        hc_text_addf(&call->out, "\n%zu %s to mend\n", d.nproblem, d.nproblem == 1 ? "thing" : "things");
    }
cleanup:
    return status;
}

const app_command app_doctor = {
    .name = "doctor",
    .summary = "what was found on this machine, what is wrong and how to mend it",
    .arguments = "",
    .doc = "Libraries, processor, threads, memory, data files and where they are looked for.",
    .run = run,
};
