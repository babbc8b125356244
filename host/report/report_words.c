/* SPDX-License-Identifier: Apache-2.0 */
/* report_words.c - see report_words.h. */
#include "report/report_words.h"

#include "intake/rejects.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *code, *msgid;
} words[] = {
    /* states */
    { "ok", N_("scored") },
    { "na", N_("not applicable") },
    { "missing", N_("not delivered") },
    { "pending", N_("under appeal") },
    { "fault", N_("failed") },
    /* columns of award lists */
    { "rank", N_("rank") },
    { "score", N_("score") },
    { "yes", N_("yes") },
    { "no", N_("no") },
    /* orders */
    { "open", N_("open") },
    { "closed", N_("closed") },
    { "escalated", N_("escalated") },
    { "void", N_("void") },
    /* kinds of nodes */
    { "leaf", N_("item") },
    { "adjustment", N_("adjustment") },
    { "group", N_("group") },
    { "total", N_("total") },
    /* outcomes */
    { "grade", N_("grade") },
    { "plate", N_("plate") },
    { "veto", N_("veto") },
    { "ticket", N_("ticket") },
    { "award", N_("award") },
    { "share", N_("share") },
    { "settlement", N_("settlement") },
    { "access", N_("access") },
    { "green", N_("green") },
    { "yellow", N_("yellow") },
    { "red", N_("red") },
    { "exit", N_("exit") },
    { "admitted", N_("admitted") },
    { "recommended", N_("recommended") },
    { "ineligible", N_("ineligible") },
    { "overflow", N_("over the cap:") },
    { "fee", N_("fee") },
    { "coefficient", N_("coefficient") },
    /* why a plate or its access is what it is */
    { "run", N_("yellow again") },
    { "probation", N_("probation") },
    { "kept", N_("kept without a score") },
    { "readmitted", N_("re-admitted") },
    { "reds", N_("too many reds") },
    /* grades, unless their board names them */
    { "excellent", N_("excellent") },
    { "good", N_("good") },
    { "pass", N_("pass") },
    { "fail", N_("fail") },
    /* units of indicators */
    { "points", N_("points") },
    { "times", N_("times") },
    { "cases", N_("cases") },
    { "events", N_("events") },
    { "projects", N_("projects") },
    { "/10k", N_("per 10,000") },
    { "/million", N_("per million") },
    /* levels */
    { "country", N_("country") },
    { "region", N_("region") },
    { "province", N_("province") },
    { "city", N_("city") },
    { "district", N_("district") },
    { "county", N_("county") },
    { "project", N_("project") },
    { "topic", N_("topic") },
    { "contractor", N_("contractor") },
    { "role", N_("role") },
    { "supplier", N_("supplier") },
    { "assessor", N_("assessor") },
    { "agent", N_("agent") },
    { "team", N_("team") },
    { "hall", N_("service hall") },
    { "outlet", N_("outlet") },
    { "channel", N_("channel") },
    { "service", N_("service") },
    { "business", N_("business") },
    { "firm", N_("firm") },
    { "visit", N_("visit") },
    { "day", N_("day") },
};

static const struct {
    const char *code, *msgid;
} flags[] = {
    { "partial", N_("partly delivered") },
    { "windows", N_("windows with a result") },
    { "months", N_("months with files") },
    { "thin", N_("few samples") },
    { "provisional", N_("provisional") },
    { "falsified", N_("falsified") },
    { "no_data", N_("no data") },
    { "no_scheme", N_("no scheme in force") },
    { "competitors", N_("competitors compared") },
    { "day", N_("on") },
    { "vetoed", N_("veto") },
    { "before", N_("before it") },
    { "carried", N_("carried over") },
    { "held", N_("held back by") },
    { "redistributed", N_("weight given to others:") },
    { "zeroed", N_("counted as 0:") },
    { "no_result", N_("no result") },
    { "absent", N_("not assessed there") },
};

const char *words_say(struct words *w, const char *msgid)
{
    if (w->lang == LANG_EN)
        return msgid;
    size_t at = ((uintptr_t)msgid >> 2) * 0x9E3779B1u % WORDS_KEPT;
    if (w->kept[at].msgid != msgid) {
        w->kept[at].msgid = msgid;
        w->kept[at].text = lang_text(w->lang, msgid);
    }
    return w->kept[at].text;
}

const char *words_reject(struct words *w, const char *reason)
{
    arena_end(&w->sentence);
    const char *text = rejects_reason(&w->sentence, w->lang, reason);
    return text ? text : reason;
}

const char *words_code(struct words *w, const char *code)
{
    for (size_t i = 0; i < COUNT(words); i++)
        if (!strcmp(words[i].code, code))
            return words_say(w, words[i].msgid);
    return code;
}

const char *words_codes(struct words *w, const char *codes, char *out, size_t size)
{
    size_t len = 0;
    *out = 0;
    for (;;) {
        char code[64];
        size_t n = strcspn(codes, " ,");
        snprintf(code, sizeof code, "%.*s", (int)n, codes);
        int put = snprintf(out + len, size - len, "%.*s", (int)n, codes);
        if (n < sizeof code)
            put = snprintf(out + len, size - len, "%s", words_code(w, code));
        len += (size_t)put;
        codes += n;
        if (!*codes || len + 1 >= size)
            break;
        out[len++] = *codes++;
        out[len] = 0;
    }
    return out;
}

const char *words_effect(struct words *w, const char *kind, const char *value,
                         const char *value_name, char *out, size_t size)
{
    if (!strcmp(kind, "award") && *value_name)
        return value_name;
    return words_codes(w, value, out, size);
}

const char *words_reason(struct words *w, const char *kind, const char *value,
                         const char *value_name, const char *reason, char *out, size_t size)
{
    if (!strcmp(kind, "veto") && *value_name && strcmp(value_name, value) != 0)
        return value_name;
    if (!strcmp(kind, "award"))
        return reason; /* the name of its board */
    return words_codes(w, reason, out, size);
}

/* One flag: a word, and what stands behind its colon. */
static int put_flag(struct words *w, const char *flag, int n, char *out, size_t size)
{
    const char *colon = memchr(flag, ':', (size_t)n);
    int head = colon ? (int)(colon - flag) : n;
    for (size_t i = 0; i < COUNT(flags); i++)
        if ((int)strlen(flags[i].code) == head &&
            !strncmp(flags[i].code, flag, (size_t)head))
            return snprintf(out, size, "%s%s%.*s", words_say(w, flags[i].msgid),
                            colon ? " " : "", colon ? n - head - 1 : 0,
                            colon ? colon + 1 : "");
    return snprintf(out, size, "%.*s", n, flag);
}

const char *words_flags(struct words *w, const char *list, char *out, size_t size)
{
    size_t len = 0;
    *out = 0;
    while (*list && len < size) {
        int n = (int)strcspn(list, " ");
        if (n && len)
            len += (size_t)snprintf(out + len, size - len, ", ");
        if (n && len < size)
            len += (size_t)put_flag(w, list, n, out + len, size - len);
        list += n + (list[n] == ' ');
    }
    return out;
}
