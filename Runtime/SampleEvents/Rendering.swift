import Compression
import FoundationEssentials
import JSON
import ServiceKit
import Wire

/// Why an event cannot be made.
package enum RenderingError: Error, Hashable, CustomStringConvertible {
    /// A value was given for a parameter that the event does not have.
    case unknownParameter(String)
    /// The document itself is wrong.
    case malformed(String)

    package var description: String {
        switch self {
        case .unknownParameter(let name): "there is no --\(name)"
        case .malformed(let reason): "the document is malformed: \(reason)"
        }
    }
}

extension SampleEvent {
    /// The event with `values` by the parameters' names, and defaults where a value is missing. A path may begin with its
    /// slash or do without.
    package func rendered(_ values: [String: String] = [:]) throws(RenderingError) -> JSON {
        var all = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.defaultValue) })
        for (name, value) in values {
            let value = name == "path" ? String(value.trimmingPrefix("/")) : value
            guard all.updateValue(value, forKey: name) != nil else { throw .unknownParameter(name) }
        }
        let json: JSON
        do throws(JSONParseError) {
            json = try JSON(parsing: document)
        } catch {
            throw .malformed("\(error)")
        }
        return try Rendering(values: all).render(json)
    }
}

/// Fills in a document.
///
/// In its strings, `${key}` stands for a value, `${url:key}`, `${base64:body}` and `${md5:body}` for the value
/// encoded, and a string that is just `${json:query}` for the JSON that the value is. An object with the one member
/// `$text` stands for that member's JSON as text, and one with `$gzip` for that text gzipped, in base64.
private struct Rendering {
    var values: [String: String]

    func render(_ json: JSON) throws(RenderingError) -> JSON {
        switch json {
        case .string(let text): return try string(text)
        case .array(let elements):
            var rendered: [JSON] = []
            for element in elements { rendered.append(try render(element)) }
            return .array(rendered)
        case .object(let object):
            if let special = try special(object) { return special }
            return .object(try members(object))
        default: return json
        }
    }

    private func members(_ object: JSON.Object) throws(RenderingError) -> JSON.Object {
        var rendered = JSON.Object()
        for member in object.members { rendered[member.key] = try render(member.value) }
        return rendered
    }

    private func special(_ object: JSON.Object) throws(RenderingError) -> JSON? {
        guard object.count == 1 else { return nil }
        if let value = object["$text"] { return .string(try render(value).text) }
        guard let value = object["$gzip"] else { return nil }
        let text = try render(value).bytes
        do throws(Compression.Failure) {
            let bytes = try Compression.gzip.compress(text)
            return .string(Data(bytes).base64EncodedString())
        } catch {
            throw .malformed("it cannot be compressed: \(error)")
        }
    }

    private func string(_ text: String) throws(RenderingError) -> JSON {
        if text.hasPrefix("${json:"), text.hasSuffix("}") {
            let value = try value(String(text.dropFirst(7).dropLast()))
            return (try? JSON(parsing: value)) ?? .string(value)
        }
        var rendered = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            rendered += rest[..<start.lowerBound]
            rendered += try encoded(rest[start.upperBound..<end])
            rest = rest[rest.index(after: end)...]
        }
        return .string(rendered + rest)
    }

    private func encoded(_ placeholder: Substring) throws(RenderingError) -> String {
        let parts = placeholder.split(separator: ":", maxSplits: 1).map(String.init)
        guard let name = parts.last else { throw .malformed("an empty placeholder") }
        let value = try value(name)
        guard parts.count == 2 else { return value }
        switch parts[0] {
        case "url": return Self.urlEncoded(value)
        case "base64": return Data(value.utf8).base64EncodedString()
        case "md5": return MD5.hex(Array(value.utf8))
        default: throw .malformed("an unknown encoding in ${\(placeholder)}")
        }
    }

    private func value(_ name: String) throws(RenderingError) -> String {
        guard let value = values[name] else { throw .malformed("${\(name)} is not a parameter") }
        return value
    }

    /// As S3 writes keys: slashes stay.
    private static func urlEncoded(_ text: String) -> String {
        text.split(separator: "/", omittingEmptySubsequences: false).map(PercentEncoding.encode).joined(separator: "/")
    }
}
