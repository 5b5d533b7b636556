import BookImports
import LambdaRuntime

/// Works on an import for as long as an invocation may take, and then calls itself to go on.
///
/// An event that Lambda delivers twice, or tries again, finds the import as it is then: nothing is counted twice.
struct ImportPagesHandler: LambdaHandler {
    let service: ImportService

    init(_ service: ImportService) { self.service = service }

    struct Answer: Encodable {
        var import_id: String
        /// `handedOver`, `ended` or `nothingToDo`.
        var ending: String
    }

    func handle(_ event: ImportPagesEvent, context: LambdaContext) async throws -> Answer {
        let ending = try await work(
            event.import_id,
            owner: context.requestID,
            deadline: Int(context.deadline.millisecondsSinceEpoch()),
            report: { context.logger.warning("\($0)") }
        )
        context.logger.info("import", metadata: ["import_id": "\(event.import_id)", "ending": "\(ending)"])
        return Answer(import_id: event.import_id, ending: "\(ending)")
    }

    func work(
        _ id: String,
        owner: String,
        deadline: Int,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> ImportSlice.Ending {
        guard let state = try await service.services.imports.state(id),
            let provider = try service.provider(state.provider)
        else { return .nothingToDo }
        var services = service.services
        services.stages.report = report
        let ending = try await ImportSlice(services: services, provider: provider)
            .run(id, owner: owner, deadline: deadline)
        if ending == .handedOver { try await service.callWorker(id) }
        return ending
    }
}
