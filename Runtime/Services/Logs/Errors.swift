import Wire

/// The errors of CloudWatch Logs, in its words.
extension AWSError {
    static func invalidParameter(_ message: String) -> AWSError {
        AWSError("InvalidParameterException", message: message)
    }

    private static func notFound(_ message: String) -> AWSError {
        AWSError("ResourceNotFoundException", message: message)
    }

    private static func exists(_ message: String) -> AWSError {
        AWSError("ResourceAlreadyExistsException", message: message)
    }

    static let noSuchGroup = notFound("The specified log group does not exist.")
    static let noSuchStream = notFound("The specified log stream does not exist.")
    static let noSuchSubscription = notFound("The specified subscription filter does not exist.")
    static let noSuchMetricFilter = notFound("The specified metric filter does not exist.")
    static let noSuchResource = notFound("The specified resource does not exist.")

    static func noSuchPolicy(_ name: String) -> AWSError { notFound("Policy with name [\(name)] does not exist.") }

    static let nameTooLong = invalidParameter(
        "Invalid LogGroup or LogStream, both must have length less than or equal to 512."
    )
    static let groupExists = exists("The specified log group already exists")
    static let streamExists = exists("The specified log stream already exists")
    static let limitExceeded = AWSError("LimitExceededException", message: "Resource limit exceeded.")
    static let badToken = invalidParameter("The specified nextToken is invalid.")

    static func badPattern(_ error: FilterPatternError) -> AWSError {
        invalidParameter("Invalid filter pattern: \(error.reason)")
    }
}
