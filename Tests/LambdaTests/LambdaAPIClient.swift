import FoundationEssentials
import JSON
import Lambda
import ServiceKit
import Storage
import Time
import Wire
import ZipWriting

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
    let harness: LambdaHarness

    /// Makes a function whose bootstrap is this script, and returns its description.
    @discardableResult
    func create(
        _ name: String,
        _ bootstrap: String = "",
        _ members: [(String, JSON)] = []
    ) async throws -> Answer {
        var request = JSON.Object([
            ("FunctionName", .string(name)), ("Runtime", "provided.al2023"), ("Handler", "my.handler"),
            ("Role", "arn:aws:iam::000000000000:role/r"), ("Code", ["ZipFile": .string(Self.zip(bootstrap))]),
        ])
        for (name, value) in members { request[name] = value }
        return try await send("POST", "/2015-03-31/functions", .object(request))
    }

    /// A program as requests carry it.
    static func zip(_ bootstrap: String) -> String {
        let script = Array((Bootstrap.prelude + bootstrap).utf8)
        return Data(Zip.archive([Zip.Entry("bootstrap", script, mode: 0o100755)])).base64EncodedString()
    }

    /// What a function answers, or the code of the error that invoking it gives.
    func invoke(_ name: String, _ qualifier: String? = nil, _ payload: JSON = [:]) async throws -> Answer {
        let query = qualifier.map { "?Qualifier=\($0)" } ?? ""
        return try await send("POST", "/2015-03-31/functions/\(name)/invocations\(query)", payload)
    }

    /// Changes a function (`code` or `configuration` of it), and waits until that is over.
    func update(_ path: String, _ body: JSON) async throws -> Answer {
        let answer = try await send("PUT", "/2015-03-31/functions/\(path)", body)
        try await pass(.seconds(1))
        return answer
    }

    /// Lets time pass: no waiting.
    func pass(_ duration: Duration) async throws {
        let time = api.context.time
        (time as? ManualTime)?.advance(by: duration)
        _ = try await (time as? VirtualTime)?.advance(to: time.now + duration) { true }
    }

    func send(_ method: String, _ target: String, _ body: JSON? = nil) async throws -> Answer {
        let request = HTTPRequest(method: method, target: target, body: body?.bytes ?? [])
        let response = await withCheckedContinuation { continuation in
            api.handle(request) { continuation.resume(returning: $0) }
        }
        let json = response.body.isEmpty ? .null : try JSON(parsing: response.body)
        return Answer(status: response.status, code: response.headers["x-amzn-ErrorType"], json: json)
    }
}

/// Runs `body` with the API of a Lambda that has one function, `f`. Time stands still, unless another is given.
func withLambdaAPI(
    time: any TimeSource = ManualTime(),
    database: Database? = nil,
    store: CodeStore = CodeStore(directory: nil),
    codeObject: CodeObjectReader? = nil,
    _ body: (LambdaAPIClient) async throws -> Void
) async throws {
    let isOwn = database == nil
    let database = try database ?? Database(.memory, migrations: LambdaAPI.migrations)
    let settings = FunctionSettings()
    try settings.load(database, template: [:])
    let context = ServiceContext(account: AWSAccount(), time: time, ids: IDSource(seed: 2), database: database)
    let harness = try LambdaHarness("", time: time, functionSettings: settings, store: store)
    try await withLambda(harness) { (harness) async throws in
        let invoker = AsyncInvoker(lambda: harness.lambda, store: StoredAsyncEvents(database))
        try await body(
            LambdaAPIClient(
                api: LambdaAPI(context, lambda: harness.lambda, asynchronous: invoker, codeObject: codeObject),
                settings: settings,
                harness: harness
            )
        )
    }
    guard isOwn else { return }
    store.close()
    database.close()
}
