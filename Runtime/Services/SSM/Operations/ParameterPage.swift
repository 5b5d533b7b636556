import JSON
import ServiceKit
import Wire

/// A page of parameters in the order of their names, from where the page before it ended.
struct ParameterPage: Sendable {
    private let limit: Int
    private let start: String?

    /// AWS gives ten where nothing is said.
    init(_ input: JSON.Object) throws(AWSError) {
        limit = input["MaxResults"]?.intValue ?? 10
        guard let token = input["NextToken"]?.nonNull?.stringValue else {
            start = nil
            return
        }
        guard let name = PageToken.name(in: token) else {
            throw AWSError("InvalidNextToken", message: "The specified token is not valid.")
        }
        start = name
    }

    /// Of each parameter the version that `choose` chooses of it, if any, as `json` writes it.
    func read(
        _ store: ParameterStore,
        prefix: String = "",
        choose: (Parameter) throws -> Parameter?,
        json: (Parameter) -> JSON
    ) throws -> [UInt8] {
        var (entries, last, isMore): ([JSON], String, Bool) = ([], "", false)
        try store.parameters(after: start, prefix: prefix) { parameter in
            guard let parameter = try choose(parameter) else { return true }
            guard entries.count < limit else {
                isMore = true
                return false
            }
            entries.append(json(parameter))
            last = parameter.name
            return true
        }
        var reply = JSON.Object([("Parameters", .array(entries))])
        if isMore { reply["NextToken"] = .string(PageToken.token(after: last)) }
        return JSON.object(reply).bytes
    }
}

/// The name of the last parameter of a page, as hexadecimal digits.
enum PageToken {
    static func token(after name: String) -> String {
        name.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// `nil` for what is no token.
    static func name(in token: String) -> String? {
        let digits = Array(token.utf8)
        guard !digits.isEmpty, digits.count.isMultiple(of: 2) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
        return bytes.count * 2 == digits.count ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
