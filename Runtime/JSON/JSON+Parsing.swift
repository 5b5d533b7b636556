extension JSON {
    /// How deep values may nest before a text is refused, unless the caller says otherwise.
    package static let defaultMaximumDepth = 1_000

    /// Reads one JSON text, strictly by RFC 8259: UTF-8, nothing after the value but white space.
    package init(
        parsing bytes: some Collection<UInt8>,
        maximumDepth: Int = defaultMaximumDepth
    ) throws(JSONParseError) {
        let bytes = bytes as? [UInt8] ?? Array(bytes)
        self.init(try JSONTape(bytes, maximumDepth: maximumDepth))
    }

    package init(parsing text: String, maximumDepth: Int = defaultMaximumDepth) throws(JSONParseError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }

    /// The value at `index` of a tape.
    package init(_ tape: JSONTape, at index: Int = 0) {
        switch tape.kind(index) {
        case .null: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .number: self = .number(tape.string(index))
        case .string, .escapedString: self = .string(tape.string(index))
        case .array: self = .array(Self.elements(tape, of: index))
        case .object: self = .object(Object(tape, at: index))
        }
    }

    private static func elements(_ tape: JSONTape, of array: Int) -> [JSON] {
        var values: [JSON] = []
        values.reserveCapacity(tape.count(array))
        var index = array + 1
        let end = tape.next(array)
        while index < end {
            values.append(JSON(tape, at: index))
            index = tape.next(index)
        }
        return values
    }
}

extension JSON.Object {
    fileprivate init(_ tape: JSONTape, at object: Int) {
        self.init(capacity: tape.count(object))
        /// Looking every key up is quadratic: past a few members, a set says whether it is new.
        var seen: Set<String> = []
        var index = object + 1
        let end = tape.next(object)
        while index < end {
            let key = tape.string(index)
            let value = JSON(tape, at: index + 1)
            if count < 16 {
                self[key] = value
            } else {
                if seen.isEmpty { seen = Set(keys) }
                if seen.insert(key).inserted { appendNew(key, value) } else { self[key] = value }
            }
            index = tape.next(index + 1)
        }
    }
}
