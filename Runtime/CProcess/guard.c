#define _GNU_SOURCE
#include "CProcess.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/// The process groups that live, in no order.
static pid_t *groups;
static size_t count, capacity;

static void add(pid_t group) {
    if (count == capacity) {
        size_t larger = capacity == 0 ? 64 : capacity * 2;
        pid_t *moved = realloc(groups, larger * sizeof *groups);
        if (moved == NULL) return;
        groups = moved;
        capacity = larger;
    }
    groups[count++] = group;
}

static void drop(pid_t group) {
    for (size_t index = 0; index < count; index++) {
        if (groups[index] == group) groups[index--] = groups[--count];
    }
}

/// Whether a process was started with the variable in its environment.
static int is_marked(const char *process, const char *mark) {
    static char environment[1 << 18];
    char path[64];
    snprintf(path, sizeof path, "/proc/%.20s/environ", process);
    int file = open(path, O_RDONLY);
    if (file < 0) return 0;
    size_t length = 0;
    ssize_t received;
    while (length < sizeof environment &&
           (received = read(file, environment + length, sizeof environment - length)) > 0) {
        length += (size_t)received;
    }
    close(file);
    return memmem(environment, length, mark, strlen(mark)) != NULL;
}

/// Twice, for a process may have been in the middle of making another one.
static void kill_marked(const char *mark) {
    for (int round = 0; round < 2; round++) {
        DIR *processes = opendir("/proc");
        if (processes == NULL) return;
        struct dirent *entry;
        while ((entry = readdir(processes)) != NULL) {
            pid_t pid = atoi(entry->d_name);
            if (pid > 0 && is_marked(entry->d_name, mark)) kill(pid, SIGKILL);
        }
        closedir(processes);
    }
}

/// A message is a group's id, negative when it has ended. End of file means that the parent is gone.
static void guard(int from_parent, const char *mark) {
    prctl(PR_SET_NAME, "hearth-guard");
    setsid();
    for (int number = 1; number < NSIG; number++) signal(number, SIG_IGN);
    if (dup2(from_parent, 3) < 0) _exit(1);
    close(0);
    close(1);
    close(2);
    syscall(SYS_close_range, 4u, ~0u, 0u);
    pid_t message;
    ssize_t received;
    while ((received = read(3, &message, sizeof message)) != 0) {
        if (received < 0 && errno != EINTR) break;
        if (received != sizeof message) continue;
        if (message > 0) add(message); else drop(-message);
    }
    for (size_t index = 0; index < count; index++) kill(-groups[index], SIGKILL);
    kill_marked(mark);
    _exit(0);
}

int hearth_guard_start(const char *mark) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return -errno;
    pid_t pid = fork();
    if (pid < 0) return -errno;
    if (pid == 0) {
        close(pair[0]);
        guard(pair[1], mark);
    }
    close(pair[1]);
    return pair[0];
}

void hearth_guard_add(int descriptor, pid_t group) {
    send(descriptor, &group, sizeof group, MSG_NOSIGNAL);
}

void hearth_guard_remove(int descriptor, pid_t group) {
    pid_t message = -group;
    send(descriptor, &message, sizeof message, MSG_NOSIGNAL);
}
