import Dispatch
import Synchronization
import Wire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of an object on their way out. Holds its files open: they can be read when the object is gone.
final class BodyContent: Sendable {
    private enum Source: Sendable {
        case bytes([UInt8])
        case file(descriptor: Int32, offset: Int, count: Int)
    }

    private let sources: [Source]
    let count: Int

    /// `nil` when a file is not there any more: the object has just been replaced or removed.
    init?(_ body: StoredBody, _ bodies: BodyStore) {
        var sources: [Source] = []
        for segment in body.segments {
            switch segment.place {
            case .bytes(let bytes):
                sources.append(.bytes(Array(bytes[segment.offset..<(segment.offset + segment.count)])))
            case .file(let name):
                let descriptor = open(bodies.path(name), O_RDONLY | O_CLOEXEC)
                guard descriptor >= 0 else {
                    Self.close(sources)
                    return nil
                }
                sources.append(.file(descriptor: descriptor, offset: segment.offset, count: segment.count))
            }
        }
        self.sources = sources
        count = body.count
    }

    deinit { Self.close(sources) }

    private static func close(_ sources: [Source]) {
        for case .file(let descriptor, _, _) in sources { closeFile(descriptor) }
    }

    /// All of it, where no file has to be read for it.
    var bytes: [UInt8]? {
        var all: [UInt8] = []
        for source in sources {
            guard case .bytes(let bytes) = source else { return nil }
            all += bytes
        }
        return all
    }

    /// All of it. Blocks.
    func read() -> [UInt8]? {
        var (all, position) = ([UInt8](), Position())
        while let piece = next(&position) {
            guard let piece else { return nil }
            all += piece
        }
        return all
    }

    /// How far it has been read.
    struct Position {
        fileprivate var source = 0
        fileprivate var offset = 0
    }

    private static let pieceSize = 256 << 10

    /// The next piece: nothing at the end, `nil` for one that cannot be read.
    func next(_ position: inout Position) -> [UInt8]?? {
        guard position.source < sources.count else { return nil }
        switch sources[position.source] {
        case .bytes(let bytes):
            position = Position(source: position.source + 1, offset: 0)
            return bytes
        case .file(let descriptor, let offset, let count):
            let wanted = min(Self.pieceSize, count - position.offset)
            let piece = Self.read(descriptor, at: offset + position.offset, wanted)
            guard piece.count == wanted else { return .some(nil) }
            position.offset += wanted
            if position.offset == count { position = Position(source: position.source + 1, offset: 0) }
            return piece
        }
    }

    private static func read(_ descriptor: Int32, at offset: Int, _ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count {
                let got = pread(
                    descriptor,
                    buffer.baseAddress.map { $0 + filled },
                    count - filled,
                    off_t(offset + filled)
                )
                if got < 0, errno == EINTR { continue }
                if got <= 0 { return }
                filled += got
            }
        }
    }

    /// As a response's body: one piece is read when the one before is on its way.
    func stream(_ request: HTTPRequest) -> HTTPBodyStream { BodyReader(self, request.atEndOfTurn).stream }
}

/// Reads on a thread of its own and waits, after each piece, until the connection's thread has had it.
private final class BodyReader: Sendable {
    private struct State {
        var isWanted = false
        /// A piece is being read or handed over.
        var isBusy = false
        var isOver = false
        var position = BodyContent.Position()
    }

    private let content: BodyContent
    private let afterTurn: @Sendable (@escaping @Sendable () -> Void) -> Void
    private let thread = DispatchQueue(label: "hearth.s3.download")
    private let state = Mutex(State())
    private let sink = Mutex<HTTPBodyStream?>(nil)

    init(_ content: BodyContent, _ afterTurn: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) {
        self.content = content
        self.afterTurn = afterTurn
    }

    var stream: HTTPBodyStream {
        let stream = HTTPBodyStream(onDemand: { self.demand($0) }, onCancel: { self.end() })
        sink.withLock { $0 = stream }
        return stream
    }

    private func demand(_ isWanted: Bool) {
        state.withLock { $0.isWanted = isWanted }
        goOn()
    }

    private func goOn() {
        let mayRead = state.withLock { state in
            guard state.isWanted, !state.isBusy, !state.isOver else { return false }
            state.isBusy = true
            return true
        }
        if mayRead { thread.async { self.readPiece() } }
    }

    private func readPiece() {
        guard let stream = sink.withLock({ $0 }) else { return }
        switch state.withLock({ content.next(&$0.position) }) {
        case .some(.some(let piece)):
            stream.send(piece)
            afterTurn {
                self.state.withLock { $0.isBusy = false }
                self.goOn()
            }
        case .some(nil): finish(stream, .broken)
        case nil: finish(stream, .complete)
        }
    }

    private func finish(_ stream: HTTPBodyStream, _ how: HTTPBodyEnd) {
        end()
        stream.finish(how)
    }

    private func end() {
        state.withLock { $0.isOver = true }
        sink.withLock { $0 = nil }
    }
}
