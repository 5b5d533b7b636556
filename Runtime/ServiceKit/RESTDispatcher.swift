import JSON
import Storage
import Time
import Wire

/// An action of a service that speaks restJson1.
package protocol RESTOperation<Service>: Operation {
    static var binding: RESTBinding { get }
}

/// Serves a service that speaks restJson1: method and path choose the action; the members of the path, of the query and
/// of the JSON body make its input.
package struct RESTDispatcher<Service: AWSService>: Sendable {
    private typealias Run = @Sendable (Service, JSON.Object, HTTPHeaders, @escaping Responder) -> Void
    private typealias Responder = @Sendable (Result<[UInt8], AWSError>) -> Void

    private struct Route: Sendable {
        var binding: RESTBinding
        var run: Run
    }

    private let routes: [Route]

    package init(_ operations: [any RESTOperation<Service>.Type]) {
        routes = operations.map { Self.route($0) }
    }

    /// Answers a request for one of the actions. Returns false, without an answer, for any other request.
    package func handle(_ request: HTTPRequest, _ service: Service, respond: @escaping HTTPResponder) -> Bool {
        let segments = RESTBinding.segments(request.path)
        for route in routes where route.binding.method == request.method {
            guard let members = route.binding.members(in: segments) else { continue }
            answer(request, route, members, service, respond)
            return true
        }
        return false
    }

    private func answer(
        _ request: HTTPRequest,
        _ route: Route,
        _ members: [(String, JSON)],
        _ service: Service,
        _ respond: @escaping HTTPResponder
    ) {
        let finish: Responder = { result in
            var response: HTTPResponse
            switch result {
            case .success(let body):
                response = HTTPResponse(status: route.binding.status, body: body)
                if !body.isEmpty { response.headers.add("Content-Type", "application/json") }
            case .failure(let error): response = error.restJSONResponse
            }
            response.headers.add("x-amzn-RequestId", service.context.ids.uuid())
            CrossOrigin.allow(&response, for: request)
            respond(response)
        }
        do throws(AWSError) {
            var input = try Self.body(of: request, limit: service.bodyLimit(of: request))
            for (name, value) in try route.binding.members(inQuery: request.query) + members { input[name] = value }
            route.run(service, input, request.headers, finish)
        } catch {
            finish(.failure(error))
        }
    }

    private static func body(of request: HTTPRequest, limit: Int) throws(AWSError) -> JSON.Object {
        let body = try ContentCoding.body(of: request, limit: limit)
        if body.isEmpty { return JSON.Object() }
        guard case .object(let object) = try json(body) else {
            throw .serialization("Start of structure or map expected")
        }
        return object
    }

    private static func json(_ body: [UInt8]) throws(AWSError) -> JSON {
        do throws(JSONParseError) {
            return try JSON(parsing: body)
        } catch {
            throw .serialization("The request's body is not JSON: \(error.reason)")
        }
    }

    // MARK: Operations

    private static func route<Op: RESTOperation>(_ type: Op.Type) -> Route where Op.Service == Service {
        Route(binding: type.binding) { service, input, headers, finish in
            let operation: Op
            do throws(AWSError) {
                operation = try Op(type.read(.object(input)), headers, service)
            } catch {
                return finish(.failure(error))
            }
            let database = service.context.database
            switch type.access {
            case .read, .readOfOneRow:
                database.read { connection in
                    finish(outcome(service) { try operation.perform(service, connection.get()) })
                }
            case .write, .writeOfOneRow:
                database.write(isolation(type.access)) {
                    try operation.perform(service, $0)
                } completion: { result in
                    if case .success = result { operation.committed(service) }
                    finish(outcome(service) { try result.get() })
                }
            }
        }
    }

    private static func isolation(_ access: OperationAccess) -> WriteIsolation {
        if case .write(let isolation) = access { isolation } else { .shared }
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
}

extension AWSError {
    /// As restJson1 writes it: the members as body, or the message where there are none, and the code in a header.
    package var restJSONResponse: HTTPResponse {
        let body = members.isEmpty ? JSON.Object([("message", .string(message))]) : members
        var response = HTTPResponse(status: status, headers: headers, json: JSON.object(body).text)
        response.headers.add("x-amzn-ErrorType", code)
        return response
    }
}
