import JSON
import Storage
import Time
import Wire

/// Serves a service that speaks awsJson 1.0 or 1.1: `POST /` with the action in `X-Amz-Target` and JSON both ways.
package struct JSONDispatcher<Service: AWSService>: Sendable {
    private typealias Entry = OperationTable<Service>.Entry

    private let contentType: String
    /// By what `X-Amz-Target` says.
    private let operations: [String: Entry]
    private let targetPrefixes: [String]
    private let servesPath: @Sendable (Substring) -> Bool

    /// `targetPrefixes` are what may stand before the action in `X-Amz-Target`, with the dot. Requests come to
    /// the paths that `servesPath` admits.
    package init(
        version: String,
        targetPrefixes: [String],
        operations: [any Operation<Service>.Type],
        servesPath: @escaping @Sendable (Substring) -> Bool = { $0 == "/" }
    ) {
        self.servesPath = servesPath
        self.targetPrefixes = targetPrefixes
        self.contentType = "application/x-amz-json-\(version)"
        let entries = OperationTable(operations).entries
        self.operations = Dictionary(targetPrefixes.flatMap { prefix in entries.map { (prefix + $0.name, $0) } }) {
            first,
            _ in first
        }
    }

    package func handle(_ request: HTTPRequest, _ service: Service, respond: @escaping HTTPResponder) {
        let answer: OperationTable<Service>.Responder = {
            [contentType = responseType(for: request), ids = service.context.ids] result in
            respond(Self.response(result, to: request, contentType, ids))
        }
        if request.method == "GET" {
            guard let page = service.page(request) else { return respond(notFound(request, service)) }
            return respond(finished(page, request, service))
        }
        if CrossOrigin.isPreflight(request) { return respond(finished(HTTPResponse(), request, service)) }
        guard request.method == "POST", servesPath(request.path), takesType(of: request) else {
            return respond(notFound(request, service))
        }
        do throws(AWSError) {
            try Self.checkSize(of: request)
            let entry = try entry(for: request)
            entry.run(.init(service: service, request: request, parser: Self.parse, answer: answer))
        } catch {
            answer(.failure(error))
        }
    }

    /// What a request asks for. AWS looks at the body before it complains of anything else.
    private func entry(for request: HTTPRequest) throws(AWSError) -> Entry {
        do throws(AWSError) {
            guard let entry = operation(of: request) else { throw unknown(request) }
            try SignatureCheck.check(request)
            return entry
        } catch {
            if !request.body.isEmpty && request.headers["Content-Encoding"] == nil { _ = try Self.text(request.body) }
            throw error
        }
    }

    private func operation(of request: HTTPRequest) -> Entry? {
        request.headers["X-Amz-Target"].flatMap { operations[$0] }
    }

    private func action(of request: HTTPRequest) -> String? {
        guard let target = request.headers["X-Amz-Target"] else { return nil }
        guard let prefix = targetPrefixes.first(where: target.hasPrefix) else { return nil }
        return String(target.dropFirst(prefix.count))
    }

    /// AWS gives no text with this error; here it names what may be an action of AWS's.
    private func unknown(_ request: HTTPRequest) -> AWSError {
        let action = action(of: request) ?? ""
        return AWSError(
            "UnknownOperationException",
            message: ActionName.isLikely(action) ? "Hearth does not emulate \(action)" : ""
        )
    }

    // MARK: HTTP

    /// AWS's bound for the request line and for all header fields together.
    private static var headBytes: Int { 16_384 }

    private static func checkSize(of request: HTTPRequest) throws(AWSError) {
        let fields = request.headers.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard fields <= headBytes && request.target.utf8.count <= headBytes else {
            throw AWSError("SerializationException", message: "The request's head has more than \(headBytes) bytes")
        }
    }

    private func takesType(of request: HTTPRequest) -> Bool {
        if request.body.isEmpty { return true }
        let type = mediaType(of: request)
        return type == contentType || type == "application/json"
    }

    private func responseType(for request: HTTPRequest) -> String {
        mediaType(of: request) == contentType ? contentType : "application/json"
    }

    private func mediaType(of request: HTTPRequest) -> String {
        guard let type = request.headers["Content-Type"] else { return "" }
        if type == contentType { return contentType }
        return String(type.prefix { $0 != ";" }.filter { $0 != " " })
    }

    /// What is no call of an action at all.
    private func notFound(_ request: HTTPRequest, _ service: Service) -> HTTPResponse {
        let isTooLong = request.target.utf8.count > Self.headBytes
        let page = HTTPResponse(status: isTooLong ? 400 : 404, body: Array("<UnknownOperationException/>\n".utf8))
        return finished(page, request, service)
    }

    private func finished(_ response: HTTPResponse, _ request: HTTPRequest, _ service: Service) -> HTTPResponse {
        var response = response
        Self.finish(&response, request, service.context.ids)
        return response
    }

    private static func finish(_ response: inout HTTPResponse, _ request: HTTPRequest, _ ids: IDSource) {
        response.headers.add("Server", "Server")
        response.headers.add("x-amzn-RequestId", RequestID.long(ids))
        CrossOrigin.allow(&response, for: request)
        ContentCoding.encode(&response, for: request)
        response.headers.add("x-amz-crc32", String(CRC32.checksum(response.body)))
    }

    // MARK: Bodies

    private static func parse(
        _ request: HTTPRequest,
        _ shape: Shape,
        _ service: Service
    ) throws(AWSError) -> RequestBody {
        .text(try text(ContentCoding.body(of: request, limit: service.bodyLimit(of: request))))
    }

    private static func text(_ body: [UInt8]) throws(AWSError) -> JSONTape {
        // AWS says nothing more of what is not JSON.
        guard let text = try? JSONTape(body), Service.takesLoneSurrogates || !text.hasLoneSurrogates else {
            throw .serialization("")
        }
        return text
    }

    // MARK: Replies

    private static func response(
        _ result: Result<[UInt8], AWSError>,
        to request: HTTPRequest,
        _ contentType: String,
        _ ids: IDSource
    ) -> HTTPResponse {
        var response: HTTPResponse
        switch result {
        case .success(let body): response = HTTPResponse(body: body)
        case .failure(let error):
            response = HTTPResponse(status: error.status, headers: error.headers, body: body(error))
            if let inQuery = Service.queryError(for: error) {
                response.headers.add("x-amzn-query-error", "\(inQuery.code);\(inQuery.fault.queryType)")
            }
        }
        response.headers.add("Content-Type", contentType)
        finish(&response, request, ids)
        return response
    }

    private static func body(_ error: AWSError) -> [UInt8] {
        let namespace = Service.namespace(ofError: error.code).map { $0 + "#" } ?? ""
        var object = JSON.Object([("__type", .string(namespace + error.code))])
        if !error.message.isEmpty {
            object[Service.messageMember(ofError: error.code)] = .string(error.message)
        }
        for member in error.members.members { object[member.key] = member.value }
        return JSON.object(object).bytes
    }
}
