import BookCatalog
import BookTables
import Endpoints
import FoundationEssentials

/// Where the next page of one list starts, in letters that say nothing to a client: it hands them back as they are.
struct RatingCursor: Hashable {
    /// Such as `users/ann`.
    let list: String
    let position: RatingPosition

    init(_ position: RatingPosition, in list: String) {
        self.position = position
        self.list = list
    }

    /// `nil` for text that never was a cursor of this list.
    init?(_ text: String, of list: String) {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard text.utf8.count <= 200, let data = Data(base64Encoded: base64 + padding) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: " ", maxSplits: 2)
        guard parts.count == 3, let ratedAt = Int(parts[1]), ratedAt >= 0 else { return nil }
        guard (1...CatalogLimits.idBytes).contains(parts[2].utf8.count) else { return nil }
        self.init(RatingPosition(ratedAt: ratedAt, id: String(parts[2])), in: list)
        guard parts[0] == check else { return nil }
    }

    var text: String {
        let base64 = Data("\(check) \(position.ratedAt) \(position.id)".utf8).base64EncodedString()
        return base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Tells cursors of other lists from this one's. No secret: a forged cursor shows nothing that is not for all to read.
    private var check: String {
        String(Posting.key(of: "\(list) \(position.ratedAt) \(position.id)"), radix: 36)
    }
}

extension Form {
    /// Where a page starts.
    mutating func cursor(of list: String) -> RatingCursor? {
        guard let value = value("cursor", required: false) else { return nil }
        guard case .string(let text) = value, let cursor = RatingCursor(text, of: list) else {
            return fail("cursor", "is not a cursor of this list")
        }
        return cursor
    }
}
