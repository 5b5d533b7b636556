import JSON
import ServiceKit
import Time
import Wire

/// What a new mapping must keep to, where there are these functions and queues.
package struct NewMappingRules: Sendable {
    /// What has to be known of a function; its ARN with the version or alias that was named, if one was.
    package typealias Function = (arn: ARN, timeout: Duration)

    private let account: AWSAccount
    private let queues: any QueueSource
    private let function: @Sendable (String) throws(AWSError) -> Function?

    /// `function` finds one by its name or ARN.
    package init(
        account: AWSAccount,
        queues: any QueueSource,
        function: @escaping @Sendable (String) throws(AWSError) -> Function?
    ) {
        self.account = account
        self.queues = queues
        self.function = function
    }

    /// What the mappings of a template are refused for, by their logical ids, where there are no others. That a stream is
    /// not there is seen only when the mapping is made.
    package func refusals(of mappings: [EventSources.Planned]) -> [(logicalID: String, error: AWSError)] {
        var made: [EventSourceMapping] = []
        return mappings.compactMap { planned in
            do throws(AWSError) {
                let request = try MappingShapes.create.read(.object(planned.request))
                let mapping = try mapping(
                    request,
                    uuid: planned.logicalID,
                    logicalID: planned.logicalID,
                    at: Timestamp(nanosecondsSinceEpoch: 0)
                )
                if let other = made.first(where: { $0.joinsTheSame(as: mapping) }) {
                    throw .duplicateMapping(mapping, other.uuid)
                }
                made.append(mapping)
                return nil
            } catch {
                return (planned.logicalID, error)
            }
        }
    }

    /// `request` has the shape of `CreateEventSourceMapping`.
    func mapping(
        _ request: JSON.Object,
        uuid: String,
        logicalID: String?,
        at now: Timestamp
    ) throws(AWSError) -> EventSourceMapping {
        guard let source = request["EventSourceArn"]?.stringValue.flatMap({ ARN($0) }),
            let kind = EventSourceMapping.Kind(source)
        else { throw .invalidParameter("Unrecognized event source.") }
        guard source.region == account.region else {
            throw .invalidParameter("Event source region must match Lambda region \(account.region).")
        }
        let rules = MappingRules(kind: kind, source: source)
        try rules.checkMembers(request)
        try rules.checkStart(request)
        let target = try target(request)
        var settings = MappingShapes.defaults(of: kind)
        for name in MappingShapes.settings(of: kind) {
            if let value = request[name]?.nonNull { settings[name] = value }
        }
        for name in ["StartingPosition", EventSourceMapping.tags] { settings[name] = request[name]?.nonNull }
        let queue = kind == .queue ? queues.attributes(of: source) : nil
        try rules.check(settings, timeout: target.timeout, queue: queue)
        let isEnabled = request["Enabled"]?.boolValue ?? true
        return EventSourceMapping(
            uuid: uuid,
            source: source,
            kind: kind,
            functionARN: target.arn,
            settings: settings,
            isEnabled: isEnabled,
            lastModified: now,
            change: isEnabled && logicalID == nil ? .creating : nil,
            logicalID: logicalID
        )
    }

    func target(_ request: JSON.Object) throws(AWSError) -> Function {
        guard let target = try function(request["FunctionName"]?.stringValue ?? "") else {
            throw .invalidParameter("Function does not exist")
        }
        return target
    }
}

extension EventSourceMapping {
    /// Whether there can be only one of them.
    fileprivate func joinsTheSame(as other: EventSourceMapping) -> Bool {
        source == other.source && functionARN == other.functionARN
    }
}
