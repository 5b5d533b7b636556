import JSON
import Storage
import Wire

/// One AWS action, in its own file: what it takes, what it refuses, what it does, what it answers.
///
/// A request becomes a value of the operation first, on any thread and without the store; that value then runs on a
/// thread that may block.
package protocol Operation<Service>: Sendable {
    associatedtype Service: AWSService

    /// The action's name, as `PutItem`.
    static var name: String { get }
    /// The shape of the request, with the constraints that AWS checks before it looks at anything else.
    static var input: Shape { get }
    /// The shape of the reply, which the query protocol writes as XML: none, unless said otherwise. Other protocols do
    /// not ask for it.
    static var output: Shape { get }
    static var access: OperationAccess { get }

    /// Up to how long a request is read where it came in. A longer one holds up the others there, and is read elsewhere.
    static var bytesInPlace: Int { get }

    /// Refuses what AWS looks at before the constraints of `input`: nothing, unless said otherwise. The types are right.
    static func precheck(_ input: JSON.Object) throws(AWSError)

    /// Reads a request that has the shape of `input`, and refuses what can be refused without the store.
    init(_ input: JSON.Object, _ service: Service) throws(AWSError)

    /// The same for an operation whose answer depends on more than the request's body.
    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: Service) throws(AWSError)

    /// Reads a request straight from its text, where that is worth it: `nil` for one that is to be read as a value, such as
    /// any that has something in it to refuse. Always `nil`, unless said otherwise.
    init?(plain request: JSONTape, _ service: Service)

    /// Does it, and returns the reply's body. Throws `AWSError` or `StorageError`.
    func perform(_ service: Service, _ connection: Connection) throws -> [UInt8]

    /// Does it when it sees fit, and hands the reply's body to `answer` once: for `.deferred` operations alone, which
    /// turn to the store by themselves. Runs where the request came in and must not block. `together` is for writes of one
    /// row, or `nil` where they had better run elsewhere.
    func begin(_ service: Service, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion)

    /// Follows the commit of a write, on the writer's thread and before the reply.
    func committed(_ service: Service)
}

extension Operation {
    package typealias Completion = @Sendable (Result<[UInt8], any Error>) -> Void

    package static var name: String { "\(Self.self)" }
    package static var output: Shape { .structure([], java: "") }

    package static var bytesInPlace: Int { 4096 }

    package static func precheck(_ input: JSON.Object) throws(AWSError) {}

    /// A request of the right types that passes `precheck` and keeps the constraints.
    package static func read(_ request: JSON) throws(AWSError) -> JSON.Object { try input.read(request, precheck) }

    package init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: Service) throws(AWSError) {
        try self.init(input, service)
    }

    package init?(plain request: JSONTape, _ service: Service) { return nil }

    package func begin(
        _ service: Service,
        _ request: HTTPRequest,
        _ together: Together?,
        _ answer: @escaping Completion
    ) {
        service.context.database.write(together: together) {
            try perform(service, $0)
        } completion: { result in
            if case .success = result { committed(service) }
            answer(result)
        }
    }

    package func committed(_ service: Service) {}
}

/// What an operation needs of the store.
package enum OperationAccess: Sendable {
    case read
    /// One row by its key: runs where the request came in, as it takes less time than to hand it on, or a part of those
    /// that came in together does.
    case readOfOneRow
    case write(WriteIsolation)
    /// One row by its key or a few, `.shared`. Those that come in together are handed on together; one alone runs where
    /// it came in, when nothing else is being written.
    case briefWrite
    /// Turns to the store by itself, and answers when it likes: a long poll.
    case deferred
}
