import Time

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What expressions need besides a row: the moment of the query.
struct InsightsContext: Sendable {
    let now: Timestamp
}

/// What the standard library's numbers cannot do by themselves.
enum InsightsMath {
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

    static func logarithm(_ number: Double) -> Double { log(number) }
}
