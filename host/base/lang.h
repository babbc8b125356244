/* SPDX-License-Identifier: Apache-2.0 */
/* lang.h - two languages at once: messages in the user's, files in the report's.
 *
 * gettext translates under C.UTF-8 with LANGUAGE, so both work on a machine without a
 * zh_CN locale.  Only the coordinator's and a child's main thread may call these. */
#ifndef KH_BASE_LANG_H
#define KH_BASE_LANG_H

#include "base/status.h"
#include <libintl.h>

enum lang { LANG_EN, LANG_ZH };

/* Called once by cli: chooses the language of messages from LC_ALL, LC_MESSAGES, LANG
 * (zh* is Chinese, anything else English), sets the locale to C.UTF-8 and binds the
 * catalogue found beside the program (PROGRAM/locale) or in the installed folder. */
void lang_init(const char *program_folder);
enum lang lang_messages(void);
/* false if it is neither "zh" nor "en" */
bool lang_named(const char *name, enum lang *lang);
const char *lang_name(enum lang lang); /* "zh", "en" */
/* msgid in the given language; in the messages' language with _(). */
const char *lang_text(enum lang lang, const char *msgid);
#define _(s) gettext(s)
#define N_(s) (s)

#endif
