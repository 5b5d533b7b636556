import CurlHTTP
import Foundation
import JSON
import Programs
import Synchronization
import Testing

/// The outage drill: DynamoDB fails for a stretch while updates are published without pause, functions crash, messages
/// are delivered twice, and Hearth itself is killed. Afterwards the table holds what was published.
@Suite(.fewAtATime) struct OutageTests {
    private static let products = 12

    /// As in the template, but quicker.
    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.bookService(edits: [
            "\"VisibilityTimeout\": 30": "\"VisibilityTimeout\": 2",
            "\"Timeout\": 5": "\"Timeout\": 2, \"ReservedConcurrentExecutions\": 8",
            "\"REJECTED_QUEUE_URL\"": "\"BREAKER_PAUSE_MS\": \"1000\", \"REJECTED_QUEUE_URL\"",
            "\"DEAD_LETTER_QUEUE_URLS\"": "\"BREAKER_PAUSE_MS\": \"1000\", \"DEAD_LETTER_QUEUE_URLS\"",
        ])
        return workshop
    }

    @Test func whatWasPublishedIsStored() async throws {
        let workshop = try workshop()
        let published = Published()
        let doomed = try await RunningHearth(workshop)
        try await misbehave(doomed)
        try await publish(published, doomed, count: 300)

        // DynamoDB is out. Updates go on being accepted, and end in the dead-letter queue.
        let outage = #"{"service":"dynamodb","effect":"fail","rate":1}"#
        try await doomed.faults("POST", "", outage)
        async let load: Void = publish(published, doomed, count: 300)
        try await crash(doomed, times: 5)
        try await load
        try await eventually { try await doomed.invoke("catalog-recovery")["dead_letters"]?.intValue ?? 0 > 100 }
        #expect(try await doomed.json("GET", "/catalog/health")["breaker"] != "closed")

        // Hearth dies in the middle of that, and DynamoDB is out when it is back.
        doomed.kill()
        let hearth = try await RunningHearth(workshop)
        try await hearth.faults("POST", "", outage)
        try await misbehave(hearth)
        try await publish(published, hearth, count: 100)
        try await hearth.faults("DELETE")

        // It answers again; functions go on crashing while what waits is replayed.
        try await misbehave(hearth)
        try await crash(hearth, times: 5)
        try await eventually { try await isQuiet(hearth) }
        try await hearth.faults("DELETE")
        try await expectStored(published, hearth)
        #expect(hearth.interrupt() == 0)
    }

    /// Messages come twice and out of order, and what is done is sometimes answered with an error.
    private func misbehave(_ hearth: RunningHearth) async throws {
        for fault in [
            #"{"service":"sqs","effect":"duplicate","rate":0.2,"seed":7}"#,
            #"{"service":"sqs","effect":"late","rate":0.2,"milliseconds":300,"seed":8}"#,
            #"{"service":"dynamodb","effect":"lose","actions":["UpdateItem"],"rate":0.05,"seed":9}"#,
        ] { try await hearth.faults("POST", "", fault) }
    }

    private func crash(_ hearth: RunningHearth, times: Int) async throws {
        for _ in 0..<times {
            try await hearth.faults("POST", "/kill", #"{"function":"catalog-apply"}"#)
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    /// Four publishers, each with products of its own, whose facts tell their versions.
    private func publish(_ published: Published, _ hearth: RunningHearth, count: Int) async throws {
        let admin = try await hearth.adminToken()
        await withTaskGroup(of: Void.self) { group in
            for publisher in 0..<4 {
                group.addTask {
                    for number in 0..<count / 4 {
                        let product = "p\((number * 4 + publisher) % Self.products)"
                        let version = published.next(product)
                        let (fact, body) =
                            number % 2 == 0
                            ? ("price", #"{"amount":\#(version),"currency":"EUR","version":\#(version)}"#)
                            : ("inventory", #"{"quantity":\#(version),"version":\#(version)}"#)
                        let path = "/catalog/products/\(product)/\(fact)"
                        let response = try? await hearth.send("PUT", path, body, token: admin)
                        if response?.status == 202 { published.acknowledge(product, fact, version) }
                    }
                }
            }
        }
    }

    /// Nothing waits anywhere; what a schedule does every minute is done at once.
    private func isQuiet(_ hearth: RunningHearth) async throws -> Bool {
        _ = try await hearth.invoke("catalog-recovery")
        for queue in ["catalog-updates", "catalog-updates-dead"] {
            let attributes = try await hearth.sqs(
                "GetQueueAttributes",
                #"{"QueueUrl":"http://localhost/000000000000/\#(queue)","AttributeNames":["All"]}"#
            )["Attributes"]
            for name in ["", "NotVisible", "Delayed"] {
                guard attributes?["ApproximateNumberOfMessages\(name)"]?.stringValue == "0" else { return false }
            }
        }
        return true
    }

    private func expectStored(_ published: Published, _ hearth: RunningHearth) async throws {
        let items = try await hearth.dynamoDB("Scan", #"{"TableName":"products"}"#)["Items"]?.arrayValue ?? []
        #expect(items.count == Self.products)
        for item in items {
            let product = try #require(item["product_id"]?["S"]?.stringValue)
            for (fact, value) in [("price", "amount"), ("inventory", "quantity")] {
                let stored = item[fact]?["M"]
                let version = stored?["version"]?["N"]?.stringValue
                #expect(version == published.last(product, fact).map(String.init), "\(product) \(fact)")
                #expect(stored?["content"]?["M"]?[value]?["N"]?.stringValue == version)
            }
        }
        let rejected = #"{"QueueUrl":"http://localhost/000000000000/catalog-rejected"}"#
        #expect(try await hearth.sqs("ReceiveMessage", rejected)["Messages"]?.arrayValue?.isEmpty ?? true)
    }
}

/// What has been published, by product and fact.
private final class Published: Sendable {
    private let state = Mutex<(versions: [String: Int], last: [String: Int])>(([:], [:]))

    func next(_ product: String) -> Int {
        state.withLock { state in
            state.versions[product, default: 0] += 1
            return state.versions[product, default: 0]
        }
    }

    func acknowledge(_ product: String, _ fact: String, _ version: Int) {
        state.withLock { $0.last["\(product) \(fact)"] = max($0.last["\(product) \(fact)"] ?? 0, version) }
    }

    func last(_ product: String, _ fact: String) -> Int? { state.withLock { $0.last["\(product) \(fact)"] } }
}
