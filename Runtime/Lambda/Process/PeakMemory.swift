import Processes
import Time

/// The most memory that an environment's process has used.
///
/// `VmHWM` is exact but costs as much as a tenth of a short invocation, so it is read again only after a while: it never
/// falls, and what one report misses the next has.
struct PeakMemory {
    private static let refresh = Duration.milliseconds(50)

    private var kilobytes = 0
    private var lastRead: Timestamp?

    /// Rounded up; 1 where the process was gone before it could be looked at.
    var megabytes: Int { max(1, (kilobytes + 1_023) / 1_024) }

    mutating func update(from process: ChildProcess, at now: Timestamp) {
        if let lastRead, now - lastRead < Self.refresh { return }
        lastRead = now
        update(kilobytes: process.peakResidentKilobytes)
    }

    /// Reads it whether or not it has just been read: what a process uses from its start, should it be gone before long.
    mutating func begin(with process: ChildProcess) { update(kilobytes: process.peakResidentKilobytes) }

    mutating func update(kilobytes: Int) { self.kilobytes = max(self.kilobytes, kilobytes) }
}
