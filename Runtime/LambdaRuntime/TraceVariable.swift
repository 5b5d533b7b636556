#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `_X_AMZN_TRACE_ID` in the process's environment, where X-Ray's SDKs look for the trace id.
///
/// `setenv` keeps every value it was ever given, which for a new one with each invocation is a leak: the variable lies in
/// memory of its own.
enum TraceVariable {
    private static let name = "_X_AMZN_TRACE_ID"
    private static let capacity = 1024
    /// Written between invocations, when no handler reads it.
    private nonisolated(unsafe) static let entry = UnsafeMutablePointer<CChar>.allocate(capacity: capacity)

    /// `nil` takes the variable away.
    @Sendable static func set(_ traceID: String?) {
        guard let traceID else {
            unsetenv(name)
            return
        }
        let text = "\(name)=\(traceID)"
        guard text.utf8.count < capacity else {
            setenv(name, traceID, 1)
            return
        }
        text.withCString { _ = strcpy(entry, $0) }
        putenv(entry)
    }
}
