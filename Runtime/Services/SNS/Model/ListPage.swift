import FoundationEssentials
import JSON
import ServiceKit
import Wire

extension RegionalCall {
    private static let pageSize = 100

    /// The reply to an action that lists: a hundred elements, and where the next page begins.
    func page(_ elements: [JSON], _ member: String, token name: String = "NextToken") throws(AWSError) -> JSON {
        let start = try self.start(name)
        let page = elements.dropFirst(start).prefix(Self.pageSize)
        var reply = JSON.Object([(member, .array(Array(page)))])
        if start + page.count < elements.count {
            reply[name] = .string(Data("\(start + page.count)".utf8).base64EncodedString())
        }
        return .object(reply)
    }

    private func start(_ name: String) throws(AWSError) -> Int {
        guard let token = text(name), !token.isEmpty else { return 0 }
        guard let text = Data(base64Encoded: token), let start = Int(String(decoding: text, as: UTF8.self)), start >= 0
        else { throw .invalid("NextToken Reason: invalid token") }
        return start
    }
}
