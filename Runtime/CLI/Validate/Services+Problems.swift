import EventSources
import JSON
import Lambda
import SQS
import ServiceKit
import Template
import Wire

extension Services {
    /// What keeps a template's resources from being made: each is tried by itself, and what can be made stays. What fails
    /// only because something else of the same resource has failed is not told.
    func problems(settingUp application: Application, _ account: AWSAccount) -> [Diagnostic] {
        let queues = application.queuesInOrder.map { queue in part { $0.queues = [queue] } }
        let requests = application.eventRequests.sorted { $0.stage < $1.stage }
        let parts =
            queues + requests.map { request in part { $0.eventRequests = [request] } }
            + application.parameters.map { parameter in part { $0.parameters = [parameter] } }
            + application.secrets.map { secret in part { $0.secrets = [secret] } }
        let problems =
            application.tables.compactMap { table in problem { _ = try setUp([table]) } }
            + parts.compactMap { part in problem { try setUp(part) } }
            + mappingProblems(application, account)
        var told: Set<JSONPath> = []
        return problems.filter { $0.path == .root || told.insert($0.path).inserted }
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

    /// Of mappings whose queues are there.
    private func mappingProblems(_ application: Application, _ account: AWSAccount) -> [Diagnostic] {
        let missing = Set(application.queues.filter { sqs.consumption(of: $0.arn) == nil }.map(\.arn.description))
        let mappings = application.eventSourceMappings.filter { mapping in
            !missing.contains(mapping.request["EventSourceArn"]?.stringValue ?? "")
        }
        let rules = NewMappingRules(account: account, queues: Queues(sqs: sqs)) { name throws(AWSError) in
            let reference = try FunctionReference(name, qualifier: nil, account: account)
            let function = application.functions.first { $0.name == reference.name }
            let qualifier = reference.qualifier.map { ":\($0)" } ?? ""
            return function.map { (account.arn("lambda", "function:\(reference.name)\(qualifier)"), $0.timeout) }
        }
        let refusals = rules.refusals(of: mappings.map { .init(logicalID: $0.logicalID, request: $0.request) })
        return refusals.compactMap { refusal in
            let mapping = mappings.first { $0.logicalID == refusal.logicalID }
            return mapping.map { Diagnostic(.error, $0.path, refusal.error.message) }
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
