/* SPDX-License-Identifier: Apache-2.0 */
/* conf_column.c - where the columns of a dataset come from, and value maps. */
#include "config/reading.h"

enum { MAP_MAX = 10000 };

static bool add_pair(struct reading *r, struct conf_column *col, const struct cfg *at,
                     const char *from, const char *to)
{
    for (uint32_t i = 0; i < col->n_map; i++)
        if (!strcmp(col->map[i].from, from)) {
            cfg_error(r->f, at, _("%s: \"%.80s\" stands twice"), reading_label(r, at),
                      from);
            return false;
        }
    col->map[col->n_map++] = (struct conf_map){ .from = from, .to = to };
    return true;
}

static void read_pair(struct reading *r, struct conf_column *col, const struct cfg *at)
{
    size_t n = 0;
    const struct cfg_key *keys = conf_pair_keys(&n);
    if (at->up->kind == CFG_LIST) {
        if (cfg_check(at, keys, n, r->f))
            add_pair(r, col, at, cfg_text(at, "from", ""), cfg_text(at, "to", ""));
    } else if (at->text) {
        add_pair(r, col, at, at->name, at->text);
    } else {
        cfg_error(r->f, at, _("%s must be a text, a number, true or false"),
                  reading_label(r, at));
    }
}

static void read_map(struct reading *r, struct conf_column *col)
{
    const struct cfg *c = cfg_get(col->at, "map");
    if (!c)
        return;
    if ((c->kind != CFG_GROUP && c->kind != CFG_LIST) || !c->len || c->len > MAP_MAX) {
        cfg_error(r->f, c,
                  _("%s must be a group { Y = \"true\"; } or a list of pairs ( { from = "
                    "\"High Risk\"; to = \"H\"; } ) of 1 to %d values"),
                  reading_label(r, c), MAP_MAX);
        return;
    }
    col->map = reading_array(r, c->len, sizeof *col->map);
    for (uint32_t i = 0; col->map && i < c->len; i++)
        read_pair(r, col, c->child[i]);
}

/* Exactly one of header, value, file_part, lookup; none: the header is the column's name.
 */
static void read_source(struct reading *r, struct conf_column *col)
{
    static const char *const names[] = { "header", "value", "file_part", "lookup" };
    static const enum column_kind kinds[] = { COLUMN_HEADER, COLUMN_CONSTANT,
                                              COLUMN_FILE_PART, COLUMN_LOOKUP };
    const char *first = NULL;
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct cfg *c = cfg_get(col->at, names[i]);
        if (!c || !c->text)
            continue;
        if (first) {
            cfg_error(r->f, c, _("%s: a column comes from one place; it has `%s` already"),
                      reading_label(r, c), first);
            continue;
        }
        first = names[i];
        col->kind = kinds[i];
        col->text = c->text;
    }
    const struct cfg *by = cfg_get(col->at, "by");
    col->by = reading_texts(r, by, &col->n_by);
    if (col->kind == COLUMN_LOOKUP && !by)
        cfg_error(r->f, col->at, _("%s lacks the key 'by': the columns of the look-up"),
                  reading_label(r, col->at));
    if (col->kind != COLUMN_LOOKUP && by)
        cfg_error(r->f, by, _("%s goes with `lookup` only"), reading_label(r, by));
}

static void read_group(struct reading *r, struct conf_column *col)
{
    size_t n = 0;
    const struct cfg_key *keys = conf_column_keys(&n);
    cfg_check(col->at, keys, n, r->f);
    read_source(r, col);
    read_map(r, col);
    col->missing = reading_texts(r, cfg_get(col->at, "missing"), &col->n_missing);
    col->dates = conf_dates_read(r, cfg_get(col->at, "dates"), &col->n_dates);
    const struct cfg *suffix = cfg_get(col->at, "suffix");
    if (suffix && suffix->text && !*suffix->text)
        cfg_error(r->f, suffix, _("%s must not be empty"), reading_label(r, suffix));
    else
        col->suffix = cfg_text(col->at, "suffix", NULL);
    col->is_private = cfg_truth(col->at, "private", false);
}

void conf_columns_read(struct reading *r, struct conf_input *in, const struct cfg *group)
{
    in->columns = reading_array(r, group->len, sizeof *in->columns);
    for (uint32_t i = 0; in->columns && i < group->len; i++) {
        struct conf_column *col = &in->columns[in->n_columns++];
        const struct cfg *at = group->child[i];
        *col = (struct conf_column){ .name = at->name, .at = at, .text = at->name };
        reading_is_name(r, at, at->name);
        if (at->kind == CFG_GROUP)
            read_group(r, col);
        else if (at->kind == CFG_TEXT && *at->text)
            col->text = at->text;
        else
            cfg_error(r->f, at,
                      _("%s must be the text of a header, or a group { header = ...; }"),
                      reading_label(r, at));
    }
}

static void check_file_part(struct reading *r, const struct conf_input *in,
                            const struct conf_column *col)
{
    const char *part = reading_printf(r, "{%s}", col->text);
    for (uint32_t i = 0; i < in->n_files; i++)
        if (!strstr(in->files[i], part))
            cfg_error(r->f, col->at, _("%s: the file \"%s\" has no %s in its name"),
                      reading_label(r, col->at), in->files[i], part);
}

static void check_lookup(struct reading *r, const struct conf_domain *d,
                         const struct conf_input *in, const struct conf_column *col)
{
    const char **names = reading_array(r, d->n_inputs, sizeof *names);
    for (uint32_t i = 0; names && i < d->n_inputs; i++)
        names[i] = d->inputs[i].dataset;
    int32_t at = reading_known(r, col->at, N_("dataset"), col->text, names, d->n_inputs);
    if (at >= 0 && &d->inputs[at] == in)
        cfg_error(r->f, col->at, _("%s looks itself up; name another dataset"),
                  reading_label(r, col->at));
}

void conf_columns_check(struct reading *r, const struct conf_domain *d)
{
    for (uint32_t i = 0; i < d->n_inputs; i++)
        for (uint32_t k = 0; k < d->inputs[i].n_columns; k++) {
            const struct conf_column *col = &d->inputs[i].columns[k];
            if (col->kind == COLUMN_FILE_PART)
                check_file_part(r, &d->inputs[i], col);
            else if (col->kind == COLUMN_LOOKUP)
                check_lookup(r, d, &d->inputs[i], col);
        }
}
