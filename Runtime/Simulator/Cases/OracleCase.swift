import ColdStart
import JSON
import Synchronization

/// One case of a file of cases: what is given, what is expected, and how near it must be met.
package struct OracleCase: Sendable {
    package let name: String
    package let kind: String
    package let source: String
    let expected: JSON.Object
    let tolerance: JSON
    private let params: JSON
    private let readNames = ReadNames()

    /// Which parameters have been asked for: none that a case has is to be left out.
    private final class ReadNames: Sendable {
        let names = Mutex<Set<String>>([])
    }

    package struct FormatError: Error, CustomStringConvertible {
        package let description: String
    }

    /// Reads a file's text: an array of objects with `name`, `kind`, `params`, `expected` and `tolerance`.
    package static func read(_ bytes: [UInt8]) throws -> [OracleCase] {
        guard let values = try JSON(parsing: bytes).arrayValue else {
            throw FormatError(description: "expected an array of cases")
        }
        guard !values.isEmpty else { throw FormatError(description: "there is no case in it") }
        return try values.enumerated().map { index, value in
            guard let name = value["name"]?.stringValue, let kind = value["kind"]?.stringValue,
                let expected = value["expected"]?.objectValue
            else { throw FormatError(description: "case \(index): name, kind and expected must be there") }
            let tolerance = value["tolerance"] ?? .object(JSON.Object())
            try check(tolerance: tolerance, of: name)
            return OracleCase(
                name: name,
                kind: kind,
                source: value["source"]?.stringValue ?? "",
                expected: expected,
                tolerance: tolerance,
                params: value["params"] ?? .object(JSON.Object())
            )
        }
    }

    /// Numbers from 0, by themselves or in objects.
    private static func check(tolerance: JSON, of name: String) throws(FormatError) {
        guard let members = tolerance.objectValue else {
            throw FormatError(description: "\(name): tolerance: expected an object, not \(tolerance.text)")
        }
        for member in members.members {
            if member.value.objectValue != nil {
                try check(tolerance: member.value, of: "\(name): \(member.key)")
                continue
            }
            guard let number = member.value.doubleValue, number.isFinite, number >= 0 else {
                let problem = "expected a number from 0, not \(member.value.text)"
                throw FormatError(description: "\(name): tolerance \(member.key): \(problem)")
            }
        }
    }

    // MARK: Parameters

    /// A parameter that is not there, or that says what cannot be computed.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// `null` is not there.
    func parameter(_ key: String) -> JSON? {
        readNames.names.withLock { _ = $0.insert(key) }
        return params[key]?.nonNull
    }

    /// The first of these names that is there.
    func parameter(_ keys: [String]) -> JSON? { keys.compactMap { parameter($0) }.first }

    /// Those that nothing has asked for.
    var unknownParameters: [String] {
        let read = readNames.names.withLock(\.self)
        return (params.objectValue?.keys ?? []).filter { !read.contains($0) && params[$0]?.nonNull != nil }
    }

    func has(_ keys: String...) -> Bool { keys.contains { params[$0]?.nonNull != nil } }

    /// Any of these names; from 0.
    func number(_ keys: String...) throws(Missing) -> Double {
        guard let value = try optionalNumber(keys) else { throw Missing(description: "no number \(keys[0]) in params") }
        return value
    }

    func number(_ key: String, or other: Double) throws(Missing) -> Double { try optionalNumber([key]) ?? other }

    func optionalNumber(_ keys: [String]) throws(Missing) -> Double? {
        let given = keys.filter { has($0) }
        guard given.count <= 1 else {
            throw Missing(description: "\(given.joined(separator: " and ")) are names of one parameter")
        }
        guard let value = parameter(keys) else { return nil }
        guard let number = value.doubleValue, number.isFinite, number >= 0 else {
            throw Missing(description: "\(keys[0]): expected a number from 0, not \(value.text)")
        }
        return number
    }

    func integer(_ keys: String...) throws(Missing) -> Int {
        guard let value = try optionalInteger(keys) else {
            throw Missing(description: "no whole number \(keys[0]) in params")
        }
        return value
    }

    func optionalInteger(_ key: String) throws(Missing) -> Int? { try optionalInteger([key]) }

    func optionalInteger(_ keys: [String]) throws(Missing) -> Int? {
        guard let number = try optionalNumber(keys) else { return nil }
        guard let value = Int(exactly: number), value <= 1_000_000_000 else {
            throw Missing(description: "\(keys[0]): expected a whole number up to a billion, not \(number)")
        }
        return value
    }

    func text(_ key: String) throws(Missing) -> String? {
        guard let value = parameter(key) else { return nil }
        guard let text = value.stringValue else {
            throw Missing(description: "\(key): expected a text, not \(value.text)")
        }
        return text
    }

    /// A text that describes what is computed anyway.
    func expect(_ key: String, _ isKnown: (String) -> Bool) throws(Missing) {
        guard let text = try text(key), !isKnown(text) else { return }
        throw Missing(description: "\(key): '\(text)' cannot be computed")
    }

    func flag(_ key: String) throws(Missing) -> Bool? {
        guard let value = parameter(key) else { return nil }
        guard let flag = value.boolValue else {
            throw Missing(description: "\(key): expected true or false, not \(value.text)")
        }
        return flag
    }

    /// `["e", mean]`, `["d", value]` or `["g", mean, deviation]`.
    func distribution(_ key: String) throws(Missing) -> Distribution {
        guard let law = parameter(key), let letter = law[0]?.stringValue else {
            throw Missing(description: "no law \(key) in params")
        }
        let numbers = (law.arrayValue ?? []).dropFirst().compactMap(\.doubleValue)
        guard numbers.count + 1 == law.arrayValue?.count, numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw Missing(description: "\(key): \(law.text) is no law of times from 0")
        }
        switch (letter, numbers.count) {
        case ("e", 1): return .exponential(mean: numbers[0])
        case ("d", 1): return .constant(numbers[0])
        case ("g", 2): return .gaussian(mean: numbers[0], deviation: numbers[1])
        default: throw Missing(description: "\(key): \(law.text) is no law: write [\"e\", mean] or [\"d\", value]")
        }
    }

    /// Gaps between arrivals are above 0.
    func arrivals() throws(Missing) -> ArrivalLaw {
        let gaps = try distribution("arrival")
        guard gaps.mean > 0 else { throw Missing(description: "arrival: the mean gap must be above 0") }
        return switch gaps {
        case .exponential(let mean): .poisson(rate: 1 / mean)
        case .constant(let interval): .deterministic(interval: interval)
        default: .renewal(gaps)
        }
    }

    /// `mru`, `most-recently-used-first`, `newest-created-first` and the like.
    func placement(_ key: String, or other: Placement) throws(Missing) -> Placement {
        guard let text = try text(key) else { return other }
        guard let placement = Self.placement(text) else {
            throw Missing(description: "\(key): no placement \(text) is known")
        }
        return placement
    }

    static func placement(_ text: String) -> Placement? {
        let name = text.replacing("-first", with: "").replacing("-created", with: "").replacing("_", with: "-")
        return ["mru": .mostRecentlyUsed, "lru": .leastRecentlyUsed][name] ?? Placement(rawValue: name)
    }
}
