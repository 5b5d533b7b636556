import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

private struct Parrot: AWSService, HTTPHandler {
    let context: ServiceContext
    let dispatcher = QueryDispatcher<Parrot>(
        namespace: "http://example.com/",
        operations: [Repeat.self, Forget.self],
        implied: { request in [("Path", String(request.path))] }
    )

    static func namespace(ofError code: String) -> String? { "com.example" }
    func bodyLimit(of request: HTTPRequest) -> Int { 100_000 }
    func matches(_ request: HTTPRequest) -> Bool { true }
    func error(for failure: StorageError) -> AWSError { AWSError("InternalFailure", status: 500, message: "") }
    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        dispatcher.handle(request, self, respond: respond)
    }
}

/// Answers what it was given.
private struct Repeat: ServiceKit.Operation {
    static let pair = Shape.structure(
        [.optional("Left", .string()), .optional("Right", .list(.string())).flattened("R")],
        java: "Pair"
    )
    static let input = Shape.structure(
        [
            .optional("Text", .string()), .optional("Path", .string()), .optional("Flag", .boolean),
            .optional("Number", .number(java: "Integer")), .optional("When", .timestamp),
            .optional("List", .list(.string())), .optional("Items", .list(.string())).listed(as: "Item"),
            .optional("Flat", .list(pair)).flattened("F"),
            .optional("Map", .map(.string(), java: "String")),
            .optional("tags", .map(.string(), java: "String")).flattened("Tag", key: "Key", value: "Value"),
        ],
        java: "Input"
    )
    static var output: Shape { input }
    static let access = OperationAccess.read
    let reply: JSON

    init(_ input: JSON.Object, _ service: Parrot) throws(AWSError) { reply = .object(input) }
    func perform(_ service: Parrot, _ connection: Connection) throws -> [UInt8] { reply.bytes }
}

private struct Forget: ServiceKit.Operation {
    static let input = Shape.structure([], java: "Input")
    static let access = OperationAccess.write(.shared)

    init(_ input: JSON.Object, _ service: Parrot) throws(AWSError) {}
    func perform(_ service: Parrot, _ connection: Connection) throws -> [UInt8] { [] }
}

@Suite struct QueryTests {
    private let parrot: Parrot

    init() throws {
        let database = try Database(.memory, migrations: [])
        let (time, ids) = (ManualTime(), IDSource(seed: 1))
        parrot = Parrot(context: ServiceContext(account: AWSAccount(), time: time, ids: ids, database: database))
    }

    private func send(
        _ body: String,
        path: String = "/",
        signed: Bool = true,
        accept: String? = nil
    ) async -> (status: Int, text: String) {
        var request = HTTPRequest(method: "POST", target: path, body: Array(body.utf8))
        request.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        if let accept { request.headers["Accept"] = accept }
        if signed { request.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request" }
        return await withCheckedContinuation { continuation in
            parrot.handle(request) {
                continuation.resume(returning: ($0.status, String(decoding: $0.body, as: UTF8.self)))
            }
        }
    }

    /// The content of `RepeatResult`, without the path that every request implies.
    private func repeated(_ parameters: String) async -> String {
        let text = await send("Action=Repeat&\(parameters)").text
        let content = text.split(separator: "<RepeatResult>").last?.split(separator: "</RepeatResult>").first ?? ""
        return String(content.replacing("<Path>/</Path>", with: ""))
    }

    @Test(
        arguments: [
            ("Text=a%20%3Cb%3E%26%0D+%22c%22", "<Text>a &lt;b&gt;&amp;&#xD; &quot;c&quot;</Text>"),
            ("Flag=TRUE&Number=-7", "<Flag>true</Flag><Number>-7</Number>"),
            ("When=2026-11-21T03:04:05.678Z", "<When>2026-11-21T03:04:05.678Z</When>"),
            ("When=1700000000", "<When>2023-11-14T22:13:20.000Z</When>"),
            (
                "List.member.2=b&List.member.10=c&List.member.1=a",
                """
                <List><member>a</member><member>b</member><member>c</member></List>
                """
            ),
            ("List=", "<List/>"),
            ("Items.Item.1=a", "<Items><Item>a</Item></Items>"),
            (
                "F.1.Left=l&F.1.R.1=x&F.1.R.2=y&F.3.Left=m",
                """
                <F><Left>l</Left><R>x</R><R>y</R></F><F><Left>m</Left></F>
                """
            ),
            ("Map.entry.1.key=k&Map.entry.1.value=v", "<Map><entry><key>k</key><value>v</value></entry></Map>"),
            ("Tag.1.Key=k&Tag.1.Value=v", "<Tag><Key>k</Key><Value>v</Value></Tag>"),
            ("Tag.Key=k&Tag.Value=v", "<Tag><Key>k</Key><Value>v</Value></Tag>"),
            ("Unknown=1&Text=a&Text=b", "<Text>a</Text>"),
        ]
    )
    func readsAndWrites(_ parameters: String, _ xml: String) async {
        #expect(await repeated(parameters) == xml)
    }

    @Test func wrapsReplies() async {
        let (status, text) = await send("Action=Forget")
        #expect(status == 200)
        #expect(text.hasPrefix(#"<?xml version="1.0"?><ForgetResponse xmlns="http://example.com/"><ResponseMetadata>"#))
        #expect(text.hasSuffix("</RequestId></ResponseMetadata></ForgetResponse>"))
        #expect(await send("Action=Repeat", path: "/a/b").text.contains("<Path>/a/b</Path>"))
        #expect(await send("", path: "/?Action=Repeat&Text=x").text.contains("<Text>x</Text>"))
    }

    @Test func answersInJSONToThoseWhoAcceptIt() async throws {
        let accept = "application/json"
        let reply = await send("Action=Repeat&Text=x&F.1.Left=l&Tag.1.Key=k&Tag.1.Value=v", accept: accept)
        let result = try JSON(parsing: reply.text)["RepeatResponse"]?["RepeatResult"]
        #expect(result?["Text"] == "x" && result?["flat"] == [["Left": "l"]] && result?["Number"] == .null)
        #expect(result?["tags"] == [["Key": "k", "Value": "v"]])
        let nothing = try JSON(parsing: await send("Action=Forget", accept: accept).text)["ForgetResponse"]
        #expect(nothing?["ForgetResult"] == nil && nothing?["ResponseMetadata"]?["RequestId"] != nil)
        let refusal = await send("Action=Sing", accept: accept)
        let error = try JSON(parsing: refusal.text)["Error"]
        #expect(refusal.status == 400 && error?["Code"] == "InvalidAction" && error?["Type"] == "Sender")
        #expect(await send("Action=Forget", accept: "*/*").text.hasPrefix("<?xml"))
    }

    @Test(
        arguments: [
            ("", true, 400, "MissingAction"), ("Action=Sing", true, 400, "InvalidAction"),
            ("Action=StartFlight", true, 400, "InvalidAction"),
            ("Action=Forget", false, 403, "MissingAuthenticationToken"),
            ("Action=Repeat&Number=x", true, 400, "MalformedInput"),
            ("Action=Repeat&Flag=x", true, 400, "MalformedInput"),
            ("Action=Repeat&When=yesterday", true, 400, "MalformedInput"),
        ]
    )
    func refuses(_ body: String, _ signed: Bool, _ status: Int, _ code: String) async {
        let answer = await send(body, signed: signed)
        #expect(answer.status == status)
        #expect(answer.text.contains("<Error><Type>Sender</Type><Code>\(code)</Code><Message>"))
        #expect(answer.text.hasSuffix("</RequestId></ErrorResponse>"))
    }

    @Test func tellsAnActionThatIsNotEmulatedFromNonsense() async {
        let unknown = "is not valid for this endpoint."
        #expect(await send("Action=Sing").text.contains("<Message>The action Sing \(unknown)</Message>"))
        #expect(
            await send("Action=StartFlight").text
                .contains("<Message>The action StartFlight \(unknown) Hearth does not emulate it.</Message>")
        )
    }

    @Test func bearsAnyNumberOfDots() async {
        let name = "F" + String(repeating: ".1", count: 20_000)
        #expect(await send("Action=Repeat&\(name)=x").status == 200)
    }
}
