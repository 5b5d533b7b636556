#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static void reset_signals(void) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/// Runs in the child of vfork: system calls only, and failures go to memory shared with the parent.
static void become(const struct hearth_process *process, pid_t parent, volatile int *failure) {
    setpgid(0, 0);
    int input = open("/dev/null", O_RDONLY);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) goto failed;
    if (input < 0 || dup2(input, 0) < 0 || dup2(process->output, 1) < 0 || dup2(process->output, 2) < 0) goto failed;
    if (syscall(SYS_close_range, 3u, ~0u, 0u) != 0) {
        for (int descriptor = 3; descriptor < 65536; descriptor++) close(descriptor);
    }
    // A function may have 1,024 files open on AWS, however many this process may.
    struct rlimit files = {.rlim_cur = 1024, .rlim_max = 1024};
    setrlimit(RLIMIT_NOFILE, &files);
    if (chdir(process->working_directory) != 0) goto failed;
    execve(process->path, process->arguments, process->environment);
failed:
    *failure = errno == 0 ? ESRCH : errno;
    _exit(127);
}

pid_t hearth_process_start(const struct hearth_process *process) {
    volatile int failure = 0;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    pid_t pid = vfork();
    if (pid == 0) {
        reset_signals();
        become(process, parent, &failure);
    }
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (pid < 0) return -error;
    return failure == 0 ? pid : -failure;
}

int hearth_process_open(pid_t pid) {
    int descriptor = (int)syscall(SYS_pidfd_open, pid, 0);
    return descriptor < 0 ? -errno : descriptor;
}
