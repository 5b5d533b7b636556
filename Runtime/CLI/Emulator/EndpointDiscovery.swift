import CurlHTTP
import FoundationEssentials

/// Finds the Hearth to talk to: `--endpoint-url`, then `AWS_ENDPOINT_URL`, then what the state folder says, then the
/// usual port of this machine.
struct EndpointDiscovery {
    /// 4566, or what `HEARTH_ENDPOINT_PORT` says, of the AWS endpoint.
    static let usualPort: Int = {
        guard let text = ProcessInfo.processInfo.environment["HEARTH_ENDPOINT_PORT"] else { return 4566 }
        if let port = UInt16(text) { return Int(port) }
        Console().note("HEARTH_ENDPOINT_PORT=\(text) is no port: 4566 is used")
        return 4566
    }()

    var explicit: String?
    var environment = ProcessInfo.processInfo.environment
    var state: StateDirectory

    /// The address to use, and whether the user named it.
    var address: (url: String, isNamed: Bool) {
        if let url = explicit ?? environment["AWS_ENDPOINT_URL"], !url.isEmpty {
            return (url.trimmingSuffix("/"), true)
        }
        return (state.running?.endpointURL ?? "http://127.0.0.1:\(Self.usualPort)", false)
    }

    /// The address of a Hearth that answers; `nil` when the user named none and none runs.
    func running() async throws(CommandError) -> String? {
        let (url, isNamed) = address
        var request = CurlRequest(method: "GET", url: "\(url)/_hearth/health", headers: CurlHeaderList([]))
        request.timeout = .seconds(5)
        let status = try? await CurlClient.shared.send(request).status
        if status == 200 { return url }
        guard isNamed else { return nil }
        let reason = status.map { "it answers \($0) and is no Hearth" } ?? "nothing answers there"
        throw CommandError("\(url) cannot be used: \(reason). Start one with `hearth start`, or name another address")
    }

    /// The address of a Hearth that answers; without one there is nothing to do.
    func required() async throws(CommandError) -> String {
        guard let url = try await running() else {
            throw CommandError("no Hearth runs here. Start one with `hearth start`, or name it with --endpoint-url")
        }
        return url
    }
}
