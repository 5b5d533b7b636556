#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How many files and connections this process may have open. The usual limit is 1,024, and an execution environment
/// takes about eight.
package enum OpenFileLimit {
    /// Enough for many thousand connections; much more makes some programs slow that close all they might have open.
    private static let wanted: rlim_t = 65_536

    /// Raises the limit as far as this user may, and returns what it is then. Processes started before keep theirs.
    @discardableResult
    package static func raise() -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return 1_024 }
        if limit.rlim_cur < wanted {
            limit.rlim_cur = min(wanted, limit.rlim_max)
            guard setrlimit(resource, &limit) == 0, getrlimit(resource, &limit) == 0 else { return 1_024 }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
