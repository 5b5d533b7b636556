/// Whether a recording tells things in the order in which they are needed: its settings first, and functions before what
/// happens to them.
package struct RecordingOrder: Sendable {
    private var hasBegun = false
    private var functions = 0

    package init() {}

    /// The next event, which stands on this line.
    package mutating func check(_ event: RecordedEvent, line: Int) throws(RecordingError) {
        switch event.event {
        case .start:
            guard let settings = event.settings, settings.isReadable, settings.policy != nil else {
                throw RecordingError(line: line, reason: "the settings are missing or of another format")
            }
            hasBegun = true
        case _ where !hasBegun: throw RecordingError(line: line, reason: "a recording begins with its settings")
        case .function:
            guard let version = event.version else {
                throw RecordingError(line: line, reason: "the function is missing")
            }
            if let first = version.of { try checkFunction(first, line) }
            functions += 1
        default: try checkFunction(event.function, line)
        }
    }

    private func checkFunction(_ number: Int?, _ line: Int) throws(RecordingError) {
        guard let number, (0..<functions).contains(number) else {
            throw RecordingError(line: line, reason: "function \(number ?? -1) has not been told of")
        }
    }
}

/// What is wrong with a recording, and where.
package struct RecordingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Counted from 1.
    package var line: Int
    package var reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }

    package var description: String { "line \(line): \(reason)" }
}
