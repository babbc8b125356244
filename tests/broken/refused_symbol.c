/* SPDX-License-Identifier: Apache-2.0 */
/* refused_symbol.c - a shared object that is no plugin. */
#include <kaohe/sdk.h>

KH_EXPORT int plugin_main(void);
int plugin_main(void)
{
    return 0;
}
