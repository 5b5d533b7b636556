#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a process has had of the machine's processors since it began.
package struct ProcessorTime: Sendable, Hashable {
    /// What all its threads have computed.
    package var computed: Duration
    /// For how long its first thread could have computed and no processor was free.
    package var queued: Duration

    package init(computed: Duration, queued: Duration) {
        (self.computed, self.queued) = (computed, queued)
    }

    /// `nil` for a process that is gone, and on a kernel that does not tell.
    init?(pid: pid_t) {
        var (clock, time) = (clockid_t(), timespec())
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        guard let queued = Self.queued(pid) else { return nil }
        computed = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        self.queued = queued
    }

    /// The second number of `schedstat`, in nanoseconds (https://docs.kernel.org/scheduler/sched-stats.html).
    private static func queued(_ pid: pid_t) -> Duration? {
        let file = open("/proc/\(pid)/schedstat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { buffer in
            let count = read(file, buffer.baseAddress, buffer.count)
            guard count > 0 else { return nil }
            let words = buffer[..<count].split(separator: UInt8(ascii: " "))
            guard words.count > 1, let number = Int64(String(decoding: words[1], as: UTF8.self)) else { return nil }
            return .nanoseconds(number)
        }
    }

    package static func - (later: Self, earlier: Self) -> Self {
        Self(computed: later.computed - earlier.computed, queued: later.queued - earlier.queued)
    }
}
