import ServiceKit
import Synchronization
import Time

/// Goes every minute, as long as it is told to go on.
final class ScalingMinute: Sendable {
    private let time: any TimeSource
    private let alarm: Alarm
    private let next = Mutex<Timestamp?>(nil)

    static let length = Duration.seconds(60)

    init(_ time: any TimeSource) {
        self.time = time
        alarm = Alarm(time)
    }

    /// Sees to it that `action` runs at the next full minute from the first call on. It is to call this again if it wants
    /// to run again.
    func runNext(_ action: @escaping @Sendable () -> Void) {
        let instant = next.withLock { next in
            let instant = next ?? time.now + Self.length
            next = instant
            return instant
        }
        alarm.set(at: instant) { [weak self] in
            self?.next.withLock { $0 = nil }
            action()
        }
    }
}
