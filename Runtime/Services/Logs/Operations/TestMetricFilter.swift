import JSON
import ServiceKit
import Storage
import Wire

/// Tells which messages match a pattern, and what it finds in them.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html
struct TestMetricFilter: Operation {
    static let input = Shape.request(
        name,
        [
            .required("filterPattern", .filterPattern),
            .required("logEventMessages", .list(.string(length: 1...Int.max), length: 1...50)),
        ]
    )
    static let access = OperationAccess.read

    private let pattern: FilterPattern
    private let messages: [String]

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        messages = (input["logEventMessages"]?.arrayValue ?? []).compactMap(\.stringValue)
        do throws(FilterPatternError) {
            pattern = try FilterPattern(input["filterPattern"]?.stringValue ?? "")
        } catch {
            throw .badPattern(error)
        }
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let matches = messages.enumerated().compactMap { index, message -> JSON? in
            guard let match = pattern.match(message) else { return nil }
            let values = JSON.Object(match.values.map { ($0.name, .string($0.value)) })
            return [
                "eventNumber": JSON(index + 1), "eventMessage": .string(message), "extractedValues": .object(values),
            ]
        }
        return Reply.bytes([("matches", .array(matches))])
    }
}
