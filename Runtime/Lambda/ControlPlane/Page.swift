import FoundationEssentials
import JSON
import ServiceKit
import Wire

/// A part of a list: `MaxItems` of it, behind what `Marker` stands for.
struct Page {
    static let query: [RESTBinding.QueryMember] = [.init("Marker"), .init("MaxItems", .number)]

    /// The members of a request for a page; `limit` is what AWS lets callers ask for.
    static func members(limit: Int) -> [Shape.Member] {
        [.optional("Marker", .string()), .optional("MaxItems", .number(java: "Integer", range: 1...limit))]
    }

    private let limit: Int
    /// The key of the last item of the page before.
    private let last: String?

    /// `limit` is what AWS gives at most. Throws where the marker is none that a page before may have ended with.
    init(_ input: JSON.Object, limit: Int) throws(AWSError) {
        self.limit = min(limit, input["MaxItems"]?.intValue ?? limit)
        last = input["Marker"]?.stringValue.flatMap { Data(base64Encoded: $0) }
            .flatMap { String(validating: $0, as: UTF8.self) }
        guard last != nil || (input["Marker"]?.stringValue ?? "").isEmpty else {
            throw .invalidParameter("Invalid pagination key.")
        }
    }

    /// The reply with the items of this page, which are sorted by their keys.
    func reply<Item>(
        _ member: String,
        _ items: [Item],
        key: (Item) -> String,
        _ json: (Item) -> JSON
    ) -> [UInt8] {
        let rest = last.map { last in items.filter { key($0) > last } } ?? items
        let shown = rest.prefix(limit)
        var reply = JSON.Object([(member, .array(shown.map(json)))])
        if rest.count > limit, let last = shown.last {
            reply["NextMarker"] = .string(Data(key(last).utf8).base64EncodedString())
        }
        return JSON.object(reply).bytes
    }
}
