import Time

/// Lines of a function's log that were written together.
package struct FunctionLogEvent: Sendable {
    package enum Origin: Sendable { case function, platform }

    package var functionName: String
    package var logGroup: String
    package var logStream: String
    package var timestamp: Timestamp
    package var origin: Origin
    /// UTF-8 as the function wrote it, without line ends.
    package var messages: [[UInt8]]
}

/// Takes what functions and the platform log. Called on the event loop or a reader's thread; must not block.
package protocol FunctionLogSink: Sendable {
    func write(_ event: FunctionLogEvent)

    /// Nothing that is written is ever read: lines need not be made.
    var discards: Bool { get }
}

extension FunctionLogSink {
    package var discards: Bool { false }
}

/// The last 4 KiB that one invocation logged, as `LogType: Tail` returns them.
struct LogTail {
    static let limit = 4_096

    private var collected: [UInt8] = []

    mutating func append(_ line: [UInt8]) {
        collected += line
        collected.append(0x0A)
        if collected.count > 4 * Self.limit { collected.removeFirst(collected.count - Self.limit) }
    }

    var bytes: [UInt8] { collected.suffix(Self.limit) }
}
