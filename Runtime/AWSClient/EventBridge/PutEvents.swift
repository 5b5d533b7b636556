import FoundationEssentials
import JSON

extension EventBridge {
    /// Publishes up to ten events. Some may be taken and others not: `PutEventsOutput.entries` tells, in the order of the
    /// input's. What was taken is delivered at least once.
    /// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
    public func putEvents(_ input: PutEventsInput) async throws -> PutEventsOutput {
        try await client.call("PutEvents", input)
    }

    public struct PutEventsInput: Sendable, Hashable {
        public var entries: [PutEventsRequestEntry]
        /// A global endpoint's.
        public var endpointID: String?

        public init(entries: [PutEventsRequestEntry], endpointID: String? = nil) {
            self.entries = entries
            self.endpointID = endpointID
        }
    }

    /// One event. The texts of all of a call together may have 1 MiB.
    public struct PutEventsRequestEntry: Sendable, Hashable {
        public var source: String
        public var detailType: String
        /// A JSON object, as text.
        public var detail: String
        /// ARNs of what the event is about.
        public var resources: [String]?
        /// When it happened; when it arrives, where it is not said. Whole seconds count.
        public var time: Date?
        /// Name or ARN; the account's default bus where it is not said.
        public var eventBusName: String?
        public var traceHeader: String?

        public init(
            source: String,
            detailType: String,
            detail: String,
            resources: [String]? = nil,
            time: Date? = nil,
            eventBusName: String? = nil,
            traceHeader: String? = nil
        ) {
            self.source = source
            self.detailType = detailType
            self.detail = detail
            self.resources = resources
            self.time = time
            self.eventBusName = eventBusName
            self.traceHeader = traceHeader
        }
    }

    public struct PutEventsOutput: Sendable, Hashable {
        public var failedEntryCount: Int
        public var entries: [PutEventsResultEntry]
    }

    /// What became of one event.
    public struct PutEventsResultEntry: Sendable, Hashable {
        /// `nil` for an event that was not taken.
        public var eventID: String?
        /// Such as `InternalFailure` or `ThrottlingException`.
        public var errorCode: String?
        public var errorMessage: String?
    }
}

extension EventBridge.PutEventsInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("Entries", entries)
        object.set("EndpointId", endpointID)
    }
}

extension EventBridge.PutEventsRequestEntry: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("Source", source)
        object.set("DetailType", detailType)
        object.set("Detail", detail)
        object.set("Resources", resources)
        object.set("Time", time.map { Int($0.timeIntervalSince1970.rounded(.down)) })
        object.set("EventBusName", eventBusName)
        object.set("TraceHeader", traceHeader)
    }
}

extension EventBridge.PutEventsOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        failedEntryCount = try object.get("FailedEntryCount") ?? 0
        entries = try object.required("Entries")
    }
}

extension EventBridge.PutEventsResultEntry: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        eventID = try object.get("EventId")
        errorCode = try object.get("ErrorCode")
        errorMessage = try object.get("ErrorMessage")
    }
}
