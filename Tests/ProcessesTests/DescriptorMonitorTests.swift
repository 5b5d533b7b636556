import Foundation
import Processes
import Synchronization
import Testing

/// Pipes come and go, as those of functions' processes do.
@Suite(.timeLimit(.minutes(10))) struct DescriptorMonitorTests {
    private static let monitor = DescriptorMonitor()

    private static func openPipe() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    /// What comes through a pipe until its other end is closed.
    private static func contents(of text: String) async throws -> String {
        let (read, write) = openPipe()
        return try await withCheckedThrowingContinuation { continuation in
            let received = Mutex<[UInt8]>([])
            do {
                try monitor.watch(read) { watch in
                    var byte: UInt8 = 0
                    if Foundation.read(read, &byte, 1) == 1 { return received.withLock { $0.append(byte) } }
                    watch.cancel()
                    close(read)
                    continuation.resume(returning: String(decoding: received.withLock { $0 }, as: UTF8.self))
                }
            } catch {
                continuation.resume(throwing: error)
            }
            _ = text.utf8CString.withUnsafeBytes { Foundation.write(write, $0.baseAddress, $0.count - 1) }
            close(write)
        }
    }

    @Test func tellsOfBytesAndOfTheEnd() async throws {
        #expect(try await Self.contents(of: "one two") == "one two")
        #expect(try await Self.contents(of: "") == "")
    }

    @Test func manyComeAndGoAtOnce() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for round in 0..<250 {
                        let text = "\(worker) \(round)"
                        let seen = try await Self.contents(of: text)
                        #expect(seen == text)
                    }
                    return 250
                }
            }
            let rounds = try await group.reduce(0, +)
            #expect(rounds == 2_000)
        }
    }

    @Test func nothingIsToldOnceTheWatchIsCancelled() async throws {
        let (read, write) = Self.openPipe()
        let calls = Mutex(0)
        let watch = try Self.monitor.watch(read) { _ in calls.withLock { $0 += 1 } }
        watch.cancel()
        var byte: UInt8 = 1
        Foundation.write(write, &byte, 1)
        // The monitor's thread is through with what was there before.
        _ = try await Self.contents(of: "x")
        let before = calls.withLock { $0 }
        _ = try await Self.contents(of: "y")
        #expect(before == 0 && calls.withLock { $0 } == 0)
        close(read)
        close(write)
    }

    @Test func whatCannotBeWatchedIsRefused() {
        #expect(throws: ProcessError.self) { try Self.monitor.watch(-1) { _ in } }
    }
}
