/* SPDX-License-Identifier: Apache-2.0 */
/* signals.h - Ctrl-C and termination become a flag; the test hook that stops the program.
 */
#ifndef KH_CLI_SIGNALS_H
#define KH_CLI_SIGNALS_H

/* SIGINT, SIGTERM and SIGHUP set the flag; SIGPIPE is ignored. */
void signals_catch(void);
const volatile int *signals_stop(void);

/* A stage of the run has come.  With `pause` "STAGE:N" the N-th of that name says so on
 * stderr and stops this process by SIGSTOP, so that a test can kill it right there. */
void signals_stage(const char *pause, const char *stage);

#endif
