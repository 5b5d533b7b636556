import Time

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What expressions need besides a row: the moment of the query, and its regular expressions, each read once.
final class InsightsContext {
    let now: Timestamp
    private var regexes: [String: Regex<AnyRegexOutput>] = [:]

    init(_ now: Timestamp) { self.now = now }

    func matches(_ text: String, _ regex: String) -> Bool { match(text, regex) != nil }

    func match(_ text: String, _ regex: String) -> Regex<AnyRegexOutput>.Match? {
        if regexes[regex] == nil { regexes[regex] = try? Regex(regex) }
        return (try? regexes[regex]?.firstMatch(in: text)) ?? nil
    }
}

/// What the standard library's numbers cannot do by themselves.
enum InsightsMath {
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

    static func logarithm(_ number: Double) -> Double { log(number) }
}
