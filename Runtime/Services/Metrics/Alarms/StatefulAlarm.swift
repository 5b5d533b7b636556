import JSON
import ServiceKit
import Time
import Wire

/// What an alarm looks at.
enum AlarmType: String, Sendable, CaseIterable {
    case composite = "CompositeAlarm"
    case metric = "MetricAlarm"
}

/// An alarm of either type: the request that made it, what it says, and its tags.
protocol StatefulAlarm: Sendable {
    static var type: AlarmType { get }

    var name: String { get }
    var request: JSON.Object { get set }
    var state: AlarmState { get set }
    /// When it was made or changed, in nanoseconds since 1970.
    var configured: Int64 { get set }
    var tags: [String: String] { get set }

    /// Refuses what cannot be an alarm of this type.
    init(_ request: JSON.Object, state: AlarmState, configured: Int64, tags: [String: String]) throws(AWSError)

    /// As `DescribeAlarms` tells it.
    func json(_ account: AWSAccount) -> JSON

    /// What the message that topics get tells of this type alone.
    func notification() -> JSON.Object

    /// What the event that functions get tells of how the alarm is set up.
    func configuration(_ ids: IDSource) -> JSON.Object
}

extension StatefulAlarm {
    /// A new alarm by a request, of which `members` make it.
    init(_ input: JSON.Object, _ members: [Shape.Member], at now: Timestamp) throws(AWSError) {
        for member in ["OKActions", "AlarmActions", "InsufficientDataActions"] {
            for action in (input[member]?.arrayValue ?? []).compactMap(\.stringValue) where ARN(action) == nil {
                throw .validation("Invalid arn syntax: \(action)")
            }
        }
        var request = JSON.Object()
        for member in members { request[member.name] = input[member.name]?.nonNull }
        try self.init(
            request,
            state: .initial(now),
            configured: now.nanosecondsSinceEpoch,
            tags: ResourceTags.merged([:], input["Tags"])
        )
    }

    var type: AlarmType { Self.type }

    func arn(_ account: AWSAccount) -> String { account.arn("cloudwatch", "alarm:\(name)").description }

    var actionsEnabled: Bool {
        get { request["ActionsEnabled"]?.boolValue ?? true }
        set { request["ActionsEnabled"] = .bool(newValue) }
    }

    /// ARNs of what is done in a state.
    func actions(for value: AlarmState.Value) -> [String] {
        let member =
            switch value {
            case .ok: "OKActions"
            case .alarm: "AlarmActions"
            case .insufficientData: "InsufficientDataActions"
            }
        return (request[member]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    /// What `DescribeAlarms` tells of both types.
    func described(_ account: AWSAccount) -> JSON.Object {
        var object = request
        object["Tags"] = nil
        object["AlarmArn"] = .string(arn(account))
        object["ActionsEnabled"] = .bool(actionsEnabled)
        for member in ["OKActions", "AlarmActions", "InsufficientDataActions"] where object[member] == nil {
            object[member] = []
        }
        object["StateValue"] = .string(state.value.rawValue)
        object["StateReason"] = .string(state.reason)
        object["StateReasonData"] = state.reasonData.map { .string($0) }
        object["StateUpdatedTimestamp"] = Self.seconds(state.updated)
        object["StateTransitionedTimestamp"] = Self.seconds(state.transitioned ?? state.updated)
        object["AlarmConfigurationUpdatedTimestamp"] = Self.seconds(configured)
        return object
    }

    private static func seconds(_ nanoseconds: Int64) -> JSON {
        JSON(Timestamp(nanosecondsSinceEpoch: nanoseconds).secondsSinceEpoch)
    }
}
