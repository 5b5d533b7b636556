import DynamoDB
import JSON
import Storage
import Synchronization
import Testing
import Wire

/// Requests that ask for nothing special are read another way than others, which must not show.
@Suite struct PlainRequestTests {
    private static let items = [
        #"{"p":{"S":"k"}}"#,
        #"{ "p" : { "S" : "k" } , "a" : { "S" : "x y" } }"#,
        #"{"p":{"S":"k"},"n":{"N":"-12"},"z":{"N":"0"},"d":{"N":"-0.5"},"f":{"N":"4.07"},"h":{"N":"100"}}"#,
        #"{"p":{"S":"k"},"n":{"N":"1.50"},"e":{"N":"1e2"},"z":{"N":"-0"},"l":{"N":"007"},"s":{"N":"+3"},"q":{"N":".5"}}"#,
        #"{"p":{"S":"k"},"n":{"N":"0.00000000000000000000000000000000000000000000001"}}"#,
        #"{"p":{"S":"k"},"n":{"N":"12345678901234567890123456789012345678"}}"#,
        #"{"p":{"S":"\u006b"},"t":{"S":"a\"\n\u00e9\ud83d\ude00/\/"},"u":{"S":"é😀"}}"#,
        #"{"p":{"S":"k"},"m":{"M":{"a":{"L":[{"M":{}},{"L":[]},{"S":""}]},"b":{"NULL":true}}},"t":{"BOOL":false}}"#,
        #"{"p":{"S":"k"},"ss":{"SS":["b","a"]},"ns":{"NS":["1e2","3"]},"b":{"B":"AQID"},"bs":{"BS":["AQ=="]}}"#,
        #"{"p":{"S":"k"},"x":{"S":"1","N":null},"y":{"BOOL":"true"},"w":{"S":"1","unknown":2}}"#,
        #"{"p":{"S":"k"},"x":null}"#,
        #"{"p":{"S":"k"},"a":{"S":"1"},"a":{"S":"2"}}"#,
        #"{"p":{"S":"k"},"m":{"M":{"a":{"S":"1"},"a":{"N":"2"}}}}"#,
        #"{"p":{"S":"k"},"\u0061":{"S":"1"},"a":{"S":"2"}}"#,
        // What is refused.
        "{}", "[]", "null", "3", #""x""#,
        #"{"q":{"S":"k"}}"#, #"{"p":{"S":""}}"#, #"{"p":{"N":"1"}}"#, #"{"p":{"S":1}}"#, #"{"p":"k"}"#, #"{"p":{}}"#,
        #"{"p":{"S":"k"},"a":{"S":"1","N":"1"}}"#, #"{"p":{"S":"k"},"a":{"N":"x"}}"#, #"{"p":{"S":"k"},"a":{"N":""}}"#,
        #"{"p":{"S":"k"},"a":{"N":1}}"#, #"{"p":{"S":"k"},"a":{"N":"1."}}"#, #"{"p":{"S":"k"},"a":{"N":"-"}}"#,
        #"{"p":{"S":"k"},"a":{"N":"123456789012345678901234567890123456789"}}"#,
        #"{"p":{"S":"k"},"a":{"L":{}}}"#, #"{"p":{"S":"k"},"a":{"M":[]}}"#, #"{"p":{"S":"k"},"a":{"X":"1"}}"#,
        #"{"p":{"S":"k"},"a":{"SS":[]}}"#, #"{"p":{"S":"k"},"a":{"SS":["x","x"]}}"#, #"{"p":{"S":"k"},"a":{"B":"x"}}"#,
        #"{"p":{"S":"k"},"a":{"NULL":false}}"#, #"{"p":{"S":"k"},"":{"S":"1"}}"#, #"{"p":{"S":"k"},"a":{"L":[null]}}"#,
    ]

    private static let built = [
        #"{"p":{"S":"k"},"a":{"S":"\#(String(repeating: "x", count: 400 * 1024))"}}"#,
        #"{"p":{"S":"\#(String(repeating: "k", count: 2049))"}}"#,
        #"{"p":{"S":"k"},"a":\#(String(repeating: #"{"L":["#, count: 31))\#(String(repeating: "]}", count: 31))}"#,
        #"{"p":{"S":"k"},"a":\#(String(repeating: #"{"L":["#, count: 32))\#(String(repeating: "]}", count: 32))}"#,
        #"{"p":{"S":"k"},\#((0..<40).map { #""a\#($0)":{"N":"\#($0)"}"# }.joined(separator: ","))}"#,
        #"{"p":{"S":"k"},\#((0..<40).map { #""a\#($0 % 39)":{"N":"\#($0)"}"# }.joined(separator: ","))}"#,
    ]

    private struct Outcome: Equatable {
        var status: Int
        var reply: JSON
        var items: JSON?
        var bytes: JSON?
    }

    private func outcome(_ action: String, _ body: String) async throws -> Outcome {
        let client = try Client()
        try await client.makeTable()
        let (status, reply) = try await client.send(action, body)
        let scan = try await client.call("Scan", #"{"TableName":"tbl"}"#)
        let table = try await client.call("DescribeTable", #"{"TableName":"tbl"}"#)
        return Outcome(status: status, reply: reply, items: scan["Items"], bytes: table["Table"]?["TableSizeBytes"])
    }

    @Test(arguments: items + built)
    func aPutIsReadTheSameEitherWay(_ item: String) async throws {
        let request = #"{"TableName":"tbl","Item":\#(item)"#
        let plain = try await outcome("PutItem", request + "}")
        let other = try await outcome("PutItem", request + #","ReturnValues":"NONE"}"#)
        #expect(plain == other)
    }

    @Test(arguments: items + built)
    func aBatchIsReadTheSameEitherWay(_ item: String) async throws {
        let puts = #"{"PutRequest":{"Item":{"p":{"S":"first"}}}},{"PutRequest":{"Item":\#(item)}}"#
        let request = #"{"RequestItems":{"tbl":[\#(puts)]}"#
        let plain = try await outcome("BatchWriteItem", request + "}")
        let other = try await outcome("BatchWriteItem", request + #","ReturnConsumedCapacity":"NONE"}"#)
        #expect(plain == other)
    }

    @Test(arguments: [
        #"{"tbl":[{"PutRequest":{"Item":{"p":{"S":"a"}}}},{"PutRequest":{"Item":{"p":{"S":"a"}}}}]}"#,
        #"{"tbl":[{"PutRequest":{"Item":{"p":{"S":"a"}}}},{"DeleteRequest":{"Key":{"p":{"S":"b"}}}}]}"#,
        #"{"tbl":[{"PutRequest":{"Item":{"p":{"S":"a"}},"DeleteRequest":{}}}]}"#,
        #"{"tbl":[]}"#, #"{"other":[{"PutRequest":{"Item":{"p":{"S":"a"}}}}]}"#, #"{}"#, #"{"tbl":{}}"#, "[]",
        #"{"tbl":[{}]}"#, #"{"tbl":[{"PutRequest":{}}]}"#, #"{"tbl":[null]}"#,
        #"{"arn:aws:dynamodb:us-east-1:000000000000:table/tbl":[{"PutRequest":{"Item":{"p":{"S":"a"}}}}]}"#,
        #"{"tbl":[\#((0..<26).map { #"{"PutRequest":{"Item":{"p":{"S":"\#($0)"}}}}"# }.joined(separator: ","))]}"#,
    ])
    func theListOfABatchIsReadTheSameEitherWay(_ items: String) async throws {
        let plain = try await outcome("BatchWriteItem", #"{"RequestItems":\#(items)}"#)
        let other = try await outcome("BatchWriteItem", #"{"RequestItems":\#(items),"ReturnConsumedCapacity":"NONE"}"#)
        #expect(plain == other)
    }

    private static let keys = [
        #"{"p":{"S":"a"},"s":{"N":"1"}}"#, #"{"s":{"N":"1.0"},"p":{"S":"\u0061"}}"#, #"{"p":{"S":"b"},"s":{"N":"1"}}"#,
        #"{"p":{"S":"a"}}"#, #"{"p":{"S":"a"},"p":{"S":"a"}}"#, #"{"p":{"S":"a"},"s":{"N":"x"}}"#, "{}", "[]", "null",
        #"{"p":{"S":"a"},"s":{"S":"1"}}"#, #"{"p":{"S":"a"},"s":{"N":1}}"#, #"{"p":{"S":""},"s":{"N":"1"}}"#,
        #"{"p":{"S":"a"},"s":{"N":"1"},"t":{"S":""}}"#, #"{"p":{"S":"a","N":"1"},"s":{"N":"1"}}"#, #"{"p":"a","s":1}"#,
        #"{"p":{"B":"YQ=="},"s":{"N":"1"}}"#, #"{"p":{"S":"a"},"q":{"N":"1"}}"#, #"{"p":{"S":"a"},"s":null}"#,
        #"{"":{"S":"a"},"s":{"N":"1"}}"#,
    ]

    @Test(arguments: ["GetItem", "DeleteItem"], keys)
    func aKeyIsReadTheSameEitherWay(_ action: String, _ key: String) async throws {
        var outcomes: [Outcome] = []
        for more in ["", #","ReturnConsumedCapacity":"NONE""#] {
            let client = try Client()
            try await client.makeTable(sort: "N")
            try await client.put(#"{"p":{"S":"a"},"s":{"N":"1"},"x":{"S":"y"}}"#)
            let (status, reply) = try await client.send(action, #"{"TableName":"tbl","Key":\#(key)\#(more)}"#)
            let scan = try await client.call("Scan", #"{"TableName":"tbl"}"#)
            outcomes.append(Outcome(status: status, reply: reply, items: scan["Items"]))
        }
        #expect(outcomes[0] == outcomes[1])
    }

    private static let queries: [(String, String)] = [
        ("p = :p", #"":p":{"S":"a"}"#), (":p = p AND s >= :s", #"":p":{"S":"a"},":s":{"N":"2.0"}"#),
        ("p = :p and s between :s AND :t", #"":p":{"S":"a"},":s":{"N":"1"},":t":{"N":"2"}"#),
        ("p = :p", #"":p":{"S":"none"}"#),
        // What is refused.
        ("", #"":p":{"S":"a"}"#), ("p = :p", #"":p":{"N":"1"}"#), ("p = :p", #"":p":{"S":""}"#), ("p = :p", ""),
        ("p = :p", #"":p":{"S":"a"},":q":{"S":"a"}"#), ("p = :p AND p = :p", #"":p":{"S":"a"}"#),
        ("p = :p OR s = :p", #"":p":{"S":"a"}"#), ("p = s", #"":p":{"S":"a"}"#), ("p > :p", #"":p":{"S":"a"}"#),
        ("p = :p AND x = :p", #"":p":{"S":"a"}"#), ("p.x = :p", #"":p":{"S":"a"}"#), ("s = :s", #"":s":{"N":"1"}"#),
        ("p = :p AND s BETWEEN :t AND :s", #"":p":{"S":"a"},":s":{"N":"1"},":t":{"N":"2"}"#),
    ]

    @Test(
        arguments: queries,
        [
            "", #","ScanIndexForward":false"#, #","ScanIndexForward":"false""#, #","Limit":1"#,
            #","ExpressionAttributeNames":{"p":"p"}"#, #","Select":"COUNT""#,
        ]
    )
    func aQueryIsReadTheSameEitherWay(_ query: (String, String), _ rest: String) async throws {
        let client = try Client()
        try await client.makeTable(sort: "N")
        for number in 1...3 { try await client.put(#"{"p":{"S":"a"},"s":{"N":"\#(number)"},"x":{"S":"y"}}"#) }
        var outcomes: [[String]] = []
        for more in ["", #","ReturnConsumedCapacity":"NONE""#] {
            let (status, reply) = try await client.send(
                "Query",
                #"{"TableName":"tbl","KeyConditionExpression":"\#(query.0)","ExpressionAttributeValues":{\#(query.1)}"#
                    + rest + more + "}"
            )
            outcomes.append(["\(status)", reply.text])
        }
        #expect(outcomes[0] == outcomes[1])
    }

    /// Two tables that get the same requests, one of them so that they are read as values.
    @Test(arguments: 1...8)
    func generatedRequestsAreReadTheSameEitherWay(_ seed: UInt64) async throws {
        let (plain, other) = (try Client(), try Client())
        for client in [plain, other] { try await client.makeTable(sort: "N") }
        var requests = GeneratedRequests(seed: seed)
        var accepted = 0
        for _ in 0..<500 {
            let (action, body) = requests.request()
            let one = try await plain.send(action, body + "}")
            let two = try await other.send(action, body + #","ReturnConsumedCapacity":"NONE"}"#)
            #expect(one.status == two.status && one.body.text == two.body.text, "\(action) \(body)")
            if one.status == 200 { accepted += 1 }
        }
        #expect((50..<450).contains(accepted))
        let items = try await [
            plain.call("Scan", #"{"TableName":"tbl"}"#), other.call("Scan", #"{"TableName":"tbl"}"#),
        ]
        #expect(items[0] == items[1])
    }

    /// What is read when the request comes in may no longer hold when its turn to be written comes.
    @Test(arguments: [
        ("PutItem", #"{"TableName":"tbl","Item":{"p":{"S":"a"}}}"#),
        ("BatchWriteItem", #"{"RequestItems":{"tbl":[{"PutRequest":{"Item":{"p":{"S":"a"}}}}]}}"#),
    ])
    func aTableThatGainsAStreamMeanwhileRecordsThePut(_ action: String, _ body: String) async throws {
        let client = try Client()
        try await client.makeTable()
        let held = Mutex<[@Sendable () -> Void]>([])
        var first = client.request("PutItem", #"{"TableName":"tbl","Item":{"p":{"S":"first"}}}"#)
        first.atEndOfTurn = { action in held.withLock { $0.append(action) } }
        client.service.handle(first) { _ in }
        let update = #"{"TableName":"tbl","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}}"#
        client.service.handle(client.request("UpdateTable", update)) { _ in }
        async let status = withCheckedContinuation { continuation in
            client.service.handle(client.request(action, body)) { continuation.resume(returning: $0.status) }
            held.withLock { $0 }.forEach { $0() }
        }
        #expect(await status == 200)
        #expect(try await client.records(client.streamARN()).count == 1)
    }
}
