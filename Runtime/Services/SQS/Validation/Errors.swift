import ServiceKit
import JSON
import Wire

/// SQS's errors, in its words.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
extension AWSError {
    static let noSuchQueue = AWSError("QueueDoesNotExist", message: "The specified queue does not exist.")

    static func invalidParameter(_ message: String) -> AWSError {
        AWSError("InvalidParameterValueException", message: message)
    }

    static func invalid(_ value: String, for parameter: String, _ reason: String) -> AWSError {
        invalidParameter("Value \(value) for parameter \(parameter) is invalid. Reason: \(reason)")
    }

    static func missing(_ parameter: String) -> AWSError {
        AWSError(
            "MissingRequiredParameterException",
            message: "The request must contain the parameter \(parameter)."
        )
    }

    static func unknownAttribute(_ name: String) -> AWSError {
        AWSError("InvalidAttributeName", message: "Unknown Attribute \(name).")
    }

    static func invalidAttribute(_ name: String, _ reason: String = "") -> AWSError {
        AWSError(
            "InvalidAttributeValue",
            message: "Invalid value for the parameter \(name)." + (reason.isEmpty ? "" : " Reason: \(reason)")
        )
    }

    static func noSuchResource(_ message: String) -> AWSError {
        AWSError("ResourceNotFoundException", status: 404, message: message)
    }

    static let badReceiptHandle = AWSError(
        "ReceiptHandleIsInvalid",
        message: "The input receipt handle is invalid."
    )

    static func badReceiptHandle(_ handle: String) -> AWSError {
        AWSError(
            "ReceiptHandleIsInvalid",
            message: "The input receipt handle \"\(handle)\" is not a valid receipt handle."
        )
    }

    static func expiredReceiptHandle(_ handle: String) -> AWSError {
        invalid(handle, for: "ReceiptHandle", "The receipt handle has expired.")
    }

    static let inFlightLimit = AWSError(
        "OverLimit",
        status: 403,
        message: "Too many messages are in flight: a queue may have \(Limits.standardInFlight) of them."
    )

    static let internalFailure = AWSError("InternalServerError", status: 500, message: "Internal server error")

    /// The same error with the code and the text of the query protocol.
    var inWordsOfSQSQuery: AWSError {
        var error = inQueryWords
        switch code {
        case "QueueDoesNotExist":
            error.code = "AWS.SimpleQueueService.NonExistentQueue"
            error.message = "The specified queue does not exist for this wsdl version."
        case "QueueNameExists": error.code = "QueueAlreadyExists"
        case "InvalidParameterValueException": error.code = "InvalidParameterValue"
        case "MissingRequiredParameterException": error.code = "MissingParameter"
        case "BatchEntryIdsNotDistinct", "BatchRequestTooLong", "EmptyBatchRequest", "InvalidBatchEntryId",
            "MessageNotInflight", "PurgeQueueInProgress", "QueueDeletedRecently", "TooManyEntriesInBatchRequest",
            "UnsupportedOperation":
            error.code = "AWS.SimpleQueueService.\(code)"
        default: break
        }
        return error
    }
}
