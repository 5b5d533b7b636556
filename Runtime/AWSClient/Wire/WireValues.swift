import JSON

extension String: WireReadable {
    init(wire node: WireNode) throws(WireError) {
        guard node.tape.isString(node.index) else { throw WireError(expected: "a string") }
        self = node.text
    }
}

extension Bool: WireReadable {
    init(wire node: WireNode) throws(WireError) {
        guard node.kind == .true || node.kind == .false else { throw WireError(expected: "a boolean") }
        self = node.kind == .true
    }
}

extension Int: WireReadable {
    init(wire node: WireNode) throws(WireError) {
        guard node.kind == .number, let number = Int(node.text) ?? Double(node.text).flatMap(Int.init(exactly:))
        else { throw WireError(expected: "a whole number") }
        self = number
    }
}

extension Double: WireReadable {
    init(wire node: WireNode) throws(WireError) {
        guard node.kind == .number, let number = Double(node.text) else { throw WireError(expected: "a number") }
        self = number
    }
}

extension Array: WireReadable where Element: WireReadable {
    init(wire node: WireNode) throws(WireError) {
        guard node.kind == .array else { throw WireError(expected: "an array") }
        self = []
        reserveCapacity(node.tape.count(node.index))
        var index = node.index + 1
        let end = node.tape.next(node.index)
        while index < end {
            append(try Element(wire: WireNode(tape: node.tape, index: index)))
            index = node.tape.next(index)
        }
    }
}

extension Dictionary: WireReadable where Key == String, Value: WireReadable {
    init(wire node: WireNode) throws(WireError) {
        guard node.kind == .object else { throw WireError(expected: "an object") }
        self.init(minimumCapacity: node.tape.count(node.index))
        var index = node.index + 1
        let end = node.tape.next(node.index)
        while index < end {
            let name = node.tape.string(index)
            do {
                self[name] = try Value(wire: WireNode(tape: node.tape, index: index + 1))
            } catch {
                throw error.below(name)
            }
            index = node.tape.next(index + 1)
        }
    }
}

extension WireReadable where Self: RawRepresentable<String> {
    init(wire node: WireNode) throws(WireError) {
        let text = try String(wire: node)
        guard let known = Self(rawValue: text) else { throw WireError(reason: "unknown value \(text)") }
        self = known
    }
}
