import JSON
import ServiceKit
import Wire

/// CloudWatch's errors, in its words.
extension AWSError {
    static func invalidValue(_ message: String) -> AWSError {
        AWSError("InvalidParameterValueException", message: message)
    }

    static func invalidCombination(_ message: String) -> AWSError {
        AWSError("InvalidParameterCombinationException", message: message)
    }

    static func validation(_ message: String) -> AWSError { AWSError("ValidationException", message: message) }

    static let noSuchAlarm = AWSError("ResourceNotFound", status: 404, message: "")
    static let invalidToken = AWSError("InvalidNextToken", message: "Request parameter NextToken is invalid")

    static func noSuchResource(_ arn: String) -> AWSError {
        AWSError(
            "ResourceNotFoundException",
            status: 404,
            message: "Unknown",
            members: JSON.Object([("ResourceType", "alarm"), ("ResourceId", .string(arn))])
        )
    }

    /// With the codes of the query protocol, which the SDKs go by in the others too.
    var inWordsOfQuery: AWSError {
        var error = inQueryWords
        switch code {
        case "InvalidParameterValueException": error.code = "InvalidParameterValue"
        case "InvalidParameterCombinationException": error.code = "InvalidParameterCombination"
        case "MissingRequiredParameterException": error.code = "MissingParameter"
        case "DashboardInvalidInputError": error.code = "InvalidParameterInput"
        case "DashboardNotFoundError": error.code = "ResourceNotFound"
        case "LimitExceededFault": error.code = "LimitExceeded"
        case "InvalidFormatFault": error.code = "InvalidFormat"
        default: break
        }
        return error
    }
}

extension Metrics {
    package static func queryError(for error: AWSError) -> AWSError? { error.inWordsOfQuery }

    package static func namespace(ofError code: String) -> String? {
        let common: Set = ["ValidationException", "SerializationException", "UnknownOperationException"]
        return common.contains(code) ? nil : "com.amazonaws.cloudwatch"
    }
}
