/* SPDX-License-Identifier: Apache-2.0 */
/* limits.c - see limits.h.
 *
 * The network is closed by a seccomp filter on socket(): unlike a network namespace it
 * needs no privilege, and it holds for every thread that is started later. */
#include "worker/limits.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LIMITS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define LIMITS_SANITIZED 1
#endif
#endif
#ifndef LIMITS_SANITIZED
#define LIMITS_SANITIZED 0
#endif

enum {
    LIMITS_GRACE_S = 5,           /* from SIGXCPU to SIGKILL */
    LIMITS_HOST = 256 << 20,      /* bytes of the host itself */
    LIMITS_PER_THREAD = 32 << 20, /* bytes: stack, batches, allocator's arena */
    LIMITS_FILES = 1024
};

bool limits_follow(int64_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    return (int64_t)getppid() == parent;
}

/* Lower a limit; one that is lower already stays. */
static void set_limit(int what, uint64_t soft, uint64_t hard)
{
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)what, &now))
        return;
    if (now.rlim_max == RLIM_INFINITY || now.rlim_max > hard)
        now.rlim_max = hard;
    now.rlim_cur = soft < now.rlim_max ? soft : now.rlim_max;
    setrlimit((__rlimit_resource_t)what, &now);
}

#if defined(__x86_64__)
#define LIMITS_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define LIMITS_ARCH AUDIT_ARCH_AARCH64
#endif

/* socket() for anything but AF_UNIX is EACCES, and so is every call of a foreign ABI.  On
 * other machines the network stays open. */
static void close_network(void)
{
#ifdef LIMITS_ARCH
    const uint32_t refuse = SECCOMP_RET_ERRNO | EACCES;
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, LIMITS_ARCH, 0, 5),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, refuse),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = { COUNT(code), code };
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
#endif
}

void limits_set(const struct conf_limits *l, uint32_t threads)
{
    set_limit(RLIMIT_CORE, 0, 0);
    set_limit(RLIMIT_NOFILE, LIMITS_FILES, LIMITS_FILES);
    if (l->cpu_s)
        set_limit(RLIMIT_CPU, l->cpu_s, (uint64_t)l->cpu_s + LIMITS_GRACE_S);
    /* Once for the plugin, once for the host's dictionaries of the same keys. */
    if (l->memory && !LIMITS_SANITIZED) {
        uint64_t bytes =
            2 * l->memory + LIMITS_HOST + (uint64_t)threads * LIMITS_PER_THREAD;
        set_limit(RLIMIT_DATA, bytes, bytes);
    }
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    close_network();
}
