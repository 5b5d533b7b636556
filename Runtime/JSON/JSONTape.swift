/// A JSON text that has been checked and cut into tokens, but not yet turned into values.
///
/// Tokens stand in the order of the text; a container's token stands before those of its members, and every token knows
/// where its next sibling is. So a reader takes what it wants and passes over the rest. Strings stay bytes until asked
/// for.
package final class JSONTape: Sendable {
    package enum Kind: UInt8, Sendable {
        case null, `true`, `false`, number
        /// A string without a backslash, and one with.
        case string, escapedString
        case array, object
    }

    package struct Token: Sendable {
        /// Where the token's text starts; inside the quotes for a string.
        package var start: UInt32
        /// How long its text is, in bytes; for a container, how many tokens its members have at its own level.
        package var length: UInt32
        /// The index of the token behind this one and everything in it.
        package var next: UInt32
        package var kind: Kind
    }

    package let bytes: [UInt8]
    /// Whether a string holds half a surrogate pair, which is read as U+FFFD.
    package let hasLoneSurrogates: Bool
    let tokens: ContiguousArray<Token>

    /// Checks and cuts `bytes`, strictly by RFC 8259: UTF-8, nothing after the value but white space.
    package init(
        _ bytes: [UInt8],
        maximumDepth: Int = JSON.defaultMaximumDepth
    ) throws(JSONParseError) {
        self.bytes = bytes
        typealias Parsed = (tokens: ContiguousArray<Token>, hasLoneSurrogates: Bool)
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<Parsed, JSONParseError> in
            var parser = JSONParser(buffer, maximumDepth: maximumDepth)
            do throws(JSONParseError) {
                try parser.document()
                return .success((parser.tokens, parser.hasLoneSurrogates))
            } catch {
                return .failure(error)
            }
        }
        (tokens, hasLoneSurrogates) = try result.get()
    }

    package func kind(_ index: Int) -> Kind { tokens[index].kind }

    /// Where a token's text starts, inside the quotes for a string.
    package func start(_ index: Int) -> Int { Int(tokens[index].start) }

    /// How long the text of a token is that is no container, in bytes.
    package func length(_ index: Int) -> Int { Int(tokens[index].length) }

    /// The index behind the value at `index`.
    package func next(_ index: Int) -> Int { Int(tokens[index].next) }

    /// How many elements an array has, or members an object.
    package func count(_ index: Int) -> Int {
        let token = tokens[index]
        return token.kind == .object ? Int(token.length) / 2 : Int(token.length)
    }

    package func isString(_ index: Int) -> Bool {
        tokens[index].kind == .string || tokens[index].kind == .escapedString
    }

    /// Calls `body` with the text and all tokens where they lie in memory, for readers that look at each of them once.
    package func withTokens<Result>(
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<Token>) -> Result
    ) -> Result {
        bytes.withUnsafeBufferPointer { bytes in tokens.withUnsafeBufferPointer { body(bytes, $0) } }
    }

    /// Calls `body` with a token's text.
    @inline(__always)
    func withText<Result, Failure: Error>(
        _ index: Int,
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let token = tokens[index]
        let (start, length) = (Int(token.start), Int(token.length))
        return try bytes.withUnsafeBufferPointer { buffer throws(Failure) in
            try body(UnsafeBufferPointer(rebasing: buffer[start..<start + length]))
        }
    }

    /// The text of a string or number token, without escapes.
    package func string(_ index: Int) -> String {
        if tokens[index].kind == .escapedString { return withText(index, JSONEscapes.decode) }
        return withText(index) { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the string token at `index` says `text`.
    @inline(__always)
    func isEqual(_ index: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let token = tokens[index]
        if token.kind == .escapedString { return string(index).utf8.elementsEqual(text) }
        guard token.length == text.count else { return false }
        return withText(index) { own in
            for position in 0..<own.count where own[position] != text[position] { return false }
            return true
        }
    }

    /// The index of the value of the last member that is called `key`.
    package func member(_ key: String, of object: Int) -> Int? {
        var key = key
        return key.withUTF8 { key in
            var (index, found) = (object + 1, -1)
            let end = next(object)
            while index < end {
                if isEqual(index, key) { found = index + 1 }
                index = next(index + 1)
            }
            return found < 0 ? nil : found
        }
    }

    /// The index of the value of an object's member, if it has this one and no other.
    package func onlyMember(_ key: String, of object: Int) -> Int? {
        kind(object) == .object && count(object) == 1 ? member(key, of: object) : nil
    }

    /// The indices of an array's elements.
    package func elements(of array: Int) -> [Int] {
        var elements: [Int] = []
        elements.reserveCapacity(count(array))
        var index = array + 1
        while index < next(array) {
            elements.append(index)
            index = next(index)
        }
        return elements
    }

    /// The keys and indices that lead from the root to the value at `index`.
    func path(to index: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var (current, position) = (0, 0)
        while current < index {
            let isObject = tokens[current].kind == .object
            var child = current + 1
            position = 0
            while next(child) <= index {
                child = next(child)
                position += 1
            }
            if isObject {
                let (key, value) = position.isMultiple(of: 2) ? (child, child + 1) : (child - 1, child)
                path.append(JSONKey.name(string(key)))
                if key == index { break }
                current = value
            } else {
                path.append(JSONKey.index(position))
                current = child
            }
        }
        return path
    }
}
