import JSON
import ServiceKit
import Storage
import Wire

extension ApplicationAutoScaling {
    /// Makes what a request of the template describes, or brings what is there already to it. A target whose template has
    /// not changed keeps the bounds that scheduled actions have given it since. For callers that can wait.
    package func setUp(_ action: String, _ request: JSON) throws {
        guard action == "RegisterScalableTarget", let input = request.objectValue else {
            return try perform(action, request, among: Self.operations)
        }
        let place = TargetPlace(input, region: context.account.region)
        let shelf = Documents.Shelf(Kind.target, place.region)
        guard documents.current[shelf, place.key]?["Declared"] != request else { return }
        try perform(action, .object(withWholeState(input)), among: Self.operations)
        try context.database.writeAndWait(.alone) { [documents] connection in
            var changed = documents.current
            changed[shelf, place.key]?["Declared"] = request
            try documents.write(changed, connection)
        } committed: { [documents] in
            documents.commit()
        }
    }

    /// Removes what a request of the template has made. For callers that can wait.
    package func takeBack(_ action: String, _ request: JSON) throws {
        try perform(action, request, among: Self.operations)
    }

    /// What a template does not say holds no longer, where a client's call leaves it as it was.
    private func withWholeState(_ input: JSON.Object) -> JSON.Object {
        var input = input
        let given = input["SuspendedState"]?.objectValue ?? JSON.Object()
        input["SuspendedState"] = .object(SuspendedState.none.changed(by: given))
        return input
    }
}
