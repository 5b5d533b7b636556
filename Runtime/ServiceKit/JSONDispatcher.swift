import JSON
import Storage
import Time
import Wire

/// Serves a service that speaks awsJson 1.0 or 1.1: `POST /` with the action in `X-Amz-Target` and JSON both ways.
///
/// Requests of reads are parsed and run on the store's reader threads. Requests of writes are parsed where they come
/// in, so that the one writer has less to do, unless they are large. Waking another thread and being woken by it takes
/// longer than to read a row or to write one: both are done on the spot, unless many came in together.
package struct JSONDispatcher<Service: AWSService>: Sendable {
    private typealias Run = @Sendable (Service, HTTPRequest, @escaping Responder) -> Void
    typealias Responder = @Sendable (Result<[UInt8], AWSError>) -> Void

    /// Bodies above this many bytes are not parsed on the event loop.
    private static var parsedInPlace: Int { 4096 }

    private let contentType: String
    /// By what `X-Amz-Target` says.
    private let operations: [String: Run]
    private let targetPrefixes: [String]
    private let notEmulated: Set<String>

    /// `targetPrefixes` are what may stand before the action in `X-Amz-Target`, with the dot. `notEmulated` are actions
    /// that AWS has besides `operations`.
    package init(
        version: String,
        targetPrefixes: [String],
        operations: [any Operation<Service>.Type],
        notEmulated: Set<String> = []
    ) {
        self.notEmulated = notEmulated
        self.targetPrefixes = targetPrefixes
        self.contentType = "application/x-amz-json-\(version)"
        let named = operations.map { Self.entry($0) }
        self.operations = Dictionary(targetPrefixes.flatMap { prefix in named.map { (prefix + $0.0, $0.1) } }) {
            first,
            _ in first
        }
    }

    package func handle(_ request: HTTPRequest, _ service: Service, respond: @escaping HTTPResponder) {
        let answer: Responder = { [contentType = responseType(for: request), ids = service.context.ids] result in
            respond(Self.response(result, to: request, contentType, ids))
        }
        if request.method == "GET" {
            guard let page = service.page(request) else { return respond(notFound(request, service)) }
            return respond(finished(page, request, service))
        }
        if CrossOrigin.isPreflight(request) { return respond(finished(HTTPResponse(), request, service)) }
        guard request.method == "POST", request.path == "/", takesType(of: request) else {
            return respond(notFound(request, service))
        }
        do throws(AWSError) {
            try Self.checkSize(of: request)
            try run(request)(service, request, answer)
        } catch {
            answer(.failure(error))
        }
    }

    /// What a request asks for. AWS looks at the body before it complains of anything else.
    private func run(_ request: HTTPRequest) throws(AWSError) -> Run {
        do throws(AWSError) {
            guard let run = operation(of: request) else { throw unknown(request) }
            try SignatureCheck.check(request)
            return run
        } catch {
            if !request.body.isEmpty && request.headers["Content-Encoding"] == nil { _ = try Self.json(request.body) }
            throw error
        }
    }

    private func operation(of request: HTTPRequest) -> Run? {
        request.headers["X-Amz-Target"].flatMap { operations[$0] }
    }

    private func action(of request: HTTPRequest) -> String? {
        guard let target = request.headers["X-Amz-Target"] else { return nil }
        guard let prefix = targetPrefixes.first(where: target.hasPrefix) else { return nil }
        return String(target.dropFirst(prefix.count))
    }

    /// AWS gives no text with this error; here it names an action that AWS has.
    private func unknown(_ request: HTTPRequest) -> AWSError {
        let action = action(of: request) ?? ""
        return AWSError(
            "UnknownOperationException",
            message: notEmulated.contains(action) ? "Hearth does not emulate \(action)" : ""
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

    // MARK: Operations

    private static func entry<Op: Operation>(_ type: Op.Type) -> (String, Run) where Op.Service == Service {
        let run: Run =
            switch type.access {
            case .read: { service, request, answer in read(type, service, request, answer) }
            case .readOfOneRow:
                { service, request, answer in
                    guard isParsedInPlace(request) else { return read(type, service, request, answer) }
                    service.context.database.read(together: request.atEndOfTurn) {
                        reply(type, service, request, $0, answer)
                    }
                }
            case .write(let isolation):
                { service, request, answer in write(type, isolation, nil, service, request, answer) }
            case .writeOfOneRow:
                { service, request, answer in
                    write(type, .shared, request.atEndOfTurn, service, request, answer)
                }
            }
        return (type.name, run)
    }

    private static func read<Op: Operation>(
        _ type: Op.Type,
        _ service: Service,
        _ request: HTTPRequest,
        _ answer: @escaping Responder
    ) where Op.Service == Service {
        service.context.database.read { reply(type, service, request, $0, answer) }
    }

    private static func reply<Op: Operation>(
        _ type: Op.Type,
        _ service: Service,
        _ request: HTTPRequest,
        _ connection: Result<Connection, StorageError>,
        _ answer: Responder
    ) where Op.Service == Service {
        answer(
            outcome(service) {
                try Op(parse(request, type, service), request.headers, service).perform(service, connection.get())
            }
        )
    }

    private static func write<Op: Operation>(
        _ type: Op.Type,
        _ isolation: WriteIsolation,
        _ together: Together?,
        _ service: Service,
        _ request: HTTPRequest,
        _ answer: @escaping Responder
    ) where Op.Service == Service {
        if isParsedInPlace(request) {
            submit(type, isolation, together, service, request, answer)
        } else {
            service.context.database.read { _ in submit(type, isolation, nil, service, request, answer) }
        }
    }

    private static func submit<Op: Operation>(
        _ type: Op.Type,
        _ isolation: WriteIsolation,
        _ together: Together?,
        _ service: Service,
        _ request: HTTPRequest,
        _ answer: @escaping Responder
    ) where Op.Service == Service {
        let operation: Op
        do throws(AWSError) {
            operation = try Op(parse(request, type, service), request.headers, service)
        } catch {
            return answer(.failure(error))
        }
        service.context.database.write(isolation, together: together) { connection in
            try operation.perform(service, connection)
        } completion: { result in
            if case .success = result { operation.committed(service) }
            answer(outcome(service) { try result.get() })
        }
    }

    private static func outcome(_ service: Service, _ body: () throws -> [UInt8]) -> Result<[UInt8], AWSError> {
        do {
            return .success(try body())
        } catch let error as AWSError {
            return .failure(error)
        } catch let error as StorageError {
            return .failure(service.error(for: error))
        } catch {
            return .failure(AWSError("InternalServerError", status: 500, message: "\(error)"))
        }
    }

    private static func isParsedInPlace(_ request: HTTPRequest) -> Bool {
        request.body.count <= parsedInPlace && request.headers["Content-Encoding"] == nil
    }

    private static func parse<Op: Operation>(
        _ request: HTTPRequest,
        _ type: Op.Type,
        _ service: Service
    ) throws(AWSError) -> JSON.Object {
        let body = try ContentCoding.body(of: request, limit: service.bodyLimit(of: request))
        return try type.read(try json(body))
    }

    private static func json(_ body: [UInt8]) throws(AWSError) -> JSON {
        do throws(JSONParseError) {
            return try JSON(parsing: body)
        } catch {
            // AWS says nothing more of what is not JSON.
            throw .serialization("")
        }
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
        }
        response.headers.add("Content-Type", contentType)
        finish(&response, request, ids)
        return response
    }

    private static func body(_ error: AWSError) -> [UInt8] {
        var object = JSON.Object([("__type", .string("\(Service.namespace(ofError: error.code))#\(error.code)"))])
        if !error.message.isEmpty {
            object[Service.messageMember(ofError: error.code)] = .string(error.message)
        }
        for member in error.members.members { object[member.key] = member.value }
        return JSON.object(object).bytes
    }
}
