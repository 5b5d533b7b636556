import JSON
import Time
import Wire

/// Requests that are signed in their query, for whom and how long: the time is honoured, signatures are not verified.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
enum Presigned {
    private static let longest = 604_800

    static func check(_ call: Call) throws(AWSError) {
        if call.query["X-Amz-Algorithm"] != nil {
            try checkVersion4(call)
        } else if call.query["AWSAccessKeyId"] != nil, call.query["Signature"] != nil, let end = call.query["Expires"] {
            guard let seconds = Int64(end), seconds < 9_000_000_000 else {
                throw .accessDenied("Invalid date (should be seconds since epoch): \(end)")
            }
            try check(Timestamp(nanosecondsSinceEpoch: seconds * 1_000_000_000), call, nil)
        }
    }

    private static func checkVersion4(_ call: Call) throws(AWSError) {
        guard let text = call.query["X-Amz-Date"], let begin = time(text), let age = call.query["X-Amz-Expires"],
            call.query["X-Amz-Credential"] != nil, call.query["X-Amz-SignedHeaders"] != nil,
            call.query["X-Amz-Signature"] != nil
        else {
            throw parameters(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
                    + "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
            )
        }
        guard let seconds = Int(age) else { throw parameters("X-Amz-Expires should be a number") }
        guard seconds >= 0 else { throw parameters("X-Amz-Expires must be non-negative") }
        guard seconds <= longest else {
            throw parameters(
                "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"
            )
        }
        try check(begin + .seconds(seconds), call, age)
    }

    private static func parameters(_ message: String) -> AWSError {
        AWSError("AuthorizationQueryParametersError", 400, message)
    }

    private static func check(_ end: Timestamp, _ call: Call, _ age: String?) throws(AWSError) {
        guard call.now > end else { return }
        var error = AWSError(
            "AccessDenied",
            403,
            "Request has expired",
            ("Expires", end.iso8601Seconds),
            ("ServerTime", call.now.iso8601Seconds)
        )
        error.members["X-Amz-Expires"] = age.map { .string($0) }
        throw error
    }

    /// `20261121T030405Z`.
    private static func time(_ text: String) -> Timestamp? {
        let digits = Array(text)
        guard digits.count == 16, digits[8] == "T", digits[15] == "Z" else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return Timestamp(
            iso8601: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z"
        )
    }
}
