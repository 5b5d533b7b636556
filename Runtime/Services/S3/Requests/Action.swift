import ServiceKit
import Storage
import Wire

/// One AWS action, in its own file: how a request for it looks, what it refuses, what it does, what it answers.
protocol Action: Sendable {
    typealias Answer = @Sendable (Result<Reply, any Error>) -> Void

    /// The action's name, as `PutObject`.
    static var name: String { get }
    static var route: Route { get }

    var call: Call { get }

    /// Reads a request, and refuses what can be refused without the store. The body is empty for an `UploadAction`.
    init(_ call: Call) throws(AWSError)

    /// Does it, and calls `answer` once, on any thread. Runs where the request came in and must not block.
    func run(_ service: S3, _ answer: @escaping Answer)
}

extension Action {
    static var name: String { "\(Self.self)" }
}

/// What makes a request one for an action.
struct Route: Sendable {
    enum Level: Sendable { case service, bucket, object }

    var method: String
    var level: Level
    /// A name in the query that only requests for this action have.
    var mark: String?
    /// A header field that only they have.
    var header: String?

    init(_ method: String, _ level: Level, _ mark: String? = nil, header: String? = nil) {
        self.method = method
        self.level = level
        self.mark = mark
        self.header = header
    }

    func accepts(_ call: Call) -> Bool {
        call.request.method == method && call.level == level && mark.map { call.query[$0] != nil } ?? true
            && header.map { call.header($0) != nil } ?? true
    }

    /// Those with more to tell them by are asked first.
    var specificity: Int { (mark == nil ? 0 : 2) + (header == nil ? 0 : 1) }
}

extension Call {
    var level: Route.Level { address.bucket == nil ? .service : address.key == nil ? .bucket : .object }
}

/// An action that only looks.
protocol ReadAction: Action {
    func read(_ service: S3, _ connection: Connection) throws -> Reply
}

extension ReadAction {
    func run(_ service: S3, _ answer: @escaping Answer) {
        service.context.database.read { connection in
            answer(Result { try read(service, connection.get()) })
        }
    }
}

/// An action that changes objects.
protocol WriteAction: Action {
    func write(_ transaction: Transaction) throws -> Reply
}

extension WriteAction {
    func run(_ service: S3, _ answer: @escaping Answer) {
        service.write(call, .savepoint, answer) { try write($0) }
    }
}

/// An action that changes buckets, alone in its transaction.
protocol BucketAction: Action {
    func change(_ documents: inout Documents, _ transaction: Transaction) throws -> Reply
}

extension BucketAction {
    func run(_ service: S3, _ answer: @escaping Answer) {
        service.write(call, .alone, answer) { transaction in
            var documents = service.documents.current
            let reply = try change(&documents, transaction)
            try service.documents.write(documents, transaction.connection)
            return reply
        }
    }
}

/// An action whose request has the bytes of an object for a body, which may be long.
protocol UploadAction: Action {
    /// Keeps what has arrived and is whole. When it throws, the body is removed.
    func store(_ body: StoredBody, _ found: Intake.Result, _ transaction: Transaction) throws -> Reply
}

extension UploadAction {
    /// For a body that is there.
    func run(_ service: S3, _ answer: @escaping Answer) {
        let receiver = UploadReceiver(self, service) { _ in }
        receiver.receive(call.request.body)
        receiver.end(call.request.trailers, answer)
    }

    func run(_ service: S3, _ body: StoredBody, _ found: Intake.Result, _ answer: @escaping Answer) {
        service.write(call, .savepoint) { result in
            if case .failure = result { service.bodies.remove(body.files) }
            answer(result)
        } _: {
            try store(body, found, $0)
        }
    }
}
