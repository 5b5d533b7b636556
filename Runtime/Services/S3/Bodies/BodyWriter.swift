import Dispatch
import Synchronization
import Wire

/// Writes a large body into a file as it comes, on a thread of its own and no faster than the disk takes it.
final class BodyWriter: Sendable {
    typealias Completion = @Sendable (Result<(body: StoredBody, found: Intake.Result), AWSError>) -> Void

    private struct State {
        var intake: Intake
        var file: (name: String, descriptor: Int32)?
        var failure: AWSError?
    }

    /// Bytes that wait to be written before no more are read.
    private static let patience = 4 << 20

    private let bodies: BodyStore
    private let demand: @Sendable (Bool) -> Void
    private let thread = DispatchQueue(label: "hearth.s3.upload")
    /// Touched on the thread only.
    private let state: Mutex<State>
    private let waiting = Atomic(0)

    init(_ intake: sending Intake, _ bodies: BodyStore, demand: @escaping @Sendable (Bool) -> Void) {
        self.bodies = bodies
        self.demand = demand
        state = Mutex(State(intake: intake))
    }

    func write(_ piece: [UInt8]) {
        if waiting.add(piece.count, ordering: .relaxed).newValue > Self.patience { demand(false) }
        thread.async { [self] in
            state.withLock { take(piece, &$0) }
            let left = waiting.subtract(piece.count, ordering: .relaxed).newValue
            if left + piece.count > Self.patience, left <= Self.patience { demand(true) }
        }
    }

    /// The body has ended. Once the file is on the disk, `completion` is told of it.
    func finish(trailers: HTTPHeaders, completion: @escaping Completion) {
        thread.async { [self] in completion(state.withLock { result(trailers, &$0) }) }
    }

    /// Nobody wants it any more.
    func discard() {
        thread.async { [self] in state.withLock { remove(&$0) } }
    }

    private func take(_ piece: [UInt8], _ state: inout State) {
        guard state.failure == nil else { return }
        do throws(AWSError) {
            let bytes = try state.intake.take(piece)
            if state.file == nil { state.file = try bodies.create() }
            if let file = state.file { try bodies.append(bytes, to: file.descriptor) }
        } catch {
            remove(&state)
            state.failure = error
        }
    }

    private func result(
        _ trailers: HTTPHeaders,
        _ state: inout State
    ) -> Result<(body: StoredBody, found: Intake.Result), AWSError> {
        do throws(AWSError) {
            if let failure = state.failure { throw failure }
            let found = try state.intake.finish(trailers: trailers)
            guard let file = state.file else { return .success((StoredBody(), found)) }
            try bodies.finish(file.descriptor)
            state.file = nil
            return .success((StoredBody(file: file.name, count: found.size), found))
        } catch {
            remove(&state)
            return .failure(error)
        }
    }

    private func remove(_ state: inout State) {
        guard let file = state.file else { return }
        closeFile(file.descriptor)
        bodies.remove([file.name])
        state.file = nil
    }
}
