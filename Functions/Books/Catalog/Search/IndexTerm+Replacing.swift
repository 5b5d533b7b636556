extension IndexTerm {
    /// The term without the books of `ids` and with those of `other`: how a few books are brought up to date in an index
    /// that is there already. Where a list grows too long, its least popular books leave it.
    package func replacing(_ ids: Set<String>, with other: IndexTerm) -> IndexTerm {
        IndexTerm(
            text: text,
            words: words.replacing(ids, with: other.words, Self.longestWordList, Self.wordListBytes),
            prefixed: prefixed.replacing(ids, with: other.prefixed, Self.longestPrefixList, Self.prefixListBytes)
        )
    }
}

extension PostingList {
    fileprivate func replacing(
        _ ids: Set<String>,
        with other: PostingList,
        _ limit: Int,
        _ byteLimit: Int
    ) -> PostingList {
        var all = postings.filter { !ids.contains($0.bookID) } + other.postings
        if all.count > limit || all.count > byteLimit / (CatalogLimits.idBytes + 7) {
            all.sort { $0.rank > $1.rank }
        }
        var bytes = 0
        return PostingList(
            all.prefix(limit).prefix { posting in
                bytes += posting.bookID.utf8.count + 7
                return bytes < byteLimit
            }
        )
    }

    fileprivate init(_ postings: some Sequence<Posting>) { self.init(Array(postings)) }
}

extension Posting {
    /// Popularity first, then nearness to the start of the title.
    fileprivate var rank: Int { Int(facts.popularity) << 4 | Int(15 - place.titleNibble) }
}
