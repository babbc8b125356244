/* SPDX-License-Identifier: Apache-2.0 */
/* reading.h - inside of room config: what the readers of kaohe.cfg and modules share.
 *
 * A reader checks a group against its table, then fills its struct; mistakes are collected
 * and reading goes on with what is left, so that all are told at once. */
#ifndef KH_CONFIG_READING_H
#define KH_CONFIG_READING_H

#include "config/conf.h"

struct reading {
    struct arena *a;
    struct findings *f;
    struct conf *c;
    struct conf_day_set *days; /* of kaohe.cfg */
    uint32_t n_days;
    bool partial;   /* a module could not be read: a domain unknown may stand in it */
    bool no_memory; /* told once by conf_load */
};

/* Zeroed memory of the configuration's arena; NULL marks the reading. */
void *reading_array(struct reading *r, size_t n, size_t size);
const char *reading_printf(struct reading *r, const char *fmt, ...) KH_PRINTF(2, 3);
/* The path of a value in the file, for messages. */
const char *reading_label(struct reading *r, const struct cfg *c);
/* Texts of a text or a list; *n is 0 if absent.  An empty list is a mistake. */
const char **reading_texts(struct reading *r, const struct cfg *c, uint32_t *n);
/* A whole number that its table has checked; `dflt` if absent or no such number. */
int64_t reading_integer(const struct cfg *group, const char *name, int64_t dflt);
/* The text as a path beside the file it stands in; NULL if absent. */
const char *reading_path(struct reading *r, const struct cfg *group, const char *name);
/* Member `id`: [A-Za-z0-9._-]+, or a plain name [a-z][a-z0-9_]* if `plain`; "" if it is
 * absent or cannot be one. */
const char *reading_id(struct reading *r, const struct cfg *group, bool plain);
bool reading_is_name(struct reading *r, const struct cfg *c, const char *text);
/* Where `text` stands in `names`; -1. */
int32_t reading_find(const char *const *names, size_t n, const char *text);
/* The same, and a finding at `c` if it is not there; `noun` is a msgid ("level"). */
int32_t reading_known(struct reading *r, const struct cfg *c, const char *noun,
                      const char *text, const char *const *names, size_t n);
/* Index of the domain that `c` names; -1, and a finding unless modules are missing. */
int32_t reading_domain(struct reading *r, const struct cfg *c);
/* `for`: key columns, or columns of orgs.csv, and the texts each may have. */
void reading_for(struct reading *r, const struct conf_domain *d, const struct cfg *group);
/* Ids of a domain's levels. */
const char *const *reading_levels(struct reading *r, const struct conf_domain *d);

/* The readers, in the order in which conf_load calls them. */
void conf_run_read(struct reading *r);
void conf_days_read(struct reading *r, const struct cfg *list, struct conf_day_set **sets,
                    uint32_t *n);
void conf_domain_read(struct reading *r, struct conf_domain *d, const struct cfg *tree);
/* `change` and `params`, once the cycle is known. */
void conf_effective_read(struct reading *r, struct conf_domain *d);
void conf_levels_read(struct reading *r, struct conf_domain *d);
extern const char *const conf_encodings[], *const conf_delimiters[];
/* `file` and how it is written, of a day set; NULL: memory. */
struct conf_input *conf_day_file_read(struct reading *r, const struct cfg *set,
                                      const char *id);
void conf_inputs_read(struct reading *r, struct conf_domain *d);
void conf_columns_read(struct reading *r, struct conf_input *in, const struct cfg *group);
void conf_columns_check(struct reading *r, const struct conf_domain *d);
const char **conf_dates_read(struct reading *r, const struct cfg *c, uint32_t *n);
const struct cfg_key *conf_column_keys(size_t *n);
const struct cfg_key *conf_pair_keys(size_t *n);
void conf_outcomes_check(struct reading *r, const struct conf_domain *d);
void conf_scheme_check(struct reading *r, const struct conf_domain *d);
void conf_results_check(struct reading *r);
void conf_composite_read(struct reading *r);
void conf_boards_read(struct reading *r);
void conf_awards_read(struct reading *r, struct conf_board *b);
void conf_asked_read(struct reading *r);
void conf_shares_read(struct reading *r, struct conf_board *b);
void conf_digest(struct reading *r);

/* Their tables, for the reference manual. */
const struct conf_table *conf_run_tables(size_t *n);
const struct conf_table *conf_domain_tables(size_t *n);
const struct conf_table *conf_effective_tables(size_t *n);
const struct conf_table *conf_input_tables(size_t *n);
const struct conf_table *conf_outcome_tables(size_t *n);
const struct conf_table *conf_composite_tables(size_t *n);
const struct conf_table *conf_board_tables(size_t *n);
const struct conf_table *conf_award_tables(size_t *n);
const struct conf_table *conf_share_tables(size_t *n);
const struct conf_table *site_tables(size_t *n);

#endif
