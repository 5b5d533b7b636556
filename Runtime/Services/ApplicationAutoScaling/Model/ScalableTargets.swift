import JSON
import ServiceKit
import Wire

/// Which ways of scaling are suspended; `false` for each unless said otherwise.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_SuspendedState.html
struct SuspendedState: Sendable, Hashable {
    private static let names = [
        "DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended",
    ]

    static let none = SuspendedState(JSON.Object())

    var isInSuspended: Bool
    var isOutSuspended: Bool
    var isScheduleSuspended: Bool

    init(_ json: JSON.Object) {
        isInSuspended = json[Self.names[0]]?.boolValue ?? false
        isOutSuspended = json[Self.names[1]]?.boolValue ?? false
        isScheduleSuspended = json[Self.names[2]]?.boolValue ?? false
    }

    /// All members, those that are given as they are given.
    func changed(by given: JSON.Object) -> JSON.Object {
        let values = [isInSuspended, isOutSuspended, isScheduleSuspended]
        return JSON.Object(zip(Self.names, values).map { ($0, given[$0]?.nonNull ?? .bool($1)) })
    }
}

extension Documents {
    /// A target that is there; throws what `refusal` says of one that is not.
    func target(_ place: TargetPlace, orRefuse refusal: (TargetPlace) -> AWSError) throws(AWSError) -> JSON.Object {
        guard let target = self[.init(Kind.target, place.region), place.key] else { throw refusal(place) }
        return target
    }

    /// Those of a kind that belong to a target, by their keys.
    func all(_ kind: String, of place: TargetPlace) -> [(name: String, document: JSON.Object)] {
        all(.init(kind, place.region)) { _, document in place.has(document) }
    }

    /// The target of an ARN, with its key.
    func target(arn: String, _ call: RegionalCall) throws(AWSError) -> (key: String, document: JSON.Object) {
        let found = any(call.shelf(Kind.target)) { _, target in target.text("ScalableTargetARN") == arn }
        guard let found else {
            throw AWSError(
                "ResourceNotFoundException",
                message: "No scalable target found for ARN: \(arn)",
                members: JSON.Object([("ResourceName", .string(arn))])
            )
        }
        return (found.name, found.document)
    }
}

extension JSON.Object {
    /// Whether this, a target, a policy, an action or an activity, is what a request for a list asks for.
    func isAskedFor(by call: RegionalCall) -> Bool {
        ["ServiceNamespace", "ResourceId", "ScalableDimension"].allSatisfy { name in
            call.text(name).map { $0 == text(name) } ?? true
        }
    }

    /// The bounds of a target.
    var bounds: ClosedRange<Int> {
        let least = int("MinCapacity") ?? 0
        return least...max(least, int("MaxCapacity") ?? 0)
    }

    var suspended: SuspendedState { SuspendedState(self["SuspendedState"]?.objectValue ?? JSON.Object()) }
}

extension RegionalCall {
    /// The reply to an action that lists: a page of up to 50, and the token of the next one.
    func page(_ elements: [(name: String, value: JSON)], _ member: String) throws(AWSError) -> JSON {
        let limit = self["MaxResults"]?.intValue ?? 50
        guard (1...50).contains(limit) else {
            throw .validation("MaxResults must be between 1 and 50, but is \(limit).")
        }
        do throws(AWSError) {
            let (page, next) = try Page.of(elements, limit: limit, token: text("NextToken"))
            var reply = JSON.Object([(member, .array(page))])
            reply["NextToken"] = next.map { .string($0) }
            return .object(reply)
        } catch {
            throw AWSError("InvalidNextTokenException", message: "The next token supplied was invalid.")
        }
    }
}
