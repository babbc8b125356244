/* SPDX-License-Identifier: Apache-2.0 */
/* schema.h - what a plugin declares, copied into the host's own structs and checked.
 *
 * A plugin's lists carry the element size of its header.  schema_of copies each element
 * into a zeroed struct of the host's size, so that everybody behind it indexes plain
 * arrays: every kh_list in a struct schema has the host's stride and lives in the arena,
 * texts included. The same structure travels to the coordinator, which never loads a
 * plugin. */
#ifndef KH_PLUGIN_SCHEMA_H
#define KH_PLUGIN_SCHEMA_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/wire.h"

enum {
    SCHEMA_FIELDS_MAX = 1024,
    SCHEMA_DATASETS_MAX = 64, /* one bit of kh_indicator.needs each */
    SCHEMA_INDICATORS_MAX = 4096,
    SCHEMA_TABLES_MAX = 256,
    SCHEMA_SPACES_MAX = 64,
    SCHEMA_TEXT_MAX = 4096 /* bytes of any text a plugin hands over */
};

struct schema {
    const char *plugin, *version, *doc; /* id of the code, its version, one line */
    const char *file;                   /* path of the shared object */
    unsigned char sha[SHA_SIZE];        /* of that file */
    uint32_t abi_minor, state_version;
    kh_list params;  /* of kh_field */
    bool has_domain; /* false: depends on parameters, known after open */
    bool by_default; /* it does, and `domain` is that of the default parameters */
    kh_domain domain;
};

/* Typed access; index < list.count. */
static inline const kh_field *schema_field(kh_list l, uint32_t i)
{
    return (const kh_field *)l.at + i;
}
static inline const kh_dataset *schema_dataset(const kh_domain *d, uint32_t i)
{
    return (const kh_dataset *)d->datasets.at + i;
}
static inline const kh_indicator *schema_indicator(const kh_domain *d, uint32_t i)
{
    return (const kh_indicator *)d->indicators.at + i;
}
static inline const kh_table *schema_table(const kh_domain *d, uint32_t i)
{
    return (const kh_table *)d->tables.at + i;
}
/* Index of the indicator with this id; -1. */
int32_t schema_indicator_of(const kh_domain *d, const char *id);
int32_t schema_dataset_of(const kh_domain *d, const char *name);

/* Copy and check a table's parameters, or a domain.  KH_EBUG with a sentence that names the
 * member at fault: refused plugins are told why. */
kh_status schema_params(kh_list *out, struct arena *a, const kh_list *from, kh_err *e);
kh_status schema_domain(kh_domain *out, struct arena *a, const kh_domain *from, kh_err *e);

void schema_put(struct buf *b, const struct schema *s);
/* Checks what it reads as schema_domain does.  false: the frame is damaged. */
bool schema_get(struct wire *w, struct arena *a, struct schema *s);

#endif
