import AWSClient
import BookCatalog

/// What a rating meets in the tables: the book, the reader's profile, and the part of the book's list for this reader.
///
/// Profile and list are read, changed and written back within the rating's transaction, on condition that their
/// versions are still the same; so they always say what the ratings say.
struct RatingSurroundings: Sendable {
    /// Ratings of the book up to now; `nil` where there is no such book.
    var bookCount: Int?
    var profile: ReaderProfile
    var raters: RaterList
    /// `nil` for a list that is not there yet.
    var ratersVersion: Int?

    init(bookCount: Int?, profile: ReaderProfile, raters: RaterList, ratersVersion: Int?) {
        self.bookCount = bookCount
        self.profile = profile
        self.raters = raters
        self.ratersVersion = ratersVersion
    }

    /// The writes that go with a rating, one after another by table.
    func writes(_ rating: RatingItem, isNew: Bool, tables: TableNames) -> [DynamoDB.TransactWriteItem] {
        let count = (bookCount ?? 0) + (isNew ? 1 : 0)
        let listed = ListedRating(id: rating.bookID, stars: rating.rating, level: RatingLevel(count: count))
        let after = profile.rating(listed, isNew: isNew, at: rating.ratedAt)
        let profilePut = Self.put(
            ProfileItem.item(after),
            tables.profiles,
            version: profile.version == 0 ? nil : profile.version,
            key: "user_id"
        )
        var list = raters
        let reader = ListedRating(id: rating.userID, stars: rating.rating, level: RatingLevel(count: after.count))
        guard list.insert(reader) else { return [profilePut] }
        let item = RaterItem.item(list, version: (ratersVersion ?? 0) + 1)
        return [profilePut, Self.put(item, tables.raters, version: ratersVersion, key: "list_id")]
    }

    private static func put(
        _ item: DynamoDB.Item,
        _ table: String,
        version: Int?,
        key: String
    ) -> DynamoDB.TransactWriteItem {
        .put(
            .init(
                tableName: table,
                item: item,
                conditionExpression: version == nil ? "attribute_not_exists(\(key))" : "version = :version",
                expressionAttributeValues: version.map { [":version": .n($0)] }
            )
        )
    }
}

extension RatingSurroundings {
    /// Reads all three at once, as they are now.
    static func read(_ rating: RatingItem, _ dynamoDB: DynamoDB, _ tables: TableNames) async throws -> Self {
        let part = RaterList.part(bookID: rating.bookID, userID: rating.userID)
        let keys = [
            tables.books: BookItem.key(rating.bookID),
            tables.profiles: ProfileItem.key(rating.userID),
            tables.raters: RaterItem.key(rating.bookID, part),
        ]
        let reader = BatchReader(dynamoDB: dynamoDB, isConsistent: true)
        let items = try await reader.items(keys.mapValues { [$0] })
        let raters = items[tables.raters]?.first
        return RatingSurroundings(
            bookCount: items[tables.books]?.first.map { BookItem.tally($0).count },
            profile: items[tables.profiles]?.first.flatMap(ProfileItem.profile) ?? ReaderProfile(userID: rating.userID),
            raters: RaterList(
                bookID: rating.bookID,
                part: part,
                readers: raters.flatMap(RaterItem.readers) ?? RatingList()
            ),
            ratersVersion: raters?["version"]?.intValue
        )
    }
}
