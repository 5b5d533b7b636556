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

    /// The entries of this page, and where the next one begins, if there is one.
    func part<Entry>(of entries: [Entry]) -> (page: ArraySlice<Entry>, next: JSON?) {
        let left = entries.dropFirst(start)
        return (left.prefix(limit), left.count > limit ? .string(String(start + limit)) : nil)
    }

    /// Entries for which there is nothing to tell are left out.
    func reply<Entry>(
        _ member: String,
        _ entries: [Entry],
        _ rest: JSON.Object = JSON.Object(),
        _ json: (Entry) -> JSON?
    ) -> [UInt8] {
        let (page, next) = part(of: entries)
        var reply = JSON.Object([(member, .array(page.compactMap(json)))])
        reply["NextToken"] = next
        for other in rest.members { reply[other.key] = other.value }
        return JSON.object(reply).bytes
    }
}
