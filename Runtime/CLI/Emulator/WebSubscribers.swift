import CurlHTTP
import SNS

/// Sends messages of topics to web servers.
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
}
