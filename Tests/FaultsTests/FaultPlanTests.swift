import JSON
import ServiceKit
import Storage
import Synchronization
import Testing
import Time
import Wire

@testable import Faults

@Suite struct FaultPlanTests {
    private let start = Timestamp(millisecondsSinceEpoch: 1_000)

    @Test func theSameSeedMakesTheSameCallsGoWrong() {
        let strikes = { (seed: UInt64) in
            var plan = FaultPlan()
            _ = plan.add(Fault(.fail, service: "dynamodb", rate: 0.3, seed: seed), now: start)
            return (0..<1_000).map { _ in plan.call("dynamodb", "GetItem", now: start) != nil }
        }
        #expect(strikes(7) == strikes(7) && strikes(7) != strikes(8))
        #expect((250...350).contains(strikes(7).count { $0 }))
    }

    @Test func meetsWhatItNamesAndNothingElse() {
        var plan = FaultPlan()
        _ = plan.add(Fault(.throttle, service: "dynamodb", actions: ["PutItem"]), now: start)
        _ = plan.add(Fault(.duplicate, service: "sqs"), now: start)
        #expect(plan.call("dynamodb", "PutItem", now: start) == .throttle)
        #expect(plan.call("dynamodb", "GetItem", now: start) == nil)
        #expect(plan.call("sqs", "SendMessage", now: start) == nil)
        #expect(plan.delivery(to: "sqs", now: start) == .duplicate)
        #expect(plan.delivery(to: "dynamodb", now: start) == nil)
        #expect(plan.entries.map(\.injected) == [1, 1])
    }

    @Test func endsAfterItsTimeAndItsTimes() {
        var plan = FaultPlan()
        _ = plan.add(Fault(.fail, service: "a", times: 2), now: start)
        let id = plan.add(Fault(.fail, service: "b", duration: .seconds(5)), now: start)
        #expect((0..<4).map { _ in plan.call("a", "", now: start) != nil } == [true, true, false, false])
        #expect(plan.call("b", "", now: start + .milliseconds(4_999)) != nil)
        #expect(plan.call("b", "", now: start + .seconds(5)) == nil)
        let isGone = plan.remove(id)
        #expect(!isGone && plan.entries.count == 1)
    }

    @Test(arguments: [
        ("[]", "a fault is a JSON object"), (#"{"service":"a","effect":"explode"}"#, "effect must be"),
        (#"{"effect":"fail"}"#, "service must be"), (#"{"service":"a","effect":"fail","rate":2}"#, "rate must be"),
        (#"{"service":"a","effect":"fail","rate":0}"#, "rate must be above 0"),
        (#"{"service":"a","effect":"fail","seconds":0}"#, "seconds must be above 0"),
        (#"{"service":"a","effect":"fail","milliseconds":5}"#, "milliseconds belongs"),
        (#"{"service":"a","effect":"slow","milliseconds":0}"#, "milliseconds must be"),
        (#"{"service":"a","effect":"fail","action":"X"}"#, "action is no member"),
        (#"{"service":"a","effect":"fail","actions":[1]}"#, "actions must be"),
        (#"{"service":"a","effect":"fail","times":0}"#, "times must be"),
    ])
    func saysWhatIsWrongWithAFault(_ text: String, _ reason: String) throws {
        let error = #expect(throws: FaultError.self) { try Fault(JSON(parsing: text)) }
        #expect(error?.description.hasPrefix(reason) == true, "\(error?.description ?? "")")
    }
}

@Suite struct FaultsTests {
    private let time = ManualTime()
    private let faults: Faults
    private let api: FaultsAPI

    init() {
        faults = Faults(time: time, ids: IDSource(seed: 1))
        let actions = ["dynamodb": ["GetItem", "PutItem"], "sns": ["Publish"], "sqs": ["SendMessage"], "s3": []]
        let targets = FaultTargets(actions: actions, receivers: ["sns", "sqs"])
        api = FaultsAPI(faults, targets: targets) { name, completion in completion(name == "f" ? 2 : nil) }
    }

    private func call(_ method: String, _ path: String = "", _ body: String = "") throws -> (status: Int, body: JSON) {
        let answer = Mutex<HTTPResponse?>(nil)
        let request = HTTPRequest(method: method, target: FaultsAPI.path + path, body: Array(body.utf8))
        api.handle(request) { response in answer.withLock { $0 = response } }
        let response = try #require(answer.withLock { $0 })
        return (response.status, try JSON(parsing: response.body))
    }

    /// What a call of an action is answered, and whether the service was asked.
    private func ask(_ request: HTTPRequest) -> (response: HTTPResponse?, isServed: Bool) {
        let answer = Mutex<HTTPResponse?>(nil)
        var isServed = false
        faults.pass(request, respond: { response in answer.withLock { $0 = response } }) { respond in
            isServed = true
            respond(HTTPResponse(json: "{}"))
        }
        return (answer.withLock { $0 }, isServed)
    }

    private static let getItem = HTTPRequest(
        method: "POST",
        target: "/",
        headers: ["X-Amz-Target": "DynamoDB_20120810.GetItem", "Content-Type": "application/x-amz-json-1.0"]
    )

    private static let publish = HTTPRequest(
        method: "POST",
        target: "/",
        headers: [
            "Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sns/aws4_request",
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        ],
        body: Array("Action=Publish&Version=2010-03-31".utf8)
    )

    @Test(arguments: [
        (#"{"service":"dynamo","effect":"fail"}"#, "there is no service dynamo; there are dynamodb, s3, sns and sqs"),
        (
            #"{"service":"dynamodb","effect":"fail","actions":["SendMessage"]}"#,
            "dynamodb has no action SendMessage; it has GetItem and PutItem"
        ),
        (
            #"{"service":"dynamodb","effect":"duplicate"}"#,
            "nothing is delivered to dynamodb: duplicate is for sns and sqs"
        ),
        (#"{"service":"sqs","effect":"late","actions":["SendMessage"]}"#, "deliveries have no actions"),
        (
            #"{"service":"s3","effect":"fail","actions":["GetObject"]}"#,
            "calls of s3 cannot be told apart: a fault of it meets all actions"
        ),
    ])
    func refusesWhatCanNeverHappen(_ fault: String, _ reason: String) throws {
        let refused = try call("POST", "", fault)
        #expect(refused.status == 400 && refused.body["message"] == .string(reason))
        #expect(try call("GET").body["faults"] == [])
    }

    @Test func knowsActionsOfCBORByTheirPath() throws {
        _ = try call("POST", "", #"{"service":"sns","effect":"fail","actions":["Publish"]}"#)
        let request = { (action: String) in
            HTTPRequest(
                method: "POST",
                target: "/service/S/operation/\(action)",
                headers: ["Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sns/aws4_request"]
            )
        }
        #expect(!ask(request("Publish")).isServed && ask(request("Subscribe")).isServed)
    }

    @Test func listsAddsAndRemoves() throws {
        let added = try call("POST", "", #"{"service":"dynamodb","effect":"slow","milliseconds":250,"seconds":30}"#)
        #expect(added.status == 201)
        #expect(
            added.body == [
                "id": 1, "effect": "slow", "service": "dynamodb", "rate": 1, "seed": 1, "injected": 0,
                "milliseconds": 250, "seconds": 30,
            ]
        )
        #expect(try call("POST", "", "{").status == 400)
        #expect(try call("DELETE", "/2").status == 404)
        #expect(try call("PUT").status == 405)
        #expect(try call("GET").body["faults"]?.arrayValue?.count == 1)
        #expect(try call("DELETE", "/1").body == ["faults": []])
    }

    @Test func killsTheProcessesOfAFunction() throws {
        #expect(try call("POST", "/kill", #"{"function":"f"}"#).body == ["killed": 2])
        #expect(try call("POST", "/kill", #"{"function":"g"}"#).status == 404)
        #expect(try call("POST", "/kill", "{}").status == 400)
    }

    @Test func refusesInTheProtocolOfTheCall() throws {
        _ = try call("POST", "", #"{"service":"dynamodb","effect":"throttle"}"#)
        _ = try call("POST", "", #"{"service":"sns","effect":"fail","actions":["Publish"]}"#)
        let (throttled, isServed) = ask(Self.getItem)
        #expect(throttled?.status == 400 && !isServed)
        let body = try JSON(parsing: throttled?.body ?? [])
        let code = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
        #expect(body["__type"]?.stringValue == code)
        var command = Self.publish
        command.headers.add(Faults.exemption, "1")
        #expect(ask(command).isServed)
        let failed = try #require(ask(Self.publish).response)
        #expect(failed.status == 500)
        #expect(String(decoding: failed.body, as: UTF8.self).contains("<Code>InternalFailure</Code>"))
        #expect(try call("GET").body["faults"]?.arrayValue?.map { $0["injected"] } == [1, 1])
    }

    @Test func refusesInCBOR() throws {
        _ = try call("POST", "", #"{"service":"sns","effect":"fail"}"#)
        let scope = "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sns/aws4_request"
        let headers: HTTPHeaders = ["Authorization": scope, "Smithy-Protocol": "rpc-v2-cbor"]
        let request = HTTPRequest(method: "POST", target: "/service/S/operation/Publish", headers: headers)
        let failed = try #require(ask(request).response)
        #expect(failed.status == 500 && failed.headers["Content-Type"] == "application/cbor")
        #expect(failed.headers["Smithy-Protocol"] == "rpc-v2-cbor")
        #expect(try CBOR.json(failed.body) == ["__type": "InternalFailure", "message": "The service has failed"])
    }

    @Test func losesAndDelaysAnswers() throws {
        _ = try call("POST", "", #"{"service":"dynamodb","effect":"lose","times":1}"#)
        _ = try call("POST", "", #"{"service":"sns","effect":"slow","milliseconds":100}"#)
        let (lost, isServed) = ask(Self.getItem)
        #expect(lost?.status == 500 && isServed)
        #expect(ask(Self.getItem).response?.status == 200)
        let answer = Mutex(0)
        faults.pass(Self.publish, respond: { response in answer.withLock { $0 = response.status } }) {
            $0(HTTPResponse())
        }
        #expect(answer.withLock { $0 } == 0)
        time.advance(by: .milliseconds(100))
        #expect(answer.withLock { $0 } == 200)
    }

    /// What is taken in the sender's transaction would pass the faults by.
    @Test func takesNothingAtOnceWhileThereAreFaults() throws {
        let database = try Database(.memory, migrations: [])
        let receiver = FaultyReceiver(Receiver(), service: "sqs", faults: faults)
        let delivery = AddressedDelivery(
            delivery: Delivery(payload: Array("a".utf8), principal: "events.amazonaws.com"),
            resource: try #require(ARN("arn:aws:sqs:us-east-1:000000000000:q"))
        )
        let taken = {
            try database.writeAndWait {
                try receiver.take([delivery], in: SendersTransaction(database: database, connection: $0)).places
            }
        }
        #expect(try taken() == [0])
        _ = try call("POST", "", #"{"service":"sqs","effect":"late","milliseconds":50,"times":1}"#)
        #expect(try taken() == [])
    }

    @Test func deliversTwiceAndLate() throws {
        let queue = Receiver()
        let router = DeliveryRouter()
        router.register(queue, for: "sqs")
        router.wrap { FaultyReceiver($1, service: $0, faults: faults) }
        let arn = try #require(ARN("arn:aws:sqs:us-east-1:000000000000:q"))
        let deliver = { (text: String) in
            router.deliver(Delivery(payload: Array(text.utf8), principal: "events.amazonaws.com"), to: arn) { _ in }
        }
        deliver("a")
        _ = try call("POST", "", #"{"service":"sqs","effect":"duplicate","times":1}"#)
        _ = try call("POST", "", #"{"service":"sqs","effect":"late","milliseconds":50,"times":1}"#)
        for text in ["b", "c", "d"] { deliver(text) }
        #expect(queue.texts == ["a", "b", "b", "d"])
        time.advance(by: .milliseconds(50))
        #expect(queue.texts == ["a", "b", "b", "d", "c"])
    }
}

private final class Receiver: DeliveryReceiver {
    private let all = Mutex<[String]>([])

    var texts: [String] { all.withLock { $0 } }

    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        all.withLock { $0.append(String(decoding: delivery.payload, as: UTF8.self)) }
        completion(.success(()))
    }

    func take(_ deliveries: [AddressedDelivery], in transaction: SendersTransaction) throws -> TakenDeliveries {
        TakenDeliveries(places: Set(deliveries.indices)) {}
    }
}
