/* SPDX-License-Identifier: Apache-2.0 */
/* plan.h - what is read of a dataset, and where each column of it comes from.
 *
 *   source   one text per row: a file's column, a constant, a part of the file's name, or
 *            what a look-up finds; several columns may share one
 *   column   one value per row: a declared column, decoded from its source; the subject's
 *            is made of several sources
 *
 * Made by inputs_open, read-only afterwards; any thread. */
#ifndef KH_INTAKE_PLAN_H
#define KH_INTAKE_PLAN_H

#include "intake/dates.h"
#include "intake/decode.h"
#include "intake/encoding.h"
#include "intake/inputs.h"
#include "intake/survey.h"

#define PLAN_NONE UINT32_MAX

struct lookup;
struct dupes;

struct source {
    const char *name;  /* of the column */
    const char *label; /* what a reject calls it: the header text, or the name */
    enum column_kind kind;
    const char *text;           /* header (folded), constant, part of the name, dataset */
    const char *level;          /* not NULL: names units of this level */
    const struct conf_map *map; /* texts folded */
    uint32_t n_map;
    const char *const *missing; /* texts folded */
    uint32_t n_missing;
    const char *suffix; /* text folded; NULL: none */
    uint32_t *by;       /* COLUMN_LOOKUP: sources of this plan */
    uint32_t n_by;
    const struct lookup *lookup;
    uint32_t lookup_value; /* which of its values */
    bool is_bound;         /* by the configuration: must be in every file */
    bool is_required;      /* must be in every file */
    bool is_private;
    bool is_plain; /* the text is the field, trimmed; no value is the empty text */
    const struct conf_column *conf; /* NULL: found by its own name */
};

struct column {
    const kh_field *field;
    uint32_t source;  /* PLAN_NONE: no file has it; all rows are null */
    bool is_subject;  /* made of the plan's subject */
    bool is_nullable; /* null is a value; otherwise a reject */
    bool skips;       /* null leaves the row out (only_with) */
    struct number_form number;
    struct dates dates; /* KH_TIME */
};

/* A file as it is read. */
struct plan_file {
    struct survey_bytes bytes; /* fd -1: opened by its path for each reader */
    uint64_t device, inode, size, changed_ns; /* as surveyed; another file is refused */
    uint32_t *field;   /* of each source: index of its field, or PLAN_NONE */
    const char **part; /* of each source: text of its part of the name, or NULL */
    uint32_t n_fields; /* of the header */
    uint32_t n_needed; /* 1 + the last field that is read */
    enum encoding encoding;
    bool trails;
    struct survey survey;
    uint64_t first_chunk; /* of the dataset's */
};

struct plan {
    uint32_t dataset;
    const kh_dataset *schema;
    const struct conf_input *conf; /* NULL: not bound */
    uint32_t level;
    struct source *sources;
    uint32_t n_sources, cap_sources;
    struct column *columns; /* as declared, then those that look-ups ask for */
    uint32_t n_columns, n_declared;
    uint32_t *subject; /* sources */
    uint32_t n_subject;
    uint32_t key, revision, when; /* columns; PLAN_NONE */
    bool has_skips;
    struct input_file *files;
    struct plan_file *read;
    uint32_t n_files;
    uint32_t n_chunks;
    const struct dupes *dupes; /* keys that stand more than once; NULL */
};

/* Build the plan of one bound dataset.  Fails for memory and for what inputs_check would
 * have found. */
kh_status plan_make(struct plan *p, struct arena *a, const struct inputs_spec *spec,
                    uint32_t dataset, kh_err *e);
/* The source of a name, made if it is new; PLAN_NONE: memory. */
uint32_t plan_source(struct plan *p, struct arena *a, const struct inputs_spec *spec,
                     const char *name);
/* A further column, of text, that the batches' readers do not see; PLAN_NONE: memory. */
uint32_t plan_extra(struct plan *p, struct arena *a, const struct inputs_spec *spec,
                    const char *name);
/* The configured column of a name; NULL. */
const struct conf_column *plan_conf_column(const struct conf_input *in, const char *name);

/* Has the file no such column?  It is optional then. */
static inline bool plan_is_absent(const struct plan *p, const struct plan_file *file,
                                  const struct column *c)
{
    if (c->is_subject)
        return false;
    return c->source == PLAN_NONE || (p->sources[c->source].kind == COLUMN_HEADER &&
                                      file->field[c->source] == PLAN_NONE);
}

static inline const kh_field *plan_field(const kh_dataset *d, uint32_t i)
{
    return (const kh_field *)d->columns.at + i;
}
static inline const kh_dataset *plan_dataset(const kh_domain *d, uint32_t i)
{
    return (const kh_dataset *)d->datasets.at + i;
}
static inline uint32_t plan_spaces(const kh_domain *d)
{
    return d->spaces.count;
}

#endif
