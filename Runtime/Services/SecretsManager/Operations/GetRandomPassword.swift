import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a password: 32 characters, and one of each kind at least, unless said otherwise.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
struct GetRandomPassword: Operation {
    static let input = Shape.request(
        "GetRandomPassword",
        [
            .optional("PasswordLength", .number(java: "Long", range: 1...4096)),
            .optional("ExcludeCharacters", .string(length: 0...4096)),
            .optional("ExcludeNumbers", .boolean),
            .optional("ExcludePunctuation", .boolean),
            .optional("ExcludeUppercase", .boolean),
            .optional("ExcludeLowercase", .boolean),
            .optional("IncludeSpace", .boolean),
            .optional("RequireEachIncludedType", .boolean),
        ]
    )
    static let access = OperationAccess.read

    private let length: Int
    /// The characters of each kind that may stand in it, and has to unless told otherwise.
    private let kinds: [[Character]]
    private let all: [Character]
    private let needsEachKind: Bool

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        let isSet = { (member: String) in input[member]?.boolValue ?? false }
        length = input["PasswordLength"]?.intValue ?? 32
        needsEachKind = input["RequireEachIncludedType"]?.boolValue ?? true
        let excluded = Set(input.text("ExcludeCharacters") ?? "")
        kinds = [
            isSet("ExcludeLowercase") ? "" : "abcdefghijklmnopqrstuvwxyz",
            isSet("ExcludeUppercase") ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            isSet("ExcludeNumbers") ? "" : "0123456789",
            isSet("ExcludePunctuation") ? "" : "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
        ].map { $0.filter { !excluded.contains($0) } }.filter { !$0.isEmpty }.map(Array.init)
        all = kinds.flatMap { $0 } + (isSet("IncludeSpace") && !excluded.contains(" ") ? [" "] : [])
        guard !all.isEmpty else {
            throw .invalidRequest("The password can't be made: every character is excluded.")
        }
        guard !needsEachKind || length >= kinds.count else {
            throw .invalidParameter("Password length is too short based on the required types.")
        }
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        JSON.object(JSON.Object([("RandomPassword", .string(password(service.context.ids)))])).bytes
    }

    func password(_ ids: IDSource) -> String {
        var generator = Source(ids: ids)
        var characters = needsEachKind ? kinds.compactMap { $0.randomElement(using: &generator) } : []
        while characters.count < length {
            if let next = all.randomElement(using: &generator) { characters.append(next) }
        }
        characters.shuffle(using: &generator)
        return String(characters)
    }
}

private struct Source: RandomNumberGenerator {
    let ids: IDSource

    mutating func next() -> UInt64 { ids.next() }
}
