import AWSClient
import BookCatalog
import BookTables

/// Makes the readers' profiles, the books' lists of readers and the list of popular books from the table `ratings`.
///
/// Ratings may be given meanwhile: an item is only written if its version is still the one from before the ratings were
/// read. Otherwise it is made anew by itself. Items that say what they should are not written.
struct SimilarityPass {
    let dynamoDB: DynamoDB
    let tables: TableNames

    /// How many profiles and lists were not what the ratings say. `progress` is told items looked at and in all.
    func run(progress: @escaping (_ done: Int, _ total: Int) -> Void) async throws -> Int {
        let profiles = try await stamps(tables.profiles, key: "user_id", bytes: "ratings")
        let lists = try await stamps(tables.raters, key: "list_id", bytes: "readers")
        var matrix = try await ratings()
        let total = profiles.count + lists.count
        var writer = ConditionalWriter(dynamoDB: dynamoDB)
        var done = 0
        try await matrix.forEachProfile { profile in
            let stamp = profiles[profile.userID]
            var next = profile
            next.version = (stamp?.version ?? 0) + 1
            done += 1
            progress(done, max(done, total))
            if stamp?.bytes == profile.ratings.bytes.hashValue { return }
            let write = ConditionalWriter.Write(
                table: tables.profiles,
                keyName: "user_id",
                item: ProfileItem.item(next),
                version: stamp?.version
            )
            try await writer.put(write) { try await self.remake(profile.userID) }
        }
        try await matrix.forEachList { list in
            let stamp = lists[RaterItem.id(list.bookID, list.part)]
            done += 1
            progress(done, max(done, total))
            if stamp?.bytes == list.readers.bytes.hashValue { return }
            let write = ConditionalWriter.Write(
                table: tables.raters,
                keyName: "list_id",
                item: RaterItem.item(list, version: (stamp?.version ?? 0) + 1),
                version: stamp?.version
            )
            try await writer.put(write) { try await self.merge(list) }
        }
        try await writer.flush()
        try await PopularBooks(dynamoDB, table: tables.raters).replace(matrix.bookCounts)
        return writer.written
    }

    /// What is known of an item without holding it.
    private struct Stamp {
        var version: Int
        var bytes: Int
    }

    private func stamps(_ table: String, key: String, bytes: String) async throws -> [String: Stamp] {
        var stamps: [String: Stamp] = [:]
        let scan = TableScan(dynamoDB: dynamoDB, table: table, attributes: [key, "version", bytes])
        try await scan.forEachPage { items in
            for item in items {
                guard let id = item[key]?.stringValue, let version = item["version"]?.intValue else { continue }
                stamps[id] = Stamp(version: version, bytes: item[bytes]?.binaryValue?.hashValue ?? 0)
            }
        }
        return stamps
    }

    private func ratings() async throws -> RatingMatrix {
        var matrix = RatingMatrix()
        let attributes = ["user_id", "book_id", "rating", "rated_at"]
        try await TableScan(dynamoDB: dynamoDB, table: tables.ratings, attributes: attributes).forEachPage { items in
            for rating in items.compactMap(RatingItem.init) { matrix.add(rating) }
        }
        return matrix
    }
}

// MARK: - Items that have changed meanwhile

extension SimilarityPass {
    /// A profile as the reader's ratings have it now.
    private func remake(_ userID: String) async throws -> ConditionalWriter.Write {
        let stored = try await current(tables.profiles, ProfileItem.key(userID))
        let known = stored.flatMap(ProfileItem.profile)?.ratings.ratings ?? []
        let levels = Dictionary(known.map { ($0.id, $0.level) }) { first, _ in first }
        let ratings = try await allRatings(of: userID).sorted { ($0.ratedAt, $0.bookID) < ($1.ratedAt, $1.bookID) }
        let version = stored?["version"]?.intValue
        let profile = ReaderProfile(
            userID: userID,
            all: ratings.map {
                ListedRating(id: $0.bookID, stars: $0.rating, level: levels[$0.bookID] ?? RatingLevel(count: 1))
            },
            version: (version ?? 0) + 1,
            ratedAt: ratings.last?.ratedAt ?? 0
        )
        return .init(
            table: tables.profiles,
            keyName: "user_id",
            item: ProfileItem.item(profile),
            version: version
        )
    }

    /// A list together with the readers that it got meanwhile.
    private func merge(_ list: RaterList) async throws -> ConditionalWriter.Write {
        let stored = try await current(tables.raters, RaterItem.key(list.bookID, list.part))
        var merged = list
        for reader in stored.flatMap(RaterItem.readers)?.ratings ?? [] { merged.insert(reader) }
        let version = stored?["version"]?.intValue
        return .init(
            table: tables.raters,
            keyName: "list_id",
            item: RaterItem.item(merged, version: (version ?? 0) + 1),
            version: version
        )
    }

    private func current(_ table: String, _ key: DynamoDB.Item) async throws -> DynamoDB.Item? {
        try await dynamoDB.getItem(.init(tableName: table, key: key, consistentRead: true)).item
    }

    private func allRatings(of userID: String) async throws -> [RatingItem] {
        var ratings: [RatingItem] = []
        var start: DynamoDB.Item?
        repeat {
            let output = try await dynamoDB.query(
                .init(
                    tableName: tables.ratings,
                    keyConditionExpression: "user_id = :id",
                    expressionAttributeValues: [":id": .s(userID)],
                    exclusiveStartKey: start,
                    consistentRead: true
                )
            )
            ratings += output.items.compactMap(RatingItem.init)
            start = output.lastEvaluatedKey
        } while start != nil
        return ratings
    }
}
