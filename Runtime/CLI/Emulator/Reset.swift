import EventSources
import Gateway
import JSON
import Lambda
import Template
import Wire

/// What `POST /_hearth/reset` does: every service is as on the first start. What was made by calls is gone, what the
/// template names is there and empty, and functions get new environments, which remember nothing.
struct Reset: Sendable {
    let application: Application
    let services: Services
    let regions: LambdaRegions
    let gateway: Gateway
    let caches: Caches

    /// Answers when everything is done.
    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        guard request.method == "POST" else {
            return respond(
                HTTPResponse(status: 405, headers: ["Allow": "POST"], json: #"{"message":"Reset with POST"}"#)
            )
        }
        Task {
            do {
                try await perform()
                respond(HTTPResponse(json: #"{"status":"ok"}"#))
            } catch {
                let message = JSON.string("The reset was broken off: \(error)")
                respond(HTTPResponse(status: 500, json: JSON.object(JSON.Object([("message", message)])).text))
            }
        }
    }

    private func perform() async throws {
        for region in regions.all { try region.reset() }
        try gateway.resetUsage()
        try await services.reset()
        _ = try services.setUp(application.tables)
        try services.setUp(application)
        try await regions.home.eventSources.setUp(application.eventSourceMappings)
        try await caches.reset()
        for region in regions.all { region.lambda.replaceEnvironments() }
    }

    /// The answer of a Hearth that was not told to allow it.
    static let refused = HTTPResponse(
        status: 403,
        json: #"{"message":"A reset deletes everything; start Hearth with --allow-reset to allow it"}"#
    )
}
