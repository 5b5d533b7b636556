/// Why a service refused a call.
public struct AWSServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Such as `ResourceNotFoundException` or `QueueDoesNotExist`, without a namespace.
    public var code: String
    public var message: String
    /// The HTTP status.
    public var statusCode: Int
    public var requestID: String?
    /// Such as `cloudformation:CreateChangeSet`, where the client says it.
    package private(set) var call: String?

    package init(_ answer: AWSErrorAnswer) {
        code = answer.code
        message = answer.message
        statusCode = answer.statusCode
        requestID = answer.requestID
    }

    /// The same, which names the call.
    package init(_ answer: AWSErrorAnswer, to call: String, endpoint: String) {
        self.init(answer)
        self.call = call
        if answer.isMute { message = "\(endpoint) answered with status \(statusCode)" }
    }

    public var description: String { "\(code)\(call.map { " (\($0))" } ?? ""): \(message)" }
}

/// Why a service refused one entry of a batch while it may have taken others.
public struct BatchResultErrorEntry: Error, Sendable, Hashable {
    /// The entry's own.
    public var id: String
    public var code: String
    public var message: String?
    /// Whether sending it again is of no use.
    public var senderFault: Bool
}

extension BatchResultErrorEntry: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        id = try object.required("Id")
        code = try object.required("Code")
        message = try object.get("Message")
        senderFault = try object.get("SenderFault") ?? false
    }
}
