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

    static let noSuchResource = AWSError("ResourceNotFound", status: 404, message: "Resource does not exist")

    /// The common errors under their names here.
    var inWordsOfSNS: AWSError {
        var error = inQueryWords
        if error.code == "InternalFailure" { error.code = "InternalError" }
        return error
    }
}
