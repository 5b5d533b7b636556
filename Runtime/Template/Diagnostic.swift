/// Something a reader of the template should know, and where it is written.
package struct Diagnostic: Sendable, Hashable {
    package enum Severity: String, Sendable, Comparable {
        /// Nothing is started.
        case error
        /// Hearth starts, but something that was asked for does not happen.
        case warning
        /// Accepted and of no consequence here, such as permissions that nobody enforces.
        case note

        package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }

        private var rank: Int {
            switch self {
            case .error: 0
            case .warning: 1
            case .note: 2
            }
        }
    }

    package var severity: Severity
    package var path: JSONPath
    package var message: String
    /// What to do about it, as a phrase behind a semicolon: `did you mean Timeout?`
    package var remedy: String?
    /// Where the path stands in the text of the template; `nil` where that is not known.
    package var position: SourcePosition?

    package init(
        _ severity: Severity,
        _ path: JSONPath,
        _ message: String,
        remedy: String? = nil,
        position: SourcePosition? = nil
    ) {
        self.severity = severity
        self.path = path
        self.message = message
        self.remedy = remedy
        self.position = position
    }
}

/// A place in a text. Both from 1; columns in characters.
package struct SourcePosition: Sendable, Hashable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension Diagnostic: CustomStringConvertible {
    /// One line: `error /Resources/Search/Properties/Timout: unknown property; did you mean Timeout?`
    package var description: String {
        "\(severity.rawValue) \(path): \(message)" + (remedy.map { "; \($0)" } ?? "")
    }

    /// The line as compilers write it, with file, line and column in front, so that editors can jump there.
    package func description(in file: String) -> String {
        position.map { "\(file):\($0.line):\($0.column): \(self)" } ?? "\(file): \(self)"
    }
}
