import JSON

/// Whether a case holds, figure by figure.
package struct CaseVerdict: Sendable {
    package struct Check: Sendable {
        package var metric: String
        package var expected: Double
        package var got: Double
        /// The most that they may differ by; `nil` where the case asks only that the figure be below a bound.
        package var tolerance: Double?
        package var bound: Double?
        /// Of a list or an object: what was expected, and what was found. The figures are then how far they are apart.
        package var whole: (expected: JSON, got: JSON)?
        package var basis: String
        package var passes: Bool
    }

    package var name: String
    package var checks: [Check]
    /// What was not done for it.
    package private(set) var notes: [String] = []
    /// Why the case could not be judged.
    package var problem: String?

    package var passes: Bool { problem == nil && !checks.isEmpty && checks.allSatisfy(\.passes) }

    init(_ test: OracleCase, _ findings: [Finding]) {
        name = test.name
        checks = []
        for finding in findings {
            if let note = finding.note { notes.append(note) }
            guard let rule = test.rule(for: finding) else { continue }
            checks.append(rule)
        }
        let judged = Set(checks.map(\.metric))
        let missing = test.metrics.filter { !judged.contains($0) && test.hasTolerance($0) }
        if !missing.isEmpty { problem = "not computed: \(missing.joined(separator: ", "))" }
        if checks.isEmpty && problem == nil { problem = "nothing to judge" }
    }

    package var json: JSON {
        let checks = checks.map { check -> JSON in
            [
                "metric": .string(check.metric), "expected": check.whole?.expected ?? JSON(check.expected),
                "got": check.whole?.got ?? Self.number(check.got),
                "tolerance": check.tolerance.map { JSON($0) } ?? .null, "basis": .string(check.basis),
                "passes": .bool(check.passes),
            ]
        }
        return [
            "name": .string(name), "passes": .bool(passes), "problem": problem.map { .string($0) } ?? .null,
            "notes": .array(notes.map { .string($0) }), "checks": .array(checks),
        ]
    }

    /// JSON has no infinity.
    private static func number(_ value: Double) -> JSON { value.isFinite ? JSON(value) : .string("\(value)") }

    init(_ test: OracleCase, problem: String) {
        name = test.name
        checks = []
        self.problem = problem
    }
}

extension OracleCase {
    /// The figures that are expected; a statement is met when it is violated 0 times.
    var metrics: [String] { expected["statement"] == nil ? expected.keys : ["violations"] }

    /// Whether the case says how near a figure must be met.
    func hasTolerance(_ metric: String) -> Bool {
        tolerance[metric] != nil
            || ["abs", "rel", "usd", "each", "formula", "sim", "violations"].contains { tolerance[$0] != nil }
    }

    fileprivate func rule(for finding: Finding) -> CaseVerdict.Check? {
        guard finding.note == nil, let wanted = wanted(finding) else { return nil }
        guard let rule = allowance(finding) else { return nil }
        if finding.isExact { return check(finding, wanted, tolerance: nil, bound: nil, finding.value == wanted) }
        if let bound = rule["max"]?.doubleValue {
            return check(finding, wanted, tolerance: nil, bound: bound, finding.value <= bound)
        }
        var allowed = max(rule["abs"]?.doubleValue ?? 0, rule["usd"]?.doubleValue ?? 0)
        allowed = max(allowed, (rule["rel"]?.doubleValue ?? 0) * abs(wanted))
        if finding.basis == .simulation, let error = finding.standardError {
            let theirs = rule["se"]?.doubleValue
            let factor = rule["or_se"]?.doubleValue ?? 4
            if theirs != nil || rule["or_se"] != nil {
                allowed = max(allowed, factor * (error * error + (theirs ?? 0) * (theirs ?? 0)).squareRoot())
            }
        }
        // The file gives six digits: what it rounds away is no error.
        allowed = max(allowed, Self.halfOfLastDigit(expected[finding.metric]?.numberText ?? ""))
        return check(
            finding,
            wanted,
            tolerance: allowed,
            bound: nil,
            abs(finding.value - wanted) <= allowed * (1 + 1e-9)
        )
    }

    /// Of a list, an object or a statement the finding is how far it is off.
    private func wanted(_ finding: Finding) -> Double? {
        guard let wanted = expected[finding.metric] else { return expected["statement"] == nil ? nil : 0 }
        return finding.whole == nil ? wanted.doubleValue : 0
    }

    private func check(
        _ finding: Finding,
        _ wanted: Double,
        tolerance: Double?,
        bound: Double?,
        _ passes: Bool
    ) -> CaseVerdict.Check {
        CaseVerdict.Check(
            metric: finding.metric,
            expected: wanted,
            got: finding.value,
            tolerance: tolerance,
            bound: bound,
            whole: finding.whole.map { (expected[finding.metric] ?? .null, $0) },
            basis: finding.basis.rawValue,
            passes: passes && !finding.value.isNaN
        )
    }

    /// The rule for a figure: its own, the one for how it was found, or the one for all.
    private func allowance(_ finding: Finding) -> JSON? {
        if let own = tolerance[finding.metric] { return own.objectValue == nil ? ["abs": own] : own }
        if let rule = tolerance[finding.basis == .simulation ? "sim" : "formula"] { return rule }
        if let each = tolerance["each"] { return each }
        let isGeneral = ["abs", "rel", "usd"].contains { tolerance[$0] != nil }
        return isGeneral ? tolerance : nil
    }

    /// Half a unit of the last digit of a number with six digits or more; 0 for a shorter one, which is exact.
    static func halfOfLastDigit(_ text: String) -> Double {
        let parts = text.lowercased().split(separator: "e", maxSplits: 1)
        guard let mantissa = parts.first else { return 0 }
        if parts.count == 1, mantissa.hasSuffix(".0") { return halfOfSixthDigit(mantissa.dropLast(2)) }
        let digits = mantissa.filter(\.isNumber).drop { $0 == "0" }.count
        guard digits >= 5, let point = mantissa.firstIndex(of: ".") else { return 0 }
        let decimals = mantissa.distance(from: point, to: mantissa.endIndex) - 1
        var unit = 0.5
        let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - decimals
        for _ in 0..<min(400, abs(exponent)) { unit = exponent < 0 ? unit / 10 : unit * 10 }
        return unit
    }

    /// Half a unit of the sixth digit of a whole number that has five others than the noughts at its end.
    private static func halfOfSixthDigit(_ whole: Substring) -> Double {
        let digits = whole.drop { $0 == "-" || $0 == "0" }
        guard digits.count >= 6, digits.reversed().drop(while: { $0 == "0" }).count >= 5 else { return 0 }
        return digits.dropFirst(6).reduce(0.5) { unit, _ in unit * 10 }
    }
}
