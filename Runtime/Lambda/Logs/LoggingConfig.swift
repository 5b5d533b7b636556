import JSON

/// How a function logs, and where to.
///
/// https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
package struct LoggingConfig: Sendable, Hashable {
    package enum Format: String, Sendable {
        case text = "Text"
        case json = "JSON"
    }

    /// Of Lambda's own lines, the most telling last.
    package enum SystemLevel: String, Sendable, Comparable, CaseIterable {
        case debug = "DEBUG"
        case info = "INFO"
        case warn = "WARN"

        package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package var format = Format.text
    /// The lowest level that the function's runtime lets through, where the format is JSON: `TRACE` to `FATAL`.
    package var applicationLevel = "INFO"
    /// The lowest level of Lambda's own lines, where the format is JSON.
    package var systemLevel = SystemLevel.info
    /// `nil` for the group that is named after the function.
    package var group: String?

    package init() {}
}

/// As the API has it.
extension LoggingConfig {
    /// Levels count, and are shown, with JSON alone.
    init(_ json: JSON.Object) {
        group = json["LogGroup"]?.stringValue
        guard json["LogFormat"] == .string(Format.json.rawValue) else { return }
        format = .json
        applicationLevel = json["ApplicationLogLevel"]?.stringValue ?? applicationLevel
        systemLevel = json["SystemLogLevel"]?.stringValue.flatMap(SystemLevel.init) ?? systemLevel
    }

    func json(group: String?) -> JSON {
        var json = JSON.Object([("LogFormat", .string(format.rawValue))])
        if format == .json {
            json["ApplicationLogLevel"] = .string(applicationLevel)
            json["SystemLogLevel"] = .string(systemLevel.rawValue)
        }
        json["LogGroup"] = group.map { .string($0) }
        return .object(json)
    }
}
