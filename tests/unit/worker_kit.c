/* SPDX-License-Identifier: Apache-2.0 */
/* worker_kit.c - see worker_kit.h. */
#include "worker_kit.h"

#include "base/path.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { KIT_TEXTS = 64 };

static char *texts[KIT_TEXTS];
static size_t n_texts;

void kit_file(const char *name, const char *text)
{
    unit_file(name, text, strlen(text));
}

static char *keep(struct buf *b)
{
    if (n_texts == KIT_TEXTS || b->failed)
        abort();
    buf_char(b, 0);
    return texts[n_texts++] = b->at;
}

void kit_clean(void)
{
    while (n_texts)
        free(texts[--n_texts]);
}

void kit_has_at(const char *file, int line, const char *text, const char *part, size_t row)
{
    int has = text && strstr(text, part);
    if (!has)
        fprintf(stderr, "expected to hold: %s\nfound: %s\n", part, text ? text : "(null)");
    check_true_at(file, line, has, "the text holds the part", row);
}

const char *kit_only(const char *text, const char *part)
{
    static char out[1 << 20];
    size_t n = 0;
    for (const char *at = text; at && *at;) {
        const char *end = strchr(at, '\n');
        size_t len = end ? (size_t)(end - at) + 1 : strlen(at);
        const char *has = strstr(at, part);
        if (has && has < at + len && n + len < sizeof out) {
            memcpy(out + n, at, len);
            n += len;
        }
        at += len;
    }
    out[n] = 0;
    return out;
}

static void write_conf(const struct kit *k)
{
    struct buf b;
    char folder[256];
    snprintf(folder, sizeof folder, "%s/modules.d", unit_folder());
    kh_err e = { 0 };
    if (path_make_folder(folder, &e))
        abort();
    buf_init(&b, 1 << 16);
    buf_printf(&b,
               "database = \"kaohe.db\";\nmodules = \"modules.d\";\n%s"
               "limits = { %s };\n%s",
               k->orgs ? "orgs = \"orgs.csv\";\n" : "", k->limits ? k->limits : "",
               k->kaohe ? k->kaohe : "");
    unit_file("kaohe.cfg", b.at, b.len);
    buf_clear(&b);
    buf_printf(
        &b,
        "domain = {\n  id = \"demo\"; plugin = \"%s\";\n  cycle = { months = 1; };\n"
        "  subject = ( %s );\n  levels = ( %s );\n  inputs = { %s };\n"
        "  params = { %s };\n  scheme = ( { from = \"2011-01\"; full = 100; nodes = ( "
        "{ id = \"A\"; weight = 100; indicator = \"n\"; points = { kind = \"value\"; }; } "
        "); } );\n};\n",
        k->plugin ? k->plugin : "census", k->subject ? k->subject : "\"who\"",
        k->levels ? k->levels : "{ id = \"who\"; of = ( \"who\" ); }",
        k->inputs ? k->inputs : "visits = { file = \"../visits.csv\"; };",
        k->params ? k->params : "");
    unit_file("modules.d/demo.cfg", b.at, b.len);
    buf_end(&b);
}

static const char *program(void)
{
    static char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n < 0)
        abort();
    path[n] = 0;
    return path;
}

/* ---- Everything measured as text ------------------------------------------ */

static void dump_results(struct buf *b, const struct measured *m, const kh_domain *d)
{
    for (uint32_t i = 0; i < m->n_results; i++) {
        const struct measured_result *r = &m->results[i];
        char day[11] = "-";
        if (r->day != VARIANT_NO_DAY)
            day_text(day, r->day);
        buf_printf(b, "result %u %u %s %s %s %u %lld/%lld %lld %g %lld %u\n", r->variant,
                   r->level, m->level[r->level].subject[r->subject],
                   schema_indicator(d, r->indicator)->id, day, r->outcome,
                   (long long)r->numerator, (long long)r->denominator, (long long)r->value,
                   r->real, (long long)r->samples, r->flags);
    }
    for (uint32_t i = 0; i < m->n_reasons; i++) {
        const struct measured_reason *r = &m->reasons[i];
        buf_printf(b, "reason %u %u %s %s %s %lld x%lld\n", r->variant, r->level,
                   m->level[r->level].subject[r->subject],
                   schema_indicator(d, r->indicator)->id, r->rule, (long long)r->effect,
                   (long long)r->count);
    }
}

static void dump_rows(struct buf *b, const struct measured *m, const kh_domain *d)
{
    for (uint32_t i = 0; i < m->n_rows; i++) {
        const struct measured_row *r = &m->rows[i];
        const kh_table *t = schema_table(d, r->table);
        buf_printf(b, "row %s %u %s:", t->name, r->level,
                   m->level[r->level].subject[r->subject]);
        for (uint32_t k = 0; k < t->columns.count; k++)
            buf_printf(b, " [%s]", r->cell[k]);
        buf_char(b, '\n');
    }
}

static void dump_inputs(struct buf *b, const struct measured *m, const kh_domain *d)
{
    for (uint32_t i = 0; i < m->n_inputs; i++) {
        const struct measured_input *in = &m->inputs[i];
        buf_printf(
            b,
            "input %s %d%d rows %llu rejected %llu+%llu skipped %llu revised %llu "
            "outside %llu\n",
            schema_dataset(d, in->dataset)->name, in->bound, in->missing,
            (unsigned long long)in->counts.rows, (unsigned long long)in->counts.rejected,
            (unsigned long long)in->plugin_rejects, (unsigned long long)in->counts.skipped,
            (unsigned long long)in->counts.revised, (unsigned long long)in->outside);
    }
    for (uint32_t i = 0; i < m->n_files; i++)
        buf_printf(b, "file %u %s %s %llu\n", m->files[i].dataset,
                   path_name(m->files[i].name), m->files[i].encoding,
                   (unsigned long long)m->files[i].size);
    for (uint32_t i = 0; i < m->n_rejects; i++)
        buf_printf(b, "reject %u %u:%llu %s: %s \"%s\"\n", m->rejects[i].dataset,
                   m->rejects[i].file, (unsigned long long)m->rejects[i].line,
                   m->rejects[i].column, m->rejects[i].reason, m->rejects[i].text);
    for (uint32_t i = 0; i < m->n_deliveries; i++) {
        const struct measured_delivery *o = &m->deliveries[i];
        buf_printf(b, "delivery %u %s %s %d", o->dataset, o->level, o->unit, o->delivered);
        if (o->variant)
            buf_printf(b, " in %u", o->variant);
        buf_char(b, '\n');
    }
    for (uint32_t i = 0; i < m->n_columns; i++)
        buf_printf(b, "column %u %s %s: %s\n", m->columns[i].level,
                   m->level[m->columns[i].level].subject[m->columns[i].subject],
                   m->columns[i].column, m->columns[i].text);
}

static char *dump(const struct measured *m, const kh_domain *d)
{
    struct buf b;
    buf_init(&b, 64 << 20);
    for (uint32_t l = 0; l < CONF_LEVELS_MAX; l++)
        for (uint32_t i = 0; i < m->level[l].n; i++)
            buf_printf(&b, "subject %u %s\n", l, m->level[l].subject[i]);
    dump_results(&b, m, d);
    dump_rows(&b, m, d);
    dump_inputs(&b, m, d);
    buf_printf(&b, "chunks %llu left %llu\n", (unsigned long long)m->chunks,
               (unsigned long long)m->left_blocks);
    return keep(&b);
}

static char *findings_of(struct findings *f)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    for (uint32_t i = 0; i < f->len; i++)
        buf_printf(&b, "%s\n", f->at[i].text);
    findings_end(f);
    return keep(&b);
}

static void run_worker(const struct kit *k, const struct conf *conf, struct arena *a,
                       struct kit_ran *ran, struct findings *f)
{
    static const char *const folders[] = { TEST_BINARY "/tests/plugins" };
    const struct schema *schema = NULL;
    struct worker *w = NULL;
    struct measured *m = NULL;
    struct kit_ran *r = ran;
    const struct worker_spec spec = { .program = program(),
                                      .conf = conf,
                                      .domain = conf_domain_of(conf, "demo"),
                                      .folders = folders,
                                      .n_folders = 1,
                                      .threads = k->threads ? k->threads : 2,
                                      .chunk_size = k->chunk,
                                      .stop = k->stop };
    struct variant variants[KIT_VARIANTS_MAX];
    memcpy(variants, k->variants, sizeof variants);
    if (!variants[0].to)
        variants[0] = (struct variant){ .from = civil_day(2011, 4, 1),
                                        .to = civil_day(2011, 5, 1),
                                        .months = 1,
                                        .month = 2011 * 12 + 3 };
    const struct worker_order order = { variants, k->n_variants ? k->n_variants : 1 };
    if (k->spoil)
        kit_file("kaohe.cfg", k->spoil);
    r->rc = worker_start(&w, a, &spec, &schema, f, &r->err);
    if (!r->rc)
        r->rc = worker_run(w, &order, &m, f, &r->err);
    worker_end(w);
    if (m) {
        r->text = dump(m, &schema->domain);
        r->chunks = m->chunks;
        r->states = m->states;
    }
    measured_end(m);
}

struct kit_ran kit_run(const struct kit *k)
{
    struct kit_ran r = { .rc = KH_ECONFIG };
    struct arena a;
    struct findings f = { 0 };
    char path[256];
    write_conf(k);
    snprintf(path, sizeof path, "%s/kaohe.cfg", unit_folder());
    arena_init(&a, 0);
    const struct conf *conf = conf_load(&a, path, NULL, 0, &f);
    if (conf && !f.errors)
        run_worker(k, conf, &a, &r, &f);
    else
        kh_fail(&r.err, KH_ECONFIG, "%s", f.len ? f.at[0].text : "");
    r.found = findings_of(&f);
    arena_end(&a);
    return r;
}

/* Is it another process, alive, of this program? */
static bool is_other(const char *pid)
{
    char path[300], exe[4096], line[512] = "";
    snprintf(path, sizeof path, "/proc/%s/exe", pid);
    ssize_t n = readlink(path, exe, sizeof exe - 1);
    exe[n > 0 ? n : 0] = 0;
    if (strtol(pid, NULL, 10) == getpid() || strcmp(exe, program()) != 0)
        return false;
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    FILE *f = fopen(path, "r");
    const char *behind = f && fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
    if (f)
        fclose(f);
    return behind && behind[2] != 'Z';
}

int kit_others(void)
{
    DIR *d = opendir("/proc");
    int n = 0;
    for (struct dirent *x = d ? readdir(d) : NULL; x; x = readdir(d))
        n += *x->d_name >= '0' && *x->d_name <= '9' && is_other(x->d_name);
    if (d)
        closedir(d);
    return n;
}

int kit_left(void)
{
    const struct timespec nap = { 0, 20 * 1000000L };
    int n = kit_others();
    for (int tries = 0; n && tries < 50; tries++) {
        nanosleep(&nap, NULL);
        n = kit_others();
    }
    return n;
}

static int real_stderr = -1;

void kit_listen(void)
{
    char path[300];
    snprintf(path, sizeof path, "%s/heard", unit_folder());
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 100);
    if (fd < 0 || real_stderr < 0 || dup2(fd, STDERR_FILENO) < 0)
        abort();
    close(fd);
}

const char *kit_heard(void)
{
    static char text[1 << 16];
    ssize_t n = pread(STDERR_FILENO, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = 0;
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    return text;
}

int kit_main(int argc, char **argv, const char *suite, const struct unit_case *cases,
             size_t n)
{
    if (argc == 3 && !strcmp(argv[1], "--worker"))
        return worker_child((int)strtol(argv[2], NULL, 10));
    int rc = unit_main(suite, cases, n);
    kit_clean();
    return rc;
}
