import JSON
import Storage
import Time
import Wire

/// Serves a service that speaks awsJson 1.0 or 1.1: `POST /` with the action in `X-Amz-Target` and JSON both ways.
///
/// Requests of reads are parsed and run on the store's reader threads. Requests of writes are parsed where they come
/// in, so that the one writer has less to do, unless they are large. While requests come one by one, a small one that
/// is about one row is answered on the spot: waking another thread and being woken by it takes longer than the work.
package struct JSONDispatcher<Service: AWSService>: Sendable {
    private typealias Run = @Sendable (Service, HTTPRequest, @escaping Responder) -> Void
    typealias Responder = @Sendable (Result<[UInt8], AWSError>) -> Void

    /// Bodies above this many bytes are not parsed on the event loop.
    private static var parsedInPlace: Int { 16_384 }

    private let contentType: String
    private let targetPrefixes: [String]
    private let operations: [String: Run]

    /// `targetPrefixes` are what may stand before the action in `X-Amz-Target`, with the dot.
    package init(
        version: String,
        targetPrefixes: [String],
        operations: [any Operation<Service>.Type]
    ) {
        self.contentType = "application/x-amz-json-\(version)"
        self.targetPrefixes = targetPrefixes
        self.operations = Dictionary(operations.map { Self.entry($0) }) { first, _ in first }
    }

    package func handle(_ request: HTTPRequest, _ service: Service, respond: @escaping HTTPResponder) {
        let answer: Responder = { [contentType, ids = service.context.ids] result in
            respond(Self.response(result, contentType, ids))
        }
        guard let run = operation(of: request) else {
            return answer(.failure(Self.notEmulated(request)))
        }
        guard CredentialScope.isSigned(request) else {
            return answer(
                .failure(
                    AWSError(
                        "MissingAuthenticationTokenException",
                        message: "Request is missing Authentication Token"
                    )
                )
            )
        }
        if let encoding = request.headers["Content-Encoding"], encoding.lowercased() != "identity" {
            return answer(
                .failure(.serialization("Content-Encoding \(encoding) is not supported here; send the body as it is"))
            )
        }
        run(service, request, answer)
    }

    private func operation(of request: HTTPRequest) -> Run? {
        guard request.method == "POST", let target = request.headers["X-Amz-Target"] else { return nil }
        guard let prefix = targetPrefixes.first(where: target.hasPrefix) else { return nil }
        return operations[String(target.dropFirst(prefix.count))]
    }

    /// AWS gives no text with this error; here it names the action.
    private static func notEmulated(_ request: HTTPRequest) -> AWSError {
        let action = request.headers["X-Amz-Target"] ?? "a request without X-Amz-Target"
        return AWSError("UnknownOperationException", message: "Hearth does not emulate \(action)")
    }

    // MARK: Operations

    private static func entry<Op: Operation>(_ type: Op.Type) -> (String, Run) where Op.Service == Service {
        let run: Run =
            switch type.access {
            case .read: { service, request, answer in read(type, service, request, answer) }
            case .readOfOneRow:
                { service, request, answer in
                    guard request.isFirstOfTurn && request.body.count <= parsedInPlace else {
                        return read(type, service, request, answer)
                    }
                    service.context.database.readInPlace { reply(type, service, request, $0, answer) }
                }
            case .write(let isolation):
                { service, request, answer in write(type, isolation, false, service, request, answer) }
            case .writeOfOneRow:
                { service, request, answer in
                    write(type, .shared, request.isFirstOfTurn, service, request, answer)
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
                try Op(parse(request.body, Op.input), request.headers, service).perform(service, connection.get())
            }
        )
    }

    private static func write<Op: Operation>(
        _ type: Op.Type,
        _ isolation: WriteIsolation,
        _ mayRunInPlace: Bool,
        _ service: Service,
        _ request: HTTPRequest,
        _ answer: @escaping Responder
    ) where Op.Service == Service {
        if request.body.count > parsedInPlace {
            service.context.database.read { _ in submit(type, isolation, false, service, request, answer) }
        } else {
            submit(type, isolation, mayRunInPlace, service, request, answer)
        }
    }

    private static func submit<Op: Operation>(
        _ type: Op.Type,
        _ isolation: WriteIsolation,
        _ mayRunInPlace: Bool,
        _ service: Service,
        _ request: HTTPRequest,
        _ answer: @escaping Responder
    ) where Op.Service == Service {
        let operation: Op
        do throws(AWSError) {
            operation = try Op(parse(request.body, Op.input), request.headers, service)
        } catch {
            return answer(.failure(error))
        }
        service.context.database.write(isolation, inPlaceIfIdle: mayRunInPlace) { connection in
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

    private static func parse(_ body: [UInt8], _ shape: Shape) throws(AWSError) -> JSON.Object {
        let value: JSON
        do throws(JSONParseError) {
            value = try JSON(parsing: body)
        } catch {
            // AWS says nothing more of what is not JSON.
            throw .serialization("")
        }
        return try shape.read(value)
    }

    // MARK: Replies

    private static func response(
        _ result: Result<[UInt8], AWSError>,
        _ contentType: String,
        _ ids: IDSource
    ) -> HTTPResponse {
        var response: HTTPResponse
        switch result {
        case .success(let body): response = HTTPResponse(body: body)
        case .failure(let error):
            response = HTTPResponse(status: error.status, headers: error.headers, body: body(error))
        }
        response.headers.add("Server", "Server")
        response.headers.add("Content-Type", contentType)
        response.headers.add("x-amzn-RequestId", RequestID.long(ids))
        response.headers.add("x-amz-crc32", String(CRC32.checksum(response.body)))
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
