import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// A `hearth start` in the folder of a workshop, on free ports; it ends with this object.
final class RunningHearth: @unchecked Sendable {
    let workshop: Workshop
    let gateway: String
    let endpoint: String
    private let program: RunningProgram
    private let output: OutputReader

    struct NotReady: Error { var output: String }

    /// Returns when it says that it is ready.
    init(_ workshop: Workshop, _ arguments: String...) async throws {
        self.workshop = workshop
        program = try RunningProgram(
            Program.hearth,
            ["start", "--port", "0", "--endpoint-port", "0"] + arguments,
            in: workshop.folder,
            environment: Program.environment,
            errors: .withOutput
        )
        output = OutputReader(program.output)
        guard await output.wait(for: "Ready.") else { throw NotReady(output: output.text) }
        let running = try JSON(parsing: Data(contentsOf: URL(filePath: "\(workshop.folder)/.hearth/running.json")))
        gateway = running["gateway"]?.stringValue ?? ""
        endpoint = running["endpoint"]?.stringValue ?? ""
    }

    var text: String { output.text }

    /// Returns whether the text has appeared before the end of the output.
    func waits(for text: String) async -> Bool { await output.wait(for: text) }

    func kill() { program.kill() }

    /// What Ctrl-C does; returns the exit status.
    func interrupt() -> Int32 {
        program.send(SIGINT)
        return program.wait()
    }

    /// The processes that were started by it and still live.
    var functionProcesses: [Int32] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap(Int32.init).filter { pid in
            let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
            return folder?.hasPrefix(workshop.folder + "/") ?? false
        }
    }

    func send(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        token: String? = nil,
        key: String? = nil
    ) async throws -> CurlResponse {
        var headers = [(name: "Content-Type", value: "application/json")]
        if let token { headers.append((name: "Authorization", value: "Bearer \(token)")) }
        if let key { headers.append((name: "X-API-Key", value: key)) }
        let request = CurlRequest(
            method: method,
            url: gateway + path,
            headers: CurlHeaderList(headers),
            body: body.map { Array($0.utf8) }
        )
        return try await CurlClient.shared.send(request)
    }

    /// The token of a reader of the book service, who is registered where he is not yet.
    func token(of reader: String) async throws -> String {
        let body = #"{"user_id":"\#(reader)","password":"correct horse"}"#
        _ = try await send("POST", "/readers", body)
        let answer = try await json("POST", "/login", body)
        return try #require(answer["access_token"]?.stringValue, "\(answer)")
    }

    /// The token of the book service's administrators.
    func adminToken() async throws -> String {
        let target = "secretsmanager.GetSecretValue"
        let answer = try await call("secretsmanager", target, version: "1.1", #"{"SecretId":"books/admin"}"#)
        return try #require(answer["SecretString"]?.stringValue)
    }

    /// One of DynamoDB's actions.
    func dynamoDB(_ action: String, _ body: String) async throws -> JSON {
        try await call("dynamodb", "DynamoDB_20120810.\(action)", version: "1.0", body)
    }

    /// One of SQS's actions.
    func sqs(_ action: String, _ body: String) async throws -> JSON {
        try await call("sqs", "AmazonSQS.\(action)", version: "1.0", body)
    }

    /// One of EventBridge's actions.
    func events(_ action: String, _ body: String) async throws -> JSON {
        try await call("events", "AWSEvents.\(action)", version: "1.1", body)
    }

    /// One of Application Auto Scaling's actions.
    func autoScaling(_ action: String, _ body: String) async throws -> JSON {
        try await call("application-autoscaling", "AnyScaleFrontendService.\(action)", version: "1.1", body)
    }

    /// An action of a service that speaks JSON, of this version.
    private func call(_ service: String, _ target: String, version: String, _ body: String) async throws -> JSON {
        let headers = CurlHeaderList([
            ("Content-Type", "application/x-amz-json-\(version)"), ("X-Amz-Target", target),
            ("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/\(service)/aws4_request"),
        ])
        let request = CurlRequest(method: "POST", url: endpoint, headers: headers, body: Array(body.utf8))
        return try JSON(parsing: try await CurlClient.shared.send(request).body)
    }

    /// Of `/_hearth/faults`.
    @discardableResult
    func faults(_ method: String, _ path: String = "", _ body: String? = nil) async throws -> JSON {
        let request = CurlRequest(
            method: method,
            url: "\(endpoint)/_hearth/faults\(path)",
            headers: CurlHeaderList([("Content-Type", "application/json")]),
            body: body.map { Array($0.utf8) }
        )
        return try JSON(parsing: try await CurlClient.shared.send(request).body)
    }

    /// The result of a function.
    func invoke(_ function: String, _ event: String = "{}") async throws -> JSON {
        let request = CurlRequest(
            method: "POST",
            url: "\(endpoint)/2015-03-31/functions/\(function)/invocations",
            headers: CurlHeaderList([("Content-Type", "application/json")]),
            body: Array(event.utf8)
        )
        return try JSON(parsing: try await CurlClient.shared.send(request).body)
    }

    func json(_ method: String, _ path: String, _ body: String? = nil) async throws -> JSON {
        try JSON(parsing: try await send(method, path, body).body)
    }
}

/// Gathers what a program prints.
final class OutputReader: @unchecked Sendable {
    private let lock = NSCondition()
    private var collected = Data()
    private var ended = false

    init(_ file: FileHandle) {
        Thread.detachNewThread { [self] in
            while true {
                let data = file.availableData
                lock.withLock {
                    collected += data
                    ended = data.isEmpty
                    lock.broadcast()
                }
                if data.isEmpty { return }
            }
        }
    }

    var text: String { lock.withLock { String(decoding: collected, as: UTF8.self) } }

    func wait(for text: String) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                let found = lock.withLock {
                    while !ended && collected.range(of: Data(text.utf8)) == nil { lock.wait() }
                    return collected.range(of: Data(text.utf8)) != nil
                }
                continuation.resume(returning: found)
            }
        }
    }
}
