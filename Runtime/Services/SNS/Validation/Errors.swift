import ServiceKit
import Wire

/// SNS's errors, in its words.
/// https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html
extension AWSError {
    static func invalid(_ message: String) -> AWSError {
        AWSError("InvalidParameter", message: "Invalid parameter: \(message)")
    }

    static func invalidValue(_ message: String) -> AWSError { AWSError("ParameterValueInvalid", message: message) }

    static func notFound(_ what: String) -> AWSError {
        AWSError("NotFound", status: 404, message: "\(what) does not exist")
    }

    /// Of a request without a signature, where one is needed.
    static func unauthenticated(_ action: String, _ topic: String) -> AWSError {
        AWSError(
            "AuthorizationError",
            status: 403,
            message: "User: anonymous is not authorized to perform: SNS:\(action) on resource: \(topic)"
        )
    }

    static let noSuchResource = AWSError("ResourceNotFound", status: 404, message: "Resource does not exist")

    /// The common errors under their names here.
    var inWordsOfSNS: AWSError {
        var error = inQueryWords
        if error.code == "InternalFailure" { error.code = "InternalError" }
        return error
    }
}
