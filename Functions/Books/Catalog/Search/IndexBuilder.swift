/// Collects books and makes the items of the search index out of them.
///
/// Holds eight bytes for every word and every prefix of every book: about 200 bytes a book. `partition` lets a caller
/// with less memory build the index in several rounds over the same books, a share of the terms in each.
package struct IndexBuilder: Sendable {
    /// One of `count` shares of all terms.
    package struct Partition: Hashable, Sendable {
        package var index: Int
        package var count: Int

        package init(index: Int = 0, count: Int = 1) {
            self.index = index
            self.count = max(1, count)
        }

        func contains(_ term: String) -> Bool {
            count == 1 || Posting.key(of: term) % UInt64(count) == UInt64(index)
        }
    }

    private struct Entry {
        var book: UInt32
        var place: WordPlace
    }

    private struct Lists {
        var words: [Entry] = []
        var prefixed: [Entry] = []
    }

    private let partition: Partition
    private var ids: [String] = []
    private var facts: [BookFacts] = []
    private var lists: [String: Lists] = [:]

    package init(partition: Partition = Partition()) { self.partition = partition }

    package mutating func add(_ book: Book) { add(IndexedBook(book), ratedHere: book.tally.count) }

    /// `ratedHere`: how many ratings the book was given here.
    package mutating func add(_ book: IndexedBook, ratedHere: Int) {
        let number = UInt32(ids.count)
        ids.append(book.id)
        facts.append(book.facts(ratedHere: ratedHere))
        for (word, place) in book.places { append(Entry(book: number, place: place), to: word, \.words) }
        for (prefix, place) in book.prefixes { append(Entry(book: number, place: place), to: prefix, \.prefixed) }
        let nowhere = Entry(book: number, place: WordPlace(title: .none))
        for selection in book.selections { append(nowhere, to: selection, \.words) }
    }

    /// The terms of all items, in order.
    package var terms: [String] { lists.keys.sorted() }

    /// One item, with empty lists for a term that no book has.
    package func term(_ text: String) -> IndexTerm {
        let lists = lists[text] ?? Lists()
        return IndexTerm(
            text: text,
            words: list(lists.words, IndexTerm.longestWordList, IndexTerm.wordListBytes),
            prefixed: list(lists.prefixed, IndexTerm.longestPrefixList, IndexTerm.prefixListBytes)
        )
    }

    private mutating func append(_ entry: Entry, to term: String, _ list: WritableKeyPath<Lists, [Entry]>) {
        guard partition.contains(term) else { return }
        lists[term, default: Lists()][keyPath: list].append(entry)
    }

    /// Popular books first into a list that cannot hold all.
    private func list(_ entries: [Entry], _ limit: Int, _ byteLimit: Int) -> PostingList {
        var chosen = entries
        if entries.count > limit || entries.count > byteLimit / (CatalogLimits.idBytes + 7) {
            chosen.sort { rank($0) > rank($1) }
        }
        var bytes = 0
        let postings = chosen.prefix(limit).prefix { entry in
            bytes += ids[Int(entry.book)].utf8.count + 7
            return bytes < byteLimit
        }
        return PostingList(
            postings.map { Posting(bookID: ids[Int($0.book)], facts: facts[Int($0.book)], place: $0.place) }
        )
    }

    /// Popularity first, then nearness to the start of the title.
    private func rank(_ entry: Entry) -> Int {
        Int(facts[Int(entry.book)].popularity) << 4 | Int(15 - entry.place.titleNibble)
    }
}
