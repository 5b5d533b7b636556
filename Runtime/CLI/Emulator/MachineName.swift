import HTTPListener

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What this machine is called.
enum MachineName {
    /// The names of it that requests may use where the AWS endpoint listens on `host`.
    static func names(listeningOn host: String) -> [String] { AccessRules.ownNames(hostname, listeningOn: host) }

    /// Empty where it has none; at most 255 bytes.
    private static var hostname: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
