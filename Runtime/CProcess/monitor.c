#include "CProcess.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

int hearth_monitor_open(void) {
    int monitor = epoll_create1(EPOLL_CLOEXEC);
    return monitor < 0 ? -errno : monitor;
}

int hearth_monitor_add(int monitor, int descriptor, uint64_t id) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = id};
    return epoll_ctl(monitor, EPOLL_CTL_ADD, descriptor, &event) < 0 ? -errno : 0;
}

void hearth_monitor_remove(int monitor, int descriptor) { epoll_ctl(monitor, EPOLL_CTL_DEL, descriptor, NULL); }

int hearth_monitor_wait(int monitor, uint64_t *ids, int room) {
    struct epoll_event events[64];
    int count = epoll_wait(monitor, events, room < 64 ? room : 64, -1);
    for (int index = 0; index < count; index++) ids[index] = events[index].data.u64;
    return count < 0 ? 0 : count;
}
