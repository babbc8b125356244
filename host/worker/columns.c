/* SPDX-License-Identifier: Apache-2.0 */
/* columns.c - see columns.h. */
#include "worker/columns.h"

#include "base/text.h"

/* All columns of one subject. */
static kh_status send_subject(const struct ladder *l, uint32_t level, uint32_t subject,
                              struct arena *scratch, struct pack *p, kh_err *e)
{
    const struct rung *r = &l->rung[level];
    const struct input_register *at = NULL;
    uint32_t registers = inputs_registers(l->job->inputs, &at);
    size_t n = 0;
    char **parts = subject_split(scratch, r->key[subject], &n);
    bool failed = !parts;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < registers && !failed && !rc; i++) {
        const char *text =
            at[i].level == level
                ? inputs_register_text(l->job->inputs, i, scratch, parts, n, &failed)
                : NULL;
        const struct measured_column c = { level, r->place[subject], at[i].column, text };
        if (!text)
            continue;
        payload_put_column(&p->body, &c);
        rc = pack_next(p, e);
    }
    return failed ? job_no_memory(e) : rc;
}

kh_status columns_send(const struct ladder *l, kh_err *e)
{
    const struct job *j = l->job;
    const struct input_register *at = NULL;
    uint32_t registers = inputs_registers(j->inputs, &at);
    struct arena scratch;
    struct pack p;
    kh_status rc = KH_OK;
    arena_init(&scratch, 0);
    pack_begin(&p, j->out, FRAME_COLUMNS);
    for (uint32_t k = 0; registers && k < j->domain->n_levels; k++)
        for (uint32_t i = 0; !rc && j->in_chain[k] && i < l->rung[k].len; i++) {
            if (l->rung[k].keep[i])
                rc = send_subject(l, k, i, &scratch, &p, e);
            arena_end(&scratch);
        }
    return pack_end(&p, rc, e);
}
