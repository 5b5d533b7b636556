import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

/// Calls a service in memory as a client of awsJson would, without a socket.
package struct ServiceClient<Service: AWSService>: Sendable {
    package let service: Service
    package let time: ManualTime
    /// The region in which it looks.
    package var region = "us-east-1"
    private let targetPrefix: String
    private let version: String

    /// `targetPrefix` is what stands before the action in `X-Amz-Target`, with the dot.
    package init(
        targetPrefix: String,
        version: String = "1.1",
        migrations: [Migration],
        time: ManualTime = ManualTime(),
        _ make: (ServiceContext) throws -> Service
    ) throws {
        self.targetPrefix = targetPrefix
        self.version = version
        self.time = time
        service = try make(
            ServiceContext(
                account: AWSAccount(),
                time: time,
                ids: IDSource(seed: 1),
                database: Database(.memory, migrations: migrations)
            )
        )
    }

    package func send(_ action: String, _ body: String) async throws -> (status: Int, body: JSON) {
        let request = HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-amz-json-\(version)",
                "X-Amz-Target": targetPrefix + action,
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/\(region)/service/aws4_request",
            ],
            body: Array(body.utf8)
        )
        let response = await withCheckedContinuation { continuation in
            service.handle(request) { continuation.resume(returning: $0) }
        }
        return (response.status, response.body.isEmpty ? .null : try JSON(parsing: response.body))
    }

    /// The reply to a request that must succeed.
    @discardableResult
    package func call(
        _ action: String,
        _ body: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
        let (status, body) = try await send(action, body)
        #expect(status == 200, "\(body.text)", sourceLocation: location)
        return body
    }

    /// Code and message of the error that a request must get.
    package func refusal(
        _ action: String,
        _ body: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let (status, body) = try await send(action, body)
        #expect(status == 400, "\(body.text)", sourceLocation: location)
        let code = body["__type"]?.stringValue ?? ""
        return "\(code): \((body["message"] ?? body["Message"])?.stringValue ?? "")"
    }
}

extension ServiceClient {
    /// Sends each action every request that is wrong in one place or other: none may fail, none that is refused may
    /// change what `state` tells. `requests` holds for each action one that is right.
    package func checkBadInput(
        _ operations: [any Operation<Service>.Type],
        _ requests: [String: String],
        state: () async throws -> JSON
    ) async throws {
        #expect(Set(operations.map { $0.name }) == Set(requests.keys))
        for operation in operations {
            let request = try JSON(parsing: requests[operation.name] ?? "{}")
            for bad in BadInput.all(request, operation.input) + BadInput.malformed {
                let before = try await state()
                let (status, body) = try await send(operation.name, bad.body)
                let shown = "\(operation.name) \(bad.body.prefix(300)): \(status) \(body.text.prefix(300))"
                guard status != 200 else {
                    #expect(bad.expectation == .noFailure, "\(shown)")
                    continue
                }
                #expect(status == 400, "\(shown)")
                #expect(body["__type"]?.stringValue?.isEmpty == false, "\(shown)")
                if bad.expectation == .serializationException {
                    #expect(body["__type"]?.stringValue?.hasSuffix("SerializationException") == true, "\(shown)")
                }
                #expect(try await state() == before, "\(shown)")
            }
        }
    }
}
