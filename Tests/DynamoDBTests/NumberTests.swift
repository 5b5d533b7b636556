import Testing

@testable import DynamoDB

@Suite struct NumberTests {
    @Test(arguments: [
        ("0", "0"), ("-0.00", "0"), ("007", "7"), ("+5", "5"), ("1.50", "1.5"), (".5", "0.5"), ("5.", "5"),
        ("1e3", "1000"), ("-1.25E-3", "-0.00125"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("100e-2", "1"), ("0e99999999999999999999", "0"),
    ])
    func hasOneSpelling(_ text: String, _ canonical: String) throws {
        #expect(try Number(parsing: text).text == canonical)
    }

    @Test(arguments: [
        ("", "The parameter cannot be converted to a numeric value"),
        ("abc", "The parameter cannot be converted to a numeric value: abc"),
        ("1e", "The parameter cannot be converted to a numeric value: 1e"),
        ("1 ", "The parameter cannot be converted to a numeric value: 1 "),
        ("--1", "The parameter cannot be converted to a numeric value: --1"),
        ("1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range"),
        (
            "1e99999999999999999999",
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        ),
        ("1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range"),
        ("123456789012345678901234567890123456789", "Attempting to store more than 38 significant digits in a Number"),
    ])
    func refuses(_ text: String, _ message: String) {
        #expect { try Number(parsing: text) } throws: { ($0 as? Number.ParseError)?.message == message }
    }

    @Test(arguments: [
        ("1", "2", "3"), ("0.1", "0.2", "0.3"), ("-5", "3", "-2"), ("5", "-5", "0"), ("999", "1", "1000"),
        ("1e37", "1", "10000000000000000000000000000000000001"), ("-0.001", "-999.999", "-1000"), ("0", "7", "7"),
        ("1e125", "-1e125", "0"), ("100", "-0.5", "99.5"),
    ])
    func adds(_ left: String, _ right: String, _ sum: String) throws {
        let (left, right) = (try Number(parsing: left).decimal, try Number(parsing: right).decimal)
        #expect((left + right).plainText == (try Number(parsing: sum).text))
        #expect((right + left).plainText == (try Number(parsing: sum).text))
    }

    /// From the least to the greatest.
    private static let ordered = [
        "-9.9e125", "-1e125", "-1001", "-1000", "-999.5", "-999", "-1.05", "-1", "-0.5", "-1e-130", "0", "1e-130",
        "0.05",
        "0.5", "0.51", "1", "1.01", "1.1", "2", "9", "10", "10.1", "99", "100", "101", "1e125", "9.9e125",
    ]

    @Test func encodingKeepsTheOrder() throws {
        let numbers = try Self.ordered.map { try Number(parsing: $0) }
        let keys = numbers.map { KeyEncoding.bytes(of: .number($0)) }
        for (lower, higher) in zip(keys, keys.dropFirst()) { #expect(lower.lexicographicallyPrecedes(higher)) }
        for (lower, higher) in zip(numbers, numbers.dropFirst()) { #expect(lower < higher && !(higher < lower)) }
    }

    @Test func severalAttributesKeepTheOrderOfTheFirst() {
        let pairs: [[AttributeValue]] = [
            [.string("a"), .string("z")], [.string("a\u{0}"), .string("a")], [.string("a\u{1}"), .string("")],
            [.string("ab"), .string("a")], [.string("b"), .string("")],
        ]
        let keys = pairs.map(KeyEncoding.sortKey)
        for (lower, higher) in zip(keys, keys.dropFirst()) { #expect(lower.lexicographicallyPrecedes(higher)) }
    }

    @Test func segmentsCoverEverything() {
        #expect(KeyEncoding.segmentStart(0, of: 3) == [0, 0, 0, 0])
        #expect(KeyEncoding.segmentStart(3, of: 3) == nil)
        #expect(KeyEncoding.successor(ofPrefix: [1, 0xFF]) == [2])
        #expect(KeyEncoding.successor(ofPrefix: [0xFF]) == nil)
    }
}
