#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps other processes from opening the same store. The kernel lets go of it when this process ends, however it ends.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Locks the file `path` + `.lock`, which it creates.
    init(beside path: String) throws(StorageError) {
        descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unavailable(path: path, detail: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(path: path)
        }
    }

    /// Unlocked by name: a child that is about to become another program may hold a copy of the descriptor for a moment,
    /// and would keep the lock with it.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
