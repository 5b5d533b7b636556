import Lambda
import Synchronization
import Wire

/// Makes a response of what a function is still sending: status and headers of the prelude, a body that goes on as it
/// comes.
final class StreamedReplyReader: Sendable {
    typealias Completion = @Sendable (Result<HTTPResponse, GatewayError>) -> Void

    /// Announces a prelude.
    private static let withPrelude = "application/vnd.awslambda.http-integration-response"

    private enum State {
        case prelude([UInt8])
        case body(HTTPBodyStream)
        case failed
    }

    private let state = Mutex(State.prelude([]))
    private let source: InvocationStream
    private let contentType: String
    private let needsPrelude: Bool
    private let completion: Completion

    private init(
        _ source: InvocationStream,
        contentType: String,
        needsPrelude: Bool,
        completion: @escaping Completion
    ) {
        self.source = source
        self.contentType = contentType
        self.needsPrelude = needsPrelude
        self.completion = completion
    }

    /// `completion` comes once status and headers are known. REST APIs take no stream without a prelude.
    static func read(
        _ source: InvocationStream,
        contentType: String,
        needsPrelude: Bool = false,
        completion: @escaping Completion
    ) {
        guard needsPrelude || HTTPHeaders.same(contentType, withPrelude) else {
            var response = HTTPResponse(headers: ["Content-Type": contentType])
            response.stream = source.map {
                $0
            } end: {
                ([], $0.httpEnd)
            }
            return completion(.success(response))
        }
        let reader = StreamedReplyReader(
            source,
            contentType: contentType,
            needsPrelude: needsPrelude,
            completion: completion
        )
        source.connect(
            InvocationStream.Consumer {
                reader.receive($0)
            } end: {
                reader.end($0)
            }
        )
    }

    private func receive(_ piece: [UInt8]) {
        let body: HTTPBodyStream? = state.withLock { state in
            switch state {
            case .body(let body): return body
            case .prelude(let bytes): state = .prelude(bytes + piece)
            case .failed: break
            }
            return nil
        }
        if let body { body.send(piece) } else { readPrelude() }
    }

    private func readPrelude() {
        guard case .prelude(let bytes) = state.withLock({ $0 }) else { return }
        guard let end = StreamedReply.preludeEnd(bytes) else {
            if StreamedReply.mayHavePrelude(bytes) { return }
            source.cancel()
            return fail(StreamedReply.noPrelude)
        }
        do throws(GatewayError) {
            let whole = end + StreamedReply.separator
            var response = try StreamedReply.read((Array(bytes[..<whole]), contentType))
            // Nothing more is wanted before the client's connection takes it.
            source.demand(false)
            let body = HTTPBodyStream(
                onDemand: { [source] in source.demand($0) },
                onCancel: { [source] in source.cancel() }
            )
            body.send(Array(bytes[whole...]))
            state.withLock { $0 = .body(body) }
            response.stream = body
            completion(.success(response))
        } catch {
            source.cancel()
            fail(error)
        }
    }

    private func end(_ end: InvocationEnd) {
        switch state.withLock({ $0 }) {
        case .body(let body): body.finish(end.httpEnd)
        case .prelude(let bytes) where end.error == nil:
            do throws(GatewayError) {
                completion(.success(try StreamedReply.read((bytes, contentType), needsPrelude: needsPrelude)))
            } catch {
                fail(error)
            }
        case .prelude: fail(.functionFailed)
        case .failed: break
        }
    }

    private func fail(_ error: GatewayError) {
        state.withLock { $0 = .failed }
        completion(.failure(error))
    }
}

extension InvocationEnd {
    /// A client that has the status already can only be told by a connection that breaks.
    fileprivate var httpEnd: HTTPBodyEnd { error == nil ? .complete : .broken }
}
