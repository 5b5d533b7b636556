import JSON
import Lambda
import ServiceKit
import Storage
import Time
import Wire

/// Calls Lambda's API as a client does.
struct LambdaAPIClient: Sendable {
    struct Answer: Sendable {
        var status: Int
        /// Of an error.
        var code: String?
        var json: JSON
    }

    let api: LambdaAPI
    let settings: FunctionSettings

    func send(_ method: String, _ target: String, _ body: JSON? = nil) async throws -> Answer {
        let request = HTTPRequest(method: method, target: target, body: body?.bytes ?? [])
        let response = await withCheckedContinuation { continuation in
            api.handle(request) { continuation.resume(returning: $0) }
        }
        let json = response.body.isEmpty ? .null : try JSON(parsing: response.body)
        return Answer(status: response.status, code: response.headers["x-amzn-ErrorType"], json: json)
    }
}

/// Runs `body` with the API of a Lambda that has one function, `f`. Time stands still.
func withLambdaAPI(_ body: (LambdaAPIClient) async throws -> Void) async throws {
    let database = try Database(.memory, migrations: LambdaAPI.migrations)
    let settings = FunctionSettings()
    try settings.load(database, template: [:])
    let time = ManualTime()
    let context = ServiceContext(account: AWSAccount(), time: time, ids: IDSource(seed: 2), database: database)
    let harness = try LambdaHarness("", time: time, functionSettings: settings)
    try await withLambda(harness) { (harness) async throws in
        let invoker = AsyncInvoker(lambda: harness.lambda, store: StoredAsyncEvents(database))
        try await body(
            LambdaAPIClient(api: LambdaAPI(context, lambda: harness.lambda, asynchronous: invoker), settings: settings)
        )
    }
    database.close()
}
