#define _GNU_SOURCE
#include "CRollbackSystem.h"
#include "guard.h"
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

// What the child reports when it could not begin. A program that executes closes the socket instead.
struct report {
    int stage;
    int error;
};

// Between fork and exec of a threaded process only async-signal-safe functions may be called (signal-safety(7)):
// no allocation, no stdio, no locks. Everything below up to `run_child` keeps to that. It writes to nothing but its own
// stack and errno either: after vfork the memory is the parent's, of which only the thread that spawns stands still.

static _Noreturn void give_up(int control, int stage) {
    struct report report = {stage, errno};
    send(control, &report, sizeof report, MSG_NOSIGNAL);
    _exit(127);
}

static void default_signals(void) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &action, NULL);
}

static void unblock_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

void lg_close_between(unsigned first, unsigned last) {
    if (first > last || syscall(SYS_close_range, first, last, 0) == 0) return;
    // Kernels before 5.9.
    struct rlimit limit = {0};
    getrlimit(RLIMIT_NOFILE, &limit);
    unsigned end = limit.rlim_cur < 1 << 20 ? (unsigned)limit.rlim_cur : 1 << 20;
    for (unsigned descriptor = first; descriptor <= last && descriptor < end; descriptor++) close((int)descriptor);
}

// Leaves 0, 1, 2 and the control socket, whose new number it returns.
static int place_descriptors(const lg_spawn_request *request, int control) {
    // First out of the way: any of them may have a number that another is to get.
    int high = fcntl(control, F_DUPFD_CLOEXEC, 3);
    if (high < 0) give_up(control, LG_STAGE_DESCRIPTORS);
    int moved[3];
    for (int i = 0; i < 3; i++) {
        moved[i] = fcntl(request->descriptors[i], F_DUPFD_CLOEXEC, 3);
        if (moved[i] < 0) give_up(high, LG_STAGE_DESCRIPTORS);
    }
    for (int i = 0; i < 3; i++)
        if (dup2(moved[i], i) < 0) give_up(high, LG_STAGE_DESCRIPTORS);
    lg_close_between(3, (unsigned)high - 1);
    lg_close_between((unsigned)high + 1, ~0U);
    return high;
}

// Not by glibc's functions, which change all threads of a process and find the parent's after vfork.
static void change_user(const lg_spawn_request *request, int control) {
    if (!request->changes_user) return;
    if (syscall(SYS_setgroups, request->group_count, request->groups) < 0 ||
        syscall(SYS_setresgid, request->group, request->group, request->group) < 0 ||
        syscall(SYS_setresuid, request->user, request->user, request->user) < 0)
        give_up(control, LG_STAGE_USER);
}

static void die_with(pid_t parent, int control) {
    // After the change of user, which clears it (prctl(2)).
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) give_up(control, LG_STAGE_SESSION);
    // The parent may have ended before the request: then nobody would ever kill this process.
    if (getppid() != parent) _exit(127);
}

static void wait_at_gate(int control) {
    char go;
    ssize_t count;
    do count = recv(control, &go, 1, 0);
    while (count < 0 && errno == EINTR);
    if (count != 1) _exit(127);
}

static _Noreturn void run_child(const lg_spawn_request *request, int control, pid_t parent) {
    default_signals();
    if (setsid() < 0) give_up(control, LG_STAGE_SESSION);
    if (request->dies_with_parent) lg_guard_register(getpid());
    control = place_descriptors(request, control);
    if (request->mask >= 0) umask((mode_t)request->mask);
    change_user(request, control);
    if (request->directory && chdir(request->directory) < 0) give_up(control, LG_STAGE_DIRECTORY);
    if (request->dies_with_parent) die_with(parent, control);
    if (request->gated) wait_at_gate(control);
    unblock_signals();
    execve(request->path, request->arguments, request->environment);
    give_up(control, LG_STAGE_EXEC);
}

static int spawn_here(const lg_spawn_request *request, lg_spawned *spawned) {
    int ends[2], guarded = request->dies_with_parent ? lg_guard_start() : 0;
    if (guarded < 0) return guarded;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) return -errno;
    // fork copies the page tables and makes every page that is written later fault. vfork does neither, and holds this
    // thread until the program executes: too long for a child that waits at its gate.
    pid_t parent = getpid(), child = request->gated ? fork() : vfork();
    if (child == 0) run_child(request, ends[1], parent);
    int error = errno;
    close(ends[1]);
    if (child > 0) {
        *spawned = (lg_spawned){child, ends[0]};
        return 0;
    }
    close(ends[0]);
    return -error;
}

// One thread starts every process and never ends. The kernel sends the parent-death signal when the *thread* that
// forked ends (prctl(2)), and threads of a pool end while their helper still works.
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int running, result;
    const lg_spawn_request *request;
    lg_spawned *spawned;
} spawner = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static void *serve(void *unused) {
    pthread_mutex_lock(&spawner.lock);
    for (;;) {
        while (!spawner.request) pthread_cond_wait(&spawner.changed, &spawner.lock);
        spawner.result = spawn_here(spawner.request, spawner.spawned);
        spawner.request = NULL;
        pthread_cond_broadcast(&spawner.changed);
    }
    return unused;
}

// With every signal blocked: this process's handlers must not run in a child that is not yet another program.
static int start_spawner(void) {
    sigset_t all, old;
    pthread_t thread;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int error = pthread_create(&thread, NULL, serve, NULL);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (!error) pthread_detach(thread);
    spawner.running = !error;
    return -error;
}

int lg_spawn(const lg_spawn_request *request, lg_spawned *spawned) {
    static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&turn);
    pthread_mutex_lock(&spawner.lock);
    int outcome = spawner.running ? 0 : start_spawner();
    if (!outcome) {
        spawner.request = request;
        spawner.spawned = spawned;
        pthread_cond_broadcast(&spawner.changed);
        while (spawner.request) pthread_cond_wait(&spawner.changed, &spawner.lock);
        outcome = spawner.result;
    }
    pthread_mutex_unlock(&spawner.lock);
    pthread_mutex_unlock(&turn);
    return outcome;
}

int lg_begin(lg_spawned spawned, int gated, int *stage) {
    // A child that has failed already has closed its end: its report is still there to be read.
    if (gated) send(spawned.control, "", 1, MSG_NOSIGNAL);
    struct report report;
    ssize_t count;
    do count = recv(spawned.control, &report, sizeof report, MSG_WAITALL);
    while (count < 0 && errno == EINTR);
    if (count != sizeof report) return 0;
    *stage = report.stage;
    return -report.error;
}
