import JSON
import Time
import Wire

/// One page of a list: what comes behind a name, up to a limit. The token of the next page is the last name of this one,
/// in hexadecimal digits so that nobody takes it for anything else.
package enum Page {
    package static func of<Element>(
        _ elements: [(name: String, value: Element)],
        limit: Int,
        token: String?
    ) throws(AWSError) -> (page: [Element], next: String?) {
        var rest = elements[...]
        if let token {
            guard let name = decode(token) else {
                throw AWSError("ValidationException", message: "The token is invalid.")
            }
            rest = rest.drop { $0.name <= name }
        }
        let page = rest.prefix(max(limit, 1))
        let next = rest.count > page.count ? page.last.map { encode($0.name) } : nil
        return (page.map(\.value), next)
    }

    private static func encode(_ name: String) -> String {
        name.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private static func decode(_ token: String) -> String? {
        let digits = token.compactMap(\.hexDigitValue)
        guard digits.count == token.count, digits.count.isMultiple(of: 2) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension RegionalCall {
    /// The reply to an action that lists: a page, and the token of the next one. `limit` names the member that says how
    /// many a page has at most; a hundred without it.
    package func page(
        _ elements: [(name: String, value: JSON)],
        _ member: String,
        limit: String
    ) throws(AWSError) -> JSON {
        let (page, next) = try Page.of(elements, limit: self[limit]?.intValue ?? 100, token: text("NextToken"))
        var reply = JSON.Object([(member, .array(page))])
        reply["NextToken"] = next.map { .string($0) }
        return .object(reply)
    }

    /// Now, in seconds since 1970, as services of JSON write times.
    package var timestamp: JSON { JSON(Double(now.millisecondsSinceEpoch) / 1_000) }
}
