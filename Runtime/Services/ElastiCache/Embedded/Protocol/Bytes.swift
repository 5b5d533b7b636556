#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A key, a value or a word of a command: Redis's strings are any bytes.
typealias Bytes = [UInt8]

extension Bytes {
    init(_ text: String) { self = [UInt8](text.utf8) }
    init(_ number: Int) { self.init(String(number)) }

    var text: String { String(decoding: self, as: UTF8.self) }

    /// ASCII letters in lower case, as options and names of commands are compared.
    var lowercased: String { String(decoding: map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self) }

    /// A whole number in the only form that Redis takes: no blanks, no plus, no leading zeros.
    var integer: Int? {
        guard let number = Int(text), String(number).utf8.elementsEqual(self) else { return nil }
        return number
    }

    /// A floating-point number, an infinity included, but not NaN.
    var double: Double? { Double(text).flatMap { $0.isNaN ? nil : $0 } }

    var longDouble: LongDouble? { LongDouble(text).flatMap { $0.isNaN ? nil : $0 } }
}

#if arch(x86_64)
    /// What Redis counts in where a string is added to: C's `long double`.
    typealias LongDouble = Float80
#else
    typealias LongDouble = Double
#endif

/// How Redis writes floating-point numbers.
enum NumberText {
    /// 17 significant digits, as scores are written.
    static func score(_ number: Double) -> String {
        number.isInfinite ? (number < 0 ? "-inf" : "inf") : print("%.17g", number)
    }

    /// As `ZSCAN` finds scores in small sets, where Redis keeps whole ones of up to 2⁶² as integers.
    static func packedScore(_ number: Double) -> String {
        guard abs(number) <= 0x1p62, let whole = Int(exactly: number) else { return score(number) }
        return String(whole)
    }

    /// At most 17 decimals without zeros at the end, as what `INCRBYFLOAT` stores.
    static func human(_ number: LongDouble) -> String {
        #if arch(x86_64)
            let text = print("%.17Lf", number)
        #else
            let text = print("%.17f", number)
        #endif
        guard text.contains(".") else { return text }
        let trimmed = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        let result = String(trimmed.reversed())
        return result == "-0" ? "0" : result
    }

    private static func print(_ format: String, _ number: any CVarArg) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 5_120) { buffer in
            let count = withVaList([number]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
            return String(decoding: buffer.prefix(Swift.max(0, Int(count))).map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}
