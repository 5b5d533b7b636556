/// What a command is answered, before it is known which version of the protocol the client speaks.
enum Reply {
    case status(String)
    /// With its code in front: `ERR syntax error`.
    case error(String)
    case integer(Int)
    case bulk(Bytes)
    case null
    /// Where an array would be.
    case nullArray
    case array([Reply])
    case map([(Reply, Reply)])
    case set([Reply])
    case double(Double)
    /// Text for people, such as that of `INFO`.
    case verbatim(String)
    /// Members with their scores: pairs in version 3, one flat list in version 2.
    case scored([(member: Bytes, score: Double)])

    static let ok = Reply.status("OK")

    static func bulks(_ values: some Sequence<Bytes>) -> Reply { .array(values.map(Reply.bulk)) }
    static func bulk(orNull value: Bytes?) -> Reply { value.map(Reply.bulk) ?? .null }
    static func text(_ text: String) -> Reply { .bulk(Bytes(text)) }
    static func flag(_ isTrue: Bool) -> Reply { .integer(isTrue ? 1 : 0) }
}

/// https://redis.io/docs/latest/develop/reference/protocol-spec/
enum ProtocolVersion: Int {
    case two = 2
    case three = 3
}

extension Reply {
    func write(to output: inout Bytes, _ version: ProtocolVersion) {
        switch self {
        case .status(let text): line("+", text, &output)
        case .error(let text): line("-", text, &output)
        case .integer(let number): line(":", String(number), &output)
        case .bulk(let bytes): string("$", bytes, &output)
        case .null: line("", version == .two ? "$-1" : "_", &output)
        case .nullArray: line("", version == .two ? "*-1" : "_", &output)
        case .array(let elements):
            line("*", String(elements.count), &output)
            for element in elements { element.write(to: &output, version) }
        case .map(let pairs):
            line(version == .two ? "*" : "%", String(pairs.count * (version == .two ? 2 : 1)), &output)
            for (key, value) in pairs {
                key.write(to: &output, version)
                value.write(to: &output, version)
            }
        case .set(let elements):
            line(version == .two ? "*" : "~", String(elements.count), &output)
            for element in elements { element.write(to: &output, version) }
        case .double(let number):
            let text = NumberText.score(number)
            if version == .two { string("$", Bytes(text), &output) } else { line(",", text, &output) }
        case .verbatim(let text):
            if version == .two { string("$", Bytes(text), &output) } else { string("=", Bytes("txt:" + text), &output) }
        case .scored(let members): write(members, to: &output, version)
        }
    }

    private func write(
        _ members: [(member: Bytes, score: Double)],
        to output: inout Bytes,
        _ version: ProtocolVersion
    ) {
        line("*", String(members.count * (version == .two ? 2 : 1)), &output)
        for (member, score) in members {
            if version == .three { line("*", "2", &output) }
            string("$", member, &output)
            Reply.double(score).write(to: &output, version)
        }
    }

    private func line(_ sign: String, _ text: String, _ output: inout Bytes) {
        output += sign.utf8
        output += text.utf8
        output += "\r\n".utf8
    }

    private func string(_ sign: String, _ bytes: Bytes, _ output: inout Bytes) {
        line(sign, String(bytes.count), &output)
        output += bytes
        output += "\r\n".utf8
    }
}
