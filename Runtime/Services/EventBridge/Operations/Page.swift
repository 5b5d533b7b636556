import JSON
import ServiceKit
import Wire

extension RegionalCall {
    /// The reply to an action that lists: a page, and the token of the next one.
    func page(_ elements: [(name: String, value: JSON)], _ member: String) throws(AWSError) -> JSON {
        let (page, next) = try Page.of(elements, limit: self["Limit"]?.intValue ?? 100, token: text("NextToken"))
        var reply = JSON.Object([(member, .array(page))])
        reply["NextToken"] = next.map { .string($0) }
        return .object(reply)
    }
}

extension JSON.Object {
    var pairs: [(String, JSON)] { members.map { ($0.key, $0.value) } }
}
