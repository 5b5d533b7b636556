import BookImports
import Endpoints
import LambdaEvents

/// `GET /imports/{id}`: how far an import is. A provider's name stands for its latest one.
struct ImportProgressEndpoint: Endpoint {
    let service: ImportService

    func answer(_ request: EndpointRequest) async throws -> ImportAnswer {
        var form = Form(query: request)
        form.addPath("id", of: request)
        let id = form.id("id")
        try form.finish()
        let imports = Imports(service.services)
        let isProvider = Provider.isKnown(id)
        guard let state = try await isProvider ? imports.latest(of: id) : imports.state(id) else {
            throw RequestError.notFound("There is no import \(id)")
        }
        var answer = ImportAnswer(state, now: service.now)
        answer.recommended = try await imports.best(of: state.provider).best.prefix(10).map(\.book_id)
        return answer
    }
}
