import Testing

@testable import Template

@Suite struct DecimalNumberTests {
    @Test func spellingsOfOneNumberAreOne() {
        for spellings in [["1", "1.0", "1e0", "0.1e1", "10E-1", "01"], ["0", "-0", "0.00e7"], ["-1.5", "-15e-1"]] {
            #expect(Set(spellings.map { DecimalNumber($0) }).count == 1, "\(spellings)")
            #expect(Set(spellings.map { DecimalNumber($0)?.text }).count == 1, "\(spellings)")
        }
    }

    @Test func ordersBySize() {
        let numbers = ["-1e9", "-12", "-1.5", "-0.01", "0", "1e-400", "0.011", "0.1", "1", "1.01", "9", "10", "1e400"]
            .compactMap { DecimalNumber($0) }
        for (index, number) in numbers.enumerated() {
            for (other, second) in numbers.enumerated() { #expect((number < second) == (index < other)) }
        }
    }

    @Test(arguments: ["", "-", ".", "1e", "e1", "1x", "0x1", "1e99999999999999999999", "NaN"])
    func whatIsNoNumberIsNone(_ text: String) {
        #expect(DecimalNumber(text) == nil)
    }

    @Test func divisorsAreMoreThanZeroAndOf18Digits() {
        for text in ["1", "0.01", "123456789012345678", "1e300"] { #expect(DecimalNumber(text)?.isDivisor == true) }
        for text in ["0", "-1", "1234567890123456789"] { #expect(DecimalNumber(text)?.isDivisor == false) }
    }

    @Test func multiplesAreExact() throws {
        let large = try #require(DecimalNumber("999999999999999989"))
        for (text, isMultiple) in [
            ("999999999999999989e300", true), ("999999999999999990e300", false), ("-1999999999999999978", true),
            ("99999999999999998.9", false), ("0", true),
        ] { #expect(try #require(DecimalNumber(text)).isMultiple(of: large) == isMultiple, "\(text)") }
    }
}
