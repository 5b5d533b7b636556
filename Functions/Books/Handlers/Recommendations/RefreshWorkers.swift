import AWSClient
import Endpoints
import FoundationEssentials
import JSON

/// Starts what works on refreshes in the background.
protocol RefreshWorkers: Sendable {
    func start(_ id: String) async throws
}

/// What a worker is told.
struct RefreshEvent: Codable, Hashable {
    var refresh_id: String
}

/// The worker is a function of its own: invoked with type `Event`, so that Lambda keeps the event, runs it when there is
/// room, and tries it again when it fails.
struct LambdaRefreshWorkers: RefreshWorkers {
    let lambda: Lambda
    let functionName: String

    /// The function that the environment variable `name` tells.
    init(named name: String, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        guard let functionName = environment[name], !functionName.isEmpty else {
            throw RequestError.unavailable("The environment variable \(name) is not set")
        }
        self.functionName = functionName
        lambda = try Lambda()
    }

    func start(_ id: String) async throws {
        let payload = try JSONCoder.encode(RefreshEvent(refresh_id: id))
        _ = try await lambda.invoke(
            .init(functionName: functionName, invocationType: .event, payload: payload)
        )
    }
}
