import AWSClient
import BookCatalog
import BookTables
import FoundationEssentials
import ProductCatalog

/// Tells others how a book is rated now.
protocol RatingEvents: Sendable {
    /// `instant` is in milliseconds since 1970.
    func changed(_ book: Book, at instant: Int) async throws
}

/// Events on a bus, as the product catalogue understands them: a book is the product of the same id.
struct BusRatingEvents: RatingEvents {
    static let source = "books"

    let eventBridge: EventBridge
    let busName: String

    /// A rating does not wait long for those who want to know of it.
    init(busName: String) throws(AWSConfigurationError) {
        var configuration = try AWSConfiguration(service: "events", variable: "EVENTBRIDGE")
        configuration.timeout = .seconds(1)
        configuration.maximumAttempts = 1
        eventBridge = EventBridge(configuration: configuration)
        self.busName = busName
    }

    func changed(_ book: Book, at instant: Int) async throws {
        guard let average = book.tally.average else { return }
        let update = ProductUpdate(
            productID: book.id,
            version: Version(number: instant * 1_000, eventID: UUID().uuidString.lowercased()),
            content: .rating(RatingSummary(average: average, count: book.tally.count))
        )
        let entry = EventBridge.PutEventsRequestEntry(
            source: Self.source,
            detailType: update.content.fact.detailType,
            detail: try update.json,
            eventBusName: busName
        )
        _ = try await eventBridge.putEvents(.init(entries: [entry]))
    }
}

extension BookService {
    /// Tells others of a rating that has been stored. It stands even where nobody learns of it.
    func tell(ofRatingsOf bookID: String) async {
        guard let ratingEvents else { return }
        do {
            guard let book = try await books.books([bookID])[bookID] else { return }
            try await ratingEvents.changed(book, at: now())
        } catch {
            warn("Nobody has been told of a rating of \(bookID): \(error)")
        }
    }
}
