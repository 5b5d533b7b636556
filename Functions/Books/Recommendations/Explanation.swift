import BookCatalog

/// Tells why books were chosen: which of the reader's own books bring the neighbours who speak for them.
struct Explanation {
    /// Own books named for one recommendation.
    private static let mostBooks = 3

    private let neighbourhood: Neighbourhood
    /// For each chosen book, by its index, the neighbours who have rated it, with their weights times stars.
    private var supporters: [Int: [(neighbour: Int, weight: Double)]]

    init(_ neighbourhood: Neighbourhood, of books: [Int]) {
        self.neighbourhood = neighbourhood
        supporters = Dictionary(books.map { ($0, []) }) { first, _ in first }
        for (index, neighbour) in neighbourhood.neighbours.enumerated() {
            for rating in neighbourhood.ratings[neighbour.ratings] {
                supporters[rating.book]?.append((index, neighbour.weight * rating.stars))
            }
        }
    }

    func readers(_ book: Int) -> Int { supporters[book]?.count ?? 0 }

    func because(_ book: Int) -> [String] {
        var shares: [Int: Double] = [:]
        for (neighbour, weight) in supporters[book] ?? [] {
            for rating in neighbourhood.ratings[neighbourhood.neighbours[neighbour].ratings] {
                let stars = neighbourhood.books[rating.book].ownStars
                guard stars > 0 else { continue }
                shares[rating.book, default: 0] += weight * stars * rating.stars * neighbourhood.weight(rating.book)
            }
        }
        let ranked = shares.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        return ranked.prefix(Self.mostBooks).map { neighbourhood.books[$0.key].id }
    }
}
