/// A function as requests may write it, read by the grammar of AWS's pattern: a name with or without a qualifier, and
/// before it as much of an ARN as the caller likes.
///
/// `my-function`, `my-function:v1`, `123456789012:function:my-function`,
/// `arn:aws:lambda:us-west-2:123456789012:function:my-function:v1`
/// (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html).
package struct FunctionName {
    package private(set) var region: String?
    package private(set) var account: String?
    package let name: String
    package let qualifier: String?

    /// `nil` for what AWS's pattern does not match.
    package init?(_ text: String) {
        var rest = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }[...]
        if rest.count > 3, rest[0] == "arn" {
            guard Self.isPartition(rest[1]), rest[2] == "lambda" else { return nil }
            rest.removeFirst(3)
        }
        if rest.count > 1, let first = rest.first, Self.isRegion(first) { region = rest.removeFirst() }
        if rest.count > 1, let first = rest.first, Self.isAccount(first) { account = rest.removeFirst() }
        if rest.count > 1, rest.first == "function" { rest.removeFirst() }
        guard rest.count <= 2, let name = rest.first, Self.isName(name) else { return nil }
        self.name = name
        qualifier = rest.count == 2 ? rest.last : nil
        guard qualifier.map(Self.isQualifier) ?? true else { return nil }
    }

    /// The name in what a template or a request has for a function; any other text is the name itself.
    package static func name(in text: String) -> String { FunctionName(text)?.name ?? text }

    private static func isPartition(_ text: String) -> Bool {
        text.isEmpty || (text.hasPrefix("aws") && text.utf8.allSatisfy { $0.isLetter || $0 == UInt8(ascii: "-") })
    }

    private static func isRegion(_ text: String) -> Bool {
        var parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.first == "eusc" { parts.removeFirst() }
        guard let country = parts.first, country.utf8.count == 2, country.utf8.allSatisfy(\.isSmallLetter) else {
            return false
        }
        if parts.count == 4 {
            let isolated =
                parts[1].hasPrefix("iso") && parts[1].utf8.count <= 4 && parts[1].utf8.allSatisfy(\.isSmallLetter)
            guard parts[1] == "gov" || isolated else { return false }
            parts.remove(at: 1)
        }
        return parts.count == 3 && !parts[1].isEmpty && parts[1].utf8.allSatisfy(\.isSmallLetter)
            && parts[2].utf8.count == 1 && parts[2].utf8.allSatisfy(\.isDigit)
    }

    private static func isAccount(_ text: String) -> Bool { text.utf8.count == 12 && text.utf8.allSatisfy(\.isDigit) }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0.isWord || $0 == UInt8(ascii: ".") }
    }

    private static func isQualifier(_ text: String) -> Bool {
        text == "$LATEST" || text == "$LATEST.PUBLISHED" || (!text.isEmpty && text.utf8.allSatisfy(\.isWord))
    }
}
