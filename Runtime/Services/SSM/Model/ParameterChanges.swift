import JSON
import ServiceKit
import Synchronization
import Wire

/// What an operation has changed, for the default bus of EventBridge once it is durable.
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html
final class ParameterChanges: Sendable {
    enum Kind: String, Sendable {
        case create = "Create"
        case update = "Update"
        case delete = "Delete"
        case label = "LabelParameterVersion"
    }

    private let changes = Mutex<[(kind: Kind, parameter: Parameter)]>([])

    /// In the place of what was said before: a transaction may be tried again.
    func set(_ kind: Kind, _ parameters: [Parameter]) {
        changes.withLock { $0 = parameters.map { (kind, $0) } }
    }

    /// Nobody waits for the bus, and nobody hears that there is none.
    func tell(_ context: ServiceContext) {
        let bus = context.account.arn("events", "event-bus/default")
        for (kind, parameter) in changes.withLock({ $0 }) {
            var detail = JSON.Object([
                ("operation", .string(kind.rawValue)), ("name", .string(parameter.name)),
                ("type", .string(parameter.version.type.rawValue)),
            ])
            detail["description"] = parameter.version.description.map { .string($0) }
            var delivery = Delivery(payload: JSON.object(detail).bytes, principal: "ssm.amazonaws.com")
            delivery.event = Delivery.BusEvent(
                source: "aws.ssm",
                detailType: "Parameter Store Change",
                resources: [parameter.arn(context.account)]
            )
            context.deliveries.deliver(delivery, to: bus) { _ in }
        }
    }
}
