import JSON

/// A request that is read straight from its text, member by member, by an operation that knows what may stand in it.
///
/// A member that is not as it should be counts as not read, and a request that has not been read whole is to be read as
/// a value, which finds the words for what is wrong with it.
struct PlainRequest {
    private let text: JSONTape
    private var membersRead = 0

    init?(_ text: JSONTape) {
        guard text.kind(0) == .object else { return nil }
        self.text = text
    }

    /// Whether there is nothing else in it, and nothing twice.
    var isRead: Bool { membersRead == text.count(0) }

    /// The table by its name, and not by its ARN.
    mutating func table(_ catalogue: Catalogue) -> Table? {
        member("TableName") { text, index in catalogue.table(named: index, in: text) }
    }

    mutating func key() -> AttributeMap? {
        member("Key") { text, index in AttributeMap(plainKey: text, at: index) }
    }

    /// What expressions refer to; `nil` where there is something wrong with it.
    mutating func placeholders() -> Placeholders? {
        let names = member("ExpressionAttributeNames") { _, index in index }
        let values = member("ExpressionAttributeValues") { _, index in index }
        return Placeholders(plain: text, names: names, values: values)
    }

    mutating func expression<Expression>(
        _ name: String,
        _ placeholders: inout Placeholders,
        _ parse: (String, inout Placeholders) throws -> Expression
    ) -> Expression? {
        member(name) { text, index in text.isString(index) ? try? parse(text.string(index), &placeholders) : nil }
    }

    mutating func flag(_ name: String) -> Bool? {
        member(name) { text, index in
            switch text.kind(index) {
            case .true: true
            case .false: false
            default: nil
            }
        }
    }

    /// One of several words.
    mutating func choice<Choice: RawRepresentable<String>>(_ name: String) -> Choice? {
        member(name) { text, index in text.isString(index) ? Choice(rawValue: text.string(index)) : nil }
    }

    private mutating func member<Value>(_ name: String, _ read: (JSONTape, Int) -> Value?) -> Value? {
        guard let value = text.member(name, of: 0).flatMap({ read(text, $0) }) else { return nil }
        membersRead += 1
        return value
    }
}
