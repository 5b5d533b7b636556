import CurlHTTP
import Faults
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
        url = try await options.url()
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
        return try Self.answer(try await send(service, headers, request.bytes), to: action)
    }

    /// The answer to a `GET` of a service that has paths for its actions. `query` stands behind the path.
    func get(_ service: String, _ path: String, query: [(String, String?)]) async throws(CommandError) -> JSON {
        let query = query.compactMap { name, value in value.map { "\(name)=\(PercentEncoding.encode($0))" } }
        let target = query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
        return try Self.answer(try await send(service, [], path: target), to: path)
    }

    /// The answer to a form, as JSON, without what is wrapped around its result.
    func result(_ service: String, form: [(String, String)]) async throws(CommandError) -> JSON {
        let action = form[0].1
        let headers = [("Accept", "application/json")] + Self.formHeaders
        let answer = try Self.answer(try await send(service, headers, Self.body(form)), to: action)
        return answer["\(action)Response"]?["\(action)Result"] ?? [:]
    }

    private static func answer(
        _ response: (status: Int, body: [UInt8]),
        to action: String
    ) throws(CommandError) -> JSON {
        let answer: JSON? = response.body.isEmpty ? [:] : try? JSON(parsing: response.body)
        if response.status == 200, let answer { return answer }
        let message = answer?["message"] ?? answer?["Message"] ?? answer?["Error"]?["Message"]
        let text = message?.stringValue ?? "\(action) was answered \(response.status)"
        throw CommandError(text, code: answer?["__type"]?.stringValue?.split(separator: "#").last.map(String.init))
    }

    private static let formHeaders = [("Content-Type", "application/x-www-form-urlencoded")]

    private static func body(_ form: [(String, String)]) -> [UInt8] {
        Array(form.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&").utf8)
    }

    /// The answer to a form, as XML.
    func call(_ service: String, form: [(String, String)]) async throws(CommandError) -> String {
        let (status, bytes) = try await send(service, Self.formHeaders, Self.body(form))
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

    /// A `GET` where there is no body.
    private func send(
        _ service: String,
        _ headers: [(String, String)],
        path: String = "/",
        _ body: [UInt8]? = nil
    ) async throws(CommandError) -> (status: Int, body: [UInt8]) {
        let authorization = Self.authorization(region: region, service: service)
        let request = CurlRequest(
            method: body == nil ? "GET" : "POST",
            url: url + path,
            headers: CurlHeaderList(headers + [("Authorization", authorization), (Faults.exemption, "1")]),
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
