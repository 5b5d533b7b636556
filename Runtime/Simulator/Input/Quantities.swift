import ColdStart

/// Numbers with their units, as they are written in options.
package enum Quantity {
    /// `250ms`, `1.5s`, `10m`, `2h`, `1d`, `30us`, or several from the longest unit to the shortest, as `1h30m`; a bare
    /// number is in seconds. Not negative.
    package static func seconds(_ text: String) throws(InputError) -> Double {
        if let value = number(text[...]) { return value }
        var (rest, total, unit) = (text[...], 0.0, Double.infinity)
        repeat {
            let digits = rest.prefix { $0.isNumber || ".eE+-".contains($0) }
            let name = rest[digits.endIndex...].prefix { $0.isLetter }
            guard let value = number(digits), let next = units[String(name)], next < unit else {
                throw InputError("'\(text)' is no time: write 250ms, 1.5s, 10m, 2h or 1h30m")
            }
            total += value * next
            unit = next
            rest = rest[name.endIndex...]
        } while !rest.isEmpty
        return total
    }

    /// In seconds.
    private static let units: [String: Double] = [
        "d": 86_400, "h": 3_600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9,
    ]

    private static func number(_ text: Substring) -> Double? {
        Double(text).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }

    /// A whole number from 0, such as `1000` or `1_000`.
    package static func count(_ text: String) throws(InputError) -> Int {
        guard let value = Int(text.filter { $0 != "_" }), value >= 0 else {
            throw InputError("'\(text)' is no whole number from 0")
        }
        return value
    }
}

extension Distribution {
    /// `50ms`, `exp:50ms`, `normal:50ms,5ms`, `uniform:10ms,90ms`, `lognormal:50ms,0.5`, `weibull:50ms,1.5`,
    /// `pareto:10ms,2.5` or `samples:10ms,20ms,40ms`.
    package init(text: String) throws(InputError) {
        guard let colon = text.firstIndex(of: ":") else {
            self = .constant(try Quantity.seconds(text))
            return
        }
        let law = text[..<colon]
        var values = text[text.index(after: colon)...].split(separator: ",").map(String.init)
        let shaped = ["lognormal", "weibull", "pareto"].contains(law)
        var shape = 0.0
        if shaped {
            guard values.count == 2, let value = Double(values[1]), value > 0, value.isFinite else {
                throw InputError("'\(text)': expected \(law):TIME,SHAPE with a shape above 0")
            }
            shape = value
            values.removeLast()
        }
        var times: [Double] = []
        for value in values { times.append(try Quantity.seconds(value)) }
        switch (law, times.count) {
        case ("exp", 1): self = .exponential(mean: times[0])
        case ("normal", 2): self = .gaussian(mean: times[0], deviation: times[1])
        case ("uniform", 2) where times[0] <= times[1]: self = .uniform(times[0], times[1])
        case ("lognormal", 1): self = .logNormal(median: times[0], deviation: shape)
        case ("weibull", 1): self = .weibull(scale: times[0], shape: shape)
        case ("pareto", 1): self = .pareto(minimum: times[0], shape: shape)
        case ("samples", 1...): self = .empirical(times)
        default:
            throw InputError(
                "'\(text)' is no law of times: write 50ms, exp:50ms, normal:50ms,5ms, uniform:10ms,90ms, "
                    + "lognormal:50ms,0.5, weibull:50ms,1.5, pareto:10ms,2.5 or samples:10ms,20ms"
            )
        }
    }
}
