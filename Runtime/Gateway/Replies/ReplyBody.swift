import FoundationEssentials
import JSON

enum ReplyBody {
    /// The text of `body`; empty for `null` and for none.
    static func text(_ value: JSON?) throws(GatewayError) -> String {
        switch value {
        case nil, .null: return ""
        case .string(let text): return text
        case .some(let other): throw .malformedReply("'body' is no string but \(other.kind)")
        }
    }

    static func isBase64Encoded(_ value: JSON?) throws(GatewayError) -> Bool {
        switch value {
        case nil, .null: return false
        case .bool(let flag): return flag
        case .some(let other): throw .malformedReply("'isBase64Encoded' is no boolean but \(other.kind)")
        }
    }

    static func bytes(_ text: String, fromBase64: Bool) throws(GatewayError) -> [UInt8] {
        guard fromBase64 else { return Array(text.utf8) }
        guard let data = Data(base64Encoded: text) else { throw .undecodableBody }
        return Array(data)
    }

    /// A final status: 200…599.
    static func status(_ code: Int?) throws(GatewayError) -> Int {
        guard let code, (200...599).contains(code) else {
            throw .malformedReply("'statusCode' is no whole number from 200 to 599")
        }
        return code
    }
}
