import JSON
import ServiceKit
import Wire

/// One condition on the secrets that a list holds.
/// https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html
struct SecretFilter: Sendable, Hashable {
    private static let keys = [
        "all", "name", "tag-key", "description", "tag-value", "primary-region", "owning-service",
    ]

    static let shape = Shape.list(
        .structure(
            [
                .optional("Key", .string(values: keys)),
                .optional("Values", .list(.string(length: 0...512), length: 1...10)),
            ],
            java: "com.amazonaws.secretsmanager.Filter"
        ),
        length: 0...10
    )

    private var key: String
    /// One of them is enough. Those with `!` in front mean the opposite.
    private var values: [String]

    static func read(_ json: JSON?) throws(AWSError) -> [SecretFilter] {
        var filters: [SecretFilter] = []
        for entry in json?.arrayValue ?? [] {
            guard let key = entry["Key"]?.nonNull?.stringValue else { throw .invalidParameter("Invalid filter key") }
            let values = (entry["Values"]?.arrayValue ?? []).compactMap(\.stringValue)
            guard !values.isEmpty else { throw .invalidParameter("Invalid filter values for key: \(key)") }
            filters.append(SecretFilter(key: key, values: values))
        }
        return filters
    }

    /// Whether it holds for a secret of `region`.
    func matches(_ secret: Secret, in region: String) -> Bool {
        values.contains {
            $0.hasPrefix("!") ? !isMet(String($0.dropFirst()), secret, region) : isMet($0, secret, region)
        }
    }

    /// Names and tags begin with the value, exactly; descriptions hold its words, in whatever case.
    private func isMet(_ value: String, _ secret: Secret, _ region: String) -> Bool {
        switch key {
        case "name": secret.name.hasPrefix(value)
        case "tag-key": secret.tags?.contains { $0.key.hasPrefix(value) } ?? false
        case "tag-value": secret.tags?.contains { $0.value.hasPrefix(value) } ?? false
        case "primary-region": secret.primaryRegion(region)?.hasPrefix(value) ?? false
        case "description": Self.holds(secret.description.map { [$0] } ?? [], value)
        case "all":
            Self.holds(
                [secret.name, secret.description ?? ""] + (secret.tags ?? []).flatMap { [$0.key, $0.value] },
                value
            )
        case "owning-service": secret.owningService?.hasPrefix(value) ?? false
        default: false
        }
    }

    /// Whether every word of `value` begins a word of `texts`.
    private static func holds(_ texts: [String], _ value: String) -> Bool {
        let words = texts.flatMap(Self.words)
        let wanted = Self.words(value)
        return !wanted.isEmpty && wanted.allSatisfy { prefix in words.contains { $0.hasPrefix(prefix) } }
    }

    /// In small letters. Words end at blanks and special characters; a capital begins one behind a small letter or
    /// before one, so that `COMPANYthings` is `compan` and `ythings`.
    static func words(_ text: String) -> [String] {
        let characters = Array(text)
        var words: [String] = []
        var word = ""
        for (index, character) in characters.enumerated() {
            let isPart = character.isLetter || character.isNumber
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            let begins = character.isUppercase && (word.last?.isLowercase == true || next.isLowercase)
            if !isPart || begins {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if isPart { word.append(character) }
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }
}
