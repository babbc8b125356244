/* SPDX-License-Identifier: Apache-2.0 */
/* declared_params.c - the parameters as the host checks them; README.md explains them. */
#include "declared.h"

static const char *const kinds[] = { "facts", "reference", NULL };
static const char *const unknowns[] = { "missing", "reject", NULL };
static const char *const types[] = { "bool", "int",    "dec", "time", "date",
                                     "text", "choice", "key", NULL };
static const char *const folds[] = { "count",   "sum",        "mean",    "min",
                                     "max",     "percentile", "trimmed", "distinct",
                                     "first",   "last",       "any",     "all",
                                     "covered", "occ",        "panel",   NULL };
static const char *const modes[] = { "item", "total", NULL };
static const char *const zeros[] = { "na", "one", "missing", NULL };
static const char *const betters[] = { "higher", "lower", NULL };

#define TEXT(name, doc)                 \
    {                                   \
        name, doc, KH_TEXT, KH_OPTIONAL \
    }
#define FLAG(name, doc)                     \
    {                                       \
        name, doc, KH_BOOL, .dflt = "false" \
    }

static const kh_field column_fields[CO_COUNT] = {
    { "name", "Name of the column.", KH_TEXT },
    { "type", "What its cells are.", KH_ENUM, .labels = types },
    { "scale", "Digits after the point of a dec.", KH_I64, .dflt = "0", .min = "0",
      .max = "9" },
    FLAG("nullable", "A cell may be empty."),
    FLAG("optional", "The column may be left out of the files."),
    TEXT("values", "Texts of a choice, separated by commas."),
    TEXT("space", "Key space of a key; its name if left out."),
    TEXT("doc", "One sentence."),
};
static const kh_field dataset_fields[DS_COUNT] = {
    { "id", "Name of the dataset.", KH_TEXT },
    { "kind", "Rows of subjects, or rows to look up.", KH_ENUM, .labels = kinds,
      .dflt = "facts" },
    TEXT("when", "Column of the time that places a row."),
    TEXT("until", "Column of the end of an interval."),
    TEXT("key", "Column that tells rows apart, or finds a reference row."),
    TEXT("revision", "Column whose greatest value is in force."),
    FLAG("optional", "It need not be bound."),
    TEXT("reject", "Rows for which this expression is true are rejects."),
    { "unknown", "What a key without a row gives.", KH_ENUM, .labels = unknowns,
      .dflt = "missing" },
    TEXT("doc", "One sentence."),
    { "columns", "Its columns.", KH_TABLE, .fields = KH_LIST(column_fields) },
};
static const kh_field measure_fields[ME_COUNT] = {
    { "name", "Name of the measure.", KH_TEXT },
    TEXT("dataset", "Whose rows; may be left out where there is one."),
    { "fold", "How rows become a number.", KH_ENUM, .labels = folds },
    TEXT("of", "What is folded."),
    TEXT("where", "Which rows count."),
    TEXT("by", "Time of first and last; item of occ, panel and covered."),
    { "p", "Percentile per mille.", KH_I64, KH_OPTIONAL, .min = "0", .max = "1000" },
    { "trim", "How many highest and lowest are dropped.", KH_I64, .dflt = "1", .min = "0",
      .max = "1000" },
    { "trim_from", "So many values and more are trimmed.", KH_I64, KH_OPTIONAL,
      .min = "1" },
    TEXT("catalogue", "Of occ."),
    TEXT("section", "Only items of this section."),
    TEXT("once", "Key column: rows of an item that share it count once."),
    TEXT("judge", "Key column of the judge."),
    { "mode", "What a panel trims.", KH_ENUM, .labels = modes, .dflt = "item" },
    TEXT("factor", "By which a mark is multiplied."),
    { "digits", "Of the means of a panel.", KH_I64, .dflt = "2", .min = "0", .max = "6" },
    { "judges_min", "Fewer judges: no value.", KH_I64, .dflt = "3", .min = "1" },
    TEXT("doc", "One sentence."),
};
static const kh_field indicator_fields[IN_COUNT] = {
    { "id", "Name of the indicator.", KH_TEXT },
    { "of", "Its value, or the numerator.", KH_TEXT },
    TEXT("per", "The denominator."),
    { "times", "100 for a percentage.", KH_I64, .dflt = "1", .min = "1" },
    { "least", "The least denominator.", KH_DEC, KH_OPTIONAL, .scale = LEAST_SCALE,
      .min = "0" },
    { "zero", "What a zero denominator is.", KH_ENUM, .labels = zeros, .dflt = "na" },
    { "better", "Which way is better.", KH_ENUM, .labels = betters, .dflt = "higher" },
    TEXT("unit", "As printed."),
    { "scale", "Digits after the point as printed.", KH_I64, KH_OPTIONAL, .min = "0",
      .max = "9" },
    TEXT("samples", "The measure whose rows are the samples."),
    TEXT("applies", "Not applicable where this is not true."),
    TEXT("falsified", "Found untrue where this is true."),
    FLAG("sum", "Added up at every level."),
    TEXT("doc", "One sentence."),
};
static const kh_field table_fields[TA_COUNT] = {
    { "id", "Name of the table.", KH_TEXT },
    TEXT("dataset", "Whose rows."),
    { "by", "Columns, separated by commas.", KH_TEXT },
    TEXT("where", "Which rows count."),
    TEXT("of", "What is added up besides."),
    TEXT("doc", "One sentence."),
};
static const kh_field item_fields[IT_COUNT] = {
    { "item", "As the rows name it.", KH_TEXT },
    TEXT("rule", "As reasons name it; the item if left out."),
    { "deduct", "Points of one occurrence.", KH_DEC, .scale = DEDUCT_SCALE, .min = "0" },
    { "cap", "At most so many points.", KH_DEC, KH_OPTIONAL, .scale = DEDUCT_SCALE,
      .min = "0" },
    TEXT("section", "Part of the catalogue."),
};
static const kh_field catalogue_fields[CA_COUNT] = {
    { "id", "Name of the catalogue.", KH_TEXT },
    { "items", "Its items.", KH_TABLE, .fields = KH_LIST(item_fields) },
};

const kh_field declared_params[P_COUNT] = {
    { "datasets", "What is read.", KH_TABLE, .fields = KH_LIST(dataset_fields) },
    { "measures", "Exact numbers per subject.", KH_TABLE,
      .fields = KH_LIST(measure_fields) },
    { "indicators", "What is measured.", KH_TABLE, .fields = KH_LIST(indicator_fields) },
    { "tables", "Counts per combination of columns.", KH_TABLE, .dflt = "",
      .fields = KH_LIST(table_fields) },
    { "catalogues", "Deductions per item.", KH_TABLE, .dflt = "",
      .fields = KH_LIST(catalogue_fields) },
    TEXT("calendar", "Reference dataset of working days."),
};
