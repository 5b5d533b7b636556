/// A number exactly as its decimal digits have it: 0.07 is seven hundredths, `1`, `1.0` and `1e0` are the same.
package struct DecimalNumber: Sendable, Hashable {
    private let isNegative: Bool
    /// From 0 to 9, without zeros at either end; none for zero.
    private let digits: [UInt8]
    /// Of ten, of the last digit.
    private let exponent: Int

    /// `nil` for what is no number of JSON, and where the exponent is beyond all use.
    package init?(_ text: String) {
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let whole = Self.takeDigits(&rest)
        var fraction: [UInt8] = []
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = Self.takeDigits(&rest)
        }
        var exponent = 0
        if let first = rest.first, first == UInt8(ascii: "e") || first == UInt8(ascii: "E") {
            guard let power = Int(Substring(rest.dropFirst())), abs(power) < 1 << 60 else { return nil }
            exponent = power
            rest = rest[rest.endIndex...]
        }
        guard rest.isEmpty, !whole.isEmpty || !fraction.isEmpty else { return nil }
        let leading = (whole + fraction).drop { $0 == 0 }
        let trailing = leading.reversed().prefix { $0 == 0 }.count
        digits = Array(leading.dropLast(trailing))
        self.exponent = digits.isEmpty ? 0 : exponent - fraction.count + trailing
        self.isNegative = isNegative && !digits.isEmpty
    }

    private static func takeDigits(_ rest: inout Substring.UTF8View) -> [UInt8] {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest[digits.endIndex...]
        return digits.map { $0 - UInt8(ascii: "0") }
    }

    /// The one spelling of the number that all its spellings share.
    package var text: String {
        let number = digits.isEmpty ? "0" : digits.reduce(into: "") { $0 += String($1) }
        return "\(isNegative ? "-" : "")\(number)\(exponent == 0 ? "" : "e\(exponent)")"
    }

    package var isWhole: Bool { exponent >= 0 }

    package var isPositive: Bool { !isNegative && !digits.isEmpty }

    /// The digits as a number; `nil` for more of them than fit.
    private var significand: UInt64? {
        guard digits.count <= 18 else { return nil }
        return digits.reduce(0) { $0 * 10 + UInt64($1) }
    }

    /// Whether numbers can be tried for being its multiples: it is more than 0 and of 18 digits at most.
    package var isDivisor: Bool { isPositive && significand != nil }

    package func isMultiple(of divisor: DecimalNumber) -> Bool {
        guard let divided = divisor.significand, divided > 0 else { return false }
        if digits.isEmpty { return true }
        // A last digit that is not 0 stands below all that the divisor can make.
        guard exponent >= divisor.exponent else { return false }
        var rest = digits.reduce(UInt64(0)) { Self.rest(of: $0, times: 10, plus: UInt64($1), by: divided) }
        // times 10 ^ (exponent - divisor.exponent), by squares
        var (power, square) = (exponent - divisor.exponent, 10 % divided)
        while power > 0 {
            if power & 1 == 1 { rest = Self.rest(of: rest, times: square, by: divided) }
            square = Self.rest(of: square, times: square, by: divided)
            power >>= 1
        }
        return rest == 0
    }

    private static func rest(of a: UInt64, times b: UInt64, plus c: UInt64 = 0, by divisor: UInt64) -> UInt64 {
        // Both are less than the divisor or 10, the divisor is less than 10 ^ 18.
        (divisor.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder + c) % divisor
    }
}

extension DecimalNumber: Comparable {
    package static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.isNegative != rhs.isNegative { return lhs.isNegative }
        return lhs.isNegative ? rhs.isSmaller(than: lhs) : lhs.isSmaller(than: rhs)
    }

    /// Without the signs.
    private func isSmaller(than other: Self) -> Bool {
        guard !digits.isEmpty, !other.digits.isEmpty else { return digits.isEmpty && !other.digits.isEmpty }
        let (size, otherSize) = (digits.count + exponent, other.digits.count + other.exponent)
        return size == otherSize ? digits.lexicographicallyPrecedes(other.digits) : size < otherSize
    }
}
