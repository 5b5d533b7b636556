import JSON
import Storage
import Time
import Wire

/// Serves a service that speaks the query protocol: a form with `Action=…` in the body or the query, XML back, or JSON to
/// clients that accept `application/json`.
/// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
///
/// A service keeps one of these beside its `JSONDispatcher`, if it has one, with the same `operations`, and hands it
/// what `QueryDispatcher.isQuery` says. An operation tells by `input` what it takes and by `output` what it answers,
/// each with names and lists as JSON has them; members that are written otherwise here say so: `.flattened("Attribute",
/// key: "Name", value: "Value")`, `.named("Tag")`, `.listed(as: "Parameter")`. Its reply stays JSON. Errors keep the
/// codes of JSON; `AWSService.queryError` gives those of this protocol.
package struct QueryDispatcher<Service: AWSService>: Sendable {
    /// Parameters besides those that a request spells out, such as one that its path stands for.
    package typealias ImpliedParameters = @Sendable (HTTPRequest) -> [(name: String, value: String)]

    private let namespace: String
    private let operations: [String: OperationTable<Service>.Entry]
    private let needsSignature: Bool
    private let hasErrorDetails: Bool
    private let implied: ImpliedParameters
    private let admits: @Sendable (_ action: String, HTTPRequest) -> Bool

    /// `namespace` is the `xmlns` of replies. Without `needsSignature`, what nobody has signed is served as well.
    /// `hasErrorDetails` gives errors the element of that name, empty, as some services do. `admits` says whether an action can be asked for at the path of a request.
    package init(
        namespace: String,
        operations: [any Operation<Service>.Type],
        needsSignature: Bool = true,
        hasErrorDetails: Bool = false,
        implied: @escaping ImpliedParameters = { _ in [] },
        admits: @escaping @Sendable (_ action: String, HTTPRequest) -> Bool = { _, _ in true }
    ) {
        self.admits = admits
        self.namespace = namespace
        self.operations = Dictionary(OperationTable(operations).entries.map { ($0.name, $0) }) { first, _ in first }
        self.needsSignature = needsSignature
        self.hasErrorDetails = hasErrorDetails
        self.implied = implied
    }

    /// Whether a request looks like one of this protocol, whatever the service.
    package static func isQuery(_ request: HTTPRequest) -> Bool {
        if request.headers["X-Amz-Target"] != nil { return false }
        if request.headers["Content-Type"]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true {
            return true
        }
        return PercentEncoding.pairs(request.query).contains { $0.name == "Action" }
    }

    package func handle(_ request: HTTPRequest, _ service: Service, respond: @escaping HTTPResponder) {
        if CrossOrigin.isPreflight(request) {
            var response = HTTPResponse()
            CrossOrigin.allow(&response, for: request)
            return respond(response)
        }
        let id = service.context.ids.uuid()
        let entry: OperationTable<Service>.Entry
        do throws(AWSError) {
            entry = try self.entry(for: request)
        } catch {
            return respond(finished(error, request, id))
        }
        let parser: OperationTable<Service>.Parser = { [implied] (request, shape, service) throws(AWSError) in
            let parameters = try Self.parameters(of: request, limit: service.bodyLimit(of: request))
            return .value(QueryParameters(parameters + implied(request)).json(shape))
        }
        entry.run(
            .init(service: service, request: request, parser: parser) { result in
                switch result {
                case .success(let body): respond(finished(body, entry, request, id))
                case .failure(let error): respond(finished(error, request, id))
                }
            }
        )
    }

    private static func parameters(
        of request: HTTPRequest,
        limit: Int
    ) throws(AWSError) -> [(name: String, value: String)] {
        let body = try ContentCoding.body(of: request, limit: limit)
        return PercentEncoding.pairs(String(decoding: body, as: UTF8.self)) + PercentEncoding.pairs(request.query)
    }

    private func entry(for request: HTTPRequest) throws(AWSError) -> OperationTable<Service>.Entry {
        guard let action = try Self.action(of: request), !action.isEmpty else {
            throw AWSError("MissingAction", message: "The request must contain the parameter Action.")
        }
        guard let entry = operations[action], admits(action, request) else {
            let isUnknown = operations[action] == nil && ActionName.isLikely(action)
            let reason = isUnknown ? " Hearth does not emulate it." : ""
            throw AWSError("InvalidAction", message: "The action \(action) is not valid for this endpoint.\(reason)")
        }
        if needsSignature { try SignatureCheck.check(request) }
        return entry
    }

    /// Looked for at the front, where clients write it, without decoding the whole body.
    private static func action(of request: HTTPRequest) throws(AWSError) -> String? {
        if request.headers["Content-Encoding"] == nil {
            let name = Array("Action=".utf8)
            let isFirst = request.body.starts(with: name)
            if isFirst {
                let value = request.body.dropFirst(name.count).prefix { $0 != UInt8(ascii: "&") }
                return PercentEncoding.decode(String(decoding: value, as: UTF8.self), plusIsSpace: true)
            }
        }
        return try parameters(of: request, limit: 1 << 20).first { $0.name == "Action" }?.value
    }

    // MARK: Replies

    private static func wantsJSON(_ request: HTTPRequest) -> Bool {
        request.headers["Accept"]?.lowercased().contains("application/json") ?? false
    }

    private func finished(
        _ body: [UInt8],
        _ entry: OperationTable<Service>.Entry,
        _ request: HTTPRequest,
        _ id: String
    ) -> HTTPResponse {
        if Self.wantsJSON(request) {
            return finished(HTTPResponse(body: QueryJSON.reply(body, entry.name, entry.output, id)), request, id)
        }
        var writer = XMLWriter()
        writer.raw("<?xml version=\"1.0\"?><\(entry.name)Response xmlns=\"\(namespace)\">")
        // A result without members is told as well, where the action has one.
        if case .structure(let members, let java) = entry.output, !members.isEmpty || !java.isEmpty {
            let reply = (try? JSON(parsing: body))?.objectValue ?? JSON.Object()
            writer.element("\(entry.name)Result") { $0.members(reply, members) }
        }
        writer.element("ResponseMetadata") { $0.element("RequestId", id) }
        writer.raw("</\(entry.name)Response>")
        return finished(HTTPResponse(body: writer.bytes), request, id)
    }

    private func finished(_ error: AWSError, _ request: HTTPRequest, _ id: String) -> HTTPResponse {
        let error = Service.queryError(for: error) ?? error.inQueryWords
        if Self.wantsJSON(request) {
            let response = HTTPResponse(status: error.status, headers: error.headers, body: QueryJSON.error(error, id))
            return finished(response, request, id)
        }
        var writer = XMLWriter()
        writer.raw("<?xml version=\"1.0\"?><ErrorResponse xmlns=\"\(namespace)\">")
        writer.element("Error") { writer in
            writer.element("Type", error.fault.queryType)
            writer.element("Code", error.code)
            if !error.message.isEmpty { writer.element("Message", error.message) }
            for member in error.members.members {
                writer.element(member.key, member.value.stringValue ?? member.value.text)
            }
            if hasErrorDetails { writer.raw("<Detail/>") }
        }
        writer.element("RequestId", id)
        writer.raw("</ErrorResponse>")
        return finished(
            HTTPResponse(status: error.status, headers: error.headers, body: writer.bytes),
            request,
            id
        )
    }

    private func finished(_ response: HTTPResponse, _ request: HTTPRequest, _ id: String) -> HTTPResponse {
        var response = response
        response.headers.add("x-amzn-RequestId", id)
        response.headers.add("Content-Type", Self.wantsJSON(request) ? "application/json" : "text/xml")
        CrossOrigin.allow(&response, for: request)
        ContentCoding.encode(&response, for: request)
        return response
    }
}

extension AWSError {
    /// The common errors under their names in the query protocol.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
    package var inQueryWords: AWSError {
        var error = self
        switch code {
        case "SerializationException": error.code = "MalformedInput"
        case "ValidationException": error.code = "ValidationError"
        case "MissingAuthenticationTokenException": (error.code, error.status) = ("MissingAuthenticationToken", 403)
        case "IncompleteSignatureException": error.code = "IncompleteSignature"
        case "InvalidSignatureException": error.code = "SignatureDoesNotMatch"
        case "InternalServerError": error.code = "InternalFailure"
        default: break
        }
        return error
    }
}

extension AWSError.Fault {
    /// Whose mistake it is, in the words of the query protocol.
    package var queryType: String { self == .client ? "Sender" : "Receiver" }
}
