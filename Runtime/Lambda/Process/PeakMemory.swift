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

    /// Rounded up.
    var megabytes: Int { (kilobytes + 1_023) / 1_024 }

    mutating func update(from process: ChildProcess, at now: Timestamp) {
        if let lastRead, now - lastRead < Self.refresh { return }
        lastRead = now
        update(kilobytes: process.peakResidentKilobytes)
    }

    mutating func update(kilobytes: Int) { self.kilobytes = max(self.kilobytes, kilobytes) }
}
