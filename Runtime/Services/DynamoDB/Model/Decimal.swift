/// A decimal number of any length: `d₀.d₁d₂… × 10^exponent`. Zero has no digits.
struct Decimal: Sendable, Hashable {
    var isNegative = false
    /// 0…9 each, without leading or trailing zeros.
    var digits: [UInt8] = []
    var exponent = 0

    init() {}

    /// `digits` with zeros at either end; `exponent` is that of the first of them.
    init(isNegative: Bool, digits: [UInt8], exponent: Int) {
        let leading = digits.prefix { $0 == 0 }.count
        guard leading < digits.count else { return }
        let trailing = digits.reversed().prefix { $0 == 0 }.count
        self.isNegative = isNegative
        self.digits = Array(digits[leading..<(digits.count - trailing)])
        self.exponent = exponent - leading
    }

    /// Reads `-12.50`, `.5`, `1e-3`; `nil` for anything else.
    init?(parsing text: String) {
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let whole = Self.digits(&rest)
        var fraction: [UInt8] = []
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = Self.digits(&rest)
        }
        guard !whole.isEmpty || !fraction.isEmpty, let power = Self.power(&rest), rest.isEmpty else { return nil }
        self.init(isNegative: isNegative, digits: whole + fraction, exponent: whole.count - 1 + power)
    }

    private static func digits(_ rest: inout Substring.UTF8View) -> [UInt8] {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits.map { $0 - UInt8(ascii: "0") }
    }

    /// The exponent behind `e`, 0 without one, `nil` for an `e` without digits. Far too large ones become a million.
    private static func power(_ rest: inout Substring.UTF8View) -> Int? {
        guard let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") else { return 0 }
        rest = rest.dropFirst()
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let digits = digits(&rest)
        guard !digits.isEmpty else { return nil }
        let value = digits.reduce(0) { min($0 * 10 + Int($1), 1_000_000) }
        return isNegative ? -value : value
    }

    /// Plain notation: `1200`, `-0.05`.
    var plainText: String {
        guard !digits.isEmpty else { return "0" }
        var text = isNegative ? [UInt8(ascii: "-")] : []
        let ascii = digits.map { $0 + UInt8(ascii: "0") }
        if exponent < 0 {
            text += [UInt8(ascii: "0"), UInt8(ascii: ".")]
            text += [UInt8](repeating: UInt8(ascii: "0"), count: -exponent - 1)
            text += ascii
        } else if digits.count <= exponent + 1 {
            text += ascii
            text += [UInt8](repeating: UInt8(ascii: "0"), count: exponent + 1 - digits.count)
        } else {
            text += ascii[...exponent]
            text.append(UInt8(ascii: "."))
            text += ascii[(exponent + 1)...]
        }
        return String(decoding: text, as: UTF8.self)
    }
}

// MARK: - Order and arithmetic

extension Decimal {
    func isLess(than other: Decimal) -> Bool {
        let sign = digits.isEmpty ? 0 : isNegative ? -1 : 1
        let otherSign = other.digits.isEmpty ? 0 : other.isNegative ? -1 : 1
        if sign != otherSign || sign == 0 { return sign < otherSign }
        return isNegative ? other.isSmaller(than: self) : isSmaller(than: other)
    }

    /// By magnitude alone, for numbers that are not zero.
    private func isSmaller(than other: Decimal) -> Bool {
        exponent == other.exponent ? digits.lexicographicallyPrecedes(other.digits) : exponent < other.exponent
    }

    static prefix func - (value: Decimal) -> Decimal {
        var value = value
        value.isNegative = !value.isNegative && !value.digits.isEmpty
        return value
    }

    /// Exact. Operands whose exponents lie far apart give as many digits as that takes.
    static func + (lhs: Decimal, rhs: Decimal) -> Decimal {
        if lhs.digits.isEmpty { return rhs }
        if rhs.digits.isEmpty { return lhs }
        let top = max(lhs.exponent, rhs.exponent) + 1
        let bottom = min(lhs.exponent - lhs.digits.count, rhs.exponent - rhs.digits.count) + 1
        let left = lhs.aligned(top, bottom)
        let right = rhs.aligned(top, bottom)
        if lhs.isNegative == rhs.isNegative {
            return Decimal(isNegative: lhs.isNegative, digits: sum(left, right), exponent: top)
        }
        if left.lexicographicallyPrecedes(right) {
            return Decimal(isNegative: rhs.isNegative, digits: difference(right, left), exponent: top)
        }
        return Decimal(isNegative: lhs.isNegative, digits: difference(left, right), exponent: top)
    }

    private func aligned(_ top: Int, _ bottom: Int) -> [UInt8] {
        var all = [UInt8](repeating: 0, count: top - bottom + 1)
        for (index, digit) in digits.enumerated() { all[top - exponent + index] = digit }
        return all
    }

    private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result = left
        var carry: UInt8 = 0
        for index in result.indices.reversed() {
            let digit = left[index] + right[index] + carry
            (result[index], carry) = digit >= 10 ? (digit - 10, 1) : (digit, 0)
        }
        return result
    }

    /// `left` must not be the smaller one.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result = left
        var borrow: UInt8 = 0
        for index in result.indices.reversed() {
            let (top, bottom) = (left[index], right[index] + borrow)
            (result[index], borrow) = top < bottom ? (top + 10 - bottom, 1) : (top - bottom, 0)
        }
        return result
    }
}
