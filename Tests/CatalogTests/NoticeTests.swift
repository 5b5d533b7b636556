import CatalogStores
import JSON
import LambdaEvents
import ProductCatalog
import Synchronization
import Testing

@testable import Catalog

@Suite struct NoticeTests {
    private let wishes = FakeWishes()
    private let notices = FakeNotices()
    private let catalog = FakeCatalog()
    private let rejected = FakeRejected()

    private var desk: NoticeDesk {
        NoticeDesk(wishes: wishes, notices: notices, now: { [clock = catalog.clock] in clock.now })
    }

    private func drop(to amount: Int = 750, version: Int = 2) throws -> ProductNotice {
        var record = ProductRecord(productID: "p")
        _ = record.apply(.price("p", 1, 1_000))
        let update = ProductUpdate.price("p", version, amount)
        _ = record.apply(update)
        return try #require(ProductNotice(update, in: record))
    }

    @Test func tellsThoseWhoWantIt() async throws {
        for wish in [
            Wish(userID: "all", productID: "p", notices: [.priceDropped, .ratedHighly]),
            Wish(userID: "cheap", productID: "p", notices: [.priceDropped], below: 700),
            Wish(userID: "low", productID: "p", notices: [.priceDropped], below: 750, delivery: .digest),
            Wish(userID: "rated", productID: "p", notices: [.ratedHighly]),
            Wish(userID: "other", productID: "q", notices: [.priceDropped]),
        ] { try await wishes.put(wish) }
        #expect(try await desk.tell(try drop()) == 2)
        #expect(notices.all.map(\.user_id).sorted() == ["all", "low"])
        #expect(notices.all.first { $0.user_id == "low" }?.state == .waiting)
        #expect(try await desk.tell(try drop()) == 0, "a second delivery is told nobody")
    }

    @Test func moreThanABudgetWaitsForTheDigest() async throws {
        try await wishes.put(Wish(userID: "ann", productID: "p", notices: [.priceDropped]))
        for version in 2...9 { #expect(try await desk.tell(try drop(version: version)) == 1) }
        #expect(notices.all.count { $0.state == .sent } == NoticeBudget.perHour)
        let digest = DigestHandler(notices: notices, shards: 1, now: { [clock = catalog.clock] in clock.now })
        #expect(try await digest.digest() == .init(digests: 1, notices: 3))
        #expect(notices.all.first { $0.notice == "digest" }?.text.split(separator: "\n").count == 3)
        #expect(try await digest.digest() == .init(digests: 0, notices: 0))
        catalog.clock.advance(3_600_000)
        #expect(try await desk.tell(try drop(version: 10)) == 1)
        #expect(notices.all.count { $0.state == .sent && $0.notice != "digest" } == NoticeBudget.perHour + 1)
    }

    private var handler: NoticeHandler { NoticeHandler(desk: desk, rejected: rejected) }

    private func message(_ notice: ProductNotice) throws -> String {
        String(decoding: try JSONCoder.encode(notice), as: UTF8.self)
    }

    @Test func aQueueGetsBackWhatCouldNotBeTold() async throws {
        for product in ["p", "q"] {
            try await wishes.put(Wish(userID: "ann", productID: product, notices: [.priceDropped]))
        }
        var other = try drop()
        other.product_id = "q"
        let event = try sqs([try message(try drop()), try message(other)])
        notices.refused.withLock { $0 = ["q"] }
        #expect(await handler.tell(event).batchItemFailures.map(\.itemIdentifier) == ["m1"])
        notices.refused.withLock { $0 = [] }
        #expect(await handler.tell(event).batchItemFailures.isEmpty)
        #expect(notices.all.map(\.product_id) == ["p", "q"])
    }

    @Test func whatIsNoNoticeIsRejected() async throws {
        let event = try sqs(["no notice"])
        #expect(await handler.tell(event).batchItemFailures.isEmpty)
        try await handler.tell(try JSONCoder.decode(SNSEvent.self, from: try sns("none either")))
        #expect(rejected.bodies == ["no notice", "none either"])
        rejected.fails.withLock { $0 = true }
        #expect(await handler.tell(event).batchItemFailures.map(\.itemIdentifier) == ["m0"])
    }

    /// Lambda puts the topic's event into the queue when its function has failed.
    @Test func whatATopicCouldNotHaveToldComesFromTheQueue() async throws {
        try await wishes.put(Wish(userID: "ann", productID: "p", notices: [.priceDropped]))
        notices.refused.withLock { $0 = ["p"] }
        let event = try sns(try message(try drop()))
        guard case .topic(let failing) = try JSONCoder.decode(NoticeHandler.Event.self, from: event) else {
            Issue.record("the event is the topic's")
            return
        }
        await #expect(throws: StoreOutage.self) { try await handler.tell(failing) }
        notices.refused.withLock { $0 = [] }
        #expect(await handler.tell(try sqs([event])).batchItemFailures.isEmpty)
        #expect(notices.all.map(\.user_id) == ["ann"] && rejected.bodies.isEmpty)
    }

    /// The event of a topic, as the function gets it.
    private func sns(_ message: String) throws -> String {
        let record: JSON = [
            "EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": "arn",
            "Sns": [
                "Type": "Notification", "MessageId": "m", "TopicArn": "arn", "Subject": .null,
                "Message": .string(message), "Timestamp": "2023-10-31T11:15:14.000Z", "SignatureVersion": "1",
                "Signature": "", "SigningCertUrl": "", "UnsubscribeUrl": "", "MessageAttributes": [:],
            ],
        ]
        return JSON.object(.init([("Records", .array([record]))])).text
    }

    private func sqs(_ bodies: [String]) throws -> SQSEvent {
        let records = bodies.enumerated().map { index, body in
            JSON.object(
                .init([
                    ("messageId", .string("m\(index)")), ("receiptHandle", "r"), ("body", .string(body)),
                    ("md5OfBody", ""), ("attributes", [:]), ("messageAttributes", [:]), ("eventSourceARN", "arn"),
                    ("eventSource", "aws:sqs"), ("awsRegion", "us-east-1"),
                ])
            )
        }
        return try JSONCoder.decode(SQSEvent.self, from: JSON.object(.init([("Records", .array(records))])).bytes)
    }

    @Test func registersWishes() async throws {
        try await catalog.given(.product())
        let endpoint = WishEndpoint(reader: catalog.reader, wishes: wishes)
        let body = #"{"product_id":"p","below":900,"delivery":"digest"}"#
        let (status, wish) = try await answer(endpoint, try request(body: body, reader: "ann"))
        #expect(status == 201 && wish["notices"] == ["price_dropped", "rated_highly"])
        #expect(try await wishes.wishes(forProduct: "p").map(\.delivery) == [.digest])
        #expect(try await wishes.wishes(forProduct: "p").map(\.user_id) == ["ann"])
        #expect(try await answer(endpoint, try request(body: body)).status == 401)
        #expect(try await ask(endpoint, #"{"user_id":"ben","product_id":"p"}"#).status == 403)
        let unknown = #"{"user_id":"ann","product_id":"q"}"#
        #expect(try await ask(endpoint, unknown).status == 404)
        let wrong = try await ask(endpoint, #"{"product_id":"","notices":["x"],"delivery":1}"#)
        #expect(
            wrong.body["errors"] == [
                "product_id": "must have 1 to 64 bytes", "notices": "must be a list of price_dropped, rated_highly",
                "delivery": "must be one of immediate, digest",
            ]
        )
    }

    @Test func readersSeeTheirOwnNoticesAlone() async throws {
        try await wishes.put(Wish(userID: "ann", productID: "p", notices: [.priceDropped]))
        _ = try await desk.tell(try drop())
        let endpoint = NoticesEndpoint(notices: notices)
        let (path, query) = (["user_id": "ann"], ["limit": "1"])
        let own = try await answer(endpoint, try request(path: path, query: query, reader: "ann"))
        #expect(own.status == 200 && own.body["notices"]?.arrayValue?.count == 1)
        #expect(try await answer(endpoint, try request(path: path, reader: "ben")).status == 403)
        #expect(try await answer(endpoint, try request(path: path)).status == 401)
    }

    private func ask(_ endpoint: WishEndpoint, _ body: String) async throws -> (status: Int, body: JSON) {
        try await answer(endpoint, try request(body: body, reader: "ann"))
    }

    @Test func smallChangesAreNoNews() throws {
        var record = ProductRecord(productID: "p")
        for (update, isNews) in [
            (ProductUpdate.price("p", 1, 1_000), false), (.price("p", 2, 1_000), false), (.price("p", 3, 1_200), false),
            (.rating("p", 1, 5, 9), false), (.rating("p", 2, 4.5, 10), true), (.rating("p", 3, 4.9, 11), false),
            (.product(), false), (.inventory(), false), (.price("p", 4, 1_199), true),
        ] {
            _ = record.apply(update)
            #expect((ProductNotice(update, in: record) != nil) == isNews, "\(update)")
        }
    }
}

private final class FakeWishes: WishStore {
    private let all = Mutex<[Wish]>([])

    func put(_ wish: Wish) async throws { all.withLock { $0.append(wish) } }

    func wishes(forProduct id: String) async throws -> [Wish] {
        all.withLock { $0.filter { $0.product_id == id } }
    }
}

private final class FakeNotices: NoticeStore {
    /// Products whose notices cannot be stored.
    let refused = Mutex<Set<String>>([])
    private let state = Mutex<[UserNotice]>([])

    var all: [UserNotice] { state.withLock { $0 } }

    func deliver(_ notice: UserNotice) async throws -> NoticeDelivery {
        if refused.withLock({ $0.contains(notice.product_id ?? "") }) { throw StoreOutage("down") }
        return state.withLock { all in
            guard !all.contains(where: { $0.user_id == notice.user_id && $0.notice_id == notice.notice_id }) else {
                return .duplicate
            }
            var notice = notice
            let hour = NoticeBudget.hour(notice.created_at)
            let used = all.count { $0.state == .sent && NoticeBudget.hour($0.created_at) == hour }
            if used >= NoticeBudget.perHour { notice.state = .waiting }
            all.append(notice)
            return notice.state == .sent ? .sent : .waiting
        }
    }

    func notices(ofUser id: String, limit: Int) async throws -> [UserNotice] { all.filter { $0.user_id == id } }

    func waiting(inShard shard: Int) async throws -> [UserNotice] { all.filter { $0.state == .waiting } }

    func digest(_ waiting: [UserNotice], now: Int) async throws -> Bool {
        state.withLock { all in
            for index in all.indices where waiting.contains(all[index]) { all[index].state = .digested }
            if let digest = UserNotice(digestOf: waiting, now: now) { all.append(digest) }
            return true
        }
    }
}
