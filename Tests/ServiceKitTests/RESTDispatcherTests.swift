import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

private struct Library: AWSService {
    let context: ServiceContext
    let dispatcher = RESTDispatcher<Library>([PutBook.self, ListBooks.self])

    static func namespace(ofError code: String) -> String? { nil }
    func matches(_ request: HTTPRequest) -> Bool { true }
    func error(for failure: StorageError) -> AWSError {
        AWSError("ServiceException", status: 500, message: "\(failure)")
    }
    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        if !dispatcher.handle(request, self, respond: respond) { respond(HTTPResponse(status: 404)) }
    }
}

private struct PutBook: RESTOperation {
    static let binding = RESTBinding("PUT", "/shelves/{Shelf}/books/{Book}", status: 201)
    static let input = Shape.structure(
        [
            .required("Shelf", .string(length: 1...3)), .required("Book", .string()),
            .optional("Pages", .number(java: "Integer")),
        ],
        java: "Input"
    )
    static let access = OperationAccess.write(.shared)
    let input: JSON.Object

    init(_ input: JSON.Object, _ service: Library) throws(AWSError) { self.input = input }
    func perform(_ service: Library, _ connection: Connection) throws -> [UInt8] { JSON.object(input).bytes }
}

private struct ListBooks: RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "/books",
        query: [.init("MaxItems", .number), .init("whole", member: "Whole", .boolean), .init("keys", .strings)]
    )
    static let input = Shape.structure([.optional("MaxItems", .number(java: "Integer", range: 1...50))], java: "Input")
    static let access = OperationAccess.read
    let input: JSON.Object

    init(_ input: JSON.Object, _ service: Library) throws(AWSError) { self.input = input }
    func perform(_ service: Library, _ connection: Connection) throws -> [UInt8] { JSON.object(input).bytes }
}

@Suite struct RESTDispatcherTests {
    private let library: Library

    init() throws {
        library = Library(
            context: ServiceContext(
                account: AWSAccount(),
                time: ManualTime(),
                ids: IDSource(seed: 1),
                database: try Database(.memory, migrations: [])
            )
        )
    }

    private func send(_ method: String, _ target: String, _ body: String = "") async -> (HTTPResponse, String) {
        await withCheckedContinuation { continuation in
            library.handle(HTTPRequest(method: method, target: target, body: Array(body.utf8))) {
                continuation.resume(returning: ($0, String(decoding: $0.body, as: UTF8.self)))
            }
        }
    }

    @Test func membersComeFromPathQueryAndBody() async {
        let put = await send("PUT", "/shelves/a%2Fb/books/c%3Ad/", #"{"Pages":3,"Book":"overruled"}"#)
        #expect(put.0.status == 201 && put.0.headers["Content-Type"] == "application/json")
        #expect(put.1 == #"{"Pages":3,"Book":"c:d","Shelf":"a/b"}"#)
        let list = await send("GET", "/books?keys=a&keys=b%20c&MaxItems=7&whole=true&other=1")
        #expect(list.1 == #"{"MaxItems":7,"Whole":true,"keys":["a","b c"]}"#)
    }

    @Test(arguments: [
        ("PUT", "/shelves//books/x", ""), ("PUT", "/shelves/a/books", ""), ("POST", "/books", ""),
        ("GET", "/books/x", ""),
    ])
    func othersAreNotServed(_ method: String, _ target: String, _ body: String) async {
        #expect(await send(method, target, body).0.status == 404)
    }

    @Test(arguments: [
        ("PUT", "/shelves/abcd/books/x", "", "ValidationException"),
        ("PUT", "/shelves/a/books/x", "{", "SerializationException"),
        ("PUT", "/shelves/a/books/x", "[]", "SerializationException"),
        ("PUT", "/shelves/a/books/x", #"{"Pages":"x"}"#, "SerializationException"),
        ("GET", "/books?MaxItems=x", "", "SerializationException"),
        ("GET", "/books?MaxItems=51", "", "ValidationException"),
        ("GET", "/books?whole=maybe", "", "SerializationException"),
    ])
    func badInputIsRefused(_ method: String, _ target: String, _ body: String, _ code: String) async throws {
        let (response, text) = await send(method, target, body)
        #expect(response.status == 400 && response.headers["x-amzn-ErrorType"] == code)
        #expect(try JSON(parsing: text)["message"]?.stringValue?.isEmpty == false)
    }
}
