import JSON
import Storage
import Wire

/// What a protocol makes of a request's body.
enum RequestBody {
    case value(JSON)
    /// Of a protocol whose bodies are JSON: it has been checked, and is not taken apart before somebody asks.
    case text(JSONTape)

    var value: JSON {
        switch self {
        case .value(let value): value
        case .text(let text): JSON(text)
        }
    }
}

/// The actions of a service by their names, and how each of them runs: the part of a dispatcher that does not know the
/// protocol.
///
/// Requests of reads are parsed and run on the store's reader threads. Requests of writes are parsed where they come
/// in, so that the one writer has less to do, unless they are large. Waking another thread and being woken by it takes
/// longer than to read a row or to write one: both are done on the spot, unless many came in together.
struct OperationTable<Service: AWSService>: Sendable {
    typealias Responder = @Sendable (Result<[UInt8], AWSError>) -> Void
    /// Reads the request of an action, which has a shape, in the words of a protocol.
    typealias Parser = @Sendable (HTTPRequest, Shape, Service) throws(AWSError) -> RequestBody

    /// One action. `run` hands its reply, which is JSON, to the responder.
    struct Entry: Sendable {
        let name: String
        let output: Shape
        let run: @Sendable (Call) -> Void
    }

    /// What an action runs with.
    struct Call: Sendable {
        let service: Service
        let request: HTTPRequest
        let parser: Parser
        let answer: Responder
    }

    let entries: [Entry]

    init(_ operations: [any Operation<Service>.Type]) {
        entries = operations.map { Self.entry($0) }
    }

    private static func entry<Op: Operation>(_ type: Op.Type) -> Entry where Op.Service == Service {
        let run: @Sendable (Call) -> Void =
            switch type.access {
            case .read: { read(type, $0) }
            case .readOfOneRow:
                { call in
                    guard isReadInPlace(type, call.request) else { return read(type, call) }
                    call.service.context.database.read(together: call.request.atEndOfTurn) { reply(type, call, $0) }
                }
            case .write(let isolation): { write(type, isolation, nil, $0) }
            case .briefWrite: { write(type, .shared, $0.request.atEndOfTurn, $0) }
            case .deferred: { begin(type, $0) }
            }
        return Entry(name: type.name, output: type.output, run: run)
    }

    private static func read<Op: Operation>(_ type: Op.Type, _ call: Call) where Op.Service == Service {
        call.service.context.database.read { reply(type, call, $0) }
    }

    private static func reply<Op: Operation>(
        _ type: Op.Type,
        _ call: Call,
        _ connection: Result<Connection, StorageError>
    ) where Op.Service == Service {
        call.answer(
            outcome(call.service) { try parse(type, call).perform(call.service, connection.get()) }
        )
    }

    private static func write<Op: Operation>(
        _ type: Op.Type,
        _ isolation: WriteIsolation,
        _ together: Together?,
        _ call: Call
    ) where Op.Service == Service {
        if isReadInPlace(type, call.request) {
            submit(type, isolation, together, call)
        } else {
            call.service.context.database.read { _ in submit(type, isolation, nil, call) }
        }
    }

    private static func submit<Op: Operation>(
        _ type: Op.Type,
        _ isolation: WriteIsolation,
        _ together: Together?,
        _ call: Call
    ) where Op.Service == Service {
        let operation: Op
        do throws(AWSError) {
            operation = try parse(type, call)
        } catch {
            return call.answer(.failure(error))
        }
        let service = call.service
        service.context.database.write(isolation, together: together) { connection in
            try operation.perform(service, connection)
        } completion: { result in
            if case .success = result { operation.committed(service) }
            call.answer(outcome(service) { try result.get() })
        }
    }

    private static func begin<Op: Operation>(_ type: Op.Type, _ call: Call) where Op.Service == Service {
        if isReadInPlace(type, call.request) { return begin(type, call, together: call.request.atEndOfTurn) }
        call.service.context.database.read { _ in begin(type, call, together: nil) }
    }

    private static func begin<Op: Operation>(_ type: Op.Type, _ call: Call, together: Together?)
    where Op.Service == Service {
        do throws(AWSError) {
            try parse(type, call).begin(call.service, call.request, together) { result in
                call.answer(outcome(call.service) { try result.get() })
            }
        } catch {
            call.answer(.failure(error))
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

    private static func isReadInPlace<Op: Operation>(_ type: Op.Type, _ request: HTTPRequest) -> Bool
    where Op.Service == Service {
        request.body.count <= type.bytesInPlace && request.headers["Content-Encoding"] == nil
    }

    private static func parse<Op: Operation>(_ type: Op.Type, _ call: Call) throws(AWSError) -> Op
    where Op.Service == Service {
        let body = try call.parser(call.request, type.input, call.service)
        if case .text(let text) = body, let plain = Op(plain: text, call.service) { return plain }
        return try Op(read(body.value, as: type), call.request.headers, call.service)
    }

    private static func read<Op: Operation>(_ json: JSON, as type: Op.Type) throws(AWSError) -> JSON.Object
    where Op.Service == Service {
        do throws(AWSError) {
            return try type.read(json)
        } catch {
            var error = error
            if error.code == ConstraintCheck.code { error.code = Service.violationCode }
            throw error
        }
    }
}
