import BookImports
import Endpoints
import LambdaEvents

/// `POST /imports/{provider}/invalidate/{stage}`: what the stage holds of the provider, and what was made of it, is
/// made anew by the next import.
struct ImportInvalidationEndpoint: Endpoint {
    let service: ImportService

    struct Answer: Encodable {
        var provider: String
        /// The stages that hold nothing any more.
        var invalidated: [String]
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = try Form(optionalBody: request)
        let provider = request.pathParameters["id"] ?? ""
        guard Provider.isKnown(provider) else { throw RequestError.notFound("There is no provider \(provider)") }
        form.addPath("stage", of: request)
        let name = form.text("stage", required: true) ?? ""
        let stage = Stage(rawValue: name)
        if stage == nil, !name.isEmpty {
            form.fail("stage", because: "must be one of \(Stage.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        try form.finish()
        guard let stage else { return Answer(provider: provider, invalidated: []) }
        try await Imports(service.services).invalidate(stage, of: provider)
        return Answer(provider: provider, invalidated: stage.andFollowing.map(\.rawValue))
    }
}
