import CurlHTTP
import JSON
import Synchronization

/// Speaks AWS's JSON protocol with one service: one POST per call, signed, tried again where that may help.
/// https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
struct AWSJSONClient: Sendable {
    let configuration: AWSConfiguration
    private let service: String
    private let targetPrefix: String
    private let contentType: String
    private let signing: CurlSigning
    private let sender: RetryingClient
    private let headers = HeadersOfActions()

    /// `version` is that of the protocol, `1.0` or `1.1`.
    init(
        configuration: AWSConfiguration,
        service: String,
        targetPrefix: String,
        version: String = "1.0",
        http: CurlClient = .shared
    ) {
        self.configuration = configuration
        self.service = service
        self.targetPrefix = targetPrefix
        contentType = "application/x-amz-json-\(version)"
        sender = RetryingClient(configuration: configuration, http: http)
        signing = CurlSigning(
            accessKeyID: configuration.credentials.accessKeyID,
            secretAccessKey: configuration.credentials.secretAccessKey,
            region: configuration.region,
            service: service
        )
    }

    /// The answer's body. Throws `AWSErrorAnswer` for what the service refuses.
    func call(_ action: String, _ body: [UInt8]) async throws -> [UInt8] {
        try await sender.send(request(action, body)).body
    }

    private func request(_ action: String, _ body: [UInt8]) -> CurlRequest {
        let list = headers.list(of: action) {
            var headers = [
                (name: "Content-Type", value: contentType),
                (name: "X-Amz-Target", value: "\(targetPrefix).\(action)"),
            ]
            if let token = configuration.credentials.sessionToken {
                headers.append((name: "X-Amz-Security-Token", value: token))
            }
            return CurlHeaderList(headers, isSigned: true)
        }
        var request = CurlRequest(method: "POST", url: "\(configuration.endpoint)/", headers: list, body: body)
        request.timeout = configuration.timeout
        request.signing = signing
        return request
    }
}

/// The header fields of a client's actions, which are the same in each call.
private final class HeadersOfActions: Sendable {
    private let lists = Mutex<[String: CurlHeaderList]>([:])

    func list(of action: String, _ make: () -> CurlHeaderList) -> CurlHeaderList {
        lists.withLock { lists in
            if let list = lists[action] { return list }
            let list = make()
            lists[action] = list
            return list
        }
    }
}
