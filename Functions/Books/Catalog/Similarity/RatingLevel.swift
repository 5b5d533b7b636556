/// A number of ratings in one byte, to within 6 %: eight steps for each doubling.
package struct RatingLevel: Hashable, Sendable, Comparable {
    package let step: UInt8

    package init(step: UInt8) { self.step = step }

    /// None counts as one.
    package init(count: Int) {
        let number = Double(max(1, count))
        step = UInt8(min(255, Double(number.exponent) * 8 + (number.significand - 1) * 8))
    }

    /// The smallest number of this level.
    package var count: Double {
        Double(sign: .plus, exponent: Int(step / 8), significand: 1 + Double(step % 8) / 8)
    }

    package static func < (first: Self, second: Self) -> Bool { first.step < second.step }
}
