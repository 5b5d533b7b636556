import Dispatch
import Processes
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What one process prints: standard output and standard error share one pipe, so lines come in the order they were
/// written.
final class LogPipe: Sendable {
    /// For the process; close it once that has started.
    let writeEnd: Int32
    private let readEnd: Int32
    // Dispatch sources may be used from any thread; their Linux declaration does not say so.
    nonisolated(unsafe) private let source: any DispatchSourceRead
    private let state = Mutex(State())
    private let onLine: @Sendable ([UInt8]) -> Void

    private struct State {
        var splitter = LineSplitter()
        var isOpen = true
    }

    private static let queue = DispatchQueue(label: "hearth.logs")

    /// `onLine` is called on a reader's thread, or on the thread that calls `drain`.
    init(onLine: @escaping @Sendable ([UInt8]) -> Void) throws(ProcessError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ProcessError("open a pipe", errno: errno) }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
        self.onLine = onLine
        source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: Self.queue)
        source.setEventHandler { [weak self] in self?.readSome() }
        source.setCancelHandler { [readEnd] in close(readEnd) }
        source.activate()
    }

    deinit { source.cancel() }

    func closeWriteEnd() { close(writeEnd) }

    /// Passes on what has been printed up to now, an unfinished line included. That is at most what a pipe holds, so a
    /// function that never stops printing does not keep this from returning.
    func drain() {
        state.withLock { state in
            for _ in 0..<2 where !read(&state) { break }
            if let rest = state.splitter.finish() { onLine(rest) }
        }
    }

    /// Passes on what is left and reads no more.
    func finish() {
        drain()
        state.withLock { $0.isOpen = false }
        source.cancel()
    }

    /// One buffer at a time, so that every function's log gets its turn.
    private func readSome() { state.withLock { _ = read(&$0) } }

    /// Whether there was something to read.
    private func read(_ state: inout State) -> Bool {
        guard state.isOpen else { return false }
        return withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            let count = Glibc.read(readEnd, buffer.baseAddress, buffer.count)
            if count == 0 {
                state.isOpen = false
                source.cancel()
            }
            guard count > 0 else { return false }
            for line in state.splitter.append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { onLine(line) }
            return true
        }
    }
}
