import JSON
import ServiceKit
import Wire

extension RegionalCall {
    /// The reply to an action that lists: a page, and the token of the next one.
    func page(_ elements: [(name: String, value: JSON)], _ member: String) throws(AWSError) -> JSON {
        try page(elements, member, limit: "Limit")
    }
}

extension JSON.Object {
    var pairs: [(String, JSON)] { members.map { ($0.key, $0.value) } }
}
