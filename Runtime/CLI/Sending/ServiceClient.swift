import CurlHTTP
import FoundationEssentials
import JSON
import Wire

/// Calls the services of the Hearth that runs.
struct ServiceClient {
    let url: String
    /// Where topics and buses are looked for that are not named by their ARNs.
    var region = Self.usualRegion

    private static var usualRegion: String {
        let environment = ProcessInfo.processInfo.environment
        return environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1"
    }

    init(_ options: RunningOptions) async throws(CommandError) {
        let state = StateDirectory(path: options.dataDir)
        url = try await EndpointDiscovery(explicit: options.endpointURL, state: state).required()
    }

    /// `target` is what stands before the action in `X-Amz-Target`.
    func call(
        _ service: String,
        _ target: String,
        _ action: String,
        version: String = "1.0",
        _ request: JSON
    ) async throws(CommandError) -> JSON {
        let headers = [("Content-Type", "application/x-amz-json-\(version)"), ("X-Amz-Target", "\(target).\(action)")]
        let (status, body) = try await send(service, headers, request.bytes)
        let answer = (try? JSON(parsing: body)) ?? [:]
        if status == 200 { return answer }
        let message = answer["message"]?.stringValue ?? answer["Message"]?.stringValue
        throw CommandError(message ?? "\(action) was answered \(status)")
    }

    /// The answer to a form, as XML.
    func call(_ service: String, form: [(String, String)]) async throws(CommandError) -> String {
        let body = form.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        let headers = [("Content-Type", "application/x-www-form-urlencoded")]
        let (status, bytes) = try await send(service, headers, Array(body.utf8))
        let text = String(decoding: bytes, as: UTF8.self)
        if status == 200 { return text }
        throw CommandError(Self.element("Message", of: text) ?? "\(service) answered \(status)")
    }

    /// The text of the first element of a name.
    static func element(_ name: String, of xml: String) -> String? {
        guard let start = xml.firstRange(of: "<\(name)>"),
            let end = xml[start.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        return String(xml[start.upperBound..<end.lowerBound])
    }

    /// Says for which service of which region a request is: signatures are not verified.
    static func authorization(region: String, service: String) -> String {
        let credential = "hearth/20260101/\(region)/\(service)/aws4_request"
        return "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=host, Signature=0"
    }

    private func send(
        _ service: String,
        _ headers: [(String, String)],
        _ body: [UInt8]
    ) async throws(CommandError) -> (status: Int, body: [UInt8]) {
        let authorization = Self.authorization(region: region, service: service)
        let request = CurlRequest(
            method: "POST",
            url: "\(url)/",
            headers: CurlHeaderList(headers + [("Authorization", authorization)]),
            body: body
        )
        do {
            let response = try await CurlClient.shared.send(request)
            return (response.status, Array(response.body))
        } catch {
            throw CommandError("\(url) did not answer: \(error)")
        }
    }
}
