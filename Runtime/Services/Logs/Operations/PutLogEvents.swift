import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Appends events to a stream. Those that are too old or too new are left out and told of.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
struct PutLogEvents: DeferredOperation {
    static let input = Shape.request(
        name,
        [
            .required("logGroupName", .groupName), .required("logStreamName", .streamName),
            .required(
                "logEvents",
                .list(
                    .structure(
                        [.required("timestamp", .time), .required("message", .string(length: 1...Int.max))],
                        java: "com.amazonaws.logs.InputLogEvent"
                    ),
                    length: 1...10_000
                )
            ),
            .optional("sequenceToken", .string(length: 1...Int.max)), .optional("entity", LogEntity.shape),
        ]
    )

    private let group: String
    private let stream: String
    private let events: [LogEvent]
    private let rejectedEntity: JSON?

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
        stream = input["logStreamName"]?.stringValue ?? ""
        events = (input["logEvents"]?.arrayValue ?? []).map { event in
            LogEvent(
                timestamp: Int64(event["timestamp"]?.intValue ?? 0),
                message: Array((event["message"]?.stringValue ?? "").utf8)
            )
        }
        rejectedEntity = LogEntity.rejection(input["entity"]?.nonNull)
        try UploadRules.check(events)
    }

    func begin(_ service: Logs, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.context.database.read { connection in
            do {
                let retention = try LogStore(connection.get()).existingGroup(group).retentionInDays
                let split = UploadRules.split(events, retentionInDays: retention, at: service.context.time.now)
                try UploadRules.checkSpan(split.accepted)
                append(split, service, answer)
            } catch {
                answer(.failure(error))
            }
        }
    }

    private func append(_ split: UploadRules.Split, _ service: Logs, _ answer: @escaping Completion) {
        let token = SequenceToken.text(service.context.time.now.millisecondsSinceEpoch)
        let batch = LogBatch(group: group, stream: stream, events: EventChunks(split.accepted))
        service.append([batch], making: .nothing) { result in
            answer(
                result.map {
                    Reply.bytes([
                        ("nextSequenceToken", .string(token)), ("rejectedLogEventsInfo", split.rejected),
                        ("rejectedEntityInfo", rejectedEntity),
                    ])
                }
            )
        }
    }
}
