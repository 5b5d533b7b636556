#ifndef HEARTH_CPROCESS_H
#define HEARTH_CPROCESS_H

#include <stdint.h>
#include <sys/types.h>

/// What a child process is started with.
struct hearth_process {
    const char *path;
    char *const *arguments;
    char *const *environment;
    const char *working_directory;
    /// Becomes standard output and standard error; standard input is /dev/null.
    int output;
};

/// Starts a child in a process group of its own and returns its id, or minus the error number of what failed.
/// The child inherits no other descriptor, has default signal handling, and is killed when the calling thread ends:
/// call it from a thread that lives as long as the program.
pid_t hearth_process_start(const struct hearth_process *process);

/// A descriptor that becomes readable when the process ends, or minus an error number.
int hearth_process_open(pid_t pid);

/// Starts the guard: a process that waits for this one to end, however it ends, and then kills every process group
/// it was told of, and every process with the variable `mark` ("NAME=value") in its environment, whatever group it has
/// moved to. Returns the descriptor to tell it on, or minus an error number. Call it before threads exist.
int hearth_guard_start(const char *mark);

/// Tells the guard of a process group, or that one has ended.
void hearth_guard_add(int guard, pid_t group);
void hearth_guard_remove(int guard, pid_t group);

/// Makes a descriptor by which one thread waits for many others, or minus an error number.
int hearth_monitor_open(void);

/// Watches a descriptor until it is removed; `id` tells of it. Returns 0 or minus an error number.
int hearth_monitor_add(int monitor, int descriptor, uint64_t id);
void hearth_monitor_remove(int monitor, int descriptor);

/// Waits until some of the descriptors can be read, or are at their end, and says which: `room` at most, 64 at most.
/// Returns how many.
int hearth_monitor_wait(int monitor, uint64_t *ids, int room);

#endif
