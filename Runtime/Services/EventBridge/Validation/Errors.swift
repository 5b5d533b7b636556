import EventPatterns
import Wire

/// EventBridge's errors, in its words.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html
extension AWSError {
    static func validation(_ message: String) -> AWSError { AWSError("ValidationException", message: message) }

    static func notFound(_ message: String) -> AWSError { AWSError("ResourceNotFoundException", message: message) }

    static func exists(_ message: String) -> AWSError { AWSError("ResourceAlreadyExistsException", message: message) }

    static func invalid(_ parameter: String, _ reason: String) -> AWSError {
        validation("Parameter \(parameter) is not valid. Reason: \(reason)")
    }

    static let limitExceeded = AWSError(
        "LimitExceededException",
        message: "The requested resource exceeds the maximum number allowed."
    )

    static func pattern(_ error: EventPatternError) -> AWSError {
        AWSError("InvalidEventPatternException", message: "Event pattern is not valid. Reason: \(error.message)")
    }
}

extension EventPattern {
    /// The pattern that a request holds.
    static func read(_ text: String) throws(AWSError) -> EventPattern {
        do throws(EventPatternError) {
            return try EventPattern(text)
        } catch {
            throw .pattern(error)
        }
    }
}
