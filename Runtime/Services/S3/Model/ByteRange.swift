import Wire

/// The part of an object that a client asks for.
enum ByteRange {
    /// `nil` for the whole object: without a header, with several ranges or with one that is none. Throws 416 for a range
    /// behind the end. https://www.rfc-editor.org/rfc/rfc9110#section-14
    static func range(_ header: String?, size: Int) throws(AWSError) -> Range<Int>? {
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return nil }
        let parts = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        if parts[0].isEmpty {
            guard let count = Int(parts[1]) else { return nil }
            guard count > 0, size > 0 else { throw notSatisfiable(header, size) }
            return max(0, size - count)..<size
        }
        guard let first = Int(parts[0]), first >= 0 else { return nil }
        let last = parts[1].isEmpty ? size - 1 : Int(parts[1])
        guard let last, parts[1].isEmpty || last >= first else { return nil }
        guard first < size else { throw notSatisfiable(header, size) }
        return first..<(min(last, size - 1) + 1)
    }

    private static func notSatisfiable(_ header: String, _ size: Int) -> AWSError {
        var error = AWSError(
            "InvalidRange",
            416,
            "The requested range is not satisfiable",
            ("RangeRequested", header),
            ("ActualObjectSize", String(size))
        )
        error.headers.add("Content-Range", "bytes */\(size)")
        return error
    }
}
