import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The first gigabyte of a file in memory, to be read. What of it has been read counts as resident in this process, though
/// the kernel takes it back when it needs it.
///
/// The mapping reaches beyond the end of the file from the beginning, so that it need not move when the file grows. A
/// database never gets shorter here: nothing is vacuumed.
final class Mapping: @unchecked Sendable {
    static let length = 1 << 30

    private struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    private struct Reference {
        weak var mapping: Mapping?
    }

    private static let all = Mutex<[Identity: Reference]>([:])

    let start: UnsafeMutableRawPointer
    /// Held open, so that the inode stays this file's.
    private let descriptor: Int32
    private let knownSize = Atomic(0)

    /// The mapping of a file that all share who ask for it; `nil` if the system grants none.
    static func shared(_ path: String) -> Mapping? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        return all.withLock { all in
            if let mapping = all[identity]?.mapping { return mapping }
            let mapping = Mapping(path)
            all = all.filter { $0.value.mapping != nil }
            all[identity] = Reference(mapping: mapping)
            return mapping
        }
    }

    private init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard let start = mmap(nil, Self.length, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
            close(descriptor)
            return nil
        }
        self.start = start
    }

    deinit {
        munmap(start, Self.length)
        close(descriptor)
    }

    /// How long the file is at least.
    var size: Int { knownSize.load(ordering: .relaxed) }

    func grow(to size: Int) { knownSize.max(size, ordering: .relaxed) }
}
