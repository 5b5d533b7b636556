import BookCatalog
import BookTables
import Endpoints
import FoundationEssentials

/// Where the next page starts, in letters that say nothing to a client: it hands them back as they are.
struct RatingCursor: Hashable {
    var position: RatingPosition

    init(_ position: RatingPosition) { self.position = position }

    /// `nil` for text that never was a cursor.
    init?(_ text: String) {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard text.utf8.count <= 200, let data = Data(base64Encoded: base64 + padding) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let ratedAt = Int(parts[0]), ratedAt >= 0 else { return nil }
        guard (1...CatalogLimits.idBytes).contains(parts[1].utf8.count) else { return nil }
        position = RatingPosition(ratedAt: ratedAt, id: String(parts[1]))
    }

    var text: String {
        let base64 = Data("\(position.ratedAt) \(position.id)".utf8).base64EncodedString()
        return base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

extension Form {
    /// Where a page starts.
    mutating func cursor() -> RatingCursor? {
        guard let value = value("cursor", required: false) else { return nil }
        guard case .string(let text) = value, let cursor = RatingCursor(text) else {
            return fail("cursor", "is not a cursor of this list")
        }
        return cursor
    }
}
