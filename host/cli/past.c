/* SPDX-License-Identifier: Apache-2.0 */
/* past.c - see past.h. */
#include "cli/past.h"

#include "base/lang.h"
#include "base/log.h"

#include <unistd.h>

static int tell(const struct findings *f)
{
    int status = EXIT_CONFIG;
    for (uint32_t i = 0; i < f->len; i++) {
        if (f->at[i].kind != FINDING_ERROR)
            continue;
        status = status_exit(f->at[i].code);
        log_line(KH_LOG_ERROR, "%s", f->at[i].text ? f->at[i].text : "");
    }
    return status;
}

int past_open(struct past *p, struct arena *a, const struct options *o)
{
    struct findings f = { 0 };
    *p = (struct past){ 0 };
    const char *db = o->db;
    if (!db) {
        p->conf = conf_load(a, o->config, NULL, 0, &f);
        if (!p->conf || f.errors) {
            int status = tell(&f);
            findings_end(&f);
            return status;
        }
        db = p->conf->database;
    }
    findings_end(&f);
    if (access(db, F_OK)) {
        log_line(KH_LOG_ERROR, _("%s: there is no database yet; `kaohe run` makes it"), db);
        return EXIT_INPUT;
    }
    kh_err e = { 0 };
    kh_status rc = store_open(&p->store, db, false, &e);
    if (rc)
        log_line(KH_LOG_ERROR, "%s", e.text);
    return status_exit(rc);
}

void past_close(struct past *p)
{
    store_close(p->store);
    p->store = NULL;
}
