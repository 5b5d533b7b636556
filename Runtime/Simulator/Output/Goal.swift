/// `min provisioned such that p99 < 300ms`: the least or the most of a knob with which a figure meets a bound.
package struct Goal: Sendable {
    package let isLeast: Bool
    package let knob: Knob
    package let figure: String
    package let isBelow: Bool
    package let bound: Double

    private static let form =
        "expected 'min|max KNOB such that FIGURE <|> VALUE', such as 'min provisioned such that p99 < 300ms'"

    package init(text: String) throws(InputError) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 7, words[0] == "min" || words[0] == "max", words[2] == "such", words[3] == "that",
            words[5] == "<" || words[5] == ">"
        else { throw InputError("'\(text)': \(Self.form)") }
        guard let knob = Knob(rawValue: words[1]) else {
            throw InputError(
                "'\(words[1])' cannot be varied: what can is \(Knob.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        isLeast = words[0] == "min"
        self.knob = knob
        figure = words[4]
        isBelow = words[5] == "<"
        if words[6].hasSuffix("%"), let percent = Double(words[6].dropLast()) {
            bound = percent / 100
        } else {
            bound = if let number = Double(words[6]) { number } else { try Quantity.seconds(words[6]) }
        }
    }

    /// Halves the range until the value is found, which supposes that the figure goes one way with the knob; `nil` when no
    /// value up to `limit` meets the bound. `tried` is told each value with the figure it gave and all else.
    package func search(
        _ scenario: Scenario,
        upTo limit: Int,
        tried: (Int, Double, SimulationReport) -> Void = { _, _, _ in }
    ) throws -> Int? {
        func meets(_ value: Int) throws -> Bool {
            var scenario = scenario
            knob.set(value, in: &scenario)
            var simulation = try Simulation(scenario)
            simulation.run()
            let report = SimulationReport(simulation)
            guard let found = report[figure]?.value else {
                throw InputError(
                    "'\(figure)' is no figure: there are \(report.figures.map(\.key).joined(separator: ", "))"
                )
            }
            tried(value, found, report)
            return isBelow ? found < bound : found > bound
        }
        var (low, high) = (knob == .memory ? 128 : isLeast && knob != .reserved ? 0 : 1, limit)
        guard try meets(isLeast ? high : low) else { return nil }
        if try meets(isLeast ? low : high) { return isLeast ? low : high }
        // One end meets the bound and the other does not.
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if try meets(middle) == isLeast { high = middle } else { low = middle }
        }
        return isLeast ? high : low
    }
}
