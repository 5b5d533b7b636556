/// A reference to a value that is kept outside the template, such as `{{resolve:ssm:/books/url}}`.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
struct DynamicReference: Hashable {
    enum Target: Hashable {
        /// A parameter of Systems Manager; secure ones have few places where they may stand.
        case parameter(name: String, version: String?, isSecure: Bool)
        /// A secret of Secrets Manager, whole or one member of it.
        case secret(id: String, member: String?, version: String?)
    }

    /// As written, braces and all.
    var text: String
    var target: Target

    /// Why a text between `{{resolve:` and `}}` is no reference.
    struct Mistake: Error, Hashable {
        var message: String
        var remedy: String?
    }

    /// `key` is what stands between `{{resolve:` and `}}`.
    init(_ key: Substring) throws(Mistake) {
        text = "{{resolve:\(key)}}"
        let service = key.prefix { $0 != ":" }
        let rest = key.dropFirst(service.count + 1)
        switch service {
        case "ssm": target = try Self.parameter(rest, isSecure: false, text)
        case "ssm-secure": target = try Self.parameter(rest, isSecure: true, text)
        case "secretsmanager": target = try Self.secret(rest, text)
        default:
            throw Mistake(
                message: "\(text): there is no service \"\(service)\" to resolve",
                remedy: Spelling.remedy(for: String(service), among: Self.services)
                    ?? "there are \(Self.services.joined(separator: ", "))"
            )
        }
    }

    var isSecret: Bool {
        switch target {
        case .parameter(_, _, let isSecure): isSecure
        case .secret: true
        }
    }

    private static let services = ["ssm", "ssm-secure", "secretsmanager"]

    /// `NAME` or `NAME:VERSION`.
    private static func parameter(_ key: Substring, isSecure: Bool, _ text: String) throws(Mistake) -> Target {
        let parts = key.split(separator: ":" as Character, omittingEmptySubsequences: false)
        let isName = parts[0].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-/".contains($0)) }
        guard !parts[0].isEmpty, isName, parts.count <= 2 else {
            throw Mistake(
                message: "\(text) is no reference to a parameter",
                remedy:
                    "write {{resolve:ssm:NAME}} or {{resolve:ssm:NAME:VERSION}}; names have letters, digits and _.-/"
            )
        }
        let version = parts.count == 2 ? String(parts[1]) : nil
        if let version, Int(version).map({ $0 < 1 }) ?? true {
            throw Mistake(message: "\(text): a parameter's version is a number from 1")
        }
        return .parameter(name: String(parts[0]), version: version, isSecure: isSecure)
    }

    /// `SECRET`, and behind colons `SecretString`, a member's name, a stage and a version; each but the first may be
    /// empty. The colons of an ARN belong to the secret.
    private static func secret(_ key: Substring, _ text: String) throws(Mistake) -> Target {
        let parts = key.split(separator: ":" as Character, omittingEmptySubsequences: false).map(String.init)
        let idParts = parts[0] == "arn" ? 7 : 1
        let id = parts.prefix(idParts).joined(separator: ":")
        let rest = Array(parts.dropFirst(idParts))
        guard !id.isEmpty, parts.count >= idParts, rest.count <= 4 else {
            throw Mistake(
                message: "\(text) is no reference to a secret",
                remedy: "write {{resolve:secretsmanager:SECRET:SecretString:MEMBER:STAGE:VERSION}}; all but SECRET may "
                    + "be left out"
            )
        }
        func part(_ index: Int) -> String? { rest.indices.contains(index) && !rest[index].isEmpty ? rest[index] : nil }
        guard part(0) ?? "SecretString" == "SecretString" else {
            throw Mistake(message: "\(text): only the SecretString of a secret can be read, not its \(rest[0])")
        }
        guard part(2) == nil || part(3) == nil else {
            throw Mistake(message: "\(text) names a stage and a version; only one of them can be chosen by")
        }
        let stage = part(2) == "AWSCURRENT" ? nil : part(2)
        return .secret(id: id, member: part(1), version: stage ?? part(3))
    }
}

extension DynamicReference {
    enum Part {
        case text(Substring)
        case reference(Result<DynamicReference, Mistake>)
    }

    /// A text taken apart; one part where there is no reference in it.
    static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        var rest = text[...]
        while let start = rest.firstRange(of: opening) {
            parts.append(.text(rest[..<start.lowerBound]))
            guard let end = rest[start.upperBound...].firstRange(of: "}}") else {
                let mistake = Mistake(message: "a {{resolve: has no }} in \"\(rest[start.lowerBound...])\"")
                return parts + [.reference(.failure(mistake))]
            }
            let key = rest[start.upperBound..<end.lowerBound]
            parts.append(.reference(Result { () throws(Mistake) in try DynamicReference(key) }))
            rest = rest[end.upperBound...]
        }
        return parts + [.text(rest)]
    }

    static let opening = "{{resolve:"
}
