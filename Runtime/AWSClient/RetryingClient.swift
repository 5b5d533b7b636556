import CurlHTTP

/// Sends requests to one service, again where that may help.
package struct RetryingClient: Sendable {
    package let configuration: AWSConfiguration
    private let http: CurlClient

    /// Made with a client, at the start of a function: what the first request needs is got ready meanwhile.
    package init(configuration: AWSConfiguration, http: CurlClient) {
        self.configuration = configuration
        self.http = http
        http.prepare()
    }

    /// The answer, which is one of success. Throws `AWSErrorAnswer` for what the service refuses and
    /// `AWSConnectionError` when no answer comes.
    package func send(_ request: CurlRequest) async throws -> CurlResponse {
        var attempt = 1
        while true {
            let failure: any Error & Retryable
            do {
                let response = try await http.send(request)
                if (200..<300).contains(response.status) { return response }
                failure = AWSErrorAnswer(response)
            } catch let error as CurlError {
                failure = AWSConnectionError(reason: error.reason, endpoint: configuration.endpoint)
            }
            guard failure.mayPass, attempt < configuration.maximumAttempts else { throw failure }
            try await Task.sleep(for: RetryDelay.beforeAttempt(attempt + 1))
            attempt += 1
        }
    }
}
