import Wire

/// What callers name a function by: a name, a name with a qualifier, a partial or a whole ARN.
///
/// `my-function`, `my-function:v1`, `123456789012:function:my-function`,
/// `arn:aws:lambda:us-west-2:123456789012:function:my-function:v1`
/// (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html).
struct FunctionReference: Hashable {
    var name: String
    var qualifier: String?

    /// Reads `text` for a caller of `account`, with the `Qualifier` of the query if there is one.
    init(_ text: String, qualifier explicit: String?, account: AWSAccount) throws(AWSError) {
        var parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        if parts.first == "arn" {
            guard parts.count == 7 || parts.count == 8, parts[2] == "lambda", parts[5] == "function" else {
                throw Self.malformed(text)
            }
            guard parts[3] == account.region else {
                throw .functionsNotReachable(from: parts[3], in: account.region)
            }
            parts.removeFirst(4)
        }
        if parts.count >= 3, parts[1] == "function" {
            guard parts[0] == account.id else { throw .functionNotFound(text) }
            parts.removeFirst(2)
        }
        guard (1...2).contains(parts.count), Self.isName(parts[0]) else { throw Self.malformed(text) }
        name = parts[0]
        let derived = parts.count == 2 ? parts[1] : nil
        if let derived, let explicit, derived != explicit {
            throw .invalidParameter(
                "The derived qualifier from the function name does not match the specified qualifier."
            )
        }
        qualifier = explicit ?? derived
    }

    private static func isName(_ text: String) -> Bool {
        (1...140).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func malformed(_ text: String) -> AWSError {
        let pattern =
            #"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?"#
            + #"([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?"#
        return AWSError(
            "ValidationException",
            message: "1 validation error detected: Value '\(text)' at 'functionName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: \(pattern)"
        )
    }
}
