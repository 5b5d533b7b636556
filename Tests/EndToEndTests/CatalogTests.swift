import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// The catalogue as its users meet it: what is published goes through bus, rule, queue and batches into the table, and
/// comes back to readers.
@Suite(.fewAtATime) struct CatalogTests {
    private func started(clock: String = "system") async throws -> RunningHearth {
        let workshop = try Workshop()
        try workshop.bookService()
        let hearth = try await RunningHearth(workshop, "--clock", clock)
        let products = "\(Program.repository)/Functions/Catalog/Data/products.json"
        let answer = try await hearth.invoke("catalog-import", try String(contentsOfFile: products, encoding: .utf8))
        #expect(answer["products"]?.intValue == 39, "\(answer)")
        return hearth
    }

    @Test func whatIsPublishedReachesReaders() async throws {
        let hearth = try await started()
        try await eventually { try await hearth.json("GET", "/catalog/products/c1")["price"] != nil }
        let price = #"{"amount":700,"currency":"EUR"}"#
        let admin = try await hearth.adminToken()
        #expect(try await hearth.send("PUT", "/catalog/products/c1/price", price).status == 401)
        #expect(try await hearth.send("PUT", "/catalog/products/c1/price", price, token: "x").status == 403)
        #expect(try await hearth.send("PUT", "/catalog/products/c1/price", price, token: admin).status == 202)
        // The cache held the old price: it has been told.
        try await eventually {
            try await hearth.json("GET", "/catalog/products/c1?currency=USD")["price"]?["display"] == "$7.63"
        }
        let late = #"{"amount":1,"currency":"EUR","version":1}"#
        #expect(try await hearth.send("PUT", "/catalog/products/c1/price", late, token: admin).status == 202)
        let stock = #"{"quantity":2}"#
        #expect(try await hearth.send("PUT", "/catalog/products/c1/inventory", stock, token: admin).status == 202)
        try await eventually {
            try await hearth.json("GET", "/catalog/products/c1?client=mobile")["availability"]?["text"] == "2 left"
        }
        #expect(try await hearth.json("GET", "/catalog/products/c1")["price"]?["display"] == "€7.00")
        let mugs = try await hearth.json("GET", "/catalog/products?category=mugs&limit=2")
        #expect(mugs["products"]?.arrayValue?.count == 2 && mugs["next_cursor"] != nil)
        #expect(try await hearth.json("GET", "/catalog/health")["status"] == "ok")
        #expect(hearth.interrupt() == 0)
    }

    @Test func whoHasAskedForItIsTold() async throws {
        let hearth = try await started()
        try await eventually { try await hearth.json("GET", "/catalog/products/c2")["price"] != nil }
        for (user, more) in [("ann", ""), ("ben", #","delivery":"digest""#), ("cat", #","notices":["rated_highly"]"#)] {
            let wish = #"{"user_id":"\#(user)","product_id":"c2"\#(more)}"#
            #expect(try await hearth.send("POST", "/catalog/wishes", wish).status == 401)
            let token = try await hearth.token(of: user)
            #expect(try await hearth.send("POST", "/catalog/wishes", wish, token: token).status == 201)
        }
        let admin = try await hearth.adminToken()
        let price = #"{"amount":100,"currency":"EUR"}"#
        #expect(try await hearth.send("PUT", "/catalog/products/c2/price", price, token: admin).status == 202)
        let rating = #"{"average":4.8,"count":40}"#
        #expect(try await hearth.send("PUT", "/catalog/products/c2/rating", rating, token: admin).status == 202)
        for (user, count) in [("ann", 2), ("ben", 2), ("cat", 1)] {
            try await eventually { try await notices(of: user, hearth).count == count }
        }
        #expect(try await notices(of: "cat", hearth).first?["notice"] == "rated_highly")
        #expect(try await notices(of: "ben", hearth).allSatisfy { $0["state"] == "waiting" })
        #expect(try await hearth.invoke("notice-digest") == ["digests": 1, "notices": 2])
        #expect(try await notices(of: "ben", hearth).first?["notice"] == "digest")
        // Partners are told of price drops of a fifth and more.
        let queue = #"{"QueueUrl":"http://localhost/000000000000/catalog-partner-drops"}"#
        let message = try await hearth.sqs("ReceiveMessage", queue)["Messages"]?[0]?["Body"]?.stringValue
        #expect(try JSON(parsing: message ?? "")["product_id"] == "c2")
        #expect(hearth.interrupt() == 0)
    }

    /// The outage lasts for longer than Lambda and the queues try.
    @Test func whoCouldNotBeToldInAnOutageIsToldOnceAfterIt() async throws {
        let hearth = try await started(clock: "virtual")
        try await eventually { try await hearth.json("GET", "/catalog/products/c2")["price"] != nil }
        let ann = try await hearth.token(of: "ann")
        let wish = #"{"product_id":"c2"}"#
        #expect(try await hearth.send("POST", "/catalog/wishes", wish, token: ann).status == 201)
        let outage = #"{"service":"dynamodb","effect":"fail","actions":["TransactWriteItems"],"rate":1}"#
        try await hearth.faults("POST", "", outage)
        let admin = try await hearth.adminToken()
        for (fact, body) in [
            ("price", #"{"amount":100,"currency":"EUR"}"#), ("rating", #"{"average":4.8,"count":40}"#),
        ] {
            #expect(try await hearth.send("PUT", "/catalog/products/c2/\(fact)", body, token: admin).status == 202)
        }
        try await eventually { try await hearth.json("GET", "/catalog/products/c2")["price"]?["display"] == "€1.00" }
        var deadLetters = 0
        for _ in 0..<6 {
            try await advance("1m", hearth)
            deadLetters += try await hearth.json("GET", "/catalog/health")["dead_letters"]?.intValue ?? 0
        }
        #expect(deadLetters > 0, "they have been counted")
        #expect(try await notices(of: "ann", hearth).isEmpty)
        try await hearth.faults("DELETE")
        try await advance("10m", hearth)
        let told = try await notices(of: "ann", hearth).compactMap { $0["notice"]?.stringValue }
        #expect(told.sorted() == ["price_dropped", "rated_highly"])
        #expect(try await hearth.json("GET", "/catalog/health")["dead_letters"] == 0)
        #expect(hearth.interrupt() == 0)
    }

    @Test func deadLettersThatAreBeingMovedAreLeftToIt() async throws {
        let hearth = try await started(clock: "virtual")
        let update = #"{"event_id":"e","product_id":"p9","version":1,"fact":"inventory","content":{"quantity":1}}"#
        let queue = "http://localhost/000000000000/catalog-updates-dead"
        for _ in 0..<5 {
            let message: JSON = ["QueueUrl": .string(queue), "MessageBody": .string(update)]
            #expect(try await hearth.sqs("SendMessage", message.text)["MessageId"] != nil)
        }
        let arn = "arn:aws:sqs:us-east-1:000000000000:catalog-updates"
        let task = try await hearth.sqs(
            "StartMessageMoveTask",
            #"{"SourceArn":"\#(arn)-dead","DestinationArn":"\#(arn)","MaxNumberOfMessagesPerSecond":1}"#
        )
        #expect(task["TaskHandle"] != nil, "\(task)")
        let answer = try await hearth.invoke("catalog-recovery")
        #expect(answer["replays"] == true && answer["breaker"] == "closed", "\(answer)")
        try await advance("1m", hearth)
        #expect(try await hearth.json("GET", "/catalog/health")["status"] == "ok")
        #expect(hearth.interrupt() == 0)
    }

    private func advance(_ time: String, _ hearth: RunningHearth) async throws {
        let moved = try await hearth.workshop.hearth("clock", "advance", time)
        #expect(moved.status == 0, "\(moved)")
    }

    /// What comes over the bus is held to what requests are held to.
    @Test func whatBreaksTheRulesIsPutAside() async throws {
        let hearth = try await started()
        let content = #"{"average":9,"count":1}"#
        let detail = #"{"event_id":"e","product_id":"c3","version":1,"fact":"rating","content":\#(content)}"#
        for type in ["RatingChanged", "PriceChanged"] {
            let event: JSON = [
                "Source": "catalog", "DetailType": .string(type), "EventBusName": "catalog", "Detail": .string(detail),
            ]
            let answer = try await hearth.events("PutEvents", JSON.object(.init([("Entries", [event])])).text)
            #expect(answer["FailedEntryCount"] == 0)
        }
        var bodies: [String] = []
        let queue = #"{"QueueUrl":"http://localhost/000000000000/catalog-rejected","MaxNumberOfMessages":10}"#
        try await eventually {
            let messages = try await hearth.sqs("ReceiveMessage", queue)["Messages"]?.arrayValue ?? []
            bodies += messages.compactMap { $0["Body"]?.stringValue }
            return bodies.count == 2
        }
        #expect(bodies.contains(detail))
        #expect(try bodies.map { try JSON(parsing: $0)["detail-type"] }.contains("PriceChanged"))
        #expect(hearth.interrupt() == 0)
    }

    private func notices(of user: String, _ hearth: RunningHearth) async throws -> [JSON] {
        #expect(try await hearth.send("GET", "/catalog/notices/\(user)").status == 401)
        let token = try await hearth.token(of: user)
        let response = try await hearth.send("GET", "/catalog/notices/\(user)", token: token)
        return try JSON(parsing: response.body)["notices"]?.arrayValue ?? []
    }

    /// Those that answer behind HTTP with another status than 200.
    private static let statuses = [
        "catalog-create": 202, "catalog-update": 202, "catalog-inventory": 202, "catalog-price": 202,
        "catalog-rating": 202, "catalog-wish": 201,
    ]

    @Test func everyEventFileInvokesItsFunction() async throws {
        let hearth = try await started()
        try await eventually { try await hearth.send("GET", "/catalog/products/c1").status == 200 }
        let names = try Program.functions(of: "Catalog")
        #expect(names.count == 20)
        for name in names {
            let event = "\(Program.repository)/events/\(name).json"
            let result = try await hearth.workshop.hearth("invoke", name, "--event", event)
            #expect(result.status == 0, "\(name): \(result)")
            let status = try JSON(parsing: result.output)["statusCode"]?.intValue
            #expect(status == nil || status == Self.statuses[name, default: 200], "\(name): \(result.output)")
        }
        #expect(hearth.interrupt() == 0)
    }
}

/// Returns when `condition` holds; throws after half a minute.
func eventually(_ condition: () async throws -> Bool) async throws {
    struct NeverHappened: Error {}
    let end = ContinuousClock.now + .seconds(30)
    while try await !condition() {
        if ContinuousClock.now > end { throw NeverHappened() }
        try await Task.sleep(for: .milliseconds(50))
    }
}
