import FoundationEssentials
import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One line of a function's log.
struct LogLine {
    var time = Date()
    var level: LambdaLogger.Level
    var message: String
    var metadata: LambdaLogger.Metadata

    /// `2026-11-21T03:04:05.678Z info requestID=… message`.
    var text: String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value) " }.joined()
        return "\(timestamp) \(level.rawValue) \(pairs)\(message)"
    }

    /// In the names of Lambda's JSON log format.
    /// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
    var json: JSON {
        var line: JSON.Object = .init([
            ("timestamp", .string(timestamp)), ("level", .string(level.rawValue.uppercased())),
            ("message", .string(message)),
        ])
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { line[key] = value.json }
        return .object(line)
    }

    private var timestamp: String {
        time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

extension LambdaLogger.MetadataValue {
    var json: JSON {
        switch self {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(\.json))
        case .dictionary(let values): .object(.init(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
        }
    }
}

/// Where the lines go, and how they are spelt.
struct LogOutput: Sendable {
    var isJSON: Bool
    var descriptor: Int32 = STDERR_FILENO

    func write(_ line: LogLine) {
        var bytes = isJSON ? line.json.bytes : Array(line.text.utf8)
        bytes.append(UInt8(ascii: "\n"))
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(descriptor, buffer.baseAddress, buffer.count)
                #elseif canImport(Musl)
                    Musl.write(descriptor, buffer.baseAddress, buffer.count)
                #else
                    Darwin.write(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
