import JSON
import Time
import Wire

/// Serves a service that speaks AWS's RPC protocol version 2: `POST /service/SERVICE/operation/ACTION`, CBOR both ways.
/// https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
///
/// A service keeps one of these beside its other dispatchers, with the same `operations`, and hands it what
/// `CBORDispatcher.isCBOR` says. Replies stay JSON; `output` says which of their numbers are moments or have fractions.
package struct CBORDispatcher<Service: AWSService>: Sendable {
    private let prefix: String
    private let operations: [String: OperationTable<Service>.Entry]

    /// `name` is the service's in the path.
    package init(name: String, operations: [any Operation<Service>.Type]) {
        prefix = "/service/\(name)/operation/"
        self.operations = Dictionary(OperationTable(operations).entries.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Whether a request is one of this protocol, whatever the service.
    package static func isCBOR(_ request: HTTPRequest) -> Bool { CBORReply.isAwaited(request) }

    package func handle(_ request: HTTPRequest, _ service: Service, respond: @escaping HTTPResponder) {
        let id = service.context.ids.uuid()
        do throws(AWSError) {
            let entry = try entry(for: request)
            entry.run(
                .init(service: service, request: request, parser: Self.parse) { result in
                    switch result {
                    case .success(let body): respond(Self.reply(body, entry.output, id))
                    case .failure(let error): respond(Self.refusal(error, id))
                    }
                }
            )
        } catch {
            respond(Self.refusal(error, id))
        }
    }

    private func entry(for request: HTTPRequest) throws(AWSError) -> OperationTable<Service>.Entry {
        let action = request.path.hasPrefix(prefix) ? String(request.path.dropFirst(prefix.count)) : ""
        guard request.method == "POST", let entry = operations[action] else {
            throw AWSError(
                "UnknownOperationException",
                status: 404,
                message: ActionName.isLikely(action) ? "Hearth does not emulate \(action)" : ""
            )
        }
        try SignatureCheck.check(request)
        return entry
    }

    private static func parse(
        _ request: HTTPRequest,
        _ shape: Shape,
        _ service: Service
    ) throws(AWSError) -> RequestBody {
        let body = try ContentCoding.body(of: request, limit: service.bodyLimit(of: request))
        if body.isEmpty { return .value([:]) }
        do throws(CBOR.Failure) {
            return .value(try CBOR.json(body))
        } catch {
            throw .serialization("The request's body is not CBOR")
        }
    }

    // MARK: Replies

    private static func reply(_ body: [UInt8], _ shape: Shape, _ id: String) -> HTTPResponse {
        var writer = CBORWriter()
        writer.write((try? JSON(parsing: body)) ?? [:], shape)
        return CBORReply.finished(HTTPResponse(body: writer.bytes), id)
    }

    private static func refusal(_ error: AWSError, _ id: String) -> HTTPResponse {
        let namespace = Service.namespace(ofError: error.code).map { $0 + "#" } ?? ""
        var response = CBORReply.refusal(error, type: namespace + error.code, id)
        if let inQuery = Service.queryError(for: error) {
            response.headers.add("x-amzn-query-error", "\(inQuery.code);\(inQuery.fault.queryType)")
        }
        return response
    }
}

/// What all replies of the protocol have.
package enum CBORReply {
    /// Whether a request speaks the protocol.
    package static func isAwaited(_ request: HTTPRequest) -> Bool {
        request.headers["Smithy-Protocol"] == "rpc-v2-cbor"
    }

    /// `type` is the error's code, with its namespace where it has one; `id` the request's.
    package static func refusal(_ error: AWSError, type: String, _ id: String) -> HTTPResponse {
        var object = JSON.Object([("__type", .string(type)), ("message", .string(error.message))])
        for member in error.members.members { object[member.key] = member.value }
        var writer = CBORWriter()
        writer.write(.object(object), nil)
        return finished(HTTPResponse(status: error.status, headers: error.headers, body: writer.bytes), id)
    }

    fileprivate static func finished(_ response: HTTPResponse, _ id: String) -> HTTPResponse {
        var response = response
        response.headers.add("Smithy-Protocol", "rpc-v2-cbor")
        response.headers.add("Content-Type", "application/cbor")
        response.headers.add("x-amzn-RequestId", id)
        return response
    }
}

extension CBORWriter {
    /// JSON of a shape; what the shape does not have is left out. Without a shape, JSON as it is.
    fileprivate mutating func write(_ value: JSON, _ shape: Shape?) {
        switch (value, shape) {
        case (.null, _): null()
        case (.bool(let flag), _): boolean(flag)
        case (.string(let text), _): self.text(text)
        case (.number(let text), .timestamp): timestamp(Double(text) ?? 0)
        case (.number(let text), .number("Double", _)): double(Double(text) ?? 0)
        case (.number(let text), _): Int(text).map { integer($0) } ?? double(Double(text) ?? 0)
        case (.array(let values), _):
            let element: Shape? = if case .list(let element, _) = shape { element } else { nil }
            array(values.count)
            for value in values { write(value, element) }
        case (.object(let object), .structure(let members, _)):
            let present = members.filter { object[$0.name].map { !$0.isNull } ?? false }
            map(present.count)
            for member in present {
                self.text(member.name)
                write(object[member.name] ?? .null, member.shape)
            }
        case (.object(let object), _):
            let element: Shape? = if case .map(let element, _, _, _, _) = shape { element } else { nil }
            map(object.count)
            for member in object.members {
                self.text(member.key)
                write(member.value, element)
            }
        }
    }
}
