import Compression
import Wire

/// Compressed bodies, as AWS takes and sends them.
enum ContentCoding {
    /// Replies of up to this many bytes are sent as they are.
    private static let threshold = 4096

    /// The body of a request as it was before `Content-Encoding`. AWS answers one that cannot be decoded with a 500,
    /// and so does this.
    static func body(of request: HTTPRequest, limit: Int) throws(AWSError) -> [UInt8] {
        guard let coding = request.headers["Content-Encoding"]?.lowercased(), coding != "identity" else {
            return request.body
        }
        guard let compression = Compression(rawValue: coding) else {
            throw undecodable("Content-Encoding \(coding) is none that is known: gzip and deflate are")
        }
        do throws(Compression.Failure) {
            return try compression.decompress(request.body, limit: limit)
        } catch {
            let reason = error == .tooLong ? "holds more than \(limit) bytes" : "is not \(coding)"
            throw undecodable("The request's body \(reason)")
        }
    }

    private static func undecodable(_ message: String) -> AWSError {
        AWSError("InternalServerError", status: 500, message: message)
    }

    /// Compresses a reply that is long enough, when the client says that it can read it.
    static func encode(_ response: inout HTTPResponse, for request: HTTPRequest) {
        guard response.body.count > threshold, let accepted = request.headers["Accept-Encoding"],
            let compression = preferred(accepted), let body = try? compression.compress(response.body)
        else { return }
        response.body = body
        response.headers.add("Content-Encoding", compression.rawValue)
    }

    /// The compression that `Accept-Encoding` likes best; `nil` for none. Where it likes two the same, the one that it
    /// names first, and one that it names rather than one that its `*` stands for.
    static func preferred(_ accepted: String) -> Compression? {
        var named: [(compression: Compression, quality: Double)] = []
        var others: Double = 0
        for element in accepted.split(separator: ",") {
            let parts = element.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].trimmed.lowercased()
            let quality = quality(parts.count > 1 ? parts[1] : "")
            if let compression = Compression(rawValue: name) { named.append((compression, quality)) }
            if name == "*" { others = quality }
        }
        for compression in Compression.allCases where !named.contains(where: { $0.compression == compression }) {
            named.append((compression, others))
        }
        return named.reduce(nil as (compression: Compression, quality: Double)?) { best, next in
            next.quality > best?.quality ?? 0 ? next : best
        }?.compression
    }

    /// The first `q=`, of 0 to 1; 1 where there is none that can be read.
    private static func quality(_ parameters: Substring) -> Double {
        guard let start = parameters.firstRange(of: "q=")?.upperBound else { return 1 }
        let text = parameters[start...].prefix { $0 != ";" }.trimmed
        return min(max(Double(String(text)) ?? 1, 0), 1)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
