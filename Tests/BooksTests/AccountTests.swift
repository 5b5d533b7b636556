import BookAccounts
import BookTables
import Endpoints
import FoundationEssentials
import JSON
import LambdaRuntime
import Synchronization
import Testing

@testable import Books

struct AccountTests {
    private static let seconds = 1_700_000_000
    private let secrets = FakeSecrets()
    private let service: AccountService

    init() {
        var service = AccountService(readers: FakeReaders(), secrets: secrets, keySecret: "key", region: "eu-west-1")
        service.now = { Self.seconds * 1_000 }
        self.service = service
    }

    private let credentials = #"{"user_id": "ann", "password": "correct horse"}"#

    private func token() async throws -> String {
        _ = try await answer(RegisterEndpoint(service: service), try request(body: credentials))
        let (status, body) = try await answer(LoginEndpoint(service: service), try request(body: credentials))
        #expect(status == 200)
        #expect(body["token_type"] == "Bearer")
        #expect(body["expires_in"] == 900)
        return try #require(body["access_token"]?.stringValue)
    }

    @Test func readersRegisterOnce() async throws {
        let register = RegisterEndpoint(service: service)
        let (status, body) = try await answer(register, try request(body: credentials))
        #expect(status == 201)
        #expect(body == ["user_id": "ann"])
        let again = try await answer(register, try request(body: #"{"user_id": "ann", "password": "battery staple"}"#))
        #expect(again.status == 409)
        let short = try await answer(register, try request(body: #"{"user_id": "ben", "password": "short"}"#))
        #expect(short.body["errors"] == ["password": "must have at least 8 characters"])
        #expect(try await answer(LoginEndpoint(service: service), try request(body: credentials)).status == 200)
    }

    @Test(arguments: ["a b", "ann/", "/", "a\\nb", "a\\u0000", "\\u007f", "a\\u00a0b", "\\t"])
    func idsOfReadersAreOneWord(_ id: String) async throws {
        let body = #"{"user_id": "\#(id)", "password": "short"}"#
        let refused = try await answer(RegisterEndpoint(service: service), try request(body: body))
        #expect(refused.status == 400)
        #expect(
            refused.body["errors"] == [
                "user_id": "must have no blanks, slashes and control characters",
                "password": "must have at least 8 characters",
            ]
        )
    }

    @Test(arguments: ["ann@example.com", "Zoë", "李", "a.b-c_d+e"])
    func otherIdsDo(_ id: String) async throws {
        let body = #"{"user_id": "\#(id)", "password": "correct horse"}"#
        #expect(try await answer(RegisterEndpoint(service: service), try request(body: body)).status == 201)
    }

    @Test(arguments: [
        #"{"user_id": "ann", "password": "wrong horse"}"#, #"{"user_id": "nobody", "password": "correct horse"}"#,
    ])
    func othersAreNotLetIn(_ wrong: String) async throws {
        _ = try await answer(RegisterEndpoint(service: service), try request(body: credentials))
        let (status, body) = try await answer(LoginEndpoint(service: service), try request(body: wrong))
        #expect(status == 401)
        #expect(body["message"] == "Unknown reader or wrong password")
    }

    @Test func tokensNameTheReaderTheIssuerAndTheKey() async throws {
        let text = try await token()
        let key = try await service.signingKey()
        let issuer = "https://abc.execute-api.eu-west-1.amazonaws.com"
        let good = try #require(AccessToken(text, key: key, issuer: issuer, now: Self.seconds))
        #expect(good.sub == "ann")
        #expect(good.exp == Self.seconds + 900)
        #expect(AccessToken(text, key: key, issuer: issuer, now: Self.seconds + 900) == nil)
        #expect(AccessToken(text, key: key, issuer: issuer, now: Self.seconds - 1) == nil)
        #expect(AccessToken(text, key: key, issuer: "https://elsewhere", now: Self.seconds) == nil)
        #expect(AccessToken(text, key: try SigningKey(), issuer: issuer, now: Self.seconds) == nil)

        let keys = try await answer(KeysEndpoint(service: service), try request())
        #expect(keys.body["keys"]?.arrayValue?.count == 1)
        #expect(keys.body["keys"]?[0]?["kid"]?.stringValue == key.webKey.kid)
        #expect(keys.body["keys"]?[0]?["e"] == "AQAB")
        let discovery = try await answer(DiscoveryEndpoint(service: service), try request())
        #expect(discovery.body["issuer"]?.stringValue == issuer)
        #expect(discovery.body["jwks_uri"]?.stringValue == "\(issuer)/.well-known/jwks.json")
    }

    @Test func tokensThatWereTamperedWithAreRefused() async throws {
        let text = try await token()
        let key = try await service.signingKey()
        let issuer = service.issuer(apiID: "abc")
        let parts = text.split(separator: ".").map(String.init)
        func base64(_ json: String) -> String {
            Data(json.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-")
                .replacing("/", with: "_")
        }
        let none = base64(#"{"alg":"none","kid":"\#(key.webKey.kid)"}"#)
        let claims = base64(
            #"{"iss":"\#(issuer)","aud":"book-service","sub":"eve","iat":\#(Self.seconds),"exp":9999999999}"#
        )
        let forged = [
            "\(none).\(claims).", "\(none).\(parts[1]).\(parts[2])", "\(parts[0]).\(claims).\(parts[2])",
            "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).", text + ".x", "", "..",
            text + String(repeating: "A", count: 5_000),
        ]
        for text in forged { #expect(AccessToken(text, key: key, issuer: issuer, now: Self.seconds) == nil, "\(text)") }
    }

    @Test func allEnvironmentsShareOneKey() async throws {
        let all = (0..<3).map { _ in SigningKeys(secrets, secret: "key") }
        let first = try await all[0].key(now: 0)
        for keys in all { #expect(try await keys.key(now: 0).webKey == first.webKey) }
        // Whoever comes second in making one takes the first one.
        secrets.hidesOnce("key")
        #expect(try await SigningKeys(secrets, secret: "key").key(now: 0).webKey == first.webKey)
    }

    @Test func administratorsShowTheSecret() async throws {
        let authorizer = AdminAuthorizer(secrets, secret: "admin")
        #expect(try await authorizer.isAdmin("Bearer secret") == false)
        _ = secrets.begin("admin", value: "secret")
        let later = AdminAuthorizer(secrets, secret: "admin")
        #expect(try await later.isAdmin("Bearer secret"))
        for wrong in [nil, "", "secret", "Bearer", "Bearer ", "Bearer secret ", "bearer secret"] {
            #expect(try await later.isAdmin(wrong) == false)
        }
    }

    @Test(arguments: [
        "authorize-admin", "authorizers/token", "authorizers/request", "authorizers/request-http-api-1.0",
    ])
    func authorizersAreAskedInManyWays(_ file: String) async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../events")
        let event = try JSON(parsing: Array(Data(contentsOf: root.appending(path: "\(file).json"))))
        let question = try JSONCoder.decode(AdminAuthorizer.Question.self, from: event.bytes)
        #expect(question.authorization == "Bearer not-the-token")
        #expect((question.methodArn == nil) == (event["version"] == "2.0"))
    }

    @Test func ratingsAreExportedToTheirReader() async throws {
        let stores = FakeStores()
        let rate = RateEndpoint(service: stores.service)
        for book in ["it", "sol"] {
            _ = try await answer(rate, try request(path: ["book_id": book], body: #"{"rating": 4}"#, reader: "ann"))
        }
        let export = ExportHandler(accounts: service, ratings: stores, issuer: service.issuer(apiID: "abc"))
        let mine = try await streamed(export, authorization: "Bearer \(try await token())")
        #expect(mine.head["statusCode"] == 200)
        #expect(try mine.body.split(separator: "\n").map { try JSON(parsing: String($0))["book_id"] } == ["it", "sol"])
        for wrong in [nil, "", "Bearer", "Bearer x.y.z"] {
            #expect(try await streamed(export, authorization: wrong).head["statusCode"] == 401)
        }
    }

    private func streamed(_ handler: ExportHandler, authorization: String?) async throws -> (head: JSON, body: String) {
        let event = try request(headers: authorization.map { ["authorization": $0] } ?? [:])
        let writer = CollectingWriter()
        try await handler.export(try JSONCoder.encode(event), to: writer)
        let bytes = writer.bytes.withLock { $0 }
        let end = try #require(bytes.firstRange(of: [UInt8](repeating: 0, count: 8)))
        let head = try JSON(parsing: Array(bytes[..<end.lowerBound]))
        return (head, String(decoding: bytes[end.upperBound...], as: UTF8.self))
    }
}

final class FakeReaders: ReaderStore {
    private let readers = Mutex<[String: Reader]>([:])

    func add(_ reader: Reader) -> Bool {
        readers.withLock { readers in
            guard readers[reader.id] == nil else { return false }
            readers[reader.id] = reader
            return true
        }
    }

    func reader(_ id: String) -> Reader? { readers.withLock { $0[id] } }
}

private final class FakeSecrets: SecretStore {
    private let state = Mutex((values: [String: String](), hidden: Set<String>()))

    func value(_ secret: String) -> String? {
        state.withLock { $0.hidden.remove(secret) == nil ? $0.values[secret] : nil }
    }

    func begin(_ secret: String, value: String) -> Bool {
        state.withLock { state in
            guard state.values[secret] == nil else { return false }
            state.values[secret] = value
            return true
        }
    }

    /// The next reader sees no value, as one who comes a moment too early.
    func hidesOnce(_ secret: String) { state.withLock { _ = $0.hidden.insert(secret) } }
}

private final class CollectingWriter: LambdaResponseStreamWriter {
    let bytes = Mutex<[UInt8]>([])

    func write(_ piece: [UInt8], hasCustomHeaders: Bool) { bytes.withLock { $0 += piece } }
    func finish() {}
    func writeAndFinish(_ piece: [UInt8]) { bytes.withLock { $0 += piece } }
}
