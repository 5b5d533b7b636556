import ServiceKit
import Storage
import Testing
import Time
import Wire

/// Calls a service in memory as a client of the query protocol would, without a socket.
package struct QueryClient<Service: AWSService>: Sendable {
    package let service: Service
    package let time: ManualTime

    package init(
        migrations: [Migration] = [],
        time: ManualTime = ManualTime(),
        _ make: (ServiceContext) throws -> Service
    ) throws {
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

    /// `form` holds the parameters besides `Action`, already encoded.
    package func send(
        _ action: String,
        _ form: String = "",
        headers: [(String, String)] = []
    ) async -> (status: Int, body: String) {
        var request = HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-www-form-urlencoded",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/service/aws4_request",
            ],
            body: Array("Action=\(action)&\(form)".utf8)
        )
        for (name, value) in headers { request.headers.add(name, value) }
        let response = await withCheckedContinuation { continuation in
            service.handle(request) { continuation.resume(returning: $0) }
        }
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    /// The body of the reply to a request that must succeed.
    @discardableResult
    package func call(
        _ action: String,
        _ form: String = "",
        headers: [(String, String)] = [],
        at location: SourceLocation = #_sourceLocation
    ) async -> String {
        let (status, body) = await send(action, form, headers: headers)
        #expect(status == 200, "\(body)", sourceLocation: location)
        return body
    }

    /// Status, code and message of the error that a request must get.
    package func refusal(_ action: String, _ form: String = "") async -> String {
        let (status, body) = await send(action, form)
        return "\(status) \(Self.text("Code", in: body) ?? "-"): \(Self.text("Message", in: body) ?? "-")"
    }

    /// What stands between the first tags of a name.
    package static func text(_ element: String, in body: String) -> String? {
        guard let start = body.firstRange(of: "<\(element)>")?.upperBound,
            let end = body[start...].firstRange(of: "</\(element)>")?.lowerBound
        else { return nil }
        return String(body[start..<end])
    }
}
