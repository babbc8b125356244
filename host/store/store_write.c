/* SPDX-License-Identifier: Apache-2.0 */
/* store_write.c - a whole run into the store, inside one transaction. */
#include "store/store_parts.h"

#include <string.h>

enum { STAGE_ROWS = 200 };

void writer_tell(struct writer *w, const char *stage)
{
    if (w->stage)
        w->stage(w->ctx, stage);
}

void writer_row(struct writer *w, struct put *p)
{
    put_row(p);
    if (!p->rc && ++w->rows % STAGE_ROWS == 0)
        writer_tell(w, "insert");
}

void writer_begin(struct writer *w, struct put *p, const char *domain, int64_t seq)
{
    put_int(p, w->run);
    if (domain)
        put_text(p, domain);
    if (seq >= 0)
        put_int(p, seq);
}

void writer_exact(struct put *p, struct exact x)
{
    put_text(p, x.p);
    put_text(p, x.x);
}

void writer_name(struct put *p, struct conf_name n)
{
    put_text(p, n.zh ? n.zh : "");
    put_text(p, n.en ? n.en : "");
}

static kh_status write_run(struct writer *w)
{
    const struct conf *c = w->r->scored->conf;
    char sha[SHA_TEXT], from[27], to[27];
    struct put p;
    put_open(&p, w->s,
             "INSERT INTO run (period, title_zh, title_en, version, lang, config_path, "
             "config_sha,"
             " command, started_at, ended_at, threads, exit_status)"
             " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
             w->e);
    sha_text(sha, c->sha);
    time_text(from, w->r->started_us);
    time_text(to, w->r->ended_us);
    put_text(&p, w->r->scored->period);
    put_text(&p, c->title);
    put_text(&p, c->title);
    put_text(&p, w->r->version);
    put_text(&p, w->r->lang);
    put_text(&p, c->path);
    put_text(&p, sha);
    put_text(&p, w->r->command);
    put_text(&p, from);
    put_text(&p, to);
    put_int(&p, w->r->threads);
    put_int(&p, w->r->exit_status);
    put_row(&p);
    if (!p.rc)
        w->run = sqlite3_last_insert_rowid(w->s->db);
    return put_close(&p);
}

static kh_status write_config_files(struct writer *w)
{
    const struct conf *c = w->r->scored->conf;
    struct put p;
    put_open(&p, w->s, "INSERT INTO config_file VALUES (?,?,?,?)", w->e);
    for (uint32_t i = 0; i < c->n_files; i++) {
        char sha[SHA_TEXT];
        const char *slash = strrchr(c->files[i].path, '/');
        sha_text(sha, c->files[i].sha);
        writer_begin(w, &p, NULL, i);
        put_text(&p, slash ? slash + 1 : c->files[i].path);
        put_text(&p, sha);
        writer_row(w, &p);
    }
    return put_close(&p);
}

/* The node whose scores a board ranks. */
static const char *node_of(const struct conf *c, const char *board)
{
    for (uint32_t i = 0; i < c->n_boards; i++)
        if (c->boards[i].node && !strcmp(c->boards[i].id, board))
            return c->boards[i].node;
    return "total";
}

static kh_status write_ranks(struct writer *w)
{
    const struct scored_run *run = w->r->scored;
    struct put p;
    put_open(&p, w->s,
             "INSERT INTO ranking VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < run->n_ranks; i++) {
        const struct scored_rank *k = &run->ranks[i];
        writer_begin(w, &p, NULL, i);
        put_text(&p, k->board);
        writer_name(&p, k->board_name);
        put_text(&p, k->domain ? k->domain : "composite");
        put_text(&p, k->level);
        put_text(&p, node_of(run->conf, k->board));
        put_text(&p, k->group ? k->group : "");
        put_text(&p, k->subject);
        put_text(&p, k->subject_name);
        put_text(&p, k->state);
        writer_exact(&p, k->score);
        if (k->rank)
            put_int(&p, k->rank);
        else
            put_null(&p);
        put_text(&p, k->grade ? k->grade : "");
        writer_name(&p, k->grade_name);
        put_text(&p, k->previous_score && *k->previous_score ? k->previous_score : NULL);
        if (k->previous_rank)
            put_int(&p, k->previous_rank);
        else
            put_null(&p);
        writer_row(w, &p);
    }
    return put_close(&p);
}

kh_status store_write(struct store *s, const struct store_run *r, int64_t *run,
                      store_stage stage, void *ctx, kh_err *e)
{
    struct writer w = { .s = s, .r = r, .stage = stage, .ctx = ctx, .e = e };
    kh_status rc = store_begin(s, e);
    if (rc)
        return rc;
    rc = write_run(&w);
    writer_tell(&w, "insert");
    if (!rc)
        rc = write_config_files(&w);
    for (uint32_t i = 0; !rc && i < r->scored->n_domains; i++)
        rc = parts_write(&w, &r->scored->domains[i]);
    if (!rc)
        rc = write_ranks(&w);
    writer_tell(&w, "inserted");
    *run = w.run;
    return rc;
}
