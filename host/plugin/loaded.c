/* SPDX-License-Identifier: Apache-2.0 */
/* loaded.c - see loaded.h.
 *
 * The order of the handshake matters: nothing is read from a table before the bytes read so
 * far promise that it is there. */
#include "plugin/loaded.h"

#include "base/lang.h"
#include "base/path.h"
#include "base/text.h"
#include "plugin/walk.h"
#include <dlfcn.h>
#include <errno.h>
#include <fenv.h>
#include <stdalign.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

enum {
    OTHER_MAJORS = 9, /* entry symbols looked for, to explain a missing one */
    VERSION_MAX_BYTES = 63,
    FLAGS_HIGH = 0x7FFF0000, /* a host must know these; see kh_plugin.flags */
    SEARCH_TOLD = 120        /* bytes of the folders told in a message */
};
#define FILE_PREFIX "kh_"
#define FILE_SUFFIX ".so"
#define PLUGIN_LEAST (offsetof(kh_plugin, extension) + sizeof(((kh_plugin *)0)->extension))

/* The sentence behind the name of the file. */
static KH_PRINTF(3, 4) kh_status refuse(kh_err *e, const char *path, const char *fmt, ...)
{
    char why[sizeof e->text];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    return kh_fail(e, KH_EBUG, "%s: %s", path_name(path), why);
}

char *loaded_id_of(struct arena *a, const char *path)
{
    const char *name = path_name(path);
    size_t n = strlen(name), head = strlen(FILE_PREFIX), tail = strlen(FILE_SUFFIX);
    if (n <= head + tail || strncmp(name, FILE_PREFIX, head) != 0 ||
        strcmp(name + n - tail, FILE_SUFFIX) != 0)
        return NULL;
    char *id = arena_bytes(a, name + head, n - head - tail);
    return id && text_is_name(id) ? id : NULL;
}

kh_status loaded_allowed(const char *path, kh_err *e)
{
    struct stat st;
    if (stat(path, &st))
        return fail_errno(e, KH_EBUG, _("%s: cannot be read"), path_name(path));
    if (!S_ISREG(st.st_mode))
        return refuse(e, path, _("is no regular file; put the shared object itself there"));
    if (st.st_uid && st.st_uid != geteuid())
        return refuse(e, path, _("belongs to user %u; make it root's or your own (chown)"),
                      (unsigned)st.st_uid);
    if (st.st_mode & S_IWOTH)
        return refuse(e, path, _("everybody may write to it; take that away (chmod o-w)"));
    return KH_OK;
}

kh_status loaded_find(char **path, struct arena *a, const char *const *folders, uint32_t n,
                      const char *id, kh_err *e)
{
    struct stat st;
    const char *file = arena_printf(a, FILE_PREFIX "%s" FILE_SUFFIX, id);
    for (uint32_t i = 0; file && i < n; i++) {
        *path = path_join(a, folders[i], file);
        if (!*path)
            return kh_fail(e, KH_ENOMEM, _("no memory for a path"));
        if (!stat(*path, &st))
            return loaded_allowed(*path, e);
    }
    char searched[SEARCH_TOLD] = "";
    for (uint32_t i = 0; i < n; i++) {
        size_t at = strlen(searched);
        snprintf(searched + at, sizeof searched - at, "%s%s", i ? ", " : "", folders[i]);
    }
    return kh_fail(e, KH_EBUG,
                   _("plugin '%s' is not installed: no file kh_%s.so"
                     " in %s; correct 'plugin' or install it"),
                   id, id, n ? searched : _("any folder"));
}

/* The entry by its name; if only one of another major is there, say so. */
static kh_status find_entry(const kh_plugin *(**entry)(void), void *handle,
                            const char *path, kh_err *e)
{
    void *symbol = dlsym(handle, "kh_plugin_v1");
    if (symbol) {
        memcpy(entry, &symbol, sizeof *entry); /* POSIX promises that this works */
        return KH_OK;
    }
    for (int major = 0; major <= OTHER_MAJORS; major++) {
        char name[32];
        snprintf(name, sizeof name, "kh_plugin_v%d", major);
        if (dlsym(handle, name))
            return refuse(
                e, path,
                _("built for ABI %d, this host offers %d; rebuild it or update the host"),
                major, KH_ABI_MAJOR);
    }
    return refuse(e, path,
                  _("exports no kh_plugin_v1; end its source with KH_PLUGIN(table) and "
                    "build it with kaohe_add_plugin"));
}

/* A library linked with -ffast-math makes the processor round tiny numbers to zero, in
 * every thread that starts after it was loaded. */
static bool is_arithmetic_default(void)
{
#if defined(__SSE__)
    if (_mm_getcsr() & 0x8040) /* flush to zero, denormals are zero */
        return false;
#endif
    return fegetround() == FE_TONEAREST;
}

static kh_status check_preamble(const kh_plugin *t, const char *path, kh_err *e)
{
    if ((uintptr_t)t % alignof(kh_plugin))
        return refuse(e, path, _("kh_plugin_v1 returned a misaligned address"));
    if (t->magic != KH_MAGIC)
        return refuse(e, path,
                      _("its table begins with 0x%08x, not with 0x%08x; start it with "
                        "KH_PLUGIN_HEADER"),
                      t->magic, KH_MAGIC);
    if (t->abi_major != KH_ABI_MAJOR)
        return refuse(
            e, path,
            _("built for ABI %u, this host offers %d; rebuild it or update the host"),
            t->abi_major, KH_ABI_MAJOR);
    if (t->size < PLUGIN_LEAST || t->size > LOADED_SIZE_MAX)
        return refuse(e, path,
                      _("its table claims %u bytes, possible are %zu to %d; start it with "
                        "KH_PLUGIN_HEADER"),
                      t->size, PLUGIN_LEAST, LOADED_SIZE_MAX);
    if (t->needs_minor > t->abi_minor)
        return refuse(e, path,
                      _("needs ABI 1.%u but was built with 1.%u; correct needs_minor"),
                      t->needs_minor, t->abi_minor);
    if (t->needs_minor > KH_ABI_MINOR)
        return refuse(e, path,
                      _("needs ABI %d.%u, this host offers %d.%d; update the host"),
                      KH_ABI_MAJOR, t->needs_minor, KH_ABI_MAJOR, KH_ABI_MINOR);
    return KH_OK;
}

static kh_status check_callbacks(const kh_plugin *t, const char *path, kh_err *e)
{
    const struct {
        const char *name;
        bool is_there;
    } required[] = {
        { "open", t->open != NULL },       { "begin", t->begin != NULL },
        { "consume", t->consume != NULL }, { "merge", t->merge != NULL },
        { "save", t->save != NULL },       { "load", t->load != NULL },
        { "score", t->score != NULL },     { "end", t->end != NULL },
        { "close", t->close != NULL },
    };
    for (size_t i = 0; i < COUNT(required); i++)
        if (!required[i].is_there)
            return refuse(e, path, _("callback '%s' is missing; it is required"),
                          required[i].name);
    if (!t->domain && !t->describe)
        return refuse(e, path,
                      _("has neither a domain nor the callback 'describe'; give it one"));
    if (t->flags & FLAGS_HIGH || t->flags >> 31)
        return refuse(e, path, _("flag 0x%x is not known to this host; update the host"),
                      t->flags & ~0xFFFFu);
    if (!t->state_version)
        return refuse(e, path, _("state_version is 0; count from 1"));
    return KH_OK;
}

/* Ids, texts, parameters and the domain, into the schema. */
static kh_status read_schema(struct loaded *l, struct arena *a, const char *path, kh_err *e)
{
    struct schema *s = &l->schema;
    kh_err why = { 0 };
    struct walk w = { .arena = a, .err = &why };
    s->plugin = l->table.id;
    s->version = l->table.version;
    s->doc = l->table.doc;
    s->abi_minor = l->table.abi_minor;
    s->state_version = l->table.state_version;
    s->has_domain = l->table.domain != NULL;
    s->file = arena_text(a, path);
    kh_status rc = path && !s->file ? walk_no_memory(&w) : KH_OK;
    if (!rc)
        rc = walk_name(&w, &s->plugin, "id");
    if (!rc)
        rc = walk_text(&w, &s->version, "version", VERSION_MAX_BYTES, true);
    if (!rc)
        rc = walk_text(&w, &s->doc, "doc", SCHEMA_TEXT_MAX, false);
    if (!rc)
        rc = schema_params(&s->params, a, &l->table.params, &why);
    if (!rc && s->has_domain)
        rc = schema_domain(&s->domain, a, l->table.domain, &why);
    if (rc == KH_EBUG)
        return refuse(e, path, "%s", why.text);
    if (rc)
        *e = why;
    return rc;
}

static kh_status check_id(const struct loaded *l, struct arena *a, const char *path,
                          kh_err *e)
{
    const char *id = loaded_id_of(a, path);
    if (id && !strcmp(id, l->schema.plugin))
        return KH_OK;
    return refuse(e, path, _("holds plugin '%s'; the file must be named kh_%s.so"),
                  l->schema.plugin, l->schema.plugin);
}

kh_status loaded_table(struct loaded *l, struct arena *a, const kh_plugin *table,
                       const char *path, kh_err *e)
{
    void *handle = l->handle;
    *l = (struct loaded){ .handle = handle };
    if (!table)
        return refuse(e, path, _("kh_plugin_v1 returned no table; return &(table)"));
    kh_status rc = check_preamble(table, path, e);
    if (!rc) {
        size_t size = table->size < sizeof l->table ? table->size : sizeof l->table;
        memcpy(&l->table, table, size);
        rc = check_callbacks(&l->table, path, e);
    }
    if (!rc)
        rc = read_schema(l, a, path, e);
    if (!rc)
        rc = check_id(l, a, path, e);
    return rc;
}

/* dlopen's own sentence names the path and the cause, such as a missing library. */
kh_status loaded_object(struct loaded *l, struct arena *a, const char *path, kh_err *e)
{
    *l = (struct loaded){ 0 };
    kh_status rc = loaded_allowed(path, e);
    if (!rc)
        rc = sha_file(l->schema.sha, path, e);
    if (rc)
        return rc;
    const char *exact = strchr(path, '/') ? path : arena_printf(a, "./%s", path);
    if (!exact)
        return kh_fail(e, KH_ENOMEM, _("no memory for a path"));
    l->handle = dlopen(exact, RTLD_NOW | RTLD_LOCAL);
    if (!l->handle) {
        const char *why = dlerror();
        size_t n = strlen(exact);
        if (why && !strncmp(why, exact, n) && why[n] == ':')
            why += n + 1 + (why[n + 1] == ' ');
        return refuse(e, path, _("cannot be loaded: %s; rebuild it for this machine"),
                      why ? why : "");
    }
    if (!is_arithmetic_default())
        return refuse(e, path,
                      _("changes how the processor rounds; build it without -ffast-math"));
    return KH_OK;
}

kh_status loaded_entry(struct loaded *l, struct arena *a, const char *path, kh_err *e)
{
    unsigned char sha[SHA_SIZE];
    const kh_plugin *(*entry)(void) = NULL;
    memcpy(sha, l->schema.sha, sizeof sha);
    kh_status rc = find_entry(&entry, l->handle, path, e);
    if (!rc)
        rc = loaded_table(l, a, entry ? entry() : NULL, path, e);
    memcpy(l->schema.sha, sha, sizeof sha);
    return rc;
}

kh_status loaded_open(struct loaded *l, struct arena *a, const char *path, kh_err *e)
{
    kh_status rc = loaded_object(l, a, path, e);
    return rc ? rc : loaded_entry(l, a, path, e);
}

static void no_log(void *ctx, uint32_t level, const char *text)
{
    (void)ctx, (void)level, (void)text;
}

static void no_reject(void *ctx, const kh_batch *b, uint32_t row, uint32_t col,
                      const char *why)
{
    (void)ctx, (void)b, (void)row, (void)col, (void)why;
}

static int never_stopping(void *ctx)
{
    (void)ctx;
    return 0;
}

static const void *no_extension(void *ctx, const char *id)
{
    (void)ctx, (void)id;
    return NULL;
}

void loaded_host(kh_host *h, struct mem *m)
{
    *h = (kh_host){ .size = sizeof *h,
                    .abi_major = KH_ABI_MAJOR,
                    .abi_minor = KH_ABI_MINOR,
                    .ctx = m,
                    .resize = mem_resize,
                    .log = no_log,
                    .reject = no_reject,
                    .stopping = never_stopping,
                    .extension = no_extension };
}
