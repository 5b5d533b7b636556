import Processes
import Time

/// The most memory that an environment's process has used, with what it has started where that lives for longer.
///
/// `VmHWM` is exact but costs as much as a tenth of a short invocation, so it is read again only after a while: it never
/// falls, and what one report misses the next has.
struct PeakMemory {
    private static let refresh = Duration.milliseconds(50)

    private var kilobytes = 0
    private var lastRead: Timestamp?
    /// Whether more was used than there is, when that was looked at last.
    var isOverLimit = false

    /// Rounded up; 1 where the process was gone before it could be looked at.
    var megabytes: Int { max(1, (kilobytes + 1_023) / 1_024) }

    mutating func update(from process: ChildProcess, at now: Timestamp) {
        if let lastRead, now - lastRead < Self.refresh { return }
        lastRead = now
        update(kilobytes: process.peakResidentKilobytes)
        let use = process.memoryUse
        if use.hasChildren { update(kilobytes: use.kilobytes) }
    }

    /// Reads it whether or not it has just been read: what a process uses from its start, should it be gone before long.
    mutating func begin(with process: ChildProcess) { update(kilobytes: process.peakResidentKilobytes) }

    mutating func update(kilobytes: Int) { self.kilobytes = max(self.kilobytes, kilobytes) }
}
