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

    /// A text that was a number's.
    init(stored text: String) { self.text = text }

    init(parsing text: String) throws(ParseError) {
        if Self.isCanonical(text.utf8) {
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

    /// Whether a text is one that numbers are kept as. Most are: they need no work. May say no of one with many zeros.
    static func isCanonical(_ text: some Collection<UInt8>) -> Bool {
        var digits = 0
        var leading: UInt8?
        var last: UInt8 = 0
        var hasPoint = false
        for byte in text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                // Nothing but the point comes behind a zero at the beginning.
                if leading == UInt8(ascii: "0") && !hasPoint { return false }
                leading = leading ?? byte
                digits += 1
            case UInt8(ascii: "."):
                guard !hasPoint, digits > 0 else { return false }
                hasPoint = true
            default: return false
            }
            last = byte
        }
        guard digits > 0, digits <= maximumDigits else { return false }
        if hasPoint { return last != UInt8(ascii: "0") && last != UInt8(ascii: ".") }
        return leading != UInt8(ascii: "0") || text.count == 1
    }
}
