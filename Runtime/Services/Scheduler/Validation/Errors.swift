import JSON
import Wire

/// The Scheduler's errors, in its words. The body calls the text `Message`.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/CommonErrors.html
extension AWSError {
    private static func error(_ code: String, _ status: Int, _ message: String) -> AWSError {
        let members = JSON.Object([("Message", .string(message))])
        return AWSError(code, status: status, message: message, members: members)
    }

    static func validation(_ message: String) -> AWSError { error("ValidationException", 400, message) }

    static func notFound(_ message: String) -> AWSError { error("ResourceNotFoundException", 404, message) }

    static func conflict(_ message: String) -> AWSError { error("ConflictException", 409, message) }
}
