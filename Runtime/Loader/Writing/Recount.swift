import AWSClient
import BookCatalog
import BookTables

/// Brings the counters of all books in line with the table `ratings`.
///
/// Ratings may be given meanwhile: the counters of a book are only set if its version is still the one from before the
/// ratings were read. Otherwise that book is counted again by itself. Holds about 200 bytes for each book.
struct Recount {
    let dynamoDB: DynamoDB
    let tables: TableNames

    private static let attempts = 8
    private static let atOnce = 16

    struct Counters: Hashable {
        var version: Int?
        var tally: RatingTally
    }

    /// How many books had other counters than their ratings say. `progress` is told books done and to be done.
    func run(progress: (_ done: Int, _ total: Int) -> Void) async throws -> Int {
        let before = try await counters()
        let counted = try await tallies(Set(before.keys))
        let wrong = before.filter { $0.value.tally != counted[$0.key, default: RatingTally()] }
        var done = 0
        let ids = wrong.keys.sorted()
        for start in stride(from: 0, to: ids.count, by: Self.atOnce) {
            let chunk = ids[start..<min(start + Self.atOnce, ids.count)]
            try await withThrowingTaskGroup { group in
                for id in chunk {
                    let from = before[id]?.version
                    let tally = counted[id, default: RatingTally()]
                    group.addTask { try await set(id, tally, from: from) }
                }
                try await group.waitForAll()
            }
            done += chunk.count
            progress(done, ids.count)
        }
        return ids.count
    }

    private func counters() async throws -> [String: Counters] {
        let names = RatingTally.stars.map(BookItem.counter)
        let scan = TableScan(
            dynamoDB: dynamoDB,
            table: tables.books,
            attributes: ["book_id", BookItem.version] + names
        )
        var counters: [String: Counters] = [:]
        try await scan.forEachPage { items in
            for item in items {
                guard let id = item["book_id"]?.stringValue else { continue }
                counters[id] = Counters(version: item[BookItem.version]?.intValue, tally: BookItem.tally(item))
            }
        }
        return counters
    }

    private func tallies(_ books: Set<String>) async throws -> [String: RatingTally] {
        let scan = TableScan(dynamoDB: dynamoDB, table: tables.ratings, attributes: ["book_id", "rating"])
        var tallies: [String: RatingTally] = [:]
        try await scan.forEachPage { items in
            for item in items {
                guard let id = item["book_id"]?.stringValue, let stars = item["rating"]?.intValue,
                    books.contains(id)
                else { continue }
                tallies[id, default: RatingTally()][stars] += 1
            }
        }
        return tallies
    }

    private func set(_ id: String, _ tally: RatingTally, from version: Int?) async throws {
        var (version, tally) = (version, tally)
        for attempt in 1...Self.attempts {
            if try await update(id, tally, from: version) { return }
            try await Backoff.wait(attempt)
            version = try await current(id)
            tally = try await count(id)
        }
        throw LoadError.contended(id)
    }

    /// False where the version is another one by now.
    private func update(_ id: String, _ tally: RatingTally, from version: Int?) async throws -> Bool {
        let counters = RatingTally.stars.map { "\(BookItem.counter($0)) = :c\($0)" }.joined(separator: ", ")
        var values = Dictionary(
            uniqueKeysWithValues: RatingTally.stars.map { (":c\($0)", AttributeValue.n(tally[$0])) }
        )
        values[":next"] = .n((version ?? 0) + 1)
        values[":version"] = version.map { .n($0) }
        let unchanged = version == nil ? "attribute_not_exists(\(BookItem.version))" : "\(BookItem.version) = :version"
        do {
            _ = try await dynamoDB.updateItem(
                .init(
                    tableName: tables.books,
                    key: BookItem.key(id),
                    updateExpression: "SET \(counters), \(BookItem.version) = :next",
                    conditionExpression: "attribute_exists(book_id) AND \(unchanged)",
                    expressionAttributeValues: values
                )
            )
            return true
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            return false
        }
    }

    private func current(_ id: String) async throws -> Int? {
        let output = try await dynamoDB.getItem(
            .init(tableName: tables.books, key: BookItem.key(id), consistentRead: true)
        )
        return output.item?[BookItem.version]?.intValue
    }

    /// One book's ratings, from the index.
    private func count(_ id: String) async throws -> RatingTally {
        var tally = RatingTally()
        var start: DynamoDB.Item?
        repeat {
            let output = try await dynamoDB.query(
                .init(
                    tableName: tables.ratings,
                    indexName: TableNames.ratingsByBook,
                    keyConditionExpression: "book_id = :id",
                    expressionAttributeValues: [":id": .s(id)],
                    exclusiveStartKey: start
                )
            )
            for item in output.items { tally[item["rating"]?.intValue ?? 0] += 1 }
            start = output.lastEvaluatedKey
        } while start != nil
        return tally
    }
}
