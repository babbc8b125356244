/* SPDX-License-Identifier: Apache-2.0 */
/* job.h - one domain's run inside the child: what its files share.
 *
 * The main thread fills it; from the moment threads are started until they are joined it
 * is read-only but for the atomics. */
#ifndef KH_WORKER_JOB_H
#define KH_WORKER_JOB_H

#include "plugin/loaded.h"
#include "worker/outlet.h"
#include "worker/slots.h"

struct job_span { /* microseconds of `when` that a variant is fed from a dataset */
    int64_t lo, hi;
};

struct job {
    struct mem mem; /* first: it is the ctx of `host` */
    kh_host host;
    struct arena arena; /* to the end of the run; main thread */
    struct outlet *out;
    struct slots *slots; /* [0] is the main thread's */
    const struct conf *conf;
    const struct conf_domain *domain;
    const char *lang; /* of messages */

    struct loaded plugin;
    struct job_inst {
        const kh_value *params;
        void *inst;       /* NULL until open succeeded */
        bool is_measured; /* some variant is measured with it */
    } * inst;             /* one per version of the parameters */
    uint32_t n_inst;
    const kh_domain *schema;
    uint32_t n_datasets, n_spaces;

    const struct variant *variants;
    uint32_t n_variants;
    uint32_t threads;
    size_t chunk_size;

    const struct orgs *orgs; /* NULL: none */
    bool has_closed;         /* some units are known for earlier rows only */
    struct inputs *inputs;
    uint32_t level[SCHEMA_DATASETS_MAX];   /* at which a dataset's rows enter */
    uint32_t subject[SCHEMA_DATASETS_MAX]; /* column of the subject; UINT32_MAX = none */
    bool is_private[SCHEMA_SPACES_MAX];    /* key text is not to be printed */
    bool in_chain[CONF_LEVELS_MAX];        /* the first level, and merged ones above it */
    bool enters[CONF_LEVELS_MAX];          /* some dataset's rows enter here */
    uint64_t unbound;                      /* bit per dataset */
    struct job_span *span;                 /* [variant * n_datasets + dataset] */
    bool is_lead[VARIANTS_MAX];            /* the first variant with its window */
    bool is_owed[SCHEMA_DATASETS_MAX];     /* some unit owes the dataset */

    _Atomic uint64_t failed_at; /* lowest piece of work that failed; UINT64_MAX = none */
    _Atomic uint64_t rows, pieces_done;
    uint64_t pieces, bytes;
    uint64_t chunks, states; /* as reported */
};

/* The plugin's instance with the parameters in force in a variant's window. */
struct job_inst *job_inst_of(const struct job *j, const struct variant *v);

/* Is this dataset one of facts? */
static inline bool job_is_fact(const struct job *j, uint32_t dataset)
{
    return schema_dataset(j->schema, dataset)->role == KH_FACT;
}

/* A callback gave `rc`: replace *e by a sentence that names plugin, callback and `where`
 * ("events.csv lines 2-514", or NULL), keeping the class.  Returns the status. */
kh_status job_failed(const struct job *j, enum slot_place place, const char *where,
                     kh_status rc, kh_err *e);
/* *e: "plugin 'x' 1.0 gave PROBLEM in PLACE"; problem is a msgid. */
kh_status job_unsound(const struct job *j, enum slot_place place, const char *problem,
                      const char *what, kh_err *e);
void job_tell_no_memory(kh_err *e);
static inline kh_status job_no_memory(kh_err *e)
{
    job_tell_no_memory(e);
    return KH_ENOMEM;
}
/* Text of a plugin, bounded, ended, and valid UTF-8 without control characters. */
void job_clean(char *out, size_t size, const char *text, size_t n);

/* The life of a domain, in order.  Each returns a status with *e filled; KH_ECONFIG and
 * ST_INPUT have their sentences in `f`. */
kh_status job_open(struct job *j, const struct hello *h, struct findings *f, kh_err *e);
kh_status job_run(struct job *j, const struct worker_order *o, struct findings *f,
                  kh_err *e);
void job_close(struct job *j); /* safe at any point after zeroing */

#endif
