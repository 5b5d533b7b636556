import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

private struct Echo: AWSService, HTTPHandler {
    let context: ServiceContext
    let dispatcher = JSONDispatcher<Echo>(
        version: "1.1",
        targetPrefixes: ["Echo."],
        operations: [Say.self, Break.self]
    )

    static func namespace(ofError code: String) -> String { "com.example" }
    func matches(_ request: HTTPRequest) -> Bool { true }
    func error(for failure: StorageError) -> AWSError {
        AWSError("InternalServerError", status: 500, message: "\(failure)")
    }
    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        dispatcher.handle(request, self, respond: respond)
    }
}

private struct Say: ServiceKit.Operation {
    static let input = Shape.structure([.required("Text", .string())], java: "Input")
    static let access = OperationAccess.read
    let text: String

    init(_ input: JSON.Object, _ service: Echo) throws(AWSError) { text = input["Text"]?.stringValue ?? "" }
    func perform(_ service: Echo, _ connection: Connection) throws -> [UInt8] { Array(text.utf8) }
}

private struct Break: ServiceKit.Operation {
    static let input = Shape.structure([], java: "Input")
    static let access = OperationAccess.write(.shared)

    init(_ input: JSON.Object, _ service: Echo) throws(AWSError) {}
    func perform(_ service: Echo, _ connection: Connection) throws -> [UInt8] {
        try connection.run("INSERT INTO nothing VALUES (1)")
        return []
    }
}

@Suite struct DispatcherTests {
    private let echo: Echo

    init() throws {
        echo = Echo(
            context: ServiceContext(
                account: AWSAccount(),
                time: ManualTime(),
                ids: IDSource(seed: 1),
                database: try Database(.memory, migrations: [])
            )
        )
    }

    private func send(_ target: String?, _ body: String, isSigned: Bool = true) async -> HTTPResponse {
        var request = HTTPRequest(method: "POST", target: "/", body: Array(body.utf8))
        request.headers["X-Amz-Target"] = target
        if isSigned { request.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request" }
        return await withCheckedContinuation { continuation in
            echo.handle(request) { continuation.resume(returning: $0) }
        }
    }

    @Test func answers() async {
        let response = await send("Echo.Say", #"{"Text":"hello"}"#)
        #expect(response.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self) == "hello")
        #expect(response.headers["Content-Type"] == "application/x-amz-json-1.1")
        #expect(response.headers["x-amz-crc32"] == "907060870")
        #expect(response.headers["x-amzn-RequestId"]?.count == 52)
    }

    @Test(
        arguments: [
            ("Echo.Shout", "{}", "UnknownOperationException", 400),
            ("Other.Say", "{}", "UnknownOperationException", 400),
            (nil, "{}", "UnknownOperationException", 400),
            ("Echo.Say", "", "SerializationException", 400),
            ("Echo.Say", "{", "SerializationException", 400),
            ("Echo.Say", "[]", "SerializationException", 400),
            ("Echo.Say", "{}", "ValidationException", 400),
            ("Echo.Break", "{}", "InternalServerError", 500),
        ] as [(String?, String, String, Int)]
    )
    func refuses(_ target: String?, _ body: String, _ code: String, _ status: Int) async throws {
        let response = await send(target, body)
        #expect(response.status == status)
        #expect(try JSON(parsing: response.body)["__type"] == .string("com.example#\(code)"))
    }

    @Test func refusesWhatIsNotSigned() async throws {
        let response = await send("Echo.Say", #"{"Text":"x"}"#, isSigned: false)
        #expect(
            try JSON(parsing: response.body) == [
                "__type": "com.example#MissingAuthenticationTokenException",
                "message": "Request is missing Authentication Token",
            ]
        )
    }
}
