import JSON

/// An object within a case's parameters.
struct NestedObject {
    /// Such as `containers[0]`.
    let path: String
    private let members: JSON.Object

    /// All of `names` are there, and no others.
    init(_ json: JSON, path: String, with names: [String]) throws(OracleCase.Missing) {
        guard let members = json.objectValue else {
            throw OracleCase.Missing(description: "\(path): expected an object, not \(json.text)")
        }
        (self.path, self.members) = (path, members)
        for key in members.keys where !names.contains(key) {
            let known = names.joined(separator: ", ")
            throw OracleCase.Missing(description: "\(path).\(key) is not known; there are \(known)")
        }
        for name in names where members[name]?.nonNull == nil {
            throw OracleCase.Missing(description: "\(path).\(name) is missing")
        }
    }

    func text(_ name: String) throws(OracleCase.Missing) -> String {
        guard let text = members[name]?.stringValue else { throw wrong(name, "a text") }
        return text
    }

    func number(_ name: String) throws(OracleCase.Missing) -> Double {
        guard let number = members[name]?.doubleValue, number.isFinite, number >= 0 else {
            throw wrong(name, "a number from 0")
        }
        return number
    }

    func integer(_ name: String) throws(OracleCase.Missing) -> Int {
        guard let number = Int(exactly: try number(name)), number <= 1_000_000_000 else {
            throw wrong(name, "a whole number up to a billion")
        }
        return number
    }

    private func wrong(_ name: String, _ expected: String) -> OracleCase.Missing {
        OracleCase.Missing(description: "\(path).\(name): expected \(expected), not \(members[name]?.text ?? "null")")
    }
}

extension OracleCase {
    /// The objects of a list, of which there is one at least.
    func objects(_ key: String, with names: [String]) throws(Missing) -> [NestedObject] {
        guard let list = parameter(key)?.arrayValue, !list.isEmpty else {
            throw Missing(description: "\(key): expected a list of objects")
        }
        var objects: [NestedObject] = []
        for (index, json) in list.enumerated() {
            objects.append(try NestedObject(json, path: "\(key)[\(index)]", with: names))
        }
        return objects
    }
}
