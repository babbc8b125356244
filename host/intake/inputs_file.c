/* SPDX-License-Identifier: Apache-2.0 */
/* inputs_file.c - one file from its name to its chunks, or to why it is refused. */
#include "base/lang.h"
#include "intake/gunzip.h"
#include "intake/heading.h"
#include "intake/inputs_inside.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD_MAX = INTAKE_HEADER_MAX + 3 /* and a byte-order mark */ };

/* A file while it is opened. */
struct opening {
    struct inputs *in;
    const struct plan *plan;
    struct input_file *file;
    struct plan_file *read;
    struct findings *f;
    struct survey_bytes bytes; /* to survey: of the file, or inflated */
    char *head;
    size_t n_head, mark; /* bytes read; of them a byte-order mark */
};

#define REFUSE(x, line, ...)                                                            \
    findings_add((x)->f, FINDING_ERROR, ST_INPUT, (x)->file->path, (uint32_t)(line), 0, \
                 __VA_ARGS__)

static kh_status refused(const struct opening *x, kh_err *e)
{
    return kh_fail(e, ST_INPUT, _("%s is refused"), x->file->path);
}

/* A regular, non-empty file that may be read. */
static kh_status open_regular(struct opening *x, int *fd, kh_err *e)
{
    struct stat st;
    *fd = open(x->file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (*fd < 0 || fstat(*fd, &st)) {
        fail_errno(e, ST_INPUT, "%s", x->file->path);
        findings_add(x->f, FINDING_ERROR, ST_INPUT, NULL, 0, 0, "%s", e->text);
        return ST_INPUT;
    }
    if (S_ISDIR(st.st_mode)) {
        REFUSE(x, 0, _("is a folder; name a file, or a pattern like %s/*.csv"),
               x->file->path);
        return refused(x, e);
    }
    if (!S_ISREG(st.st_mode)) {
        REFUSE(x, 0, _("is not a regular file"));
        return refused(x, e);
    }
    if (!st.st_size) {
        REFUSE(x, 0, _("the file is empty; even without rows it must have a header line"));
        return refused(x, e);
    }
    x->file->size = x->read->size = (uint64_t)st.st_size;
    x->read->device = st.st_dev;
    x->read->inode = st.st_ino;
    x->read->changed_ns =
        (uint64_t)st.st_mtim.tv_sec * 1000000000 + (uint64_t)st.st_mtim.tv_nsec;
    x->bytes = (struct survey_bytes){ *fd, 0, x->file->size };
    return KH_OK;
}

static kh_status read_head(struct opening *x, kh_err *e)
{
    x->n_head = x->bytes.size < HEAD_MAX ? (size_t)x->bytes.size : HEAD_MAX;
    return survey_read(&x->bytes, x->file->path, x->head, x->n_head, 0, e);
}

/* Inflate the file if it is gzip. */
static kh_status inflate_file(struct opening *x, bool *is_gzip, kh_err *e)
{
    *is_gzip = gunzip_is_gzip((const unsigned char *)x->head, x->n_head);
    if (!*is_gzip)
        return KH_OK;
    struct survey_bytes from = x->bytes;
    kh_status rc =
        gunzip_file(&x->in->inflated, &from, x->file->path, &x->bytes, x->file->sha, e);
    if (!rc && !x->bytes.size) {
        REFUSE(x, 0, _("the file is empty; even without rows it must have a header line"));
        return refused(x, e);
    }
    x->read->bytes = x->bytes;
    return rc ? rc : read_head(x, e);
}

/* The encoding that a mark or the configuration tells. */
static kh_status told_encoding(struct opening *x, enum encoding *encoding, kh_err *e)
{
    static const char utf8[] = "\xEF\xBB\xBF";
    const char *h = x->head;
    *encoding = ENCODING_UNKNOWN;
    if (x->n_head >= 2 && (!memcmp(h, "\xFF\xFE", 2) || !memcmp(h, "\xFE\xFF", 2))) {
        REFUSE(x, 0, _("is UTF-16; save it as CSV in UTF-8"));
        return refused(x, e);
    }
    const char *set = x->plan->conf->encoding;
    if (set && !encoding_named(set, encoding))
        return kh_fail(e, KH_ECONFIG, _("\"%.40s\" is no encoding that is known"), set);
    if (x->n_head >= 3 && !memcmp(h, utf8, 3)) {
        x->mark = 3;
        *encoding = ENCODING_UTF8;
    }
    return KH_OK;
}

/* Digest, chunks and, if it is not known yet, the encoding by content. */
static kh_status survey(struct opening *x, struct heading *h, bool with_digest, kh_err *e)
{
    struct survey_spec spec = {
        .bytes = x->bytes,
        .path = x->file->path,
        .begin = x->mark + h->begin,
        .line = h->line,
        .delimiter = h->delimiter,
        .trails = h->delimiter == '|' && h->encoding == ENCODING_GB18030,
        .digest = with_digest,
        .count = h->encoding == ENCODING_UNKNOWN,
        .chunk_size = x->in->spec.chunk_size ? x->in->spec.chunk_size : INTAKE_CHUNK,
        .record_max = INTAKE_RECORD_MAX,
    };
    bool is_known = h->encoding != ENCODING_UNKNOWN;
    kh_status rc = survey_file(&x->read->survey, &spec, e);
    if (with_digest)
        memcpy(x->file->sha, x->read->survey.sha, SHA_SIZE);
    if (rc || is_known)
        return rc;
    h->encoding = encoding_guess(&x->read->survey.count);
    if (h->encoding == ENCODING_UNKNOWN) {
        REFUSE(x, 0,
               _("neither UTF-8 nor GB18030: %llu of %llu sequences are broken; set "
                 "`encoding`"),
               (unsigned long long)x->read->survey.count.broken,
               (unsigned long long)(x->read->survey.count.broken +
                                    x->read->survey.count.valid));
        return refused(x, e);
    }
    if (h->delimiter != '|' || h->encoding != ENCODING_GB18030)
        return KH_OK;
    survey_end(&x->read->survey); /* bars may have been halves of characters */
    spec.trails = true;
    spec.digest = false;
    return survey_file(&x->read->survey, &spec, e);
}

/* Where the head lies in memory, behind the mark. */
static struct heading heading_of(struct opening *x)
{
    return (struct heading){ .a = &x->in->a,
                             .plan = x->plan,
                             .path = x->file->path,
                             .f = x->f,
                             .bytes = x->head + x->mark,
                             .n = x->n_head - x->mark,
                             .is_all = x->n_head == x->bytes.size };
}

static kh_status open_bytes(struct opening *x, kh_err *e)
{
    enum encoding encoding = ENCODING_UNKNOWN;
    bool is_gzip = false;
    kh_status rc = read_head(x, e);
    if (!rc)
        rc = inflate_file(x, &is_gzip, e);
    if (!rc)
        rc = told_encoding(x, &encoding, e);
    if (rc)
        return rc;
    struct heading h = heading_of(x);
    rc = heading_look(&h, encoding, e);
    if (!rc)
        rc = survey(x, &h, !is_gzip, e);
    if (!rc && x->read->survey.unclosed) {
        REFUSE(x, x->read->survey.unclosed,
               _("a quote opens here and is never closed; close it, or double it if it is "
                 "text"));
        rc = refused(x, e);
    }
    if (!rc)
        rc = heading_bind(&h, x->read, e);
    x->read->encoding = h.encoding;
    x->read->trails = h.delimiter == '|' && h.encoding == ENCODING_GB18030;
    x->file->encoding = encoding_name(h.encoding);
    x->file->delimiter = h.delimiter;
    x->file->chunks = x->read->survey.n_chunks;
    return rc;
}

kh_status inputs_file_open(struct inputs *in, const struct plan *p, uint32_t at,
                           struct findings *f, kh_err *e)
{
    struct opening x = { .in = in,
                         .plan = p,
                         .file = &p->files[at],
                         .read = &p->read[at],
                         .f = f,
                         .head = malloc(HEAD_MAX) };
    int fd = -1;
    uint32_t errors = f->errors;
    x.read->bytes.fd = -1;
    kh_status rc = x.head ? KH_OK : kh_fail(e, KH_ENOMEM, "no memory for a header");
    if (!rc)
        rc = open_regular(&x, &fd, e);
    if (!rc)
        rc = open_bytes(&x, e);
    if (x.read->bytes.fd < 0)
        x.read->bytes = (struct survey_bytes){ -1, 0, x.bytes.size };
    if (rc == ST_INPUT && f->errors == errors)
        findings_add(f, FINDING_ERROR, ST_INPUT, NULL, 0, 0, "%s", e->text);
    if (fd >= 0)
        close(fd);
    free(x.head);
    return rc;
}
