#define _GNU_SOURCE
#include "CRollbackSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/fsuid.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_openat2
#define SYS_openat2 437
#endif

static int result(long value) { return value < 0 ? -errno : (int)value; }

int lg_pipe(int ends[2]) { return result(pipe2(ends, O_CLOEXEC)); }

int lg_pidfd_open(pid_t process) { return result(syscall(SYS_pidfd_open, process, 0)); }

int lg_pidfd_send_signal(int descriptor, int signal) {
    return result(syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, 0));
}

ssize_t lg_write(int descriptor, const void *bytes, size_t count) {
    sigset_t pipe, old;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &old);
    ssize_t written = write(descriptor, bytes, count);
    ssize_t outcome = written < 0 ? -errno : written;
    // The signal of this write is pending for this thread: taken away before it is unblocked.
    if (outcome == -EPIPE) sigtimedwait(&pipe, NULL, &(struct timespec){0, 0});
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return outcome;
}

int lg_open_as(uid_t user, gid_t group, const char *path, int flags, mode_t mode) {
    // setfsgid and setfsuid change the calling thread only (setfsuid(2)).
    int old_group = setfsgid(group), old_user = setfsuid(user);
    int opened = result(open(path, flags, mode));
    setfsuid(old_user);
    setfsgid(old_group);
    return opened;
}

static int signal_writer = -1;

static void report_signal(int signal) {
    int saved = errno;
    unsigned char number = (unsigned char)signal;
    // A full pipe already says that signals came.
    ssize_t ignored = write(signal_writer, &number, 1);
    (void)ignored;
    errno = saved;
}

int lg_watch_signals(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    signal_writer = ends[1];
    struct sigaction report = {.sa_handler = report_signal, .sa_flags = SA_RESTART};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGHUP, &ignore, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGINT, &report, NULL);
    sigaction(SIGTERM, &report, NULL);
    return ends[0];
}

int lg_rename_exchange(int from, const char *path, int to, const char *other) {
    return result(renameat2(from, path, to, other, RENAME_EXCHANGE));
}

int lg_rename_noreplace(int from, const char *path, int to, const char *other) {
    return result(renameat2(from, path, to, other, RENAME_NOREPLACE));
}

int lg_open_beneath(int directory, const char *path, int flags, mode_t mode) {
    // struct open_how of openat2(2), spelt out because older headers lack it.
    const uint64_t no_symlinks = 0x04, beneath = 0x08;
    struct { uint64_t flags, mode, resolve; } how = {
        .flags = (uint64_t)flags | O_CLOEXEC,
        .mode = flags & (O_CREAT | __O_TMPFILE) ? mode : 0,
        .resolve = no_symlinks | beneath,
    };
    return result(syscall(SYS_openat2, directory, path, &how, sizeof how));
}

int lg_fallocate_keep_size(int descriptor, off_t offset, off_t length) {
    return result(fallocate(descriptor, FALLOC_FL_KEEP_SIZE, offset, length));
}

int lg_syncfs(int descriptor) { return result(syncfs(descriptor)); }

void lg_begin_writeback(int descriptor) { sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE); }

char **lg_environment(void) { return environ; }

int64_t lg_birth(const char *path) {
    struct statx facts;
    if (statx(AT_FDCWD, path, 0, STATX_BTIME, &facts) != 0 || !(facts.stx_mask & STATX_BTIME)) return 0;
    return facts.stx_btime.tv_sec * INT64_C(1000000000) + facts.stx_btime.tv_nsec;
}
