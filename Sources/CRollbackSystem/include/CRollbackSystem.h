#pragma once

// The system calls that Swift's Glibc module does not offer, and one way to start a process.
// Functions return 0 (or a descriptor) on success and the negated errno otherwise.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
// Extended attributes, which the Glibc module leaves out.
#include <sys/xattr.h>

// Where the start of a process failed.
enum lg_stage {
    LG_STAGE_FORK = 1,
    LG_STAGE_SESSION = 2,
    LG_STAGE_USER = 3,
    LG_STAGE_DIRECTORY = 4,
    LG_STAGE_DESCRIPTORS = 5,
    LG_STAGE_EXEC = 6,
};

typedef struct {
    // A path; relative ones count from `directory`. No lookup in PATH.
    const char *_Nonnull path;
    char *_Nullable const *_Nonnull arguments;
    char *_Nullable const *_Nonnull environment;
    // NULL: the caller's.
    const char *_Nullable directory;
    // Become descriptors 0, 1 and 2. The process inherits no other.
    int descriptors[3];
    // -1: the caller's file mode mask.
    int mask;
    // 1: become `user`, `group` and exactly the supplementary `groups`.
    int changes_user;
    uid_t user;
    gid_t group;
    const gid_t *_Nullable groups;
    size_t group_count;
    // 1: killed when this process ends, however it ends, together with its whole process group.
    int dies_with_parent;
    // 1: waits before it executes the program; `lg_begin` lets it, closing the descriptor ends it unbegun.
    int gated;
} lg_spawn_request;

typedef struct {
    pid_t process;
    // For `lg_begin`; the caller closes it.
    int control;
} lg_spawned;

// Starts a process in its own session, with default signal handling and nothing blocked.
int lg_spawn(const lg_spawn_request *_Nonnull request, lg_spawned *_Nonnull spawned);

// Opens the gate, and waits until the program executes. On failure `stage` says where it failed;
// the process has ended then, and is yet to be collected by waitpid.
int lg_begin(lg_spawned spawned, int gated, int *_Nonnull stage);

// A pipe that no other program inherits: the end to read from, then the end to write to.
int lg_pipe(int ends[_Nonnull 2]);

// Says that a process with `dies_with_parent` has ended. To be called before waitpid frees its number: whatever group
// gets that number later must not be killed with this process.
void lg_forget(pid_t process);

int lg_pidfd_open(pid_t process);
int lg_pidfd_send_signal(int descriptor, int signal);

// Writes without ever raising SIGPIPE in this process. Returns the count written.
ssize_t lg_write(int descriptor, const void *_Nonnull bytes, size_t count);

// Opens with the permissions of another user, for this thread and this call only.
int lg_open_as(uid_t user, gid_t group, const char *_Nonnull path, int flags, mode_t mode);

// SIGINT and SIGTERM are written, one byte each, to the descriptor returned, forever; SIGHUP and SIGPIPE are ignored.
int lg_watch_signals(void);

// Exchanges two names, atomically.
int lg_rename_exchange(int from, const char *_Nonnull path, int to, const char *_Nonnull other);
// Renames, but never over something.
int lg_rename_noreplace(int from, const char *_Nonnull path, int to, const char *_Nonnull other);

// Opens below a directory: no symbolic link and no `..` may lead out of it, and none is followed.
int lg_open_beneath(int directory, const char *_Nonnull path, int flags, mode_t mode);

// Reserves blocks without changing the file's size.
int lg_fallocate_keep_size(int descriptor, off_t offset, off_t length);
int lg_syncfs(int descriptor);

// Has the kernel begin to write what a file has in memory only, so that a later fsync has less to wait for. It makes
// nothing durable, and where it cannot be done nothing is lost.
void lg_begin_writeback(int descriptor);

typedef struct {
    uint64_t inode;
    uint16_t port;
} lg_listener;

// The TCP sockets that are listened on in this network namespace, asked of the kernel (sock_diag(7)). `/proc/net/tcp`
// says the same after walking the kernel's whole table of connections, which takes milliseconds also when it is empty.
// `count` may come out larger than `capacity`: the rest is left out then.
int lg_listeners(lg_listener *_Nonnull found, size_t capacity, size_t *_Nonnull count);

// When a file was made, in nanoseconds since 1970; 0 where the file system does not say.
int64_t lg_birth(const char *_Nonnull path);

// The variables of this process; ends with NULL.
char *_Nullable *_Nonnull lg_environment(void);
