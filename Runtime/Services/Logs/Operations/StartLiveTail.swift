import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Begins to send what comes into up to ten groups, as it comes. The reply is a stream of events: `LiveTails` makes it of
/// what this one answers, which is the first of them.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html
struct StartLiveTail: Operation {
    static let input = Shape.request(
        name,
        [
            .required("logGroupIdentifiers", .list(.groupIdentifier, length: 1...10)),
            .optional("logStreamNames", .list(.streamName, length: 1...100)),
            .optional("logStreamNamePrefixes", .list(.streamName, length: 1...100)),
            .optional("logEventFilterPattern", .filterPattern),
        ]
    )
    static let access = OperationAccess.read

    private let identifiers: [String]
    private let names: [String]
    private let prefixes: [String]
    private let patternText: String
    private let pattern: FilterPattern

    /// AWS does not quote the identifiers that are too many.
    static func precheck(_ input: JSON.Object) throws(AWSError) {
        guard let identifiers = input["logGroupIdentifiers"]?.arrayValue, identifiers.count > 10 else { return }
        throw .invalidParameter(
            "1 validation error detected: Value at 'logGroupIdentifiers' failed to satisfy constraint: Member must have "
                + "length less than or equal to 10"
        )
    }

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        let texts = { (name: String) in input[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        identifiers = texts("logGroupIdentifiers")
        (names, prefixes) = (texts("logStreamNames"), texts("logStreamNamePrefixes"))
        guard names.isEmpty || prefixes.isEmpty else {
            throw .invalidParameter("Only one of logStreamNames or logStreamNamePrefixes can be provided.")
        }
        guard names.isEmpty && prefixes.isEmpty || identifiers.count == 1 else {
            throw .invalidParameter(
                "logStreamNames and logStreamNamePrefixes can only be used with a single log group."
            )
        }
        patternText = input["logEventFilterPattern"]?.stringValue ?? ""
        do throws(FilterPatternError) {
            pattern = try FilterPattern(patternText)
        } catch {
            throw .badPattern(error)
        }
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        var groups: [Int: String] = [:]
        for identifier in identifiers {
            let group = try LogStore(connection).existingGroup(LogGroupReference.name(in: identifier))
            groups[group.number] = identifier
        }
        let id = service.context.ids.uuid()
        service.tails.add(
            id,
            LiveTailFilter(groups: groups, streams: Set(names), streamPrefixes: prefixes, pattern: pattern)
        )
        return Reply.bytes([
            ("requestId", .string(service.context.ids.uuid())), ("sessionId", .string(id)),
            ("logGroupIdentifiers", .array(identifiers.map { .string($0) })),
            ("logStreamNames", .array(names.map { .string($0) })),
            ("logStreamNamePrefixes", .array(prefixes.map { .string($0) })),
            ("logEventFilterPattern", .string(patternText)),
        ])
    }
}
