import ServiceKit
import Template
import Wire

extension Services {
    /// What keeps a template's resources from being made: each is tried by itself, and what can be made stays.
    func problems(settingUp application: Application) -> [Diagnostic] {
        let queues = application.queuesInOrder.map { queue in part { $0.queues = [queue] } }
        let requests = application.eventRequests.sorted { $0.stage < $1.stage }
        let parts =
            queues + requests.map { request in part { $0.eventRequests = [request] } }
            + application.parameters.map { parameter in part { $0.parameters = [parameter] } }
            + application.secrets.map { secret in part { $0.secrets = [secret] } }
        return application.tables.compactMap { table in problem { _ = try setUp([table]) } }
            + parts.compactMap { part in problem { try setUp(part) } }
    }

    private func part(_ fill: (inout Application) -> Void) -> Application {
        var part = Application()
        fill(&part)
        return part
    }

    private func problem(_ body: () throws -> Void) -> Diagnostic? {
        do {
            try body()
            return nil
        } catch let error as SetUpError {
            return Diagnostic(.error, error.path, error.message)
        } catch {
            return Diagnostic(.error, .root, "\(error)")
        }
    }
}

/// Stands for functions where none are to be called.
struct UncalledFunctions: DeliveryReceiver {
    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        completion(.failure(AWSError("ServiceException", status: 500, message: "No functions run here")))
    }
}
