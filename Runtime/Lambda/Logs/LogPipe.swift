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
    private let state = Mutex(State())
    private let onLine: @Sendable ([UInt8]) -> Void

    private struct State {
        var splitter = LineSplitter()
        var isOpen = true
        var watch: DescriptorMonitor.Watch?
    }

    private static let monitor = DescriptorMonitor()

    /// `onLine` is called on the monitor's thread, or on the thread that calls `drain`.
    init(onLine: @escaping @Sendable ([UInt8]) -> Void) throws(ProcessError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ProcessError("open a pipe", errno: errno) }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
        self.onLine = onLine
        do throws(ProcessError) {
            // Under the lock: who reads first must find the watch.
            try state.withLock { (state) throws(ProcessError) in
                state.watch = try Self.monitor.watch(readEnd) { [weak self] _ in self?.readSome() }
            }
        } catch {
            closeWriteEnd()
            throw error
        }
    }

    deinit { state.withLock { close(&$0) } }

    private func close(_ state: inout State) {
        guard state.isOpen else { return }
        state.isOpen = false
        state.watch?.cancel()
        Glibc.close(readEnd)
    }

    func closeWriteEnd() { Glibc.close(writeEnd) }

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
        state.withLock { close(&$0) }
    }

    /// One buffer at a time, so that every function's log gets its turn.
    private func readSome() { state.withLock { _ = read(&$0) } }

    /// Whether there was something to read.
    private func read(_ state: inout State) -> Bool {
        guard state.isOpen else { return false }
        return withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            let count = Glibc.read(readEnd, buffer.baseAddress, buffer.count)
            if count == 0 { close(&state) }
            guard count > 0 else { return false }
            for line in state.splitter.append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { onLine(line) }
            return true
        }
    }
}
