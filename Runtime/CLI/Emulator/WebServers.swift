import CurlHTTP
import Gateway
import Wire

/// Calls the web servers behind routes of the gateway.
enum WebServers {
    /// Calls back with what the server answers; redirects are not followed.
    static func call(_ call: WebCall, _ completion: @escaping @Sendable (Result<HTTPResponse, WebCallFailure>) -> Void)
    {
        let headers = CurlHeaderList(call.headers.fields.map { ($0.name, $0.value) })
        var request = CurlRequest(method: call.method, url: call.url, headers: headers, body: call.body)
        request.timeout = call.timeout
        request.bodyLimit = call.bodyLimit
        Task {
            do {
                completion(.success(HTTPResponse(try await CurlClient.shared.send(request))))
            } catch let error as CurlError {
                completion(.failure(WebCallFailure(error)))
            } catch {
                completion(.failure(.unreachable("\(error)")))
            }
        }
    }
}

extension HTTPResponse {
    fileprivate init(_ response: CurlResponse) {
        self.init(status: response.status, body: response.body)
        for field in response.headers.fields { headers.add(field.name, field.value) }
    }
}

extension WebCallFailure {
    fileprivate init(_ error: CurlError) {
        if error.isTimeout {
            self = .timedOut
        } else {
            self = error.isBodyTooLong ? .tooLong : .unreachable(error.reason)
        }
    }
}
