import Foundation
import Processes
import Testing
import Time

@testable import ElastiCache

#if canImport(Glibc)
    import Glibc
#endif

/// The servers that must not differ.
enum TestServer: String, CaseIterable, CustomTestStringConvertible {
    case embedded, installed

    static let program = RedisProgram.find(.redis, environment: ProcessInfo.processInfo.environment)
    /// Other versions differ in their texts and in how they write numbers.
    static let available: [TestServer] =
        Program.isInstalled("sh", "-c", "\(program ?? "false") --version | grep -q v=7.0.") ? allCases : [.embedded]

    var testDescription: String { rawValue }

    /// Runs `body` with the port of an empty server.
    func run(
        _ options: RedisServerOptions = RedisServerOptions(maximumMemory: 0),
        _ body: (Int) async throws -> Void
    ) async throws {
        let directory = NSTemporaryDirectory() + "redis-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let caches = try await ElastiCache.start(
            [CacheDescription(name: "cache", options: options)],
            self == .embedded ? .embedded : .installed,
            directory: directory,
            supervisor: try ProcessSupervisor(),
            time: SystemTime(),
            note: { _ in }
        )
        do {
            try await body(caches.caches[0].port)
        } catch {
            await caches.stop()
            throw error
        }
        await caches.stop()
    }
}

/// A bare connection to a port of this machine.
struct RawConnection {
    private let descriptor: Int32

    init(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(port).bigEndian
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Sends all of it and reads until the server closes.
    func exchange(_ request: [UInt8]) -> [UInt8] {
        defer { close(descriptor) }
        _ = send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return received }
            received += buffer[..<count]
        }
    }
}
