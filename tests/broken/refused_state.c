/* SPDX-License-Identifier: Apache-2.0 */
/* refused_state.c - counts the versions of its saved states from 0. */
#include "tiny.h"

TINY(refused_state, t.state_version = 0)
