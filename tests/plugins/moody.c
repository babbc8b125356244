/* SPDX-License-Identifier: Apache-2.0 */
/* moody.c - a plugin that does, in the callback `where`, what `mood` says.
 *
 *  R1  `n` is the number of rows of a subject, unless the mood says otherwise. */
#include <kaohe/sdk.h>
#include <kaohe/tally.h>

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WHO, N };
enum { MOOD, WHERE };
enum place { OPEN, DESCRIBE, PREPARE, BEGIN, CONSUME, MERGE, SCORE, END, CLOSE };
enum mood {
    CALM,
    ABORT,
    SEGV,
    OVERFLOW,
    DIVIDE,
    EXIT,
    QUIT,
    HANG,
    SPIN,
    HOG,
    MALLOC,
    PRINT,
    SOCKET,
    SHUT,
    BABBLE,
    FAIL,
    MUTE,
    ODD,
    REJECT,
    LEAK,
    FORK,
    TWICE,
    NOT_A_NUMBER,
    STRANGER,
    BAD_RULE,
    BAD_SUM,
    BAD_ROW,
    IGNORES,
    ONCE
};
static const char *const moods[] = {
    "calm",     "abort",   "segv",    "overflow", "divide", "exit",  "quit",   "hang",
    "spin",     "hog",     "malloc",  "print",    "socket", "shut",  "babble", "fail",
    "mute",     "odd",     "reject",  "leak",     "fork",   "twice", "nan",    "alien",
    "bad_rule", "bad_sum", "bad_row", "ignores",  "once",   NULL
};
static const char *const wheres[] = { "open",  "describe", "prepare", "begin", "consume",
                                      "merge", "score",    "end",     "close", NULL };
static const kh_field params[] = {
    { "mood", "What to do.", KH_ENUM, .labels = moods, .dflt = "calm" },
    { "where", "In which callback.", KH_ENUM, .labels = wheres, .dflt = "consume" },
};

static const char *const spaces[] = { "who" };
static const kh_field columns[] = {
    { "who", "Who.", .type = KH_KEY },
    { "n", "A number.", .type = KH_I64 },
};
static const kh_field known_columns[] = { { "n", "A number.", .type = KH_I64 } };
static const kh_dataset datasets[] = {
    { "rows", "Rows.", KH_FACT, .columns = KH_LIST(columns) },
    { "known", "Numbers.", KH_REFERENCE, KH_OPTIONAL, .columns = KH_LIST(known_columns) },
};
static const kh_indicator indicators[] = {
    { "n", "", "Rows.", KH_I64, KH_ADDITIVE },
    { "mean", "", "A real.", KH_F64 },
};
static const kh_field table_columns[] = { { "day", "A day.", .type = KH_TIME } };
static const kh_table tables[] = { { "days", "Days.", .columns = KH_LIST(table_columns) } };
static const kh_domain domain = { sizeof domain,       KH_EXACT,
                                  KH_LIST(spaces),     KH_LIST(datasets),
                                  KH_LIST(indicators), KH_LIST(tables) };

/* Fill the stack, in a way no optimiser removes. */
static int deeper(const volatile char *above, unsigned long more)
{
    volatile char here[4096];
    here[0] = above ? above[0] : 1;
    return more ? deeper(here, more - 1) + here[0] : 0;
}

static void hog(const kh_host *h)
{
    size_t n = (size_t)1 << 20;
    void *p = NULL, *next = NULL;
    while ((next = h->resize(h->ctx, p, n)) != NULL) {
        p = next;
        memset(p, 1, n);
        n *= 2;
    }
    h->resize(h->ctx, p, 0);
}

/* Memory of the process's own: what the limits of the system are for. */
static void take_all(void)
{
    for (size_t i = 0; i < 4096; i++) {
        char *p = malloc((size_t)16 << 20);
        if (!p)
            abort();
        memset(p, 1, (size_t)16 << 20);
    }
}

static void babble(void)
{
    char noise[512];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(i * 37);
    for (int fd = 3; fd < 8; fd++)
        if (send(fd, noise, sizeof noise, MSG_NOSIGNAL) < 0 && errno == EBADF)
            break;
    for (;;)
        pause();
}

/* Die, unless the last try has left its mark. */
static void once(void)
{
    const char *mark = getenv("MOODY_MARK");
    FILE *f = mark ? fopen(mark, "r") : NULL;
    if (!f && mark)
        f = fopen(mark, "w");
    else if (f) {
        fclose(f);
        return;
    }
    if (f)
        fclose(f);
    abort();
}

static void print(void)
{
    printf("a plugin's own words\nand half a line");
    fflush(stdout);
    fprintf(stderr, "\nand its complaints\n");
}

static kh_status socket_open(kh_err *e)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        return KH_OK;
    close(fd);
    return kh_fail(e, KH_EBUG, "the network is open");
}

/* Moods that end the process, or try to. */
static void end_it(const kh_host *h, enum mood m)
{
    volatile unsigned zero = 0;
    if (m == ABORT)
        abort();
    if (m == SEGV)
        raise(SIGSEGV);
    if (m == OVERFLOW)
        (void)deeper(NULL, 1ul << 30);
    if (m == DIVIDE)
        raise(SIGFPE);
    if (m == EXIT)
        exit(3);
    if (m == QUIT)
        _exit(0);
    if (m == HANG)
        for (;;)
            pause();
    if (m == SPIN)
        for (;;)
            zero++;
    if (m == HOG)
        hog(h);
    if (m == MALLOC)
        take_all();
    if (m == BABBLE)
        babble();
    if (m == SHUT)
        for (int fd = 3; fd < 256; fd++)
            close(fd);
    if (m == ONCE)
        once();
    if (m == FORK && !fork())
        for (;;)
            pause();
}

static kh_status act(const kh_tally_inst *in, enum place here, kh_err *e)
{
    enum mood m = (enum mood)in->param[MOOD].u.i;
    const kh_host *h = in->host;
    if (in->param[WHERE].u.i != (int64_t)here)
        return KH_OK;
    end_it(h, m);
    if (m == PRINT)
        print();
    if (m == HOG)
        return kh_fail(e, KH_ENOMEM, "no memory left");
    if (m == SOCKET)
        return socket_open(e);
    if (m == LEAK)
        return kh_new(h, 24, e) ? KH_OK : KH_ENOMEM;
    if (m == FAIL && here == OPEN) {
        e->param = 1 + WHERE;
        return kh_fail(e, KH_ECONFIG, "mood and where quarrel");
    }
    if (m == FAIL)
        return kh_fail(e, KH_EDATA, "this cannot be assessed");
    return m == MUTE ? KH_ERANGE : m == ODD ? 4711 : KH_OK;
}

static kh_status moody_open(const kh_host *h, const kh_value *p, void **inst, kh_err *e)
{
    const kh_tally_inst early = { h, p, 1 };
    kh_status rc = act(&early, OPEN, e);
    return rc ? rc : kh_tally_open(h, p, 1, inst, e);
}

static kh_status moody_describe(const void *inst, const kh_domain **out, kh_err *e)
{
    *out = &domain;
    return act(inst, DESCRIBE, e);
}

static kh_status moody_prepare(void *inst, const kh_batch *b, kh_err *e)
{
    (void)b;
    return act(inst, PREPARE, e);
}

static kh_status moody_begin(const void *inst, const kh_window *w, void **state, kh_err *e)
{
    kh_status rc = act(inst, BEGIN, e);
    return rc ? rc : kh_tally_begin(inst, w, state, e);
}

static kh_status moody_consume(void *state, const kh_batch *b, kh_err *e)
{
    kh_tally *t = state;
    const kh_host *h = t->inst->host;
    kh_status rc = kh_tally_grow(t, b->space_len[0], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        t->sum[kh_key(&b->col[WHO], i)]++;
    if (!rc && t->inst->param[MOOD].u.i == REJECT)
        h->reject(h->ctx, b, b->rows, N, "a row that is not there");
    return rc ? rc : act(t->inst, CONSUME, e);
}

static kh_status moody_merge(void *into, const void *from, const kh_merge *m, kh_err *e)
{
    kh_status rc = act(((kh_tally *)into)->inst, MERGE, e);
    return rc ? rc : kh_tally_merge(into, from, m, e);
}

static kh_status score_odd(const kh_emit *out, enum mood m, uint32_t s)
{
    kh_result real = { .size = sizeof real,
                       .subject = s,
                       .indicator = 1,
                       .outcome = KH_SCORED,
                       .value = { .u.f = (double)NAN, .set = 1 } };
    const kh_value day = { .u.i = INT64_MAX, .set = 1 };
    const kh_row row = { sizeof row, 0, s, 1, &day };
    if (m == TWICE)
        return kh_result_i64(out, s, 0, KH_NO_DATA, 0, 0);
    if (m == NOT_A_NUMBER)
        return out->result(out->ctx, &real);
    if (m == STRANGER)
        return kh_result_i64(out, out->space_len[0], 0, KH_SCORED, 1, 1);
    if (m == BAD_RULE)
        return kh_reason_i64(out, s, 0, "not a rule", 0, 1);
    if (m == BAD_ROW)
        return out->row(out->ctx, &row);
    if (m == IGNORES)
        (void)kh_result_i64(out, s, 99, KH_SCORED, 1, 1);
    return KH_OK;
}

static kh_status moody_score(const void *state, const kh_emit *out, kh_err *e)
{
    const kh_tally *t = state;
    enum mood m = (enum mood)t->inst->param[MOOD].u.i;
    kh_status rc = act(t->inst, SCORE, e);
    for (uint32_t s = 0; !rc && s < out->space_len[0]; s++) {
        int64_t n = kh_tally_of(t, s)[0]; /* R1 */
        rc = kh_reason_i64(out, s, 0, "row", m == BAD_SUM ? n + 1 : n, n);
        if (!rc)
            rc = kh_result_i64(out, s, 0, KH_SCORED, n, n);
        if (!rc)
            rc = score_odd(out, m, s);
    }
    return m == IGNORES ? KH_OK : rc;
}

static void moody_end(void *state)
{
    kh_err e;
    memset(&e, 0, sizeof e);
    (void)act(((kh_tally *)state)->inst, END, &e);
    kh_tally_end(state);
}

static void moody_close(void *inst)
{
    kh_err e;
    memset(&e, 0, sizeof e);
    (void)act(inst, CLOSE, &e);
    kh_tally_close(inst);
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,         .id = "moody",
    .version = "1.2",         .doc = "Does what it is told, alas.",
    .state_version = 1,       .params = KH_LIST(params),
    .open = moody_open,       .describe = moody_describe,
    .prepare = moody_prepare, .begin = moody_begin,
    .consume = moody_consume, .merge = moody_merge,
    .save = kh_tally_save,    .load = kh_tally_load,
    .score = moody_score,     .end = moody_end,
    .close = moody_close,
};
KH_PLUGIN(plugin)
