/* SPDX-License-Identifier: Apache-2.0 */
/* report_specs.c - the CSV files of --out as queries.
 *
 * Names, columns and their order are an interface: other people's scripts read them. */
#include "report/report_rows.h"

const struct file_spec file_specs[] = {
    { "scores", 20, -1,
      "SELECT r.period AS period, domain, level, subject, subject_name, node, " BY_LANG(
          "node_name") " AS node_name, kind, indicator, state, numerator, denominator,"
                       " samples, value, score, \"full\", weight, weight_used, "
                       "contribution,"
                       " flags, value_x, score_x, full_x, weight_x, weight_used_x,"
                       " contribution_x FROM score JOIN run r USING (run) WHERE run = ?1"
                       " ORDER BY domain, seq" },
    { "ranking", 10, -1,
      "SELECT r.period AS period, board, \"group\", subject, subject_name, score, rank, "
      "grade,"
      " previous_score, previous_rank, domain, level, node, state, score_x FROM ranking "
      "JOIN run r USING (run)"
      " WHERE run = ?1 ORDER BY board, \"group\", subject" },
    { "outcomes", 8, -1,
      "SELECT r.period AS period, domain, level, subject, subject_name, kind, value, reason"
      " FROM outcome JOIN run r USING (run) WHERE run = ?1"
      " ORDER BY domain, level, subject, kind, value, reason" },
    { "reasons", 8, -1,
      "SELECT r.period AS period, domain, level, subject, indicator, rule, count, effect,"
      " effect_x FROM reason JOIN run r USING (run) WHERE run = ?1"
      " ORDER BY domain, level, subject, indicator, rule" },
    { "orders", 16, -1,
      "SELECT domain || ':' || level || ':' || subject || ':' || node || ':' || opened"
      " AS \"order\", opened AS opened_period, domain, level, subject, node, score, "
      "\"full\","
      " threshold, state, stage, owner, due, checked_period, checked_score, note, score_x,"
      " threshold_x FROM improvement JOIN run r USING (run) WHERE run = ?1"
      " ORDER BY domain, level, subject, node, opened" },
    { "rejects", 7, 5,
      "SELECT domain, dataset, file, line, \"column\", reason, text FROM reject WHERE run "
      "= ?1"
      " ORDER BY domain, dataset, file, line, \"column\", reason, text" },
};
const size_t file_specs_len = COUNT(file_specs);
