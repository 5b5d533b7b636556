import Lambda
import Time

/// What one request is called: in its event, in its answer and in traces.
struct RequestIDs: Sendable {
    /// `apigw-requestid` of an HTTP API, `x-amzn-RequestId` of a REST API.
    let request: String
    /// `x-amz-apigw-id` of a REST API; on an HTTP API the same as `request`.
    let extended: String
    /// `Root=1-6553f100-…`, or what the client sent.
    let trace: String

    init(_ ids: IDSource, isREST: Bool, clientTrace: String?, time: Timestamp) {
        extended = Self.apigwID(ids)
        request = isREST ? ids.uuid() : extended
        trace = clientTrace.flatMap { $0.contains("Root=") ? $0 : nil } ?? TraceHeader.root(ids, at: time)
    }

    /// Eleven random bytes in URL-safe base64: sixteen characters, the last of them `=`.
    static func apigwID(_ ids: IDSource) -> String {
        var bits = ids.next()
        return String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<15 {
                if index == 10 { bits = ids.next() }
                let sextet = UInt8(truncatingIfNeeded: bits) & 63
                // Eighty-eight bits fill fourteen and two thirds sextets: the last one ends in zeros.
                buffer[index] = digit(index == 14 ? sextet & 0b111100 : sextet)
                bits >>= 6
            }
            buffer[15] = UInt8(ascii: "=")
            return 16
        }
    }

    private static func digit(_ sextet: UInt8) -> UInt8 {
        switch sextet {
        case 0..<26: UInt8(ascii: "A") + sextet
        case 26..<52: UInt8(ascii: "a") + sextet - 26
        case 52..<62: UInt8(ascii: "0") + sextet - 52
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
    }
}
