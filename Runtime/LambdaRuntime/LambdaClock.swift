import FoundationEssentials

/// The wall clock that deadlines are given in.
public struct LambdaClock: Clock, Sendable {
    public typealias Duration = Swift.Duration

    public init() {}

    public var now: Instant { Instant(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000)) }

    public var minimumResolution: Duration { .milliseconds(1) }

    public func sleep(until instant: Instant, tolerance: Duration? = nil) async throws {
        try await Task.sleep(for: now.duration(to: instant), tolerance: tolerance)
    }

    /// A moment, to the millisecond.
    public struct Instant: InstantProtocol, Sendable, Hashable {
        public typealias Duration = Swift.Duration

        let milliseconds: Int64

        public init(millisecondsSinceEpoch milliseconds: Int64) { self.milliseconds = milliseconds }

        public func millisecondsSinceEpoch() -> Int64 { milliseconds }

        public func advanced(by duration: Duration) -> Self {
            let (seconds, attoseconds) = duration.components
            return Self(millisecondsSinceEpoch: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        }

        public func duration(to other: Self) -> Duration { .milliseconds(other.milliseconds - milliseconds) }

        public static func < (lhs: Self, rhs: Self) -> Bool { lhs.milliseconds < rhs.milliseconds }
    }
}
