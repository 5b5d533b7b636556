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
        var lines: [String] = []
        for address in frames.prefix(count) {
            let place = "bootstrap+0x\(String(address, radix: 16))"
            var knows = false
            guard let text = cthrowtrace_name(address, &knows) else {
                if !knows { lines.append(place) }
                continue
            }
            defer { free(text) }
            let name = readable(String(cString: text))
            // Below is what runs tasks.
            if name.hasPrefix("Swift.UnownedJob.") || name.hasPrefix("LambdaRuntime.LoopThread.") { break }
            if !name.hasPrefix("swift_willThrow") { lines.append("\(name) (\(place))") }
        }
        return lines
    }

    /// Without what the compiler has made of the function, and without the marks of private names: `(rate in _4A…)` is
    /// `rate`.
    static func readable(_ name: String) -> String {
        var name = Array(name.utf8)[...]
        for mark in [" partial function for ", "> of "] {
            while let range = name.range(of: mark), isOfCompiler(name[..<range.lowerBound]) {
                name = name[range.upperBound...]
            }
        }
        while let mark = name.range(of: " in _"), let start = name[..<mark.lowerBound].lastIndex(of: UInt8(ascii: "(")),
            let end = name[mark.upperBound...].firstIndex(of: UInt8(ascii: ")"))
        {
            name = name[..<start] + name[(start + 1)..<mark.lowerBound] + name[(end + 1)...]
        }
        return String(decoding: name, as: UTF8.self)
    }

    private static func isOfCompiler(_ start: ArraySlice<UInt8>) -> Bool {
        start.first == UInt8(ascii: "(") || start.range(of: "specialization <") != nil
    }
}

extension ArraySlice<UInt8> {
    /// The standard library's own would bring its regular expressions into every function's program.
    fileprivate func range(of text: String) -> Range<Int>? {
        let wanted = Array(text.utf8)
        return indices.dropLast(wanted.count - 1).first { self[$0...].starts(with: wanted) }
            .map { $0..<($0 + wanted.count) }
    }
}
