/* Preloaded into the program: counts the calls by which it changes anything outside itself, over all its threads, and
 * kills it right before the one whose number LASTGOOD_PROOF_CALL says. The file that LASTGOOD_PROOF_COUNT names gets
 * a line for each call. With LASTGOOD_PROOF_UNLOCKED no lock is ever refused; with LASTGOOD_PROOF_BELIEVING a write for
 * which there is no room seems to succeed. Children do not inherit any of it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name, types) ((types)dlsym(RTLD_NEXT, #name))

static atomic_int count;
static int deadly, unlocked, believing, list = -1;
static pid_t owner;

__attribute__((constructor)) static void begin(void) {
    const char *number = getenv("LASTGOOD_PROOF_CALL"), *path = getenv("LASTGOOD_PROOF_COUNT");
    deadly = number ? atoi(number) : 0;
    if (path) list = REAL(open, int (*)(const char *, int, ...))(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    unlocked = getenv("LASTGOOD_PROOF_UNLOCKED") != NULL;
    believing = getenv("LASTGOOD_PROOF_BELIEVING") != NULL;
    owner = getpid();
    unsetenv("LD_PRELOAD");
    unsetenv("LASTGOOD_PROOF_BELIEVING");
    unsetenv("LASTGOOD_PROOF_UNLOCKED");
    unsetenv("LASTGOOD_PROOF_CALL");
    unsetenv("LASTGOOD_PROOF_COUNT");
}

static void say(int to, const char *what, int number, const char *name, const char *path) {
    char line[512];
    int length = snprintf(line, sizeof line, "%s%d %s %s\n", what, number, name, path);
    REAL(write, ssize_t (*)(int, const void *, size_t))(to, line, length < 512 ? (size_t)length : 511);
}

/* A forked child that has not yet become another program is none of ours. */
static void step(const char *name, const char *path) {
    if (getpid() != owner) return;
    int number = atomic_fetch_add(&count, 1) + 1;
    if (list >= 0) say(list, "", number, name, path);
    if (number != deadly) return;
    say(2, "killed before call ", number, name, path);
    REAL(kill, int (*)(pid_t, int))(owner, SIGKILL);
}

static int is_file(int descriptor) {
    struct stat facts;
    return descriptor != list && fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
}

#define P const char *
#define WRAP(type, name, path, parameters, types, arguments) \
    type name parameters { step(#name, path); return REAL(name, type (*) types) arguments; }

WRAP(int, rename, b, (P a, P b), (P, P), (a, b))
WRAP(int, renameat, b, (int f, P a, int t, P b), (int, P, int, P), (f, a, t, b))
WRAP(int, renameat2, b, (int f, P a, int t, P b, unsigned g), (int, P, int, P, unsigned), (f, a, t, b, g))
WRAP(int, link, b, (P a, P b), (P, P), (a, b))
WRAP(int, linkat, b, (int f, P a, int t, P b, int g), (int, P, int, P, int), (f, a, t, b, g))
WRAP(int, symlink, b, (P a, P b), (P, P), (a, b))
WRAP(int, symlinkat, b, (P a, int f, P b), (P, int, P), (a, f, b))
WRAP(int, unlink, a, (P a), (P), (a))
WRAP(int, unlinkat, a, (int f, P a, int g), (int, P, int), (f, a, g))
WRAP(int, rmdir, a, (P a), (P), (a))
WRAP(int, mkdir, a, (P a, mode_t m), (P, mode_t), (a, m))
WRAP(int, mkdirat, a, (int f, P a, mode_t m), (int, P, mode_t), (f, a, m))
WRAP(int, chmod, a, (P a, mode_t m), (P, mode_t), (a, m))
WRAP(int, fchmod, "", (int f, mode_t m), (int, mode_t), (f, m))
WRAP(int, fchmodat, a, (int f, P a, mode_t m, int g), (int, P, mode_t, int), (f, a, m, g))
WRAP(int, chown, a, (P a, uid_t u, gid_t g), (P, uid_t, gid_t), (a, u, g))
WRAP(int, lchown, a, (P a, uid_t u, gid_t g), (P, uid_t, gid_t), (a, u, g))
WRAP(int, fchown, "", (int f, uid_t u, gid_t g), (int, uid_t, gid_t), (f, u, g))
WRAP(int, fchownat, a, (int f, P a, uid_t u, gid_t g, int l), (int, P, uid_t, gid_t, int), (f, a, u, g, l))
WRAP(int, ftruncate, "", (int f, off_t l), (int, off_t), (f, l))
WRAP(int, ftruncate64, "", (int f, off64_t l), (int, off64_t), (f, l))
WRAP(int, fallocate, "", (int f, int m, off_t o, off_t l), (int, int, off_t, off_t), (f, m, o, l))
WRAP(int, fsync, "", (int f), (int), (f))
WRAP(int, fdatasync, "", (int f), (int), (f))
WRAP(int, syncfs, "", (int f), (int), (f))
WRAP(int, kill, "", (pid_t p, int s), (pid_t, int), (p, s))
WRAP(pid_t, fork, "", (void), (void), ())
WRAP(ssize_t, copy_file_range, "", (int f, off64_t *a, int t, off64_t *b, size_t n, unsigned g),
     (int, off64_t *, int, off64_t *, size_t, unsigned), (f, a, t, b, n, g))

#define WRITES(name, parameters, types, arguments) \
    ssize_t name parameters { \
        if (is_file(f)) step(#name, ""); \
        ssize_t done = REAL(name, ssize_t (*) types) arguments; \
        return done == -1 && errno == ENOSPC && believing ? (ssize_t)n : done; \
    }
WRITES(write, (int f, const void *b, size_t n), (int, const void *, size_t), (f, b, n))
WRITES(pwrite, (int f, const void *b, size_t n, off_t o), (int, const void *, size_t, off_t), (f, b, n, o))
WRITES(pwrite64, (int f, const void *b, size_t n, off64_t o), (int, const void *, size_t, off64_t), (f, b, n, o))

#define OPENS(name, parameters, types, arguments) \
    int name parameters { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list rest; \
            va_start(rest, flags); \
            mode = va_arg(rest, mode_t); \
            va_end(rest); \
        } \
        if (flags & (O_CREAT | O_TRUNC)) step(#name, a); \
        return REAL(name, int (*) types) arguments; \
    }
OPENS(open, (P a, int flags, ...), (P, int, ...), (a, flags, mode))
OPENS(open64, (P a, int flags, ...), (P, int, ...), (a, flags, mode))
OPENS(openat, (int f, P a, int flags, ...), (int, P, int, ...), (f, a, flags, mode))
OPENS(openat64, (int f, P a, int flags, ...), (int, P, int, ...), (f, a, flags, mode))

int flock(int f, int how) { return unlocked ? 0 : REAL(flock, int (*)(int, int))(f, how); }

/* What the program asks of the kernel past its C library. */
long syscall(long number, ...) {
    long a[6];
    va_list rest;
    va_start(rest, number);
    for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
    va_end(rest);
    if (number == SYS_renameat2 || number == SYS_pidfd_send_signal || number == SYS_fallocate) step("syscall", "");
    return REAL(syscall, long (*)(long, ...))(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
