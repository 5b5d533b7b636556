import Crypto
import FoundationEssentials
import Time
import Wire

/// Lets signed requests through: `AWS_IAM`.
///
/// Form, scope and time of a signature are checked in any case, the signature itself where the secret is known: other
/// credentials count as the account's own. No policy of the caller is evaluated.
struct SignatureAuthorizer: Sendable {
    /// `execute-api` or `lambda`.
    let service: String
    let account: AWSAccount
    let callers: CallerLookup
    /// The machine's: clients sign by it.
    let time: any TimeSource

    func authorize(_ request: HTTPRequest) throws(SignatureProblem) -> Authorization {
        let signature = try RequestSignature(request)
        try checkScope(signature)
        try checkTime(signature)
        let caller = try caller(signature)
        if let caller { try check(signature, caller.secretAccessKey, of: request) }
        let identity = caller?.identity ?? .root(of: account)
        return Authorization(context: .iam(identity, accessKeyID: signature.accessKeyID))
    }

    private func caller(
        _ signature: RequestSignature
    ) throws(SignatureProblem) -> (identity: CallerIdentity, secretAccessKey: String)? {
        do throws(InvalidSecurityToken) {
            return try callers(signature.accessKeyID, signature.sessionToken)
        } catch {
            throw .token
        }
    }

    private func checkScope(_ signature: RequestSignature) throws(SignatureProblem) {
        let (date, scope) = (signature.date.prefix(8), signature.scope)
        if scope[1] != account.region { throw .invalid("Credential should be scoped to a valid region. ") }
        if scope[2] != service { throw .invalid("Credential should be scoped to correct service: '\(service)'. ") }
        if scope[3] != "aws4_request" {
            throw .invalid(
                "Credential should be scoped with a valid terminator: 'aws4_request', not '\(scope[3])'. "
            )
        }
        if scope[0] != date {
            throw .invalid(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(scope[0])' != '\(date)', from '\(signature.date)'."
            )
        }
    }

    /// Clocks may differ by five minutes.
    private func checkTime(_ signature: RequestSignature) throws(SignatureProblem) {
        guard let signed = Timestamp(basicISO8601: signature.date) else {
            throw .incomplete(
                "Date must be in ISO-8601 'basic format'. Got '\(signature.date)'. See http://en.wikipedia.org/wiki/ISO_8601"
            )
        }
        let now = time.now
        let (text, tolerance) = (now.basicISO8601, Duration.seconds(300))
        if signed > now + tolerance {
            throw .invalid(
                "Signature not yet current: \(signature.date) is still later than \((now + tolerance).basicISO8601) "
                    + "(\(text) + 5 min.)"
            )
        }
        let age = signature.lifetime.map { Duration.seconds($0) } ?? tolerance
        if signed + age < now {
            let (limit, minutes) = ((now + (.zero - age)).basicISO8601, age.components.seconds / 60)
            throw .invalid(
                "Signature expired: \(signature.date) is now earlier than \(limit) (\(text) - \(minutes) min.)"
            )
        }
    }

    private func check(
        _ signature: RequestSignature,
        _ secret: String,
        of request: HTTPRequest
    ) throws(SignatureProblem) {
        let canonical = CanonicalRequest(request, signature)
        let text = canonical.stringToSign(signature)
        var key = SymmetricKey(data: Data("AWS4\(secret)".utf8))
        for part in signature.scope {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key))
        }
        let given = Self.bytes(signature.signature)
        if HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: Data(text.utf8), using: key) { return }
        throw .invalid(
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                + "Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String "
                + "for this request should have been\n'\(canonical.text)'\n\nThe String-to-Sign should have been\n"
                + "'\(text)'\n"
        )
    }

    /// Nothing for what is not written in hexadecimal digits.
    private static func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return [] }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension Timestamp {
    /// `20261121T030405Z`.
    var basicISO8601: String { iso8601Seconds.filter { $0 != "-" && $0 != ":" } }

    /// `nil` for a text of another form.
    init?(basicISO8601 text: String) {
        guard let parts = text.wholeMatch(of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/)?.output else { return nil }
        self.init(iso8601: "\(parts.1)-\(parts.2)-\(parts.3)T\(parts.4):\(parts.5):\(parts.6)Z")
    }
}
