import Compression
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

    static func namespace(ofError code: String) -> String? { "com.example" }
    func bodyLimit(of request: HTTPRequest) -> Int { 1000 }
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

    private func send(
        _ target: String?,
        _ body: [UInt8],
        method: String = "POST",
        path: String = "/",
        headers: [(String, String?)] = []
    ) async -> HTTPResponse {
        var request = HTTPRequest(method: method, target: path, body: body)
        request.headers["Content-Type"] = "application/x-amz-json-1.1"
        request.headers["X-Amz-Target"] = target
        request.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request"
        for (name, value) in headers { request.headers[name] = value }
        return await withCheckedContinuation { continuation in
            echo.handle(request) { continuation.resume(returning: $0) }
        }
    }

    private func send(_ target: String?, _ text: String, headers: [(String, String?)] = []) async -> HTTPResponse {
        await send(target, Array(text.utf8), headers: headers)
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

    private static let missing = "Request is missing Authentication Token"
    private static let header = "Authorization header requires "
    private static let query = "AWS query-string parameters must include "

    @Test(
        arguments: [
            ("/", nil, "MissingAuthenticationTokenException", missing),
            ("/", "AWS4", "MissingAuthenticationTokenException", missing),
            ("/?X-Amz-Credential=a&X-Amz-Date=d", nil, "MissingAuthenticationTokenException", missing),
            (
                "/?X-Amz-Algorithm", "X", "InvalidSignatureException",
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
            ),
            (
                "/", "AWS4-", "IncompleteSignatureException",
                header + "'Credential' parameter. " + header + "'Signature' parameter. " + header
                    + "'SignedHeaders' parameter. " + header
                    + "existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-"
            ),
            (
                "/?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-Date=d", nil,
                "IncompleteSignatureException", query + "'X-Amz-SignedHeaders'. Re-examine the query-string parameters."
            ),
            (
                "/?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-Date=d&X-Amz-SignedHeaders=h", nil,
                "IncompleteSignatureException",
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'b'"
            ),
        ] as [(String, String?, String, String)]
    )
    func refusesWhatIsNotSigned(_ path: String, _ header: String?, _ code: String, _ message: String) async throws {
        let body = Array(#"{"Text":"x"}"#.utf8)
        let response = await send("Echo.Say", body, path: path, headers: [("Authorization", header)])
        #expect(response.status == 400)
        #expect(
            try JSON(parsing: response.body) == ["__type": .string("com.example#\(code)"), "message": .string(message)]
        )
    }

    @Test func takesASignatureInTheQuery() async {
        let path = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2Fb%2Fc%2Fd%2Faws4_request"
        let body = Array(#"{"Text":"x"}"#.utf8)
        #expect(await send("Echo.Say", body, path: path, headers: [("Authorization", nil)]).status == 200)
    }

    @Test(arguments: ["PUT", "DELETE", "OPTIONS", "GET"])
    func servesOnlyPosts(_ method: String) async {
        let response = await send("Echo.Say", [], method: method)
        #expect(response.status == 404)
        #expect(String(decoding: response.body, as: UTF8.self) == "<UnknownOperationException/>\n")
        #expect(response.headers["x-amz-crc32"] == "3552371480")
    }

    @Test(arguments: [nil, "whatever", "application/x-amz-json-1.0", "application/jsonasdf"] as [String?])
    func wantsAContentTypeForABody(_ type: String?) async {
        #expect(await send("Echo.Say", "hi", headers: [("Content-Type", type)]).status == 404)
    }

    @Test(arguments: ["application/json", "  application/json  ;   asfd", "application/x-amz-json-1.1; charset=utf-8"])
    func looksAtTheBodyFirst(_ type: String) async throws {
        let response = await send(nil, "hi", headers: [("Content-Type", type), ("Authorization", nil)])
        #expect(try JSON(parsing: response.body) == ["__type": "com.example#SerializationException"])
        let isOwn = type.contains("amz")
        #expect(response.headers["Content-Type"] == (isOwn ? "application/x-amz-json-1.1" : "application/json"))
    }

    @Test func namesWhatIsNotEmulated() async throws {
        #expect(
            try await JSON(parsing: send("Echo.PutWhisper", "{}").body)
                == ["__type": "com.example#UnknownOperationException", "message": "Hearth does not emulate PutWhisper"]
        )
        let long = "Put" + String(repeating: "X", count: 62)
        for nonsense in ["Shout", "Put", "Puts", "putWhisper", "Put-Whisper", long] {
            #expect(
                try await JSON(parsing: send("Echo.\(nonsense)", "{}").body)
                    == ["__type": "com.example#UnknownOperationException"]
            )
        }
    }

    @Test func letsPagesCall() async {
        let origin: [(String, String?)] = [("Origin", "http://example.com")]
        let asked = origin + [("Access-Control-Request-Headers", "a, b"), ("Access-Control-Request-Method", "POST")]
        let preflight = await send(nil, [], method: "OPTIONS", headers: asked + [("Authorization", nil)])
        #expect(preflight.status == 200 && preflight.body.isEmpty)
        #expect(preflight.headers["Access-Control-Allow-Origin"] == "*")
        #expect(preflight.headers["Access-Control-Allow-Headers"] == "a, b")
        #expect(preflight.headers["Access-Control-Allow-Methods"] == "POST")
        #expect(preflight.headers["Access-Control-Max-Age"] == "172800")
        let response = await send("Echo.Say", #"{"Text":"x"}"#, headers: origin)
        #expect(response.headers["Access-Control-Allow-Origin"] == "*")
        #expect(response.headers["Access-Control-Max-Age"] == nil)
        #expect(await send("Echo.Say", #"{"Text":"x"}"#).headers["Access-Control-Allow-Origin"] == nil)
    }

    @Test func boundsTheHead() async {
        let long = String(repeating: "x", count: 9_000)
        #expect(await send("Echo.Say", #"{"Text":"x"}"#, headers: [("a", long), ("b", long)]).status == 400)
        let path = "/" + String(repeating: "x", count: 17_000)
        #expect(await send("Echo.Say", Array(#"{"Text":"x"}"#.utf8), path: path).status == 400)
        #expect(await send("Echo.Say", Array(#"{"Text":"x"}"#.utf8), path: "/x").status == 404)
    }

    // MARK: Compressed bodies

    @Test(arguments: Compression.allCases)
    func takesCompressedRequests(_ compression: Compression) async throws {
        let coding: [(String, String?)] = [("Content-Encoding", compression.rawValue)]
        let body = try compression.compress(Array(#"{"Text":"hello"}"#.utf8))
        let response = await send("Echo.Say", body, headers: coding)
        #expect(String(decoding: response.body, as: UTF8.self) == "hello")
        let long = try compression.compress(Array(#"{"Text":"\#(String(repeating: "x", count: 1000))"}"#.utf8))
        for broken in [Array(body.dropLast()), Array("{}".utf8), [], long] {
            #expect(await send("Echo.Say", broken, headers: coding).status == 500)
        }
        #expect(await send("Echo.Say", "{}", headers: [("Content-Encoding", "garbage")]).status == 500)
    }

    @Test func compressesLongReplies() async throws {
        let text = String(repeating: "x", count: 5_000)
        let accepts: [(String, String?)] = [("Accept-Encoding", "gzip")]
        let response = await send("Echo.Say", #"{"Text":"\#(text)"}"#, headers: accepts)
        #expect(response.headers["Content-Encoding"] == "gzip")
        #expect(response.headers["x-amz-crc32"] == String(CRC32.checksum(response.body)))
        #expect(try Compression.gzip.decompress(response.body, limit: 5_000) == Array(text.utf8))
        #expect(await send("Echo.Say", #"{"Text":"x"}"#, headers: accepts).headers["Content-Encoding"] == nil)
    }

    /// What DynamoDB was seen to choose.
    @Test(
        arguments: [
            ("identity", nil), ("", nil), ("br", nil), ("x-gzip", nil), ("gzip, deflate", "gzip"),
            ("br, identity, deflate, gzip", "deflate"), ("GZIP, identity", "gzip"), ("dog, gzip ,, cat", "gzip"),
            ("gzip;q=0.8, deflate;q=0.5", "gzip"), ("br, gzip;q=0, deflate; q = 0.5 , identity;q=0", "deflate"),
            ("*", "gzip"), ("*, deflate;q=0.5", "gzip"), ("*, deflate", "deflate"), ("*, gzip;q=0.5", "deflate"),
            ("gzip ;q=0", nil), ("*;q=0", nil), ("*;q=0.5,identity", "gzip"), ("\"gzip\"", nil), ("gzip br", nil),
            ("deflate;q=0.5, gzip;q=31", "gzip"), ("gzip;q=31,deflate;q=51", "gzip"),
            ("deflate;q=0.5, gzip;q=1;q=0.2", "gzip"), ("deflate;q=0.5,gzip;q=0.", "deflate"),
            ("deflate;q=0.5,gzip;q=0.x", "gzip"), ("deflate;q=-0.5,gzip;q=0.2", "gzip"), ("gzip;q= 0;q=1", nil),
            ("gzip;nq=0;q=1", nil), ("gzip;q=0, gzip;q=1, gzip;q=0", "gzip"), ("gzip;q=0.0001", "gzip"),
        ] as [(String, String?)]
    )
    func choosesTheCoding(_ accepted: String, _ coding: String?) async {
        let text = String(repeating: "x", count: 5_000)
        let response = await send("Echo.Say", #"{"Text":"\#(text)"}"#, headers: [("Accept-Encoding", accepted)])
        #expect(response.headers["Content-Encoding"] == coding)
    }
}
