import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Takes up to ten events. What it acknowledges is delivered at least once to every target that a rule names.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
struct PutEvents: Operation {
    static let input = Shape.structure(
        [
            .required("Entries", .list(entry, length: 1...10)),
            .optional("EndpointId", .string(length: 1...50)),
        ],
        java: "PutEventsRequest"
    )
    static let access = OperationAccess.briefWrite

    private static let entry = Shape.structure(
        [
            .optional("Time", .timestamp), .optional("Source", .string()), .optional("Resources", .list(.string())),
            .optional("DetailType", .string()), .optional("Detail", .string()),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
            .optional("TraceHeader", .string(length: 1...500)),
        ],
        java: "PutEventsRequestEntry"
    )

    private let replies: [JSON]
    private let failures: Int
    private let publication: Publication

    static func precheck(_ input: JSON.Object) throws(AWSError) {
        guard let entries = input["Entries"]?.arrayValue, entries.count > 10 else { return }
        let values = entries.map { EventEntry($0).javaText }.joined(separator: ", ")
        throw .validation(
            "1 validation error detected: Value '[\(values)]' at 'entries' failed to satisfy constraint: "
                + "Member must have length less than or equal to 10"
        )
    }

    init(_ input: JSON.Object, _ service: EventBridge) throws(AWSError) { try self.init(input, [:], service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: EventBridge) throws(AWSError) {
        if input["EndpointId"]?.nonNull != nil {
            throw .invalid("EndpointId", "Hearth does not emulate global endpoints.")
        }
        let call = RegionalCall(input, region: CredentialScope(headers)?.region, service.context)
        let entries = (input["Entries"]?.arrayValue ?? []).map { EventEntry($0) }
        guard entries.reduce(0, { $0 + $1.size }) <= Limits.entryBytes else {
            throw .validation("Total size of the entries in the request is over the limit.")
        }
        var outcomes: [BusRoutes.Outcome] = []
        replies = entries.map { entry in
            do throws(AWSError) {
                let (event, bus) = try entry.event(call, trace: headers["X-Amzn-Trace-Id"])
                let routes = service.routes(of: BusAddress(region: call.region, name: bus))
                outcomes.append(routes.route(event, at: call.now))
                return ["EventId": event.json["id"] ?? .null]
            } catch {
                return ["ErrorCode": .string(error.code), "ErrorMessage": .string(error.message)]
            }
        }
        failures = entries.count - replies.count { $0["EventId"] != nil }
        publication = Publication(outcomes)
    }

    func perform(_ service: EventBridge, _ connection: Connection) throws -> [UInt8] {
        try publication.write(service, connection)
        let reply: JSON = ["FailedEntryCount": JSON(failures), "Entries": .array(replies)]
        return reply.bytes
    }

    func committed(_ service: EventBridge) { publication.send(service) }
}
