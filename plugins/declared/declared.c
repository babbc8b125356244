/* SPDX-License-Identifier: Apache-2.0 */
/* declared.c - a domain whose datasets, measures and indicators are all parameters.
 *
 * README.md is the manual.  The rules R1 to R17 stand in the heads of the files that
 * implement them: R3 and R4 in expression_run.c, R2, R5 and R6 in declared_consume.c, R1
 * and R9 in declared_state.c, R7, R8 and R10 in declared_folds.c, R11 to R14 in
 * declared_panel.c, R15 to R17 in declared_score.c. */
#include "declared_state.h"

static kh_status declared_describe(const void *inst, const kh_domain **domain, kh_err *e)
{
    (void)e; /* made by open */
    *domain = &((const declared *)inst)->domain;
    return KH_OK;
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,
    .id = "declared",
    .version = "1.0.0",
    .doc = "A domain made of configuration alone: columns, measures, indicators.",
    .state_version = 1,
    .params = { declared_params, P_COUNT, sizeof *declared_params },
    .open = declared_open,
    .describe = declared_describe,
    .prepare = declared_prepare,
    .begin = declared_begin,
    .consume = declared_consume,
    .merge = declared_merge,
    .save = declared_save,
    .load = declared_load_state,
    .score = declared_score,
    .end = declared_end,
    .close = declared_close,
};
KH_PLUGIN(plugin)
