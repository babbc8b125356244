/* SPDX-License-Identifier: Apache-2.0 */
/* store_schema.c - see store_schema.h.
 *
 * Everything is plain rows.  A column NAME_x is the exact fraction of the decimal in NAME.
 * `seq` keeps the order of the files of --out.  run is the owner of every row; nothing is
 * updated once its run is committed. */
#include "store/store_schema.h"

static const char runs_and_scores[] =
    "CREATE TABLE run ("               /* one execution */
    " run INTEGER PRIMARY KEY,"        /* its number */
    " period TEXT NOT NULL,"           /* 2011-04 */
    " title_zh TEXT, title_en TEXT,"   /* of the report */
    " version TEXT NOT NULL,"          /* of the program */
    " lang TEXT NOT NULL,"             /* of the report */
    " config_path TEXT NOT NULL,"      /* kaohe.cfg as named */
    " config_sha TEXT NOT NULL,"       /* of the canonical configuration */
    " command TEXT,"                   /* command line */
    " started_at TEXT, ended_at TEXT," /* UTC */
    " threads INTEGER,"
    " exit_status INTEGER NOT NULL) STRICT;"

    "CREATE TABLE config_file ("
    " run INTEGER NOT NULL REFERENCES run, seq INTEGER NOT NULL,"
    " name TEXT NOT NULL, sha TEXT NOT NULL, PRIMARY KEY (run, seq)) STRICT;"

    "CREATE TABLE domain (" /* a domain in a run */
    " run INTEGER NOT NULL REFERENCES run, domain TEXT NOT NULL,"
    " name_zh TEXT NOT NULL, name_en TEXT NOT NULL,"
    " plugin TEXT NOT NULL, plugin_version TEXT, plugin_sha TEXT,"
    " scheme TEXT,"                /* versions in force */
    " month TEXT NOT NULL,"        /* with which the window ends */
    " from_day TEXT, to_day TEXT," /* first and last day; NULL: all dates */
    " carried INTEGER NOT NULL,"   /* 1: an earlier result */
    " fault TEXT,"                 /* NULL, or the verdict */
    " PRIMARY KEY (run, domain)) STRICT;"
    "CREATE INDEX domain_window ON domain (domain, month, run);"

    "CREATE TABLE level ("
    " run INTEGER NOT NULL, domain TEXT NOT NULL, seq INTEGER NOT NULL,"
    " level TEXT NOT NULL, scored INTEGER NOT NULL,"
    " PRIMARY KEY (run, domain, seq),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;"

    "CREATE TABLE score ("
    " run INTEGER NOT NULL, domain TEXT NOT NULL, seq INTEGER NOT NULL,"
    " level TEXT NOT NULL, subject TEXT NOT NULL, subject_name TEXT NOT NULL,"
    " node TEXT NOT NULL, node_name_zh TEXT NOT NULL, node_name_en TEXT NOT NULL,"
    " depth INTEGER NOT NULL, kind TEXT NOT NULL, indicator TEXT NOT NULL,"
    " unit TEXT NOT NULL, state TEXT NOT NULL,"
    " numerator INTEGER, denominator INTEGER, samples INTEGER,"
    " value TEXT, value_x TEXT, score TEXT, score_x TEXT, \"full\" TEXT, full_x TEXT,"
    " weight TEXT, weight_x TEXT, weight_used TEXT, weight_used_x TEXT,"
    " contribution TEXT, contribution_x TEXT, flags TEXT NOT NULL,"
    " PRIMARY KEY (run, domain, seq),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;"
    "CREATE INDEX score_subject ON score (run, domain, level, subject);";

static const char outcomes[] =
    "CREATE TABLE ranking ("
    " run INTEGER NOT NULL REFERENCES run, seq INTEGER NOT NULL,"
    " board TEXT NOT NULL, board_name_zh TEXT NOT NULL, board_name_en TEXT NOT NULL,"
    " domain TEXT NOT NULL, level TEXT NOT NULL, node TEXT NOT NULL,"
    " \"group\" TEXT NOT NULL,"
    " subject TEXT NOT NULL, subject_name TEXT NOT NULL, state TEXT NOT NULL,"
    " score TEXT, score_x TEXT, rank INTEGER," /* NULL: without rank */
    " grade TEXT NOT NULL, grade_name_zh TEXT NOT NULL, grade_name_en TEXT NOT NULL,"
    " previous_score TEXT, previous_rank INTEGER,"
    " PRIMARY KEY (run, seq)) STRICT;"

    "CREATE TABLE outcome ("
    " run INTEGER NOT NULL, domain TEXT NOT NULL, seq INTEGER NOT NULL,"
    " level TEXT NOT NULL, subject TEXT NOT NULL, subject_name TEXT NOT NULL,"
    " kind TEXT NOT NULL, value TEXT NOT NULL, value_name_zh TEXT NOT NULL,"
    " value_name_en TEXT NOT NULL, reason TEXT NOT NULL,"
    " PRIMARY KEY (run, domain, seq),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;"

    "CREATE INDEX outcome_subject ON outcome (run, domain, level, subject);"

    "CREATE TABLE reason ("
    " run INTEGER NOT NULL, domain TEXT NOT NULL, seq INTEGER NOT NULL,"
    " level TEXT NOT NULL, subject TEXT NOT NULL, indicator TEXT NOT NULL,"
    " rule TEXT NOT NULL, count INTEGER NOT NULL, effect TEXT, effect_x TEXT,"
    " PRIMARY KEY (run, domain, seq),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;"
    "CREATE INDEX reason_subject ON reason (run, domain, level, subject);"

    "CREATE TABLE improvement (" /* improvement orders as raised */
    " run INTEGER NOT NULL, domain TEXT NOT NULL, seq INTEGER NOT NULL,"
    " level TEXT NOT NULL, subject TEXT NOT NULL, subject_name TEXT NOT NULL,"
    " node TEXT NOT NULL, node_name_zh TEXT NOT NULL, node_name_en TEXT NOT NULL,"
    " score TEXT, score_x TEXT, \"full\" TEXT, full_x TEXT, threshold TEXT, threshold_x "
    "TEXT,"
    " state TEXT NOT NULL, stage INTEGER NOT NULL, owner TEXT NOT NULL, due TEXT NOT NULL,"
    " checked_period TEXT, checked_score TEXT, note TEXT,"
    " PRIMARY KEY (run, domain, seq),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;"

    ;

static const char tables_and_inputs[] =
    "CREATE TABLE domain_table (" /* a plugin's own table; columns: JSON array of texts */
    " run INTEGER NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL,"
    " doc TEXT NOT NULL, columns TEXT NOT NULL, PRIMARY KEY (run, domain, name),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;"
    "CREATE TABLE domain_row (" /* cells: JSON array of texts */
    " run INTEGER NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL, seq INTEGER NOT NULL,"
    " level TEXT NOT NULL, subject TEXT NOT NULL, cells TEXT NOT NULL,"
    " PRIMARY KEY (run, domain, name, seq),"
    " FOREIGN KEY (run, domain, name) REFERENCES domain_table) STRICT;"

    "CREATE TABLE dataset ("
    " run INTEGER NOT NULL, domain TEXT NOT NULL, dataset TEXT NOT NULL,"
    " missing INTEGER NOT NULL, rows INTEGER NOT NULL, rejected INTEGER NOT NULL,"
    " skipped INTEGER NOT NULL, revised INTEGER NOT NULL, outside INTEGER NOT NULL,"
    " PRIMARY KEY (run, domain, dataset),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;"
    "CREATE TABLE input ("
    " run INTEGER NOT NULL, domain TEXT NOT NULL, dataset TEXT NOT NULL, seq INTEGER NOT "
    "NULL,"
    " name TEXT NOT NULL, path TEXT NOT NULL, encoding TEXT NOT NULL, size INTEGER NOT "
    "NULL,"
    " sha TEXT NOT NULL, PRIMARY KEY (run, domain, dataset, seq),"
    " FOREIGN KEY (run, domain, dataset) REFERENCES dataset) STRICT;"
    "CREATE TABLE delivery (" /* of a dataset, by a unit that owes it */
    " run INTEGER NOT NULL, domain TEXT NOT NULL, dataset TEXT NOT NULL,"
    " level TEXT NOT NULL, unit TEXT NOT NULL, delivered INTEGER NOT NULL,"
    " PRIMARY KEY (run, domain, dataset, level, unit),"
    " FOREIGN KEY (run, domain, dataset) REFERENCES dataset) STRICT;"
    "CREATE TABLE reject ("
    " run INTEGER NOT NULL, domain TEXT NOT NULL, seq INTEGER NOT NULL,"
    " dataset TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,"
    " \"column\" TEXT NOT NULL, reason TEXT NOT NULL, text TEXT NOT NULL,"
    " PRIMARY KEY (run, domain, seq),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;";

/* What people query.  The current result of (domain, window) is that of its newest run in
 * which the domain is not at fault. */
static const char views[] =
    "CREATE VIEW v_runs AS SELECT r.run, r.period, r.ended_at, r.exit_status,"
    " (SELECT group_concat(domain, ' ') FROM (SELECT domain FROM domain d"
    "   WHERE d.run = r.run ORDER BY domain)) AS domains,"
    " (SELECT group_concat(domain, ' ') FROM (SELECT domain FROM domain d"
    "   WHERE d.run = r.run AND fault IS NOT NULL ORDER BY domain)) AS faults FROM run r;"
    "CREATE VIEW v_current AS SELECT domain, month, max(run) AS run FROM domain"
    " WHERE fault IS NULL AND carried = 0 GROUP BY domain, month;"
    "CREATE VIEW v_scores AS SELECT r.period, s.* FROM score s JOIN run r USING (run);"
    "CREATE VIEW v_ranking AS SELECT r.period, k.* FROM ranking k JOIN run r USING (run);"
    "CREATE VIEW v_outcomes AS SELECT r.period, o.* FROM outcome o JOIN run r USING (run);"
    "CREATE VIEW v_reasons AS SELECT r.period, o.* FROM reason o JOIN run r USING (run);"
    "CREATE VIEW v_orders AS SELECT r.period, o.* FROM improvement o JOIN run r USING "
    "(run);"
    "CREATE VIEW v_rejects AS SELECT r.period, o.* FROM reject o JOIN run r USING (run);"
    "CREATE VIEW v_tables AS SELECT r.period, o.* FROM domain_row o JOIN run r USING "
    "(run);";

/* What a cycle did to the plates: the history of plates over cycles replays `own` and
 * `exit_veto` of the current results. */
static const char plates[] =
    "CREATE TABLE plate ("
    " run INTEGER NOT NULL, domain TEXT NOT NULL,"
    " level TEXT NOT NULL, subject TEXT NOT NULL,"
    " own TEXT NOT NULL,"       /* by its score or a veto; '' = without score */
    " plate TEXT NOT NULL,"     /* after the rules over cycles */
    " cause TEXT NOT NULL,"     /* '', run, probation, veto ID, kept, exit, readmitted */
    " access TEXT NOT NULL,"    /* '', exit, admitted */
    " exit_veto TEXT NOT NULL," /* the veto that ends its access, or '' */
    " PRIMARY KEY (run, domain, level, subject),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;"
    "CREATE VIEW v_plates AS SELECT r.period, p.* FROM plate p JOIN run r USING (run);";

/* What registers say of subjects: groups of boards of a carried result. */
static const char columns[] =
    "CREATE TABLE subject_column ("
    " run INTEGER NOT NULL, domain TEXT NOT NULL, seq INTEGER NOT NULL,"
    " level TEXT NOT NULL, subject TEXT NOT NULL,"
    " \"column\" TEXT NOT NULL, text TEXT NOT NULL,"
    " PRIMARY KEY (run, domain, seq),"
    " FOREIGN KEY (run, domain) REFERENCES domain) STRICT;";

/* Orders of earlier cycles stand in a run too, with the month that opened them. */
static const char opened[] =
    "ALTER TABLE improvement ADD COLUMN opened TEXT NOT NULL DEFAULT '';"
    "UPDATE improvement SET opened = (SELECT d.month FROM domain d WHERE"
    " d.run = improvement.run AND d.domain = improvement.domain);";

/* Versions of the parameters in force, '' where they have none. */
static const char effective[] = "ALTER TABLE domain ADD COLUMN params TEXT;";

const char *const store_schema_steps[] = { runs_and_scores, outcomes, tables_and_inputs,
                                           views,           plates,   columns,
                                           opened,          effective };
const int store_schema_version = 8;
