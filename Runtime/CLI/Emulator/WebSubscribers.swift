import CurlHTTP
import EventBridge
import SNS

/// Sends messages of topics and events of rules to web servers.
enum WebSubscribers {
    /// Calls back with what the server answers within 15 seconds, as AWS waits; `nil` when it cannot be reached.
    static func post(_ notification: HTTPNotification, _ completion: @escaping @Sendable (Int?) -> Void) {
        let headers = CurlHeaderList(notification.headers.map { ($0.name, $0.value) })
        var request = CurlRequest(method: "POST", url: notification.url, headers: headers, body: notification.body)
        request.timeout = .seconds(15)
        Task {
            let response = try? await CurlClient.shared.send(request)
            completion(response?.status)
        }
    }

    /// Calls back with what an API destination answers within 5 seconds, as AWS waits.
    static func call(_ call: HTTPCall, _ completion: @escaping @Sendable (HTTPCallAnswer?) -> Void) {
        let headers = CurlHeaderList(call.headers.map { ($0.name, $0.value) })
        var request = CurlRequest(method: call.method, url: call.url, headers: headers, body: call.body)
        request.timeout = .seconds(5)
        request.bodyLimit = 1 << 20
        Task {
            let response = try? await CurlClient.shared.send(request)
            completion(response.map { HTTPCallAnswer(status: $0.status, body: $0.body) })
        }
    }
}
