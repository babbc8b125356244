/* SPDX-License-Identifier: Apache-2.0 */
/* conf_share.c - workload shares of a board: what a plate is worth. */
#include "config/reading.h"

static const struct cfg_key shares_keys[] = {
    { .name = "green",
      .want = WANT_NUMBER,
      .min = "0",
      .max = "1000",
      .dflt = "1",
      .doc = N_("Factor of a green plate.") },
    { .name = "yellow",
      .want = WANT_NUMBER,
      .required = true,
      .min = "0",
      .max = "1000",
      .doc = N_("Factor of a yellow plate.") },
    { .name = "red",
      .want = WANT_NUMBER,
      .min = "0",
      .max = "1000",
      .dflt = "0",
      .doc = N_("Factor of a red plate; with 0 it is not eligible.") },
    { .name = "first", .want = WANT_GROUP, .doc = N_("More for the first of a group.") },
    { .name = "digits",
      .want = WANT_INTEGER,
      .min = "0",
      .max = "9",
      .dflt = "2",
      .doc = N_("Digits of a share in percent.") },
};
static const struct cfg_key first_keys[] = {
    { .name = "bonus",
      .want = WANT_NUMBER,
      .required = true,
      .min = "0",
      .max = "1000",
      .doc = N_("Part of its factor that is added: 0.1 is 10 percent.") },
    { .name = "from", .want = WANT_NUMBER, .doc = N_("Least printed score; none: any.") },
};

const struct conf_table *conf_share_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "kaohe.cfg: boards.shares", shares_keys, COUNT(shares_keys) },
        { "kaohe.cfg: boards.shares.first", first_keys, COUNT(first_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

void conf_shares_read(struct reading *r, struct conf_board *b)
{
    const struct cfg *at = cfg_get(b->at, "shares");
    if (!at || at->kind != CFG_GROUP ||
        !cfg_check(at, shares_keys, COUNT(shares_keys), r->f))
        return;
    const struct cfg *first = cfg_get(at, "first");
    struct conf_shares *s = reading_array(r, 1, sizeof *s);
    if (!s || (first && !cfg_check(first, first_keys, COUNT(first_keys), r->f)))
        return;
    s->factor[0] = cfg_text(at, "green", "1");
    s->factor[1] = cfg_text(at, "yellow", "1");
    s->factor[2] = cfg_text(at, "red", "0");
    s->bonus = first ? cfg_text(first, "bonus", "0") : NULL;
    s->from = first ? cfg_text(first, "from", NULL) : NULL;
    s->digits = (int32_t)reading_integer(at, "digits", 2);
    b->shares = s;
}
