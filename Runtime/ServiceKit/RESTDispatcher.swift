import JSON
import Time
import Wire

/// An action of a service that speaks restJson1.
package protocol RESTOperation<Service>: Operation {
    static var binding: RESTBinding { get }
}

/// Serves a service that speaks restJson1: method and path choose the action; the members of the path, of the query and
/// of the JSON body make its input.
package struct RESTDispatcher<Service: AWSService>: Sendable {
    private struct Route: Sendable {
        var binding: RESTBinding
        var entry: OperationTable<Service>.Entry
    }

    private let routes: [Route]

    package init(_ operations: [any RESTOperation<Service>.Type]) {
        routes = zip(operations, OperationTable<Service>(operations.map { $0 }).entries).map {
            Route(binding: $0.binding, entry: $1)
        }
    }

    /// The name of the action that a request is for, when it is one of these.
    package func action(of request: HTTPRequest) -> String? {
        let segments = RESTBinding.segments(request.path)
        return routes.first { $0.binding.accepts(request) && $0.binding.members(in: segments) != nil }?.entry.name
    }

    /// Answers a request for one of the actions. Returns false, without an answer, for any other request.
    package func handle(_ request: HTTPRequest, _ service: Service, respond: @escaping HTTPResponder) -> Bool {
        let segments = RESTBinding.segments(request.path)
        for route in routes where route.binding.accepts(request) {
            guard let members = route.binding.members(in: segments) else { continue }
            let parser: OperationTable<Service>.Parser = { (request, _, service) throws(AWSError) in
                var input = try Self.body(of: request, limit: service.bodyLimit(of: request))
                for (name, value) in try route.binding.members(inQuery: request.query) + members { input[name] = value }
                return .value(.object(input))
            }
            route.entry.run(
                .init(service: service, request: request, parser: parser) {
                    respond(Self.response($0, request, route.binding, service))
                }
            )
            return true
        }
        return false
    }

    private static func response(
        _ result: Result<[UInt8], AWSError>,
        _ request: HTTPRequest,
        _ binding: RESTBinding,
        _ service: Service
    ) -> HTTPResponse {
        var response: HTTPResponse
        switch result {
        case .success(let body):
            response = HTTPResponse(status: binding.status, body: body)
            if !body.isEmpty { response.headers.add("Content-Type", "application/json") }
        case .failure(let error): response = error.restJSONResponse
        }
        response.headers.add("x-amzn-RequestId", service.context.ids.uuid())
        CrossOrigin.allow(&response, for: request)
        return response
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
