#define _GNU_SOURCE
#include "guard.h"
#include "CRollbackSystem.h"
#include "spawn.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_GROUPS = 4096 };

struct message {
    pid_t group;
    int running;
};

// The end that this process keeps. Its closing, which no crash can prevent, is the signal.
static int guard = -1;
static pid_t guard_process;

static void note(pid_t *groups, size_t *count, struct message message) {
    for (size_t i = 0; i < *count; i++)
        if (groups[i] == message.group) groups[i] = groups[--*count];
    if (message.running && *count < MOST_GROUPS) groups[(*count)++] = message.group;
}

// Between fork and exit only async-signal-safe functions are called; every signal stays blocked.
static _Noreturn void watch(int socket) {
    static pid_t groups[MOST_GROUPS];
    size_t count = 0;
    setsid();
    // Nothing of this process may be kept open by it: locks, pipes to a reader who waits for the end.
    lg_close_between(0, (unsigned)socket - 1);
    lg_close_between((unsigned)socket + 1, ~0U);
    prctl(PR_SET_NAME, "lastgood-guard");
    (void)!chdir("/");
    for (;;) {
        struct message message;
        ssize_t size = recv(socket, &message, sizeof message, 0);
        if (size == sizeof message) note(groups, &count, message);
        if (size == 0 || (size < 0 && errno != EINTR)) break;
    }
    for (size_t i = 0; i < count; i++) kill(-groups[i], SIGKILL);
    _exit(0);
}

// At an orderly end the guard is waited for: in a container nobody else may collect it.
static void end_guard(void) {
    close(guard);
    while (waitpid(guard_process, NULL, 0) < 0 && errno == EINTR) {
    }
}

int lg_guard_start(void) {
    if (guard >= 0) return 0;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return -errno;
    pid_t child = fork();
    if (child == 0) watch(ends[1]);
    int error = errno;
    close(ends[1]);
    if (child > 0) {
        guard = ends[0];
        guard_process = child;
        atexit(end_guard);
        return 0;
    }
    close(ends[0]);
    return -error;
}

void lg_guard_register(pid_t group) {
    struct message message = {group, 1};
    send(guard, &message, sizeof message, MSG_NOSIGNAL);
}

void lg_forget(pid_t process) {
    struct message message = {process, 0};
    if (guard >= 0) send(guard, &message, sizeof message, MSG_NOSIGNAL);
}
