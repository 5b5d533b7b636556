import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// The local S3: API version 2006-03-01 over restXml. Buckets of all regions share one name space, as on AWS.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
package final class S3: EndpointService {
    package let context: ServiceContext
    let documents: DocumentStore
    let bodies: BodyStore
    let outbox: Outbox
    let notifications = Mutex<[String: NotificationConfiguration]>([:])
    let lastSequence = Mutex<UInt64>(0)
    /// Asks whether a function may be called for a bucket.
    let functions: FunctionCalls

    package static let migrations = Schema.migrations

    /// Takes up what the store holds. Its schema must include `S3.migrations`. `directory` is where the bytes of objects
    /// are kept; `nil` for a store in memory. `resume` follows when all services are there.
    package init(_ context: ServiceContext, directory: String?, functions: FunctionCalls) throws {
        self.context = context
        self.functions = functions
        documents = try DocumentStore(table: "s3_document", context.database)
        bodies = BodyStore(directory: directory, context.ids)
        outbox = Outbox(table: "s3_outbox", context)
        bodies.sweep(keeping: try context.database.readAndWait { try $0.usedFiles() })
        compileNotifications()
    }

    /// Delivers what was promised before.
    package func resume() { outbox.resume() }

    /// Whether nothing is on its way to a receiver now.
    package var isIdle: Bool { outbox.isIdle }

    /// Removes what is kept in files of a store in memory.
    package func close() { bodies.close() }

    private static let versionIDLength = 32

    func newVersionID() -> String { context.ids.hex(Self.versionIDLength) }

    // MARK: Requests

    /// Requests that are signed for S3 or go to one of its host names; without either, those for a bucket that is there,
    /// as browsers and `curl` send them.
    package func matches(_ request: HTTPRequest) -> Bool {
        if let scope = CredentialScope(request) { return scope.service == "s3" }
        let authorization = request.headers["Authorization"]
        if let authorization { return authorization.hasPrefix("AWS ") }
        if request.headers["X-Amz-Target"] != nil { return false }
        let host = request.headers["Host"]
        if let host, Address.isOfS3(host: host) { return true }
        guard let bucket = Address(host: host, path: request.path)?.bucket else { return false }
        return documents.current[Bucket.shelf, bucket] != nil
    }

    /// Of requests whose bodies are gathered: lists of a thousand keys, forms.
    package func bodyLimit(of request: HTTPRequest) -> Int { 64 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        guard let address = Address(host: request.headers["Host"], path: request.path) else {
            let call = Call(request, Address(bucket: nil), context)
            return answer(call, respond)(.failure(AWSError.invalidURI))
        }
        let call = Call(request, address, context)
        let answer = answer(call, respond)
        if let preflight = preflight(call) { return answer(preflight) }
        do throws(AWSError) {
            let type = try Actions.action(for: call)
            try check(call)
            try type.init(call).run(self, answer)
        } catch {
            answer(.failure(error))
        }
    }

    package func bodyReceiver(
        of request: HTTPRequest,
        demand: @escaping @Sendable (Bool) -> Void
    ) -> (any HTTPBodyReceiver)? {
        guard request.method == "PUT", let address = Address(host: request.headers["Host"], path: request.path),
            address.key != nil
        else { return nil }
        let call = Call(request, address, context)
        guard let type = try? Actions.action(for: call) as? any UploadAction.Type else { return nil }
        return StreamedUpload(call, self, demand: demand) { [self] () throws(AWSError) in
            try check(call)
            return try type.init(call)
        }
    }

    package func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        let call = Call(request, Address(bucket: nil), context)
        let error = AWSError("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
        answer(call, respond)(.failure(error))
    }

    /// What is asked of every request.
    private func check(_ call: Call) throws(AWSError) {
        try Presigned.check(call)
        if let version = call.versionID, version != "null", version.utf8.count != Self.versionIDLength {
            throw .invalidArgument("Invalid version id specified", "versionId", version)
        }
        if let owner = call.header("x-amz-expected-bucket-owner"), owner != context.account.id { throw .accessDenied() }
    }

    /// Answers in S3's form.
    func answer(_ call: Call, _ respond: @escaping HTTPResponder) -> Action.Answer {
        { [self] result in
            var response: HTTPResponse
            switch result {
            case .success(let reply): response = reply.response(to: call)
            case .failure(let failure): response = AWSError(s3: failure).response(to: call)
            }
            response.headers.add("x-amz-request-id", call.requestID)
            response.headers.add("x-amz-id-2", call.hostID)
            response.headers.add("Server", "AmazonS3")
            addCrossOrigin(to: &response, call)
            respond(response)
        }
    }

    // MARK: Writes

    private struct Outcome: Sendable {
        var reply: Reply
        var promise: Outbox.Promise
        var obsolete: [String]
    }

    /// Runs `body` in a transaction, with the deliveries that follow from it, and then what comes after it.
    func write(
        _ call: Call,
        _ isolation: WriteIsolation,
        _ answer: @escaping Action.Answer,
        _ body: @escaping @Sendable (Transaction) throws -> Reply
    ) {
        context.database.write(isolation) { [self] connection in
            let transaction = Transaction(self, connection, call)
            let reply = try body(transaction)
            let outgoing = outgoing(transaction.events, call)
            let promise = outgoing.isEmpty ? Outbox.Promise() : try outbox.insert(outgoing, connection)
            return Outcome(reply: reply, promise: promise, obsolete: transaction.obsolete)
        } completion: { [self] (result: Result<Outcome, any Error>) in
            if case .success(let outcome) = result {
                if case .alone = isolation, !documents.commit().isEmpty { compileNotifications() }
                bodies.remove(outcome.obsolete)
                outbox.send(outcome.promise)
            }
            answer(result.map(\.reply))
        }
    }

    /// Removes every bucket, object and undelivered event.
    package func reset() throws {
        try context.database.writeAndWait(.alone) { [documents, outbox] connection in
            try documents.removeAll(connection)
            try outbox.removeAll(connection)
            for table in Schema.tables { try connection.run("DELETE FROM \(table)") }
        } committed: { [self] in
            documents.commit()
            compileNotifications()
            bodies.sweep(keeping: [])
        }
    }
}
