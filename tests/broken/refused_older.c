/* SPDX-License-Identifier: Apache-2.0 */
/* refused_older.c - exports the entry of another major version only. */
#include <kaohe/sdk.h>

KH_EXPORT const void *kh_plugin_v0(void);
const void *kh_plugin_v0(void)
{
    return NULL;
}
