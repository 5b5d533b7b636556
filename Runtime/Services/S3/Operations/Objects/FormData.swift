import Wire

/// The fields of a body of `multipart/form-data` (RFC 7578).
struct FormData: Sendable {
    /// By their names in lower case; the last one wins.
    private(set) var fields: [String: String] = [:]
    /// The field `file`: nothing behind it counts.
    private(set) var file: [UInt8]?
    private(set) var fileName = ""
    private(set) var fileType: String?

    /// `nil` for a body that is none.
    init?(_ body: [UInt8], contentType: String) {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", contentType)
        else { return nil }
        let mark = Array("--\(boundary)".utf8)
        guard body.starts(with: mark) else { return nil }
        var rest = body[mark.count...]
        let delimiter = Array("\r\n--\(boundary)".utf8)
        while rest.starts(with: [0x0D, 0x0A]) {
            rest = rest.dropFirst(2)
            guard let end = Self.find(delimiter, in: rest),
                let head = Self.find(Array("\r\n\r\n".utf8), in: rest[..<end])
            else { return nil }
            add(String(decoding: rest[..<head], as: UTF8.self), rest[(head + 4)..<end])
            if file != nil { return }
            rest = rest[(end + delimiter.count)...]
        }
    }

    private mutating func add(_ head: String, _ content: ArraySlice<UInt8>) {
        var (disposition, type): (String, String?) = ("", nil)
        for line in head.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = String(line[colon...].dropFirst().drop { $0 == " " })
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = value
            case "content-type": type = value
            default: break
            }
        }
        guard let name = Self.parameter("name", disposition)?.lowercased() else { return }
        if name == "file" {
            file = Array(content)
            fileName = Self.parameter("filename", disposition) ?? ""
            fileType = type
        } else {
            fields[name] = String(decoding: content, as: UTF8.self)
        }
    }

    /// `name="value"` or `name=value` in a header field.
    private static func parameter(_ name: String, _ header: String) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimming({ $0 == " " }).lowercased() == name else { continue }
            return String(pair[1].trimming { $0 == " " || $0 == "\"" })
        }
        return nil
    }

    private static func find(_ pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        var place = bytes.startIndex
        while place <= bytes.endIndex - pattern.count {
            if bytes[place] == pattern[0], bytes[place...].starts(with: pattern) { return place }
            place += 1
        }
        return nil
    }
}
