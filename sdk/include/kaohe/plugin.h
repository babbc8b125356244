/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/plugin.h - the binary contract between the host and a domain plugin.
 *
 * A plugin is a mergeable aggregation.  The host feeds it typed columnar
 * batches through many independent states, merges the states, and asks for
 * results once.  A word in brackets is the thread contract of a callback:
 *
 *   [once]   one thread, while no state of the instance exists
 *   [state]  one thread at a time per state; other states run in parallel
 *   [any]    any thread, any time, several at once
 *
 * Rules that hold everywhere:
 *
 *  - Structs grow only at the end.  A reader looks at no byte beyond `size` and
 *    takes a missing field as zero.  A struct marked FROZEN never grows.
 *  - Arrays that one side declares and the other walks travel as kh_list, which
 *    carries the element size of the side that wrote them.
 *  - A pointer handed over is lent until the call returns, unless it says more.
 *    Nobody frees what the other side allocated.
 *  - Text is UTF-8 ended by NUL.  Constants are never renumbered or reused.
 *  - No exception, longjmp or signal handler crosses a call.
 */
#ifndef KH_PLUGIN_H
#define KH_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KH_MAGIC 0x3150484bu /* the bytes K H P 1, little-endian */
#define KH_ABI_MAJOR 1       /* part of the entry symbol's name */
#define KH_ABI_MINOR 0       /* grows when a struct gains a field */

typedef int32_t kh_status;
enum {
    KH_OK = 0,
    KH_ENOMEM = 1,  /* an allocation was refused */
    KH_ECONFIG = 2, /* parameters contradict each other */
    KH_EDATA = 3,   /* the input as a whole cannot be assessed */
    KH_ERANGE = 4,  /* a sum or a count left its type */
    KH_ESTATE = 5,  /* saved state is damaged, or of an unknown version */
    KH_ECANCEL = 6, /* the host asked to stop */
    KH_EBUG = 7     /* the plugin met what it calls impossible */
};

/* Owned and zeroed by the caller.  FROZEN. */
typedef struct kh_err {
    int32_t code;
    int32_t param; /* 1 + index of the parameter at fault; 0 = none */
    char text[248];
} kh_err;

/* FROZEN. */
typedef struct kh_list {
    const void *at;
    uint32_t count;
    uint32_t stride;
} kh_list;
/* clang-format off */
#define KH_LIST(a) { (a), (uint32_t)(sizeof(a) / sizeof *(a)), (uint32_t)sizeof *(a) }
/* clang-format on */

/* ---- What a plugin says about itself ------------------------------------ */

/* Types of columns, parameters and indicators. */
enum {
    KH_BOOL = 1, /* uint8_t 0 or 1 */
    KH_I64 = 2,  /* int64_t */
    KH_F64 = 3,  /* double; never NaN, which arrives as null */
    KH_DEC = 4,  /* int64_t, value x 10^scale: money, points, percentages */
    KH_TIME = 5, /* int64_t microseconds since 1970-01-01T00:00:00Z */
    KH_ENUM = 6, /* uint16_t index into `labels` */
    KH_KEY = 7,  /* uint32_t id in a key space, dense from 0; columns only */
    KH_TEXT = 8, /* the bytes between two offsets */
    KH_TABLE = 9 /* rows of `fields`; parameters, and fields of their rows, only */
};
enum { KH_NULLABLE = 1, KH_OPTIONAL = 2, KH_DEPRECATED = 4 };

/* A column of a dataset, or a parameter. */
typedef struct kh_field {
    const char *name; /* [a-z][a-z0-9_]*, at most 63 bytes */
    const char *doc;  /* one sentence, shown to operators */
    uint32_t type, flags;
    int32_t scale;             /* KH_DEC: digits after the point, 0 to 18 */
    uint32_t space;            /* KH_KEY: index into kh_domain.spaces */
    const char *const *labels; /* KH_ENUM: ends with NULL; grows only at the end */
    const char *dflt;          /* parameter: default as text; NULL = required */
    const char *min, *max;     /* parameter: inclusive, as text; NULL = open */
    kh_list fields;            /* KH_TABLE: of kh_field */
} kh_field;

/* Facts stream through states; reference rows go to `prepare`, whole, first. */
enum { KH_FACT = 1, KH_REFERENCE = 2 };
typedef struct kh_dataset {
    const char *name, *doc;
    uint32_t role, flags;
    uint32_t when, until;   /* 1 + index of a KH_TIME column; 0 = none */
    uint32_t key, revision; /* 1 + index of a column; 0 = none */
    kh_list columns;        /* of kh_field; a batch carries them in this order */
} kh_dataset;

/* KH_RATIO: value = times x numerator / denominator (times 0 = 1; 100 for %).  A result
 * gives both raw parts and the host divides, so that rounding happens once, in the
 * report, and a parent unit sums the parts.  KH_ADDITIVE: reasons add up to the value.
 * KH_SUM: summed at every level, a mean level too. */
enum { KH_HIGHER_IS_BETTER = 8, KH_RATIO = 16, KH_ADDITIVE = 32, KH_SUM = 64 };
typedef struct kh_indicator {
    const char *id, *unit, *doc; /* reports and weights refer to `id` */
    uint32_t type, flags;        /* KH_I64, KH_F64 or KH_DEC */
    int32_t scale;
    uint32_t reserved;
    int64_t times;  /* KH_RATIO: the factor; 0 = 1 */
    uint64_t needs; /* bit i: not measurable without dataset i */
} kh_indicator;

/* Rows of the domain's own for the report and the store: penalty tickets, a Pareto of
 * causes.  `columns` may have every type but KH_TABLE; the host adds period, level and
 * subject in front.  Rows are taken from the level at which facts enter; from every
 * merged level too with KH_EVERY_LEVEL.  The host sorts them bytewise as printed. */
enum { KH_EVERY_LEVEL = 1 };
typedef struct kh_table {
    const char *name, *doc; /* name as kh_field.name */
    uint32_t flags, reserved;
    kh_list columns; /* of kh_field */
} kh_table;

/* What merge promises, and so what the host must do for equal results. */
enum {
    KH_EXACT = 1,     /* any order, any grouping, bit for bit: host is free */
    KH_CHUNKED = 2,   /* order counts: one state per chunk, merged in input order */
    KH_BY_SUBJECT = 3 /* a subject's rows come to one state, in time order */
};
typedef struct kh_domain {
    uint32_t size, order;
    kh_list spaces;     /* of const char *; [0] is the subject being assessed */
    kh_list datasets;   /* of kh_dataset */
    kh_list indicators; /* of kh_indicator */
    kh_list tables;     /* of kh_table */
} kh_domain;

/* ---- What the host hands over ------------------------------------------- */

/* FROZEN. */
typedef struct kh_value {
    union {
        int64_t i; /* BOOL, I64, DEC, TIME, ENUM */
        double f;
        const char *s;
        const struct kh_value *cells; /* TABLE: row after row */
    } u;
    uint32_t count; /* TABLE: rows; TEXT: bytes */
    uint32_t set;   /* 0 = an optional parameter left out */
} kh_value;

/* One column of a batch; buffers are laid out as Arrow lays them out.  FROZEN. */
typedef struct kh_col {
    const void *data;        /* NULL = optional column absent: all rows null */
    const uint8_t *valid;    /* bit i & 7 of byte i >> 3; NULL = no row is null */
    const uint32_t *offsets; /* KH_TEXT: rows + 1 of them */
    const void *reserved;
} kh_col;

/* The dates one state covers: civil time, from <= t < to. */
typedef struct kh_window {
    uint32_t size, months;
    int64_t from, to; /* KH_TIME */
} kh_window;

typedef struct kh_batch {
    uint32_t size, dataset, rows, cols;
    const kh_col *col;         /* in the order of kh_dataset.columns */
    const uint32_t *space_len; /* ids met so far, per space: grow once per batch */
    uint64_t chunk, first_row; /* where in the input, for messages */
} kh_batch;

/* Several ids of `from` may meet in one of `into`: so a parent unit is made. */
typedef struct kh_merge {
    uint32_t size, spaces;
    const uint32_t *const *remap; /* remap[space][id in `from`] = id in `into` */
    const uint32_t *from_len;     /* entries of each remap */
    const uint32_t *into_len;     /* ids of each space in `into`, after the merge */
} kh_merge;

/* FROZEN.  Both move exactly n bytes or fail; there are no short counts. */
typedef struct kh_sink {
    void *ctx;
    kh_status (*write)(void *ctx, const void *bytes, size_t n);
} kh_sink;
/* FROZEN. */
typedef struct kh_source {
    void *ctx;
    kh_status (*read)(void *ctx, void *bytes, size_t n);
} kh_source;

/* What each outcome but the first does to a total is the operator's setting. */
enum {
    KH_SCORED = 1,
    KH_NO_DATA = 2,       /* nothing happened that could be measured */
    KH_MISSING = 3,       /* it happened, and was not delivered */
    KH_NOT_APPLICABLE = 4 /* the indicator does not concern this subject */
};
/* An appeal is open; an audit found the value untrue, so that its leaf scores 0. */
enum { KH_PROVISIONAL = 1, KH_FALSIFIED = 2 };
typedef struct kh_result {
    uint32_t size, subject, indicator, outcome;
    kh_value value;                 /* read only if KH_SCORED and not KH_RATIO */
    int64_t numerator, denominator; /* KH_RATIO */
    int64_t samples;
    uint32_t flags, reserved;
    /* KH_PROVISIONAL: the same, had every open appeal been upheld. */
    kh_value upheld;
    int64_t upheld_numerator, upheld_denominator;
} kh_result;

/* Why: `rule` applied `count` times and moved the indicator by `effect` in all. */
typedef struct kh_reason {
    uint32_t size, subject, indicator, reserved;
    const char *rule; /* [A-Za-z][A-Za-z0-9_.-]*, at most 63 bytes (SG-P1, cap) */
    kh_value effect;  /* of the indicator's type */
    int64_t count;
} kh_reason;

/* One row of a declared table; a cell that is not `set` is empty.  KH_KEY cells hold an
 * id of the column's space in u.i, KH_TEXT cells u.s of `count` bytes. */
typedef struct kh_row {
    uint32_t size, table, subject, cells;
    const kh_value *cell; /* `cells` of them, in the order of kh_table.columns */
} kh_row;

/* Ids are canonical here: 0 to space_len[s] - 1 is key order. */
typedef struct kh_emit {
    uint32_t size, spaces;
    void *ctx;
    const uint32_t *space_len;
    const char *(*text)(void *ctx, uint32_t space, uint32_t id);
    kh_status (*result)(void *ctx, const kh_result *r);
    kh_status (*reason)(void *ctx, const kh_reason *r);
    kh_status (*row)(void *ctx, const kh_row *r);
} kh_emit;

enum { KH_LOG_ERROR = 1, KH_LOG_WARN = 2, KH_LOG_INFO = 3, KH_LOG_DEBUG = 4 };
typedef struct kh_host {
    uint32_t size;
    uint16_t abi_major, abi_minor;
    void *ctx;
    /* [any] realloc with an owner: counted, capped; n = 0 frees. */
    void *(*resize)(void *ctx, void *p, size_t n);
    /* [any] one line, no newline. */
    void (*log)(void *ctx, uint32_t level, const char *text);
    /* [state] leave a row out: always counted, logged up to a limit. */
    void (*reject)(void *ctx, const kh_batch *b, uint32_t row, uint32_t col,
                   const char *why);
    /* [any] nonzero: return KH_ECANCEL soon. */
    int (*stopping)(void *ctx);
    /* [once] "kh.name/1" or "com.example.name/1"; NULL = not offered. */
    const void *(*extension)(void *ctx, const char *id);
} kh_host;

/* ---- The plugin ---------------------------------------------------------- */

/* kh_plugin.flags: a host may ignore the low 16 bits and must know the high 16. */
enum { KH_LOADS_OLDER_STATE = 1 };

typedef struct kh_plugin {
    /* These 16 bytes keep place and meaning in every major version. */
    uint32_t magic, size;
    uint16_t abi_major, abi_minor; /* of the header it was compiled with */
    uint32_t needs_minor;          /* least host minor it can live with */

    const char *id, *version, *doc;
    uint32_t state_version; /* of the bytes `save` writes */
    uint32_t flags;
    kh_list params;          /* of kh_field; checked by the host before `open` */
    const kh_domain *domain; /* NULL: depends on parameters, ask `describe` */

    /* [once] params[i] belongs to kh_plugin.params[i]; it lives until `close`. */
    kh_status (*open)(const kh_host *h, const kh_value *params, void **inst, kh_err *e);
    /* [once] optional; lives until `close`. */
    kh_status (*describe)(const void *inst, const kh_domain **domain, kh_err *e);
    /* [once] optional; reference keys have the same ids in every later state. */
    kh_status (*prepare)(void *inst, const kh_batch *b, kh_err *e);
    /* [any] the instance is read-only from here on. */
    kh_status (*begin)(const void *inst, const kh_window *w, void **state, kh_err *e);
    /* [state] may keep nothing of the batch. */
    kh_status (*consume)(void *state, const kh_batch *b, kh_err *e);
    /* [state] of `into`; `from` is ended by the host afterwards. */
    kh_status (*merge)(void *into, const void *from, const kh_merge *m, kh_err *e);
    /* [state] equal states write equal bytes. */
    kh_status (*save)(const void *state, const kh_sink *out, kh_err *e);
    /* [any] must survive any bytes at all.  state_version is the plugin's own, or
     * any from 1 up to it if the plugin says KH_LOADS_OLDER_STATE. */
    kh_status (*load)(const void *inst, uint32_t state_version, const kh_source *in,
                      void **state, kh_err *e);
    /* [state] may be asked again, and then answers the same. */
    kh_status (*score)(const void *state, const kh_emit *out, kh_err *e);
    /* [state] */
    void (*end)(void *state);
    /* [once] */
    void (*close)(void *inst);
    /* [any] optional. */
    const void *(*extension)(const char *id);
} kh_plugin;

#if defined(__GNUC__)
#define KH_EXPORT __attribute__((visibility("default")))
#else
#define KH_EXPORT
#endif

/* The one symbol a plugin exports.  It returns the address of constant data and
 * does nothing else: the host calls it to list plugins. */
KH_EXPORT const kh_plugin *kh_plugin_v1(void);

#ifdef __cplusplus
}
#endif
#endif
