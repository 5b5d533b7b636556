import JSON
import Storage
import Wire

extension AWSService {
    /// Performs an action that writes as if a client of this account's region had asked for it. For callers that can
    /// wait, never an event loop. Throws `AWSError` or `StorageError`.
    package func perform(
        _ action: String,
        _ request: JSON,
        among operations: [any Operation<Self>.Type]
    ) throws {
        guard let type = operations.first(where: { $0.name == action }) else {
            throw AWSError("UnknownOperationException", message: "There is no action \(action)")
        }
        try perform(type, request)
    }

    private func perform<Op: Operation>(_ type: Op.Type, _ request: JSON) throws where Op.Service == Self {
        let operation = try Op(type.read(request), self)
        _ = try context.database.writeAndWait(.alone) { [self] connection in
            try operation.perform(self, connection)
        } committed: { [self] _ in
            operation.committed(self)
        }
    }
}
