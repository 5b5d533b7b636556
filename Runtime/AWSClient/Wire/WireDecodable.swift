import JSON

/// What the service sent is not what its API promises.
struct WireError: Error, Hashable {
    var reason: String

    init(reason: String) { self.reason = reason }
    init(expected: String) { reason = "is not \(expected)" }

    /// The same, further up.
    func below(_ name: String) -> WireError { WireError(reason: "\(name): \(reason)") }
}

/// A value somewhere in an answer.
struct WireNode {
    let tape: JSONTape
    let index: Int

    var kind: JSONTape.Kind { tape.kind(index) }
    var isNull: Bool { kind == .null }
    /// Of a string or number.
    var text: String { tape.string(index) }
}

/// A value that can be read from JSON.
protocol WireReadable {
    init(wire node: WireNode) throws(WireError)
}

/// A value that is a JSON object on the wire.
protocol WireDecodable: WireReadable {
    init(_ object: WireMembers) throws(WireError)
}

extension WireDecodable {
    init(wire node: WireNode) throws(WireError) { try self.init(WireMembers(node)) }
}

/// The members of a JSON object being read. `null` counts as absent.
struct WireMembers {
    let node: WireNode

    init(_ node: WireNode) throws(WireError) {
        guard node.kind == .object else { throw WireError(expected: "an object") }
        self.node = node
    }

    init(_ tape: JSONTape) throws(WireError) { try self.init(WireNode(tape: tape, index: 0)) }

    func get<Value: WireReadable>(_ name: String) throws(WireError) -> Value? {
        guard let index = node.tape.member(name, of: node.index) else { return nil }
        let member = WireNode(tape: node.tape, index: index)
        guard !member.isNull else { return nil }
        do {
            return try Value(wire: member)
        } catch {
            throw error.below(name)
        }
    }

    func required<Value: WireReadable>(_ name: String) throws(WireError) -> Value {
        guard let value: Value = try get(name) else { throw WireError(reason: "\(name) is missing") }
        return value
    }
}
