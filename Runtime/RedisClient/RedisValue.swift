/// What a server replies: one value of its protocol.
/// https://redis.io/docs/latest/develop/reference/protocol-spec/
public enum RedisValue: Sendable, Hashable {
    /// A short text such as `OK`.
    case status(String)
    case error(RedisError)
    case integer(Int)
    case bytes([UInt8])
    case array([RedisValue])
    case null
}

extension RedisValue {
    /// The bytes of a string; `nil` for a null.
    public func bytes() throws(RedisError) -> [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes
        case .status(let text): Array(text.utf8)
        case .null: nil
        default: throw unexpected("a string")
        }
    }

    /// The text of a string, read as UTF-8; `nil` for a null.
    public func string() throws(RedisError) -> String? {
        try bytes().map { String(decoding: $0, as: UTF8.self) }
    }

    public func integer() throws(RedisError) -> Int {
        guard case .integer(let number) = self else { throw unexpected("an integer") }
        return number
    }

    /// A number that the server writes as text, such as a score; `nil` for a null.
    public func double() throws(RedisError) -> Double? {
        guard let text = try string() else { return nil }
        guard let number = Double(text) else { throw unexpected("a number") }
        return number
    }

    public func array() throws(RedisError) -> [RedisValue] {
        guard case .array(let elements) = self else { throw unexpected("an array") }
        return elements
    }

    private func unexpected(_ expected: String) -> RedisError {
        if case .error(let error) = self { return error }
        return RedisError(.unexpectedReply, "the reply is not \(expected): \(self)")
    }
}
