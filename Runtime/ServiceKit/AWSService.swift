import Storage
import Wire

/// What answers on the endpoint beside others.
package protocol EndpointService: HTTPHandler {
    /// Whether a request is for this service, judged by its target, credential scope, host and path alone.
    func matches(_ request: HTTPRequest) -> Bool
}

/// One local AWS service.
package protocol AWSService: EndpointService {
    var context: ServiceContext { get }

    /// What stands before `#` in the `__type` of an error; `nil` for nothing, unless said otherwise.
    static func namespace(ofError code: String) -> String?

    /// The name under which the body of an error carries its text: `message`, unless said otherwise.
    static func messageMember(ofError code: String) -> String

    /// Whether a request may hold half a surrogate pair, which becomes U+FFFD: `true`, unless said otherwise. `false` is
    /// for services that compare what they are given, where different texts would become one.
    static var takesLoneSurrogates: Bool { get }

    /// The code of the error for a request that violates constraints of its shape: `ValidationException`, unless said
    /// otherwise.
    static var violationCode: String { get }

    /// An error as the query protocol tells it, for services that speak it or once did: replies in JSON carry its code in
    /// `x-amzn-query-error`. `nil` for the others, unless said otherwise.
    /// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
    static func queryError(for error: AWSError) -> AWSError?

    /// What a `GET` gets; `nil` for nothing, unless said otherwise.
    func page(_ request: HTTPRequest) -> HTTPResponse?

    /// The answer to a failure of the store, in the service's words.
    func error(for failure: StorageError) -> AWSError
}

extension AWSService {
    package static func namespace(ofError code: String) -> String? { nil }

    package static var takesLoneSurrogates: Bool { true }

    package static var violationCode: String { ConstraintCheck.code }

    package static func queryError(for error: AWSError) -> AWSError? { nil }

    package func page(_ request: HTTPRequest) -> HTTPResponse? { nil }

    package static func messageMember(ofError code: String) -> String {
        code == "SerializationException" ? "Message" : "message"
    }
}
