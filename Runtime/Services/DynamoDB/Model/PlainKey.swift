import JSON

extension AttributeMap {
    /// A key of strings and numbers, straight from a request's text; `nil` for what should be looked at as a value, such
    /// as any that may have to be refused.
    init?(plainKey request: JSONTape, at index: Int) {
        guard request.kind(index) == .object, (1...2).contains(request.count(index)) else { return nil }
        var name = index + 1
        let end = request.next(index)
        while name < end {
            let text = request.string(name)
            guard (try? Limits.checkAttributeName(text)) != nil,
                let value = AttributeValue(plainKey: request, at: name + 1)
            else { return nil }
            members.append(Member(name: text, value: value))
            name = request.next(name + 1)
        }
        if count == 2 && members[0].name.hasSameBytes(as: members[1].name) { return nil }
    }
}

extension AttributeValue {
    fileprivate init?(plainKey request: JSONTape, at index: Int) {
        guard request.kind(index) == .object, request.count(index) == 1, request.isString(index + 2) else { return nil }
        switch request.string(index + 1) {
        case "S": self = .string(request.string(index + 2))
        case "N":
            guard let number = try? Number(parsing: request.string(index + 2)) else { return nil }
            self = .number(number)
        default: return nil
        }
    }
}

extension Catalogue {
    /// The table and the key of a request that names those two and nothing else.
    func plainKey(_ text: JSONTape) -> (table: Table, key: AttributeMap)? {
        guard var request = PlainRequest(text), let table = request.table(self), let key = request.key(), request.isRead
        else { return nil }
        return (table, key)
    }
}
