/* SPDX-License-Identifier: Apache-2.0 */
/* store_schema.h - the tables and views of the store, one SQL text per version. */
#ifndef KH_STORE_STORE_SCHEMA_H
#define KH_STORE_STORE_SCHEMA_H

/* steps[v] brings a database of user_version v to v + 1. */
extern const char *const store_schema_steps[];
extern const int store_schema_version; /* the number of steps */

#endif
