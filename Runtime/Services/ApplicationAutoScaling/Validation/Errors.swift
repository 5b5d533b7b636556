import Wire

/// Application Auto Scaling's errors, in its words where they are known.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/CommonErrors.html
extension AWSError {
    static func validation(_ message: String) -> AWSError { AWSError("ValidationException", message: message) }

    private static func notFound(_ message: String) -> AWSError {
        AWSError("ObjectNotFoundException", message: message)
    }

    static func limitExceeded(_ message: String) -> AWSError { AWSError("LimitExceededException", message: message) }

    static let unsupportedTarget = validation("Unsupported service namespace, resource type or scalable dimension")

    /// For those who want to take a target away.
    static func noTargetFound(_ place: TargetPlace) -> AWSError {
        notFound("No scalable target found for \(place.description)")
    }

    /// For those who want to give it something.
    static func noTargetRegistered(_ place: TargetPlace) -> AWSError {
        notFound("No scalable target registered for \(place.description)")
    }

    static func noPolicy(_ name: String, _ place: TargetPlace) -> AWSError {
        notFound("No scaling policy found for \(place.description), policy name: \(name)")
    }

    static func noAction(_ name: String, _ place: TargetPlace) -> AWSError {
        notFound("No scheduled action found for \(place.description), scheduled action name: \(name)")
    }
}
