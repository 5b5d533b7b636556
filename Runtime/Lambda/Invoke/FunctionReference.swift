import JSON
import ServiceKit
import Wire

/// What callers name a function by, as it is looked up.
package struct FunctionReference: Hashable {
    package var name: String
    package var qualifier: String?

    /// Reads `text` for a caller of `account`, with the `Qualifier` of the query if there is one.
    package init(_ text: String, qualifier explicit: String?, account: AWSAccount) throws(AWSError) {
        guard let given = FunctionName(text), explicit.map(Self.isQualifier) ?? true else {
            throw Self.malformed(text, explicit)
        }
        if let region = given.region, region != account.region {
            throw .functionsNotReachable(from: region, in: account.region)
        }
        if let other = given.account, other != account.id { throw .functionNotFound(text) }
        if let derived = given.qualifier, let explicit, derived != explicit {
            throw .invalidParameter(
                "The derived qualifier from the function name does not match the specified qualifier."
            )
        }
        name = given.name
        qualifier = explicit ?? given.qualifier
    }

    static func isQualifier(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && (text == "$LATEST.PUBLISHED" || text.utf8.allSatisfy { $0.isWord || $0 == UInt8(ascii: "$") })
    }

    private static func malformed(_ text: String, _ qualifier: String?) -> AWSError {
        var members = JSON.Object([("FunctionName", .string(text))])
        members["Qualifier"] = qualifier.map { .string($0) }
        do throws(AWSError) {
            _ = try Shape.functionVersion.read(.object(members))
            return .functionNotFound(text)
        } catch {
            return error
        }
    }
}
