import Dispatch
import JSON
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a recording, one event a line, on a thread of its own.
package final class RecordingFile: EventRecorder {
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "hearth.recording")
    private let waiting = Mutex<[RecordedEvent]>([])
    /// The number of the error by which writing failed; nothing is written after that.
    private let failure = Atomic<Int32>(0)
    private let whenFailed: @Sendable (String) -> Void

    /// Replaces what is in the file. `whenFailed` is told once, why it cannot be written any more.
    package init(path: String, whenFailed: @escaping @Sendable (String) -> Void = { _ in }) throws(RecordingFileError) {
        self.whenFailed = whenFailed
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RecordingFileError(path: path, errno: errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func record(_ event: RecordedEvent) {
        let isFirst = waiting.withLock { events in
            events.append(event)
            return events.count == 1
        }
        if isFirst { queue.async { [self] in write() } }
    }

    /// Returns when everything up to now has been written; `nil`, or why it could not be.
    package func finish() -> String? {
        queue.sync { write() }
        let number = failure.load(ordering: .relaxed)
        return number == 0 ? nil : String(cString: strerror(number))
    }

    private func write() {
        let events = waiting.withLock { events in
            defer { events = [] }
            return events
        }
        guard failure.load(ordering: .relaxed) == 0 else { return }
        var bytes: [UInt8] = []
        for event in events {
            guard let line = try? JSONCoder.encode(event) else { continue }
            bytes += line
            bytes.append(0x0A)
        }
        write(bytes)
    }

    private func fail(_ number: Int32) {
        failure.store(number, ordering: .relaxed)
        whenFailed(String(cString: strerror(number)))
    }

    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Darwin)
                let count = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
            #elseif canImport(Glibc)
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            #else
                let count = rest.withUnsafeBytes { Musl.write(descriptor, $0.baseAddress, $0.count) }
            #endif
            if count < 0 && errno != EINTR { return fail(errno) }
            rest = rest.dropFirst(max(0, count))
        }
    }
}

/// Why a recording cannot be written.
package struct RecordingFileError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(path: String, errno: Int32) { description = "\(path) cannot be written: \(String(cString: strerror(errno)))" }
}
