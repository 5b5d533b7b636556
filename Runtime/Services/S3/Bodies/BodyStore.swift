import ServiceKit
import Synchronization
import Time
import Wire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files that hold the bytes of objects. Their names are made up here and say nothing of buckets and keys. A file is
/// whole and on the disk before a row of the store names it, and is removed when none does any more; what a crash leaves
/// between goes at the next start.
final class BodyStore: Sendable {
    private let directory: String
    private let isTemporary: Bool
    private let ids: IDSource
    private let isThere = Atomic(false)

    /// `nil`: in a folder of the process's own, for a store that is kept nowhere.
    init(directory: String?, _ ids: IDSource) {
        isTemporary = directory == nil
        self.directory =
            directory ?? "\(Self.temporaryDirectory)/hearth-s3-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        self.ids = ids
    }

    private static var temporaryDirectory: String {
        getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Opens a new file for writing.
    func create() throws(AWSError) -> (name: String, descriptor: Int32) {
        if !isThere.load(ordering: .relaxed) {
            mkdir(directory, 0o700)
            isThere.store(true, ordering: .relaxed)
        }
        let name = ids.hex(32)
        let descriptor = open(path(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        return (name, descriptor)
    }

    /// What a failed call means for a client.
    func failure(_ code: Int32) -> AWSError {
        if code == ENOSPC || code == EDQUOT { return .noSpace(directory) }
        return AWSError("InternalError", 500, "\(directory) cannot be used: \(String(cString: strerror(code)))")
    }

    /// The same bytes under another name, without a copy of them.
    func link(_ name: String) throws(AWSError) -> String {
        let other = ids.hex(32)
        guard Self.link(path(name), path(other)) == 0 else { throw failure(errno) }
        return other
    }

    private static func link(_ old: String, _ new: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.link(old, new)
        #elseif canImport(Musl)
            Musl.link(old, new)
        #else
            Darwin.link(old, new)
        #endif
    }

    func remove(_ names: [String]) {
        for name in names { unlink(path(name)) }
    }

    /// Removes the files that nothing names. For start-up.
    func sweep(keeping used: Set<String>) {
        for name in names where !used.contains(name) { unlink(path(name)) }
    }

    private var names: [String] {
        guard let folder = opendir(directory) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.utf8.count == 32 { names.append(name) }
        }
        return names
    }

    /// Removes a folder of the process's own.
    func close() {
        guard isTemporary else { return }
        remove(names)
        rmdir(directory)
    }
}

extension BodyStore {
    func append(_ bytes: [UInt8], to descriptor: Int32) throws(AWSError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Self.write(descriptor, UnsafeRawBufferPointer(rebasing: $0[written...]))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(errno) }
            written += count
        }
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    /// Puts a file on the disk, with its own entry, which file systems write along for a new file, and closes it.
    func finish(_ descriptor: Int32) throws(AWSError) {
        guard fsync(descriptor) == 0 else { throw failure(errno) }
        closeFile(descriptor)
    }
}

func closeFile(_ descriptor: Int32) {
    #if canImport(Glibc)
        _ = Glibc.close(descriptor)
    #elseif canImport(Musl)
        _ = Musl.close(descriptor)
    #else
        _ = Darwin.close(descriptor)
    #endif
}
