import ColdStart
import JSON

/// One case of a file of cases: what is given, what is expected, and how near it must be met.
package struct OracleCase: Sendable {
    package let name: String
    package let kind: String
    package let source: String
    let params: JSON
    let expected: JSON.Object
    let tolerance: JSON

    package struct FormatError: Error, CustomStringConvertible {
        package let description: String
    }

    /// Reads a file's text: an array of objects with `name`, `kind`, `params`, `expected` and `tolerance`.
    package static func read(_ bytes: [UInt8]) throws -> [OracleCase] {
        guard let values = try JSON(parsing: bytes).arrayValue else {
            throw FormatError(description: "expected an array of cases")
        }
        return try values.enumerated().map { index, value in
            guard let name = value["name"]?.stringValue, let kind = value["kind"]?.stringValue,
                let expected = value["expected"]?.objectValue
            else { throw FormatError(description: "case \(index): name, kind and expected must be there") }
            return OracleCase(
                name: name,
                kind: kind,
                source: value["source"]?.stringValue ?? "",
                params: value["params"] ?? .object(JSON.Object()),
                expected: expected,
                tolerance: value["tolerance"] ?? .object(JSON.Object())
            )
        }
    }

    // MARK: Parameters

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    func number(_ key: String) throws(Missing) -> Double {
        guard let value = params[key]?.doubleValue else { throw Missing(description: "no number \(key) in params") }
        return value
    }

    func number(_ key: String, or other: Double) -> Double { params[key]?.doubleValue ?? other }

    func integer(_ key: String) throws(Missing) -> Int {
        guard let value = params[key]?.intValue else { throw Missing(description: "no whole number \(key) in params") }
        return value
    }

    func optionalInteger(_ key: String) -> Int? { params[key]?.nonNull?.intValue }

    /// `["e", mean]`, `["d", value]` or `["g", mean, deviation]`.
    func distribution(_ key: String) throws(Missing) -> Distribution {
        guard let law = params[key], let letter = law[0]?.stringValue, let first = law[1]?.doubleValue else {
            throw Missing(description: "no law \(key) in params")
        }
        switch letter {
        case "e": return .exponential(mean: first)
        case "d": return .constant(first)
        case "g": return .gaussian(mean: first, deviation: law[2]?.doubleValue ?? 0)
        default: throw Missing(description: "\(key): no law \(letter)")
        }
    }

    func arrivals() throws(Missing) -> ArrivalLaw {
        switch try distribution("arrival") {
        case .exponential(let mean): .poisson(rate: 1 / mean)
        case .constant(let interval): .deterministic(interval: interval)
        case let gaps: .renewal(gaps)
        }
    }
}
