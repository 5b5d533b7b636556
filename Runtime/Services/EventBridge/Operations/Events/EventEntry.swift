import JSON
import ServiceKit
import Time
import Wire

/// One entry of `PutEvents`.
struct EventEntry {
    private let json: JSON

    init(_ json: JSON) { self.json = json }

    /// As AWS counts it: 14 bytes for a time, and the other members' UTF-8.
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
    var size: Int {
        let texts = ["Source", "DetailType", "Detail"].reduce(0) { $0 + (text($1)?.utf8.count ?? 0) }
        let resources = (json["Resources"]?.arrayValue ?? []).reduce(0) { $0 + ($1.stringValue?.utf8.count ?? 0) }
        return (json["Time"]?.nonNull == nil ? 0 : 14) + texts + resources
    }

    /// As AWS's own program prints it into an error.
    var javaText: String {
        let resources = json["Resources"]?.arrayValue?.compactMap(\.stringValue).joined(separator: ", ")
        let members = [
            ("time", json["Time"]?.nonNull?.text), ("source", text("Source")),
            ("resources", resources.map { "[\($0)]" }), ("detailType", text("DetailType")), ("detail", text("Detail")),
            ("eventBusName", text("EventBusName")), ("traceHeader", text("TraceHeader")), ("kmsKeyIdentifier", nil),
            ("internalMetadata", nil),
        ]
        return "PutEventsRequestEntry(\(members.map { "\($0)=\($1 ?? "null")" }.joined(separator: ", ")))"
    }

    private func text(_ name: String) -> String? { json[name]?.stringValue }

    /// The event and the bus that it is for; `trace` is the request's, for entries that have none of their own. Throws what
    /// the entry's own reply says.
    func event(_ call: RegionalCall, trace: String?) throws(AWSError) -> (BusEvent, bus: String) {
        let source = try required("Source")
        let type = try required("DetailType")
        let detail = try required("Detail")
        guard !source.hasPrefix("aws.") else {
            throw AWSError("NotAuthorizedForSourceException", message: "Not authorized for the source.")
        }
        guard let detail = try? JSON(parsing: detail), detail.objectValue != nil else {
            throw AWSError("MalformedDetail", message: "Detail is malformed.")
        }
        var event = BusEvent(
            id: call.ids.uuid(),
            detailType: type,
            source: source,
            account: call.account,
            time: try time(call),
            resources: json["Resources"]?.arrayValue ?? [],
            detail: detail
        )
        event.traceHeader = text("TraceHeader") ?? trace
        return (event, RegionalCall.plainName(text("EventBusName") ?? "default"))
    }

    private func required(_ name: String) throws(AWSError) -> String {
        guard let text = text(name), !text.isEmpty else {
            throw AWSError(
                "InvalidArgument",
                message: "Parameter \(name) is not valid. Reason: \(name) is a required argument."
            )
        }
        return text
    }

    private func time(_ call: RegionalCall) throws(AWSError) -> Timestamp {
        guard let seconds = json["Time"]?.doubleValue else { return call.now }
        guard (0..<9.2e9).contains(seconds) else {
            throw AWSError("InvalidArgument", message: "Parameter Time is not valid. Reason: It must be 1970 to 2261.")
        }
        return Timestamp(secondsSinceEpoch: seconds)
    }
}
