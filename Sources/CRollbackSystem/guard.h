#pragma once

#include <sys/types.h>

// The guard: a process that kills the groups of all running helpers when this process ends, however it ends. The
// parent-death signal reaches a helper alone; what the helper has started (the workers of pg_restore, the commands of a
// hook's shell) would go on writing beside the next run.

// Starts it when it does not run yet; called by the spawner thread only. Returns 0 or the negated errno.
int lg_guard_start(void);

// Puts the caller under its care: called in the child, before it executes anything. Async-signal-safe.
void lg_guard_register(pid_t group);
