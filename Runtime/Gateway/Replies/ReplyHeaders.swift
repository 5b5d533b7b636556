import JSON
import Wire

/// Reads the header fields of a function's reply. A field that HTTP cannot carry makes the whole reply malformed.
enum ReplyHeaders {
    /// Joins `headers` and `multiValueHeaders`: where a name is in both, the latter's spelling and values come first.
    static func read(single: JSON?, multi: JSON?) throws(GatewayError) -> HTTPHeaders {
        var headers = HTTPHeaders()
        let multiple = try members(multi, of: "multiValueHeaders")
        let singles = try members(single, of: "headers")
        for member in singles where !multiple.contains(where: { HTTPHeaders.same($0.key, member.key) }) {
            try add(member.key, member.value, to: &headers)
        }
        for member in multiple {
            guard let values = member.value.arrayValue else {
                throw .malformedReply("'\(member.key)' in multiValueHeaders is no array")
            }
            for value in values { try add(member.key, value, to: &headers) }
            for other in singles where HTTPHeaders.same(other.key, member.key) {
                try add(member.key, other.value, to: &headers)
            }
        }
        return headers
    }

    /// `cookies` of format 2.0: one `Set-Cookie` each.
    static func addCookies(_ cookies: JSON?, to headers: inout HTTPHeaders) throws(GatewayError) {
        guard let cookies, !cookies.isNull else { return }
        guard let list = cookies.arrayValue else { throw .malformedReply("'cookies' is no array") }
        for cookie in list {
            guard case .string = cookie else { throw .malformedReply("a cookie is no string") }
            try add("Set-Cookie", cookie, to: &headers)
        }
    }

    private static func members(_ value: JSON?, of name: String) throws(GatewayError) -> [JSON.Object.Member] {
        guard let value, !value.isNull else { return [] }
        guard let object = value.objectValue else { throw .malformedReply("'\(name)' is no object") }
        return object.members
    }

    private static func add(_ name: String, _ value: JSON, to headers: inout HTTPHeaders) throws(GatewayError) {
        guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
            throw .malformedReply("'\(name)' is no header name")
        }
        let text: String
        switch value {
        case .string(let string): text = string
        case .bool(let flag): text = flag ? "true" : "false"
        case .number(let number): text = number
        default: throw .malformedReply("header '\(name)' is neither string, number nor boolean")
        }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw .malformedReply("header '\(name)' has a line break or another control character in its value")
        }
        headers.add(name, text)
    }

    /// RFC 9110, 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension HTTPHeaders {
    /// Without what belongs to the gateway's own connection: an HTTP API drops these fields.
    mutating func dropConnectionFields() {
        fields.removeAll { field in
            EventHeaders.isHopByHop(field.name) || Self.same(field.name, "Content-Length")
                || Self.same(field.name, "Date") || Self.same(field.name, "Server")
        }
    }

    /// A REST API passes them on under other names.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    mutating func remapConnectionFields() {
        fields = fields.compactMap { field in
            let isRemapped = ["Connection", "Content-Length", "Date", "Server", "WWW-Authenticate"].contains {
                Self.same(field.name, $0)
            }
            if isRemapped { return Field(name: "x-amzn-Remapped-\(field.name)", value: field.value) }
            return EventHeaders.isHopByHop(field.name) ? nil : field
        }
    }
}
