import BookCatalog
import Testing

@testable import AWSClient
@testable import BookTables

struct RatingTests {
    @Test func talliesFollowTheirCounts() {
        var tally = RatingTally(counts: [1, 0, 0, 0, 2])
        #expect(tally.count == 3)
        #expect(tally.average == 3.67)
        tally.apply(RatingChange(old: 1, new: 5))
        #expect(tally == RatingTally(counts: [0, 0, 0, 0, 3]))
        #expect(RatingTally().average == nil)
        #expect(RatingTally(counts: [-4]).count == 0)
    }

    /// Raters whose steps interleave at random, and who die between any two steps.
    @Test(arguments: 0..<40)
    func countersFollowTheRatingsWhateverHappens(_ seed: UInt64) throws {
        var random = Seeded(state: seed)
        var table = RatingsModel()
        var raters = (0..<8).map { Rater(user: "u\($0 % 3)", stars: 1 + $0 % 5) }
        for _ in 0..<200 {
            guard let index = raters.indices.randomElement(using: &random) else { break }
            if Int.random(in: 0..<20, using: &random) == 0 {
                raters.remove(at: index)
            } else if try raters[index].step(&table) {
                raters[index] = Rater(user: raters[index].user, stars: Int.random(in: 1...5, using: &random))
            }
            #expect(table.tally == table.recounted)
        }
    }

    @Test func aRetryAfterALostAnswerChangesNothing() throws {
        var table = RatingsModel()
        var first = Rater(user: "u", stars: 4)
        #expect(try first.step(&table))
        var again = Rater(user: "u", stars: 4)
        while try !again.step(&table) {}
        #expect(table.tally == RatingTally(counts: [0, 0, 0, 1, 0]))
    }

    @Test func refusalsAreUnderstood() throws {
        let conflict = Self.cancelled(["None", "TransactionConflict"])
        #expect(try RatingTransaction.refusal(conflict) == .conflict)
        #expect(try RatingTransaction.refusal(Self.cancelled(["None", "ConditionalCheckFailed"])) == .unknownBook)
        #expect(try RatingTransaction.refusal(Self.cancelled(["ConditionalCheckFailed", "None"])) == .otherRating(nil))
        #expect(throws: DynamoDBError.self) {
            try RatingTransaction.refusal(Self.cancelled(["ValidationError", "None"]))
        }
    }

    static func cancelled(_ codes: [String], item: DynamoDB.Item? = nil) -> DynamoDBError {
        var error = DynamoDBError(
            code: .transactionCanceledException,
            message: "Transaction cancelled",
            statusCode: 400
        )
        error.cancellationReasons = codes.map { .init(code: $0, item: $0 == "None" ? nil : item) }
        return error
    }
}

/// One attempt at a time, as `DynamoDBRatings.rate` makes them.
private struct Rater {
    var user: String
    var stars: Int
    var old: Int?

    init(user: String, stars: Int) {
        self.user = user
        self.stars = stars
    }

    /// True once the rating is stored.
    mutating func step(_ table: inout RatingsModel) throws -> Bool {
        let rating = RatingItem(userID: user, bookID: "b", rating: stars, ratedAt: 1)
        let change = RatingChange(old: old, new: stars)
        do {
            try table.transact(RatingTransaction(rating: rating, change: change, tables: TableNames()).writes)
            return true
        } catch let error as DynamoDBError {
            guard case .otherRating(let other) = try RatingTransaction.refusal(error) else { throw error }
            old = other
            return false
        }
    }
}

/// What DynamoDB does with the two writes of a rating, all or nothing.
private struct RatingsModel {
    var ratings: [String: Int] = [:]
    var counters: [String: Int] = [:]

    var tally: RatingTally { RatingTally(counts: RatingTally.stars.map { counters[BookItem.counter($0)] ?? 0 }) }

    var recounted: RatingTally {
        var tally = RatingTally()
        for stars in ratings.values { tally[stars] += 1 }
        return tally
    }

    mutating func transact(_ writes: [DynamoDB.TransactWriteItem]) throws {
        for write in writes {
            if case .put(let put) = write { try check(put) }
        }
        for write in writes {
            switch write {
            case .put(let put): ratings[put.item["user_id"]?.stringValue ?? ""] = put.item["rating"]?.intValue
            case .update(let update): add(update)
            case .conditionCheck, .delete: break
            }
        }
    }

    private func check(_ put: DynamoDB.Put) throws {
        let stored = ratings[put.item["user_id"]?.stringValue ?? ""]
        let expected = put.expressionAttributeValues?[":old"]?.intValue
        guard stored != expected else { return }
        let item = stored.map { ["rating": AttributeValue.n($0)] }
        throw RatingTests.cancelled(["ConditionalCheckFailed", "None"], item: item)
    }

    /// `ADD name :value, name :value`
    private mutating func add(_ update: DynamoDB.Update) {
        for clause in update.updateExpression.dropFirst("ADD ".count).split(separator: ",") {
            let words = clause.split(separator: " ").map(String.init)
            counters[words[0], default: 0] += update.expressionAttributeValues?[words[1]]?.intValue ?? 0
        }
    }
}

private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ state >> 31) &* 0x9E37_79B9_7F4A_7C15
    }
}
