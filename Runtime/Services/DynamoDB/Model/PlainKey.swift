import JSON

extension AttributeMap {
    /// A key of strings and numbers, straight from a request's text; `nil` for what should be looked at as a value, such
    /// as any that may have to be refused.
    init?(plainKey request: JSONTape, at index: Int) {
        guard request.kind(index) == .object, (1...2).contains(request.count(index)) else { return nil }
        var name = index + 1
        let end = request.next(index)
        while name < end {
            guard request.kind(name) == .string, let value = AttributeValue(plainKey: request, at: name + 1) else {
                return nil
            }
            members.append(Member(name: request.string(name), value: value))
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
    func plainKey(_ request: JSONTape) -> (table: Table, key: AttributeMap)? {
        guard request.kind(0) == .object, request.count(0) == 2, let name = request.member("TableName", of: 0),
            let index = request.member("Key", of: 0), let table = table(named: name, in: request),
            let key = AttributeMap(plainKey: request, at: index)
        else { return nil }
        return (table, key)
    }
}
