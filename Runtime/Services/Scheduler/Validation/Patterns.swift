import ServiceKit

/// Patterns of names, as https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Types.html has them.
extension Shape.Pattern {
    static let name = Shape.Pattern("^[0-9a-zA-Z-_.]+$") { $0.wholeMatch(of: /[0-9a-zA-Z\-_.]+/) != nil }
    static let clientToken = Shape.Pattern("^[a-zA-Z0-9-_]+$") { $0.wholeMatch(of: /[a-zA-Z0-9\-_]+/) != nil }
    static let queueARN = Shape.Pattern(#"^arn:aws(-[a-z]+)?:sqs:[a-z0-9\-]+:\d{12}:[a-zA-Z0-9\-_]+$"#) {
        $0.wholeMatch(of: /arn:aws(-[a-z]+)?:sqs:[a-z0-9\-]+:\d{12}:[a-zA-Z0-9\-_]+/) != nil
    }
    static let roleARN = Shape.Pattern(#"^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@\/-]+$"#) {
        $0.wholeMatch(of: /arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@\/\-]+/) != nil
    }
    static let groupARN = Shape.Pattern(
        #"^arn:aws(-[a-z]+)?:scheduler:[a-z0-9\-]+:\d{12}:schedule-group\/[0-9a-zA-Z-_.]+$"#
    ) {
        $0.wholeMatch(of: /arn:aws(-[a-z]+)?:scheduler:[a-z0-9\-]+:\d{12}:schedule-group\/[0-9a-zA-Z\-_.]+/) != nil
    }
}
