import JSON
import ServiceKit
import Wire

/// A page of a list that stands in memory. Its token is the number of entries before the page.
struct SecretPage: Sendable {
    private let start: Int
    private let limit: Int

    init(_ input: JSON.Object, standard: Int) throws(AWSError) {
        limit = input["MaxResults"]?.intValue ?? standard
        let token = input.text("NextToken")
        guard let start = Int(token ?? "0"), start >= 0 else {
            throw AWSError("InvalidNextTokenException", message: "The NextToken value is invalid.")
        }
        self.start = start
    }

    /// Entries for which there is nothing to tell are left out.
    func reply<Entry>(
        _ member: String,
        _ entries: [Entry],
        _ rest: JSON.Object = JSON.Object(),
        _ json: (Entry) -> JSON?
    ) -> [UInt8] {
        let left = entries.dropFirst(start)
        var reply = JSON.Object([(member, .array(left.prefix(limit).compactMap(json)))])
        if left.count > limit { reply["NextToken"] = .string(String(start + limit)) }
        for other in rest.members { reply[other.key] = other.value }
        return JSON.object(reply).bytes
    }
}
