/* SPDX-License-Identifier: Apache-2.0 */
/* conf_board.c - boards with their grades. */
#include "config/nodes.h"
#include "config/reading.h"

enum { BOARDS_MAX = 1000, GRADES_MAX = 50 };

static const char *const ties[] = { "competition", "dense", NULL };

static const struct cfg_key board_keys[] = {
    { .name = "id", .want = WANT_TEXT, .required = true, .doc = N_("Name of the board.") },
    { .name = "name", .want = WANT_NAME, .doc = N_("Name shown to people.") },
    { .name = "domain",
      .want = WANT_TEXT,
      .doc = N_("Its domain; without it the composite.") },
    { .name = "level",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("The level whose subjects are ranked.") },
    { .name = "node",
      .want = WANT_TEXT,
      .dflt = "total",
      .doc = N_("Path of the node whose printed score is ranked.") },
    { .name = "group",
      .want = WANT_TEXT,
      .doc = N_("Key column, column of orgs.csv or of a register: a ranking for each text; "
                "without it one for all.") },
    { .name = "ties",
      .want = WANT_TEXT,
      .choice = ties,
      .dflt = "competition",
      .doc = N_("Ranks of units that stay equal: 1-2-2-4, or 1-2-2-3.") },
    { .name = "then",
      .want = WANT_TEXTS,
      .doc = N_("Tie-breakers in order: paths of nodes, vetoes, tickets, name; without "
                "them ties stay.") },
    { .name = "exempt",
      .want = WANT_GROUP,
      .doc = N_("Who is outside of quotas of grades: columns with their texts.") },
    { .name = "grades", .want = WANT_LIST, .doc = N_("Grades, the best first.") },
    { .name = "awards", .want = WANT_GROUP, .doc = N_("Awards by rank.") },
    { .name = "shares", .want = WANT_GROUP, .doc = N_("Shares of the workload by plate.") },
};
static const struct cfg_key grade_keys[] = {
    { .name = "id", .want = WANT_TEXT, .required = true, .doc = N_("Name of the grade.") },
    { .name = "name", .want = WANT_NAME, .doc = N_("Name shown to people.") },
    { .name = "from",
      .want = WANT_NUMBER,
      .doc = N_("Least printed score; the last grade has none.") },
    { .name = "quota",
      .want = WANT_NUMBER,
      .min = "0",
      .max = "1",
      .doc = N_(
          "Largest share of the graded units of a group; without it there is no bound.") },
    { .name = "worst",
      .want = WANT_NUMBER,
      .min = "0",
      .max = "1",
      .doc = N_("Of the last grade: at least this share of them gets it.") },
};
const struct conf_table *conf_board_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "kaohe.cfg: boards", board_keys, COUNT(board_keys) },
        { "kaohe.cfg: boards.grades", grade_keys, COUNT(grade_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

static void read_grade(struct reading *r, struct conf_board *b, const struct cfg *at,
                       bool last)
{
    struct conf_grade *g = &b->grades[b->n_grades];
    cfg_check(at, grade_keys, COUNT(grade_keys), r->f);
    g->id = reading_id(r, at, false);
    g->name = conf_name_of(at, "name", g->id);
    g->from = cfg_text(at, "from", NULL);
    g->quota = cfg_text(at, "quota", NULL);
    if (cfg_get(at, "quota") && last)
        cfg_error(r->f, cfg_get(at, "quota"),
                  _("%s: the last grade has no quota, because nobody can fall from it; "
                    "remove it"),
                  reading_label(r, at));
    g->worst = cfg_text(at, "worst", NULL);
    if (g->worst && !last)
        cfg_error(r->f, cfg_get(at, "worst"),
                  _("%s: only the last grade has a worst share"), reading_label(r, at));
    if (!g->from != last)
        cfg_error(r->f, at,
                  last ? _("%s: the last grade takes all the rest and has no `from`")
                       : _("%s lacks the key 'from': only the last grade has none"),
                  reading_label(r, at));
    for (uint32_t i = 0; i < b->n_grades; i++)
        if (*g->id && !strcmp(b->grades[i].id, g->id))
            cfg_error(r->f, at, _("%s: the grade \"%s\" stands twice"),
                      reading_label(r, at), g->id);
    const char *above = b->n_grades ? b->grades[b->n_grades - 1].from : NULL;
    mpq_t high, low;
    mpq_inits(high, low, NULL);
    if (above && g->from && num_parse(high, above, strlen(above)) &&
        num_parse(low, g->from, strlen(g->from)) && mpq_cmp(low, high) >= 0)
        cfg_error(r->f, at,
                  _("%s begins at %s, which is not below %s: grades stand best "
                    "first"),
                  reading_label(r, at), g->from, above);
    mpq_clears(high, low, NULL);
    b->n_grades++;
}

static void read_grades(struct reading *r, struct conf_board *b)
{
    const struct cfg *list = cfg_get(b->at, "grades");
    if (!list || list->kind != CFG_LIST)
        return;
    if (!list->len || list->len > GRADES_MAX) {
        cfg_error(r->f, list, _("%s must hold 1 to %d grades"), reading_label(r, list),
                  GRADES_MAX);
        return;
    }
    b->grades = reading_array(r, list->len, sizeof *b->grades);
    for (uint32_t i = 0; b->grades && i < list->len; i++)
        read_grade(r, b, list->child[i], i + 1 == list->len);
}

static void read_exempt(struct reading *r, struct conf_board *b)
{
    const struct cfg *at = cfg_get(b->at, "exempt");
    if (!at || at->kind != CFG_GROUP)
        return;
    if (!at->len)
        cfg_error(r->f, at, _("%s is empty"), reading_label(r, at));
    b->exempt = reading_array(r, at->len, sizeof *b->exempt);
    for (uint32_t i = 0; b->exempt && i < at->len; i++) {
        struct conf_column_texts *c = &b->exempt[b->n_exempt++];
        c->column = at->child[i]->name;
        c->texts = reading_texts(r, at->child[i], &c->n);
    }
}

/* Exempt from what? */
static void check_exempt(struct reading *r, const struct conf_board *b)
{
    const struct cfg *at = cfg_get(b->at, "exempt");
    bool shared = false;
    for (uint32_t g = 0; g < b->n_grades; g++)
        shared = shared || b->grades[g].quota || b->grades[g].worst;
    if (at && !shared)
        cfg_error(r->f, at,
                  _("%s belongs to a quota or a worst share of grades, and there is none; "
                    "remove it"),
                  reading_label(r, at));
}

/* Domains of the composite, as nodes a board of it may name. */
static const char **composed(struct reading *r, uint32_t *n)
{
    const struct cfg *list = cfg_get(r->c->composite->at, "domains");
    *n = 0;
    if (!list || list->kind != CFG_LIST)
        return NULL;
    const char **ids = reading_array(r, list->len, sizeof *ids);
    for (uint32_t i = 0; ids && i < list->len; i++)
        ids[(*n)++] = cfg_text(list->child[i], "domain", "");
    return ids;
}

/* A node's path, in any version of the scheme; "did you mean" over all of them. */
static void check_node(struct reading *r, const struct conf_domain *d, const struct cfg *at,
                       const char *path)
{
    uint32_t n = 0;
    const char **names = d ? NULL : composed(r, &n);
    for (uint32_t i = 0; d && d->scheme && i < d->scheme->len; i++) {
        uint32_t len = 0;
        const char **paths = nodes_paths(r->a, d->scheme->child[i], &len);
        const char **both = reading_array(r, n + len, sizeof *both);
        for (uint32_t k = 0; both && k < n + len; k++)
            both[k] = k < n ? names[k] : paths ? paths[k - n] : "";
        n = both ? n + len : 0;
        names = both;
    }
    if (names)
        reading_known(r, at, N_("node"), path, names, n);
}

static void check_then(struct reading *r, const struct conf_domain *d, struct conf_board *b)
{
    static const char *const others[] = { "vetoes", "tickets", "name" };
    const struct cfg *c = cfg_get(b->at, "then");
    b->then = reading_texts(r, c, &b->n_then);
    for (uint32_t i = 0; i < b->n_then; i++) {
        if (reading_find(others, COUNT(others), b->then[i]) < 0)
            check_node(r, d, c, b->then[i]);
        if (reading_find(b->then, i, b->then[i]) >= 0)
            cfg_error(r->f, c, _("%s: \"%s\" stands twice"), reading_label(r, c),
                      b->then[i]);
        if (i && !strcmp(b->then[i - 1], "name"))
            cfg_error(r->f, c,
                      _("%s: \"%s\" stands behind \"name\", which leaves no ties; put it "
                        "before"),
                      reading_label(r, c), b->then[i]);
    }
}

static void check_level(struct reading *r, const struct conf_domain *d,
                        const struct conf_board *b)
{
    const struct cfg *c = cfg_get(b->at, "level");
    if (!c || c->kind != CFG_TEXT)
        return;
    if (!d) {
        const char *level = r->c->composite->domain.levels[0].id;
        reading_known(r, c, N_("level of the composite"), c->text, &level, 1);
        return;
    }
    int32_t at =
        reading_known(r, c, N_("level"), c->text, reading_levels(r, d), d->n_levels);
    if (at >= 0 && !d->levels[at].scored)
        cfg_error(r->f, c, _("%s: the level \"%s\" has scored = false"),
                  reading_label(r, c), c->text);
}

/* A mistake in what it ranks is told once; -1 then. */
static int32_t board_domain(struct reading *r, const struct conf_board *b)
{
    const struct cfg *c = cfg_get(b->at, "domain");
    if (c && c->kind != CFG_TEXT)
        return -1;
    if (c)
        return reading_domain(r, c);
    if (!r->c->composite)
        cfg_error(r->f, b->at,
                  _("%s names no domain and there is no composite; set one of both"),
                  reading_label(r, b->at));
    return -1;
}

static void read_board(struct reading *r, struct conf_board *b, const struct cfg *at)
{
    b->at = at;
    cfg_check(at, board_keys, COUNT(board_keys), r->f);
    b->id = reading_id(r, at, false);
    b->name = conf_name_of(at, "name", b->id);
    b->level = cfg_text(at, "level", "");
    b->node = cfg_text(at, "node", "total");
    b->group = cfg_text(at, "group", NULL);
    b->dense = !strcmp(cfg_text(at, "ties", ""), "dense");
    read_grades(r, b);
    read_exempt(r, b);
    check_exempt(r, b);
    conf_awards_read(r, b);
    conf_shares_read(r, b);
    int32_t k = board_domain(r, b);
    const struct conf_domain *d = k >= 0 ? &r->c->domains[k] : NULL;
    b->domain = d ? d->id : NULL;
    if (!d && (cfg_get(at, "domain") || !r->c->composite))
        return;
    check_level(r, d, b);
    if (strcmp(b->node, "total") != 0)
        check_node(r, d, cfg_get(at, "node"), b->node);
    check_then(r, d, b);
}

void conf_boards_read(struct reading *r)
{
    struct conf *c = r->c;
    const struct cfg *list = cfg_get(c->tree, "boards");
    if (!list || list->kind != CFG_LIST)
        return;
    if (list->len > BOARDS_MAX) {
        cfg_error(r->f, list, _("more than %d boards"), BOARDS_MAX);
        return;
    }
    c->boards = reading_array(r, list->len, sizeof *c->boards);
    for (uint32_t i = 0; c->boards && i < list->len; i++) {
        struct conf_board *b = &c->boards[c->n_boards];
        read_board(r, b, list->child[i]);
        for (uint32_t k = 0; k < c->n_boards; k++)
            if (*b->id && !strcmp(c->boards[k].id, b->id))
                cfg_error(r->f, b->at, _("the board \"%s\" stands twice"), b->id);
        c->n_boards++;
    }
}
