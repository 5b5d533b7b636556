// What every request is asked is asked of the bytes as they lie in memory: through the indices of `utf8`, or by
// characters, it costs many times as much.

extension String {
    func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        if let value = utf8.withContiguousStorageIfAvailable(body) { return value }
        return Array(utf8).withUnsafeBufferPointer(body)
    }

    /// Where an ASCII character stands first.
    package func firstIndex(ofASCII character: UInt8) -> Index? {
        withBytes { $0.firstIndex(of: character) }.map { utf8.index(startIndex, offsetBy: $0) }
    }

    /// Where ASCII text stands first.
    package func firstRange(ofASCII text: StaticString) -> Range<Index>? {
        let offset = withBytes { bytes in
            text.withUTF8Buffer { text in bytes.indices.first { bytes[$0...].starts(with: text) } }
        }
        return offset.map { offset in
            let start = utf8.index(startIndex, offsetBy: offset)
            return start..<utf8.index(start, offsetBy: text.utf8CodeUnitCount)
        }
    }
}

extension Substring {
    func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        if let value = utf8.withContiguousStorageIfAvailable(body) { return value }
        return Array(utf8).withUnsafeBufferPointer(body)
    }

    /// Where an ASCII character stands first.
    package func firstIndex(ofASCII character: UInt8) -> Index? {
        withBytes { $0.firstIndex(of: character) }.map { utf8.index(startIndex, offsetBy: $0) }
    }

    /// What stands between ASCII text that it begins with and ASCII text that it ends with; `nil` where it does not.
    package func between(ascii prefix: StaticString, and suffix: StaticString) -> Substring? {
        let (start, end) = (prefix.utf8CodeUnitCount, suffix.utf8CodeUnitCount)
        let isBetween = withBytes { bytes in
            guard bytes.count >= start + end else { return false }
            return prefix.withUTF8Buffer { bytes.starts(with: $0) }
                && suffix.withUTF8Buffer { bytes[(bytes.count - end)...].elementsEqual($0) }
        }
        return isBetween ? Substring(utf8.dropFirst(start).dropLast(end)) : nil
    }

    /// What stands before, between and behind an ASCII character, empty pieces included.
    package func pieces(separatedBy separator: UInt8) -> [Substring] {
        var pieces: [Substring] = []
        var rest = self
        while let end = rest.firstIndex(ofASCII: separator) {
            pieces.append(rest[..<end])
            rest = rest[rest.utf8.index(after: end)...]
        }
        pieces.append(rest)
        return pieces
    }
}
