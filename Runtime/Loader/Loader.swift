import AWSClient
import BookCatalog
import BookTables
import Time

/// Where the rows of a load come from.
package enum LoadSource: Hashable, Sendable {
    /// Files of one kind or of several, loaded in this order; `-` is standard input. Authors' names of an Open Library
    /// dump are looked up in all of them.
    case files([String])
    /// So many rows, the same for the same seed.
    case generated(count: Int, seed: UInt64)
}

/// Fills the tables of the book service.
///
/// A load writes items by their keys, then brings profiles, lists and the books' counters in line with the ratings, then
/// makes the search index. Each step can be done again without harm, so the way to mend a load that was broken off is to start it again:
/// rows up to the last checkpoint are skipped, and the steps after them are done in full. Ratings given while a load
/// runs are counted.
package struct Loader {
    let dynamoDB: DynamoDB
    let tables: TableNames
    let time: any TimeSource
    /// Where unfinished loads leave how far they came; `nil` for loads that always start from the front.
    let checkpointDirectory: String?

    package init(
        dynamoDB: DynamoDB,
        tables: TableNames = TableNames(),
        time: any TimeSource,
        checkpointDirectory: String? = nil
    ) {
        self.dynamoDB = dynamoDB
        self.tables = tables
        self.time = time
        self.checkpointDirectory = checkpointDirectory
    }

    /// Loads books; one that is there already is replaced and keeps its ratings.
    ///
    /// Throws `LoadError`, `DynamoDBError` and `AWSConnectionError`.
    package func loadBooks(
        from source: LoadSource,
        progress: @escaping @Sendable (LoadProgress) -> Void
    ) async throws -> LoadSummary {
        let reporter = ProgressReporter(time: time, report: progress)
        var summary = LoadSummary()
        switch source {
        case .files(let paths):
            reporter.enter(.preparing)
            let files = try paths.map { try LoadFile(path: $0) }
            let openLibrary = try readAhead(files)
            reporter.enter(.writing)
            let load = fileLoad(tables.books, ["book_id"], columns: BookRow.requiredColumns, reporter)
            for file in files {
                try await load.run(file, &summary) { content throws(RowRejection) in
                    guard let fields = openLibrary.fields(content) else { return .passedOver }
                    return .item(BookItem.item(try BookRow.book(fields)))
                }
            }
        case .generated(let count, let seed):
            reporter.enter(.writing)
            var books = BookGenerator(count: count, seed: seed)
            try await write(count, tables.books, ["book_id"], &summary, reporter) { BookItem.item(books.next()) }
        }
        try await finish(&summary, reporter, source)
        return summary
    }

    /// Loads ratings; a reader's new rating of a book replaces an old one.
    ///
    /// Throws `LoadError`, `DynamoDBError` and `AWSConnectionError`.
    package func loadRatings(
        from source: LoadSource,
        progress: @escaping @Sendable (LoadProgress) -> Void
    ) async throws -> LoadSummary {
        let reporter = ProgressReporter(time: time, report: progress)
        reporter.enter(.preparing)
        let books = try await ratedBooks()
        reporter.enter(.writing)
        var summary = LoadSummary()
        let now = Int(time.now.millisecondsSinceEpoch)
        switch source {
        case .files(let paths):
            let ids = Set(books.map(\.id))
            let load = fileLoad(tables.ratings, ["user_id", "book_id"], columns: RatingRow.requiredColumns, reporter)
            for path in paths {
                try await load.run(LoadFile(path: path), &summary) { content throws(RowRejection) in
                    let rating = try RatingRow.rating(content, loadedAt: now)
                    guard ids.contains(rating.bookID) else { throw RowRejection("book_id is of no book") }
                    return .item(rating.item)
                }
            }
        case .generated(let count, let seed):
            guard !books.isEmpty else { throw LoadError.noBooks }
            var ratings = RatingGenerator(books: books, count: count, seed: seed, now: now)
            try await write(ratings.count, tables.ratings, ["user_id", "book_id"], &summary, reporter) {
                ratings.next().item
            }
        }
        reporter.enter(.comparing)
        summary.compared = try await SimilarityPass(dynamoDB: dynamoDB, tables: tables).run { done, total in
            reporter.advance(to: done, fraction: Double(done) / Double(total))
        }
        try await finish(&summary, reporter, source)
        return summary
    }
}

// MARK: - Steps

extension Loader {
    private func readAhead(_ files: [LoadFile]) throws -> OpenLibraryIndex {
        var index = OpenLibraryIndex()
        for file in files {
            guard var reader = try RecordReader(file), reader.format == .openLibrary else { continue }
            while let record = try reader.next() {
                if case .success(.openLibrary(let row)) = record.content { index.add(row) }
            }
        }
        return index
    }

    private func fileLoad(
        _ table: String,
        _ keyNames: [String],
        columns: [String],
        _ reporter: ProgressReporter
    ) -> FileLoad {
        FileLoad(
            dynamoDB: dynamoDB,
            table: table,
            keyNames: keyNames,
            requiredColumns: columns,
            checkpoints: checkpoints(table),
            reporter: reporter
        )
    }

    private func checkpoints(_ table: String) -> CheckpointStore? {
        checkpointDirectory.map { CheckpointStore(directory: $0, table: table) }
    }

    private func write(
        _ count: Int,
        _ table: String,
        _ keyNames: [String],
        _ summary: inout LoadSummary,
        _ reporter: ProgressReporter,
        _ next: () -> DynamoDB.Item
    ) async throws {
        var writer = BatchWriter(dynamoDB: dynamoDB, table: table, keyNames: keyNames)
        for done in 0..<max(0, count) {
            try await writer.put(next())
            summary.rows += 1
            summary.written += 1
            reporter.advance(to: done + 1, fraction: Double(done + 1) / Double(count))
        }
        try await writer.flush()
    }

    private func ratedBooks() async throws -> [RatedBook] {
        var books: [RatedBook] = []
        let attributes = ["book_id", "authors", "published_count"]
        try await TableScan(dynamoDB: dynamoDB, table: tables.books, attributes: attributes).forEachPage { items in
            books += items.compactMap { RatedBook($0) }
        }
        return books
    }

    /// Counters first: the index ranks by them.
    private func finish(_ summary: inout LoadSummary, _ reporter: ProgressReporter, _ source: LoadSource) async throws {
        reporter.enter(.counting)
        summary.recounted = try await Recount(dynamoDB: dynamoDB, tables: tables).run { done, total in
            reporter.advance(to: done, fraction: Double(done) / Double(max(1, total)))
        }
        reporter.enter(.indexing)
        summary.indexTerms = try await IndexPass(dynamoDB: dynamoDB, tables: tables).run { terms, fraction in
            reporter.advance(to: terms, fraction: fraction)
        }
        reporter.finish()
        guard case .files(let paths) = source else { return }
        for path in paths {
            try checkpoints(tables.books)?.remove(path)
            try checkpoints(tables.ratings)?.remove(path)
        }
    }
}
