import AWSClient
import BookCatalog
import BookTables

/// Makes the search index from the table `books` and writes it over the old one.
///
/// Large catalogues are indexed in several rounds, each over a share of the terms, so that memory stays bounded. Terms
/// that no book has any more stay behind, and lead to nothing.
struct IndexPass {
    let dynamoDB: DynamoDB
    let tables: TableNames

    /// Books whose terms are held at once, 100 to 200 MB.
    static let booksPerRound = 200_000

    private static let attributes =
        ["book_id", "title", "original_title", "authors", "year", "language", "published_average", "published_count"]
        + RatingTally.stars.map(BookItem.counter)

    /// How many terms were written. `progress` is told terms written and a share of the whole.
    func run(progress: (_ terms: Int, _ fraction: Double) -> Void) async throws -> Int {
        var written = 0
        var round = 0
        var rounds = 1
        while round < rounds {
            let partition = IndexBuilder.Partition(index: round, count: rounds)
            let (builder, books) = try await collect(partition)
            let needed = (books + Self.booksPerRound - 1) / Self.booksPerRound
            if round == 0, rounds == 1, needed > 1 {
                rounds = needed
                continue
            }
            let before = (written, Double(round) / Double(rounds))
            written += try await write(builder) { done, total in
                progress(before.0 + done, before.1 + Double(done) / Double(max(1, total)) / Double(rounds))
            }
            round += 1
        }
        return written
    }

    /// Stops collecting, but not counting, past what one round holds, so that the number of rounds becomes known.
    private func collect(_ partition: IndexBuilder.Partition) async throws -> (IndexBuilder, books: Int) {
        var builder = IndexBuilder(partition: partition)
        var count = 0
        let scan = TableScan(dynamoDB: dynamoDB, table: tables.books, attributes: Self.attributes)
        try await scan.forEachPage { items in
            for book in items.compactMap(BookItem.book) {
                count += 1
                if count <= Self.booksPerRound * partition.count { builder.add(book) }
            }
        }
        return (builder, count)
    }

    private func write(_ builder: IndexBuilder, progress: (Int, Int) -> Void) async throws -> Int {
        var writer = BatchWriter(dynamoDB: dynamoDB, table: tables.search, keyNames: ["term"])
        let texts = builder.terms
        for (index, text) in texts.enumerated() {
            try await writer.put(TermItem.item(builder.term(text)))
            progress(index + 1, texts.count)
        }
        try await writer.flush()
        return texts.count
    }
}
