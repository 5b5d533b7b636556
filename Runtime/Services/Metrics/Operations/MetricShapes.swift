import JSON
import ServiceKit
import Time
import Wire

/// The shapes that several actions take or give.
extension Shape {
    static func request(_ name: String, _ members: [Member]) -> Shape {
        .structure(members, java: "com.amazonaws.cloudwatch.\(name)Input")
    }

    static func reply(_ members: [Member]) -> Shape { .structure(members, java: "") }

    /// A reply without members, which XML shows all the same.
    static let emptyReply = Shape.structure([], java: "Output")

    static let double = Shape.number(java: "Double")
    static let integer = Shape.number(java: "Integer")
    static let metricName = Shape.string(length: 1...255)
    static let namespace = Shape.string(length: 1...255, pattern: .namespace)
    static let period = Shape.number(java: "Integer", range: 1...86_400 * 365)
    static let unit = Shape.string(values: Units.all)
    static let statistic = Shape.string(values: Statistic.simple)
    static let resourceARN = Shape.string(length: 1...1024)
    static let alarmName = Shape.string(length: 1...255)
    static let alarmNames = Shape.list(.alarmName, length: 0...100)
    static let alarmState = Shape.string(values: AlarmState.Value.allCases.map(\.rawValue))
    static let actions = Shape.list(.string(length: 1...1024), length: 0...5)

    static let dimensions = Shape.list(
        .structure(
            [.required("Name", .string(length: 1...255)), .required("Value", .string(length: 1...1024))],
            java: "com.amazonaws.cloudwatch.Dimension"
        ),
        length: 0...30
    )
    static let metric = Shape.structure(
        [
            .optional("Namespace", .namespace), .optional("MetricName", .metricName),
            .optional("Dimensions", .dimensions),
        ],
        java: "com.amazonaws.cloudwatch.Metric"
    )
    static let metricQueries = Shape.list(
        .structure(
            [
                .required("Id", .string(length: 1...255)),
                .optional(
                    "MetricStat",
                    .structure(
                        [
                            .required("Metric", .metric), .required("Period", .period), .required("Stat", .string()),
                            .optional("Unit", .unit),
                        ],
                        java: "com.amazonaws.cloudwatch.MetricStat"
                    )
                ),
                .optional("Expression", .string(length: 1...2048)), .optional("Label", .string()),
                .optional("ReturnData", .boolean), .optional("Period", .period),
                .optional("AccountId", .string(length: 1...255)),
            ],
            java: "com.amazonaws.cloudwatch.MetricDataQuery"
        )
    )
    static let tags = Shape.list(
        .structure(
            [.required("Key", .string(length: 1...128)), .required("Value", .string(length: 0...256))],
            java: "com.amazonaws.cloudwatch.Tag"
        ),
        length: 0...50
    )
}

extension Shape.Pattern {
    static let namespace = Self("[^:].*") { !$0.hasPrefix(":") }
}

/// What values can be counted in.
enum Units {
    static let all = [
        "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits",
        "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second",
        "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second",
        "Gigabits/Second", "Terabits/Second", "Count/Second", "None",
    ]
}

/// Bodies of replies.
enum Reply {
    static let nothing = Array("{}".utf8)

    /// Members without a value are left out.
    static func bytes(_ members: [(String, JSON?)]) -> [UInt8] {
        JSON.object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } })).bytes
    }
}

extension JSON {
    /// A number that is shown to have a fraction, as AWS shows values and thresholds: `30.0`.
    static func fraction(_ value: Double) -> JSON { value.isFinite ? .number(String(value)) : .null }

    /// The same for a number in a request.
    var asFraction: JSON { doubleValue.map { .fraction($0) } ?? self }
}

extension Timestamp {
    /// Seconds since 1970, rounded down.
    var wholeSeconds: Int64 { nanosecondsSinceEpoch / 1_000_000_000 }
}

/// Seconds since 1970 of a moment in a request, rounded down.
enum Moment {
    static func seconds(_ json: JSON?) -> Int64? {
        guard let seconds = json?.doubleValue, (0..<9e9).contains(seconds) else { return nil }
        return Int64(seconds)
    }
}
