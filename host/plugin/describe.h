/* SPDX-License-Identifier: Apache-2.0 */
/* describe.h - what `kaohe plugin list` and `kaohe plugin describe` say.
 *
 * Texts are in the language of messages; names, types and the JSON form are the same in
 * every language.  KH_ENOMEM if `out` is full or memory is refused. */
#ifndef KH_PLUGIN_DESCRIBE_H
#define KH_PLUGIN_DESCRIBE_H

#include "plugin/scan.h"

/* One line a file: id, version and doc in columns, or the reason why it cannot be used. */
kh_status describe_list(struct buf *out, const struct scanned *files, uint32_t n);
/* The same as {"plugins": [...]}. */
kh_status describe_list_json(struct buf *out, const struct scanned *files, uint32_t n);
/* Parameters, datasets with columns, indicators, tables. */
kh_status describe_text(struct buf *out, const struct schema *s);
kh_status describe_json(struct buf *out, const struct schema *s);

#endif
