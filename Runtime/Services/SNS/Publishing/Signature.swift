import CSigning
import FoundationEssentials

/// Signatures of version 1: RSA with SHA-1 over the names and values of some fields, each on a line of its own.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
enum Signature {
    /// In Base64; empty where the machine has no libcrypto.
    static func sign(_ fields: [(String, String)]) -> String {
        let text = fields.map { "\($0.0)\n\($0.1)\n" }.joined()
        let bytes = Array(text.utf8)
        var signature = [UInt8](repeating: 0, count: 512)
        let count = csigning_sign(LocalCertificate.key, bytes, bytes.count, false, &signature)
        return Data(signature[..<count]).base64EncodedString()
    }
}
