import BookCatalog
import Testing

@testable import AWSClient
@testable import BookTables

struct SimilarityTests {
    @Test func listsSurviveTheirBytes() throws {
        let ratings = [
            ListedRating(id: "a", stars: 5, level: RatingLevel(count: 1)),
            ListedRating(id: String(repeating: "ü", count: 32), stars: 1, level: RatingLevel(count: 70_000)),
        ]
        let list = RatingList(ratings)
        #expect(RatingList(bytes: list.bytes)?.ratings == ratings)
        #expect(RatingList(bytes: []) == nil)
        #expect(RatingList(bytes: [9, 1, 2]) == nil)
        for end in 1..<list.bytes.count {
            #expect(try #require(RatingList(bytes: Array(list.bytes.prefix(end)))).ratings.count < 2)
        }
    }

    @Test func levelsAreNearTheirNumbers() {
        for count in [1, 2, 3, 7, 100, 12_345, 9_999_999] {
            let level = RatingLevel(count: count)
            #expect(level.count <= Double(count) && level.count > Double(count) / 1.126)
        }
        #expect(RatingLevel(count: -5) == RatingLevel(count: 1))
        #expect(RatingLevel(count: .max).count > 1e9)
    }

    @Test func partsAreTheSameInWhateverOrderReadersCome() {
        let readers = (0..<900).map { ListedRating(id: "u\($0)", stars: 1 + $0 % 5, level: RatingLevel(count: 1)) }
        let whole = RaterList.parts(bookID: "b", all: readers)
        #expect(whole.count == RaterList.parts)
        #expect(whole.allSatisfy { $0.readers.ratings.count == RaterList.mostReaders })
        var parts = (0..<RaterList.parts).map { RaterList(bookID: "b", part: $0) }
        for reader in readers.shuffled() {
            let part = RaterList.part(bookID: "b", userID: reader.id)
            parts[part].insert(reader)
            let changesAgain = parts[part].insert(reader)
            #expect(!changesAgain)
        }
        #expect(parts == whole)
    }

    @Test func profilesKeepTheLatestRatings() {
        var profile = ReaderProfile(userID: "u")
        for number in 0..<(ReaderProfile.mostRatings + 3) {
            profile = profile.rating(Self.listed("b\(number)", 3), isNew: true, at: number)
        }
        #expect(profile.dropped == 3)
        #expect(profile.count == ReaderProfile.mostRatings + 3)
        #expect(profile.stars(of: "b2") == nil)
        #expect(profile.stars(of: "b3") == 3)
        profile = profile.rating(Self.listed("b3", 5), isNew: false, at: 1_000)
        #expect((profile.stars(of: "b3"), profile.dropped) == (5, 3))
        // One that was dropped comes back, and another one goes.
        profile = profile.rating(Self.listed("b0", 1), isNew: false, at: 1_001)
        #expect(profile.count == ReaderProfile.mostRatings + 3)
        #expect((profile.stars(of: "b0"), profile.stars(of: "b4"), profile.dropped) == (1, nil, 3))
        #expect(profile.version == ReaderProfile.mostRatings + 5)
        #expect(profile.ratedAt == 1_001)
    }

    @Test func popularBooksStandInOrder() throws {
        var list: [ListedRating] = []
        for (id, count) in [("a", 1), ("b", 4), ("c", 2), ("a", 8)] {
            let book = ListedRating(id: id, stars: 0, level: RatingLevel(count: count))
            list = try #require(PopularBooks.list(list, with: book))
        }
        #expect(list.map(\.id) == ["a", "b", "c"])
        #expect(PopularBooks.list(list, with: list[1]) == nil)
    }

    @Test func namesOfSeriesAreFoundInTitles() {
        #expect(Book(id: "1", title: "Catching Fire (The Hunger Games, #2)").series == "the hunger games")
        #expect(Book(id: "1", title: "Dune (Dune Chronicles #1)").series == "dune chronicles")
        #expect(Book(id: "1", title: "1984").series == nil)
        #expect(Book(id: "1", title: "(#9)").series == nil)
        #expect(Book(id: "1", title: "#1 (One").series == nil)
    }

    static func listed(_ id: String, _ stars: Int) -> ListedRating {
        ListedRating(id: id, stars: stars, level: RatingLevel(count: 1))
    }

    /// Raters of a few books who read, are overtaken, write, are refused, try again, die, and repeat themselves.
    @Test(arguments: 0..<20)
    func profilesAndListsFollowTheRatingsWhateverHappens(_ seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        var tables = TablesModel()
        var attempts: [(rating: RatingItem, old: Int?, surroundings: RatingSurroundings)] = []
        for step in 0..<400 {
            if attempts.count < 6 {
                let rating = RatingItem(
                    userID: "u\(Int.random(in: 0..<4, using: &random))",
                    bookID: "b\(Int.random(in: 0..<3, using: &random))",
                    rating: Int.random(in: 1...5, using: &random),
                    ratedAt: step
                )
                let surroundings = tables.surroundings(rating)
                attempts.append((rating, surroundings.profile.stars(of: rating.bookID), surroundings))
            }
            let index = Int.random(in: 0..<attempts.count, using: &random)
            let (rating, old, surroundings) = attempts[index]
            var transaction = RatingTransaction(
                rating: rating,
                change: RatingChange(old: old, new: rating.rating),
                tables: TableNames()
            )
            transaction.consequences = surroundings.writes(rating, isNew: old == nil, tables: TableNames())
            let isStored = tables.transact(transaction.writes)
            let fate = Int.random(in: 0..<10, using: &random)
            if isStored && fate > 0 || fate == 1 {
                attempts.remove(at: index)
            } else {
                // The answer was a refusal, or was lost.
                let now = tables.surroundings(rating)
                attempts[index] = (rating, now.profile.stars(of: rating.bookID), now)
            }
            tables.check()
        }
        #expect(tables.items["ratings"]?.count == 12)
    }
}

/// Tables that know conditions on versions and on old ratings, and do all of a transaction or nothing.
private struct TablesModel {
    var items: [String: [String: DynamoDB.Item]] = ["books": [:]]
    private let keys = ["ratings": ["user_id", "book_id"], "profiles": ["user_id"], "raters": ["list_id"]]

    func surroundings(_ rating: RatingItem) -> RatingSurroundings {
        let part = RaterList.part(bookID: rating.bookID, userID: rating.userID)
        let list = items["raters"]?[RaterItem.id(rating.bookID, part)]
        return RatingSurroundings(
            bookCount: 0,
            profile: items["profiles"]?[rating.userID].flatMap(ProfileItem.profile)
                ?? ReaderProfile(userID: rating.userID),
            raters: RaterList(
                bookID: rating.bookID,
                part: part,
                readers: list.flatMap(RaterItem.readers) ?? RatingList()
            ),
            ratersVersion: list?["version"]?.intValue
        )
    }

    mutating func transact(_ writes: [DynamoDB.TransactWriteItem]) -> Bool {
        let puts = writes.compactMap { write in if case .put(let put) = write { put } else { nil } }
        for put in puts {
            let stored = items[put.tableName]?[key(put)]
            let condition = put.conditionExpression ?? ""
            let expected = put.expressionAttributeValues?.values.first
            let holds =
                condition.hasPrefix("attribute_not_exists")
                ? stored == nil : stored?[String(condition.prefix { $0 != " " })] == expected
            if !holds { return false }
        }
        for put in puts { items[put.tableName, default: [:]][key(put)] = put.item }
        return true
    }

    private func key(_ put: DynamoDB.Put) -> String {
        (keys[put.tableName] ?? []).compactMap { put.item[$0]?.stringValue }.joined(separator: "/")
    }

    /// Profiles and lists say what the ratings say.
    func check() {
        let ratings = (items["ratings"] ?? [:]).values.compactMap { RatingItem($0) }
        for (user, ratings) in Dictionary(grouping: ratings, by: \.userID) {
            let profile = items["profiles"]?[user].flatMap(ProfileItem.profile)
            let listed = profile?.ratings.ratings ?? []
            #expect(
                Dictionary(uniqueKeysWithValues: listed.map { ($0.id, $0.stars) })
                    == Dictionary(uniqueKeysWithValues: ratings.map { ($0.bookID, $0.rating) })
            )
        }
        for (book, ratings) in Dictionary(grouping: ratings, by: \.bookID) {
            let listed = (0..<RaterList.parts).flatMap { part in
                items["raters"]?[RaterItem.id(book, part)].flatMap(RaterItem.readers)?.ratings ?? []
            }
            #expect(
                Dictionary(uniqueKeysWithValues: listed.map { ($0.id, $0.stars) })
                    == Dictionary(uniqueKeysWithValues: ratings.map { ($0.userID, $0.rating) })
            )
        }
    }
}

private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
