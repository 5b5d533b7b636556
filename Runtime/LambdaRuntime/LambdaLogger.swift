/// Writes lines to the function's log, with the calls that users of swift-log know.
///
/// A line is text, or JSON where `AWS_LAMBDA_LOG_FORMAT` is `JSON`. The lowest level comes from `AWS_LAMBDA_LOG_LEVEL`,
/// then `LOG_LEVEL`, else `info`. A line goes out whole, with one write.
public struct LambdaLogger: Sendable {
    public typealias Metadata = [String: MetadataValue]

    public enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
        case trace, debug, info, notice, warning, error, critical

        public static func < (lhs: Self, rhs: Self) -> Bool { lhs.order < rhs.order }

        /// Lambda's names are in upper case, and it calls `warn` and `fatal` what swift-log calls `warning` and `critical`.
        init?(name: String) {
            switch name.lowercased() {
            case "warn": self = .warning
            case "fatal": self = .critical
            case let name: self.init(rawValue: name)
            }
        }

        private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Lines below it are dropped.
    public var logLevel: Level
    var metadata: Metadata = [:]
    /// Every line carries it as `requestId`; put into the metadata only when there is a line.
    var requestID: String?
    let output: LogOutput

    init(logLevel: Level, output: LogOutput) {
        self.logLevel = logLevel
        self.output = output
    }

    /// As the environment says, to the standard error stream.
    static let standard: LambdaLogger = {
        let level = Launch.environment("AWS_LAMBDA_LOG_LEVEL") ?? Launch.environment("LOG_LEVEL")
        return LambdaLogger(
            logLevel: level.flatMap(Level.init(name:)) ?? .info,
            output: LogOutput(isJSON: Launch.environment("AWS_LAMBDA_LOG_FORMAT") == "JSON")
        )
    }()

    /// A value that every line of this logger carries.
    public subscript(metadataKey key: String) -> MetadataValue? {
        get { all[key] }
        set {
            metadata = all
            requestID = nil
            metadata[key] = newValue
        }
    }

    private var all: Metadata {
        guard let requestID else { return metadata }
        return metadata.merging(["requestId": .string(requestID)]) { $1 }
    }

    public func log(
        level: Level,
        _ message: @autoclosure () -> String,
        metadata: @autoclosure () -> Metadata? = nil
    ) {
        guard level >= logLevel else { return }
        let merged = all.merging(metadata() ?? [:]) { $1 }
        output.write(LogLine(level: level, message: message(), metadata: merged))
    }

    public func trace(_ message: @autoclosure () -> String, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .trace, message(), metadata: metadata())
    }

    public func debug(_ message: @autoclosure () -> String, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .debug, message(), metadata: metadata())
    }

    public func info(_ message: @autoclosure () -> String, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .info, message(), metadata: metadata())
    }

    public func notice(_ message: @autoclosure () -> String, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .notice, message(), metadata: metadata())
    }

    public func warning(_ message: @autoclosure () -> String, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .warning, message(), metadata: metadata())
    }

    public func error(_ message: @autoclosure () -> String, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .error, message(), metadata: metadata())
    }

    public func critical(_ message: @autoclosure () -> String, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .critical, message(), metadata: metadata())
    }
}

extension LambdaLogger {
    /// A value beside a message: text, a description, a list, a dictionary.
    public enum MetadataValue: Sendable, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
        ExpressibleByDictionaryLiteral, CustomStringConvertible
    {
        case string(String)
        case stringConvertible(any CustomStringConvertible & Sendable)
        case array([MetadataValue])
        case dictionary(Metadata)

        public init(stringLiteral value: String) { self = .string(value) }
        public init(arrayLiteral elements: MetadataValue...) { self = .array(elements) }
        public init(dictionaryLiteral elements: (String, MetadataValue)...) {
            self = .dictionary(Metadata(elements) { $1 })
        }

        public var description: String {
            switch self {
            case .string(let text): text
            case .stringConvertible(let value): value.description
            case .array(let values): "\(values)"
            case .dictionary(let values): "\(values)"
            }
        }
    }
}
