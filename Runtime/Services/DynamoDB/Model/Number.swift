/// A number as DynamoDB keeps it: up to 38 significant digits, magnitudes from 1E-130 to 9.99…E+125, exact.
///
/// Kept as its canonical text, plain notation without needless zeros, so that equal numbers are equal texts.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
struct Number: Sendable, Hashable {
    /// Why a text is no such number, in AWS's words.
    struct ParseError: Error {
        var message: String
    }

    static let maximumDigits = 38

    let text: String

    init(_ value: Int) { text = String(value) }

    init(parsing text: String) throws(ParseError) {
        if Self.isCanonicalInteger(text) {
            self.text = text
            return
        }
        guard let decimal = Decimal(parsing: text) else {
            throw ParseError(
                message: "The parameter cannot be converted to a numeric value" + (text.isEmpty ? "" : ": \(text)")
            )
        }
        self.text = try Self(decimal).text
    }

    init(_ decimal: Decimal) throws(ParseError) {
        if !decimal.digits.isEmpty {
            if decimal.exponent > 125 {
                throw ParseError(
                    message: "Number overflow. Attempting to store a number with magnitude larger than supported range"
                )
            }
            if decimal.exponent < -130 {
                throw ParseError(
                    message:
                        "Number underflow. Attempting to store a number with magnitude smaller than supported range"
                )
            }
            if decimal.digits.count > Self.maximumDigits {
                throw ParseError(message: "Attempting to store more than 38 significant digits in a Number")
            }
        }
        text = decimal.plainText
    }

    /// The number split into sign, digits and exponent.
    var decimal: Decimal { Decimal(parsing: text) ?? Decimal() }

    static func < (lhs: Number, rhs: Number) -> Bool { lhs.decimal.isLess(than: rhs.decimal) }

    /// Most numbers are: they need no work.
    private static func isCanonicalInteger(_ text: String) -> Bool {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        guard let first = digits.first, digits.count <= maximumDigits else { return false }
        if first == UInt8(ascii: "0") { return text.utf8.count == 1 }
        return digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
