import CThrowTrace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where errors were thrown. Swift's errors do not know, but its runtime tells of each before it is thrown.
enum ThrowTrace {
    private static let most = 32

    /// Notes from now on where errors are thrown. That takes some hundred nanoseconds an error.
    static func begin() { cthrowtrace_begin() }

    /// From the throw outwards, as far as the thread had come without waiting: `Books.Ratings.rate(…) (bootstrap+0x4cb2)`.
    /// Without names where the program has lost its symbols, as in a package: `addr2line -fe` tells them of the file that
    /// was packed. Only of errors that have been thrown: another may lie in memory where one lay that was.
    static func of(_ error: any Error) -> [String] {
        var frames = [UInt](repeating: 0, count: most)
        let count = cthrowtrace_find(
            // Not its value, which the call would be handed otherwise.
            unsafeBitCast(error as any Error, to: UnsafeRawPointer.self),
            unsafeBitCast(type(of: error) as any Error.Type, to: (UnsafeRawPointer, UnsafeRawPointer).self).0,
            &frames,
            most
        )
        return frames.prefix(count).compactMap(line)
    }

    /// `nil` for what is of Swift's runtime.
    private static func line(_ address: UInt) -> String? {
        let place = "bootstrap+0x\(String(address, radix: 16))"
        var knows = false
        guard let text = cthrowtrace_name(address, &knows) else { return knows ? nil : place }
        defer { free(text) }
        let name = readable(String(cString: text))
        return name.contains("swift_willThrow") ? nil : "\(name) (\(place))"
    }

    /// Without what the compiler has made of the function, and without the marks of private names: `(rate in _4A…)` is
    /// `rate`.
    static func readable(_ name: String) -> String {
        var name = Substring(name)
        for mark in [" partial function for ", "> of "] {
            while let range = name.firstRange(of: mark), isOfCompiler(name[..<range.lowerBound]) {
                name = name[range.upperBound...]
            }
        }
        return String(name.replacing(#/\((\w+) in _[0-9A-F]{32}\)/#) { $0.1 })
    }

    private static func isOfCompiler(_ start: Substring) -> Bool {
        start.hasPrefix("(") || start.contains("specialization <")
    }
}
