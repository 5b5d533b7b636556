import BookImports
import Endpoints
import LambdaEvents

/// `POST /imports/{provider}` {max_pages}: fetches the books of a provider in the background.
///
/// An import that is under way goes on, one that was broken off is resumed. `max_pages` ends it after so many pages.
struct ImportEndpoint: Endpoint {
    let service: ImportService

    var status: HTTPStatus { .accepted }

    func answer(_ request: EndpointRequest) async throws -> ImportAnswer {
        var form = try Form(optionalBody: request)
        let provider = try service.knownProvider(request)
        let lastPage = form.integer("max_pages", 1...ImportState.mostPages)
        try form.finish()
        let imports = Imports(service.services)
        let (state, needsWorker) = try await imports.start(provider, lastPage: lastPage, makeID: service.makeID)
        if needsWorker { try await service.callWorker(state.id) }
        return ImportAnswer(state, now: service.now)
    }
}

extension ImportService {
    /// The provider in the path. Throws `RequestError.notFound` for one that there is no code for.
    func knownProvider(_ request: EndpointRequest) throws -> Provider {
        let name = request.pathParameters["id"] ?? ""
        guard let provider = try provider(name) else { throw RequestError.notFound("There is no provider \(name)") }
        return provider
    }
}
