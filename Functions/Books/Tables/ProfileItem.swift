import AWSClient
import BookCatalog

/// A reader's profile as an item of the table `profiles`, 4 KB at most for usual ids.
package enum ProfileItem {
    package static func key(_ userID: String) -> DynamoDB.Item { ["user_id": .s(userID)] }

    package static func item(_ profile: ReaderProfile) -> DynamoDB.Item {
        var item = key(profile.userID)
        item["ratings"] = .b(profile.ratings.bytes)
        item["version"] = .n(profile.version)
        item["dropped"] = .n(profile.dropped)
        item["rated_at"] = .n(profile.ratedAt)
        return item
    }

    /// `nil` for an item that lacks an attribute or has a list of another kind.
    package static func profile(_ item: DynamoDB.Item) -> ReaderProfile? {
        guard let userID = item["user_id"]?.stringValue, let version = item["version"]?.intValue,
            let bytes = item["ratings"]?.binaryValue, let ratings = RatingList(bytes: bytes)
        else { return nil }
        return ReaderProfile(
            userID: userID,
            ratings: ratings,
            version: version,
            dropped: item["dropped"]?.intValue ?? 0,
            ratedAt: item["rated_at"]?.intValue ?? 0
        )
    }
}

/// A part of a book's list of readers as an item of the table `raters`, about 1 KB when full.
package enum RaterItem {
    /// The part stands first, so that the parts of a popular book lie in different partitions.
    package static func id(_ bookID: String, _ part: Int) -> String { "\(part)#\(bookID)" }

    package static func key(_ bookID: String, _ part: Int) -> DynamoDB.Item { ["list_id": .s(id(bookID, part))] }

    package static func item(_ list: RaterList, version: Int) -> DynamoDB.Item {
        var item = key(list.bookID, list.part)
        item["readers"] = .b(list.readers.bytes)
        item["version"] = .n(version)
        return item
    }

    package static func readers(_ item: DynamoDB.Item) -> RatingList? {
        item["readers"]?.binaryValue.flatMap { RatingList(bytes: $0) }
    }

    /// The book and the part that an id names.
    package static func parse(_ id: String) -> (bookID: String, part: Int)? {
        let parts = id.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let part = Int(parts[0]) else { return nil }
        return (String(parts[1]), part)
    }
}
