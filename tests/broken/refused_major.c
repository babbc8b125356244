/* SPDX-License-Identifier: Apache-2.0 */
/* refused_major.c - built for the next major version of the contract. */
#include "tiny.h"

TINY(refused_major, t.abi_major = 2)
