/// What faults can meet.
package struct FaultTargets: Sendable {
    /// The actions of the services that are called, by the names that requests are signed for. Of a service without any,
    /// calls do not tell which action they are for.
    package var actions: [String: [String]]
    /// The services that things are delivered to.
    package var receivers: [String]

    package init(actions: [String: [String]], receivers: [String]) {
        self.actions = actions
        self.receivers = receivers
    }

    /// Refuses a fault that can never happen.
    func check(_ fault: Fault) throws(FaultError) {
        guard let actions = actions[fault.service] else {
            throw FaultError("there is no service \(fault.service); there are \(Self.list(Array(self.actions.keys)))")
        }
        if fault.effect.isOfDeliveries {
            guard receivers.contains(fault.service) else {
                throw FaultError(
                    "nothing is delivered to \(fault.service): \(fault.effect.name) is for \(Self.list(receivers))"
                )
            }
            guard fault.actions.isEmpty else { throw FaultError("deliveries have no actions") }
        }
        for action in fault.actions.sorted() where !actions.contains(action) {
            throw FaultError(
                actions.isEmpty
                    ? "calls of \(fault.service) cannot be told apart: a fault of it meets all actions"
                    : "\(fault.service) has no action \(action); it has \(Self.list(actions))"
            )
        }
    }

    private static func list(_ names: [String]) -> String {
        let names = names.sorted()
        guard let last = names.last, names.count > 1 else { return names.first ?? "none" }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }
}
