import CurlHTTP

/// Speaks AWS's query protocol with one service: a form goes out, XML comes back.
/// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
package struct AWSQueryClient: Sendable {
    package let configuration: AWSConfiguration
    private let service: String
    private let version: String
    private let signing: CurlSigning
    private let sender: RetryingClient

    package init(configuration: AWSConfiguration, service: String, version: String, http: CurlClient = .shared) {
        self.configuration = configuration
        self.service = service
        self.version = version
        sender = RetryingClient(configuration: configuration, http: http)
        signing = CurlSigning(
            accessKeyID: configuration.credentials.accessKeyID,
            secretAccessKey: configuration.credentials.secretAccessKey,
            region: configuration.region,
            service: service
        )
    }

    /// What stands in the answer's `<Action>Result`. Throws `AWSServiceError` for what the service refuses and
    /// `AWSConnectionError` when no answer comes, or none that can be read.
    package func call(_ action: String, _ form: QueryForm) async throws -> XMLElement {
        let response = try await send(action, form)
        guard let result = (try? XMLElement(parsing: response.body))?["\(action)Result"] else { throw broken(action) }
        return result
    }

    /// A call whose answer says nothing.
    package func perform(_ action: String, _ form: QueryForm) async throws { _ = try await send(action, form) }

    private func send(_ action: String, _ form: QueryForm) async throws -> CurlResponse {
        do {
            return try await sender.send(request(action, form))
        } catch let error as AWSErrorAnswer {
            throw AWSServiceError(error, to: "\(service):\(action)", endpoint: configuration.endpoint)
        }
    }

    package func broken(_ action: String) -> AWSConnectionError {
        AWSConnectionError(reason: "the answer to \(action) is broken", endpoint: configuration.endpoint)
    }

    private func request(_ action: String, _ form: QueryForm) -> CurlRequest {
        var fields = QueryForm()
        fields.set("Action", action)
        fields.set("Version", version)
        var headers = [(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8")]
        if let token = configuration.credentials.sessionToken {
            headers.append((name: "X-Amz-Security-Token", value: token))
        }
        var request = CurlRequest(
            method: "POST",
            url: "\(configuration.endpoint)/",
            headers: CurlHeaderList(headers, isSigned: true),
            body: Array("\(fields.text)&\(form.text)".utf8)
        )
        request.timeout = configuration.timeout
        request.signing = signing
        return request
    }
}
