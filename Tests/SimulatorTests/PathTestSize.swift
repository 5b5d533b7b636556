#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

enum PathTestSize {
    /// How many arrivals paths have.
    static let arrivals = getenv("HEARTH_PATH_ARRIVALS").flatMap { Int(String(cString: $0)) } ?? 2_000
}
