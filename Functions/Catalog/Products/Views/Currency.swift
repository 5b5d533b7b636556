/// A currency that prices can be shown in.
package struct Currency: Sendable, Hashable {
    /// ISO 4217.
    package var code: String
    /// What stands before an amount, with the blank where there is one.
    package var symbol: String
    /// How many digits behind the point.
    package var digits: Int

    package static let known: [String: Currency] = Dictionary(
        uniqueKeysWithValues: [
            Currency(code: "CHF", symbol: "CHF ", digits: 2), Currency(code: "EUR", symbol: "€", digits: 2),
            Currency(code: "GBP", symbol: "£", digits: 2), Currency(code: "JPY", symbol: "¥", digits: 0),
            Currency(code: "PLN", symbol: "PLN ", digits: 2), Currency(code: "SEK", symbol: "SEK ", digits: 2),
            Currency(code: "USD", symbol: "$", digits: 2),
        ].map { ($0.code, $0) }
    )

    package static var codes: [String] { known.keys.sorted() }

    /// `1290` as `12.90`.
    package func decimal(_ amount: Int) -> String {
        guard digits > 0 else { return String(amount) }
        let text = String(amount.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return "\(amount < 0 ? "-" : "")\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }

    /// `123456` as `€1,234.56`.
    package func display(_ amount: Int) -> String {
        let parts = decimal(amount).split(separator: ".", maxSplits: 1)
        var whole = String(parts[0])
        var end = whole.endIndex
        while whole.distance(from: whole.startIndex, to: end) > 3 {
            end = whole.index(end, offsetBy: -3)
            whole.insert(",", at: end)
        }
        return symbol + whole + (parts.count > 1 ? ".\(parts[1])" : "")
    }
}

/// What a euro is worth in other currencies.
package struct ExchangeRates: Sendable, Hashable {
    package var perEuro: [String: Double]

    package init(perEuro: [String: Double]) { self.perEuro = perEuro.merging(["EUR": 1]) { $1 } }

    /// `USD=1.09 GBP=0.85`. `nil` for what is not of that form, for a currency that is not known and for a rate that is
    /// not positive.
    package init?(_ text: String) {
        var rates: [String: Double] = [:]
        for pair in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, Currency.known[String(parts[0])] != nil, let rate = Double(parts[1]),
                rate > 0, rate.isFinite
            else { return nil }
            rates[String(parts[0])] = rate
        }
        self.init(perEuro: rates)
    }

    /// The price in another currency, rounded to its smallest unit; `nil` without rates for both, and for what is too
    /// much to count.
    package func convert(_ price: Price, to code: String) -> Price? {
        guard price.currency != code else { return price }
        guard let from = Currency.known[price.currency], let to = Currency.known[code],
            let divisor = perEuro[price.currency], let factor = perEuro[code]
        else { return nil }
        let shift = Self.powerOfTen(to.digits - from.digits)
        let amount = (Double(price.amount) / divisor * factor * shift).rounded(.toNearestOrEven)
        return Int(exactly: amount).map { Price(amount: $0, currency: code) }
    }

    private static func powerOfTen(_ exponent: Int) -> Double {
        exponent < 0 ? 1 / powerOfTen(-exponent) : (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
