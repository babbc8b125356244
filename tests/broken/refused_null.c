/* SPDX-License-Identifier: Apache-2.0 */
/* refused_null.c - returns no table. */
#include <kaohe/sdk.h>

const kh_plugin *kh_plugin_v1(void)
{
    return NULL;
}
