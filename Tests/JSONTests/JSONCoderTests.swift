import FoundationEssentials
import JSON
import Testing

@Suite struct JSONCoderTests {
    struct Everything: Codable, Equatable {
        enum Shape: Codable, Equatable {
            case circle(radius: Double)
            case line(Int, Int)
            case point
        }
        struct Inner: Codable, Equatable {
            var name: String
            var values: [Int?]
        }
        var text = "a \"quoted\" \\ line\n\u{1}é😀"
        var flag = true
        var small: Int8 = -128
        var big = UInt64.max
        var huge = Int128.max
        var ratio = 0.1
        var whole = 3.0
        var single: Float = 1.5
        var decimal = Decimal(string: "12345678901234567890.123456789") ?? 0
        var data = Data([0, 1, 254, 255])
        var date = Date(timeIntervalSinceReferenceDate: 1234.5)
        var link = URL(string: "https://example.com/a?b=c")
        var nothing: String?
        var inner = Inner(name: "", values: [1, nil, -3])
        var shapes = [Shape.circle(radius: 2), .line(1, 2), .point]
        var byText = ["a": "b", "é": "\u{7F}"]
        var byNumber = [1: [true], 20: []]
        var byShape = [Key(id: 3): "three"]
        var nested = [[["x"]], []]
    }
    struct Key: Codable, Hashable { var id: Int }

    @Test func roundTripsAndAgreesWithFoundation() throws {
        let value = Everything()
        let bytes = try JSONCoder.encode(value)
        #expect(try JSONCoder.decode(Everything.self, from: bytes) == value)
        #expect(try JSONDecoder().decode(Everything.self, from: Data(bytes)) == value)
        #expect(try JSONCoder.decode(Everything.self, from: JSONEncoder().encode(value)) == value)
        #expect(try JSON(parsing: bytes) == JSON(parsing: JSONEncoder().encode(value)))
    }

    @Test func encodesFragments() throws {
        #expect(try JSONCoder.encode("x") == Array("\"x\"".utf8))
        #expect(try JSONCoder.encode(7) == Array("7".utf8))
        #expect(try JSONCoder.encode(Int?.none) == Array("null".utf8))
        #expect(try JSONCoder.encode([Int]()) == Array("[]".utf8))
        #expect(try JSONCoder.decode(String.self, from: "\"x\"") == "x")
        #expect(try JSONCoder.decode(Int?.self, from: "null") == nil)
    }

    // MARK: Inheritance and nested containers

    class Animal: Codable {
        var name: String
        init(name: String) { self.name = name }
    }

    final class Dog: Animal {
        var tricks: [String]
        private enum Keys: CodingKey { case tricks, details, list, after }

        init(name: String, tricks: [String]) {
            self.tricks = tricks
            super.init(name: name)
        }

        required init(from decoder: any Decoder) throws {
            let dog = try decoder.container(keyedBy: Keys.self)
            tricks = try dog.decode([String].self, forKey: .tricks)
            #expect(try dog.nestedContainer(keyedBy: Keys.self, forKey: .details).decode(Int.self, forKey: .after) == 1)
            var list = try dog.nestedUnkeyedContainer(forKey: .list)
            #expect(try list.decodeNil())
            #expect(try list.decode(Int.self) == 2)
            var inner = try list.nestedUnkeyedContainer()
            #expect(try inner.decode(String.self) == "deep")
            #expect(inner.isAtEnd && list.isAtEnd)
            try super.init(from: dog.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var dog = encoder.container(keyedBy: Keys.self)
            var details = dog.nestedContainer(keyedBy: Keys.self, forKey: .details)
            var list = dog.nestedUnkeyedContainer(forKey: .list)
            try dog.encode(tricks, forKey: .tricks)
            try list.encodeNil()
            try details.encode(1, forKey: .after)
            try list.encode(2)
            var inner = list.nestedUnkeyedContainer()
            try super.encode(to: dog.superEncoder())
            try inner.encode("deep")
            try dog.encode("end", forKey: .after)
        }
    }

    @Test func containersMayBeWrittenInTurns() throws {
        let bytes = try JSONCoder.encode([Dog(name: "Rex", tricks: ["sit"])])
        let expected: JSON = [
            [
                "details": ["after": 1], "list": [.null, 2, ["deep"]], "tricks": ["sit"], "super": ["name": "Rex"],
                "after": "end",
            ]
        ]
        #expect(try JSON(parsing: bytes) == expected)
        let dog = try #require(JSONCoder.decode([Dog].self, from: bytes).first)
        #expect(dog.name == "Rex" && dog.tricks == ["sit"])
    }

    struct Careful: Encodable {
        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(1)
            #expect(throws: EncodingError.self) { try list.encode(["a": [1, Double.nan]]) }
            try list.encode(2)
        }
    }

    @Test func aFailedElementLeavesNothingBehind() throws {
        #expect(try JSONCoder.encode(Careful()) == Array("[1,2]".utf8))
    }

    // MARK: Errors

    struct Order: Codable {
        struct Line: Codable { var count: UInt8 }
        var lines: [Line]
        var note: String?
    }

    /// The kind of the error, its path and its text.
    private func failure(_ text: String) throws -> (kind: String, path: String, text: String) {
        let error = try #require(throws: DecodingError.self) { try JSONCoder.decode(Order.self, from: text) }
        func all(_ kind: String, _ context: DecodingError.Context) -> (String, String, String) {
            let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
            return (kind, path.joined(separator: "."), context.debugDescription)
        }
        return switch error {
        case .dataCorrupted(let context): all("corrupted", context)
        case .typeMismatch(let type, let context): all("mismatch \(type)", context)
        case .keyNotFound(let key, let context): all("missing \(key.stringValue)", context)
        case .valueNotFound(let type, let context): all("null \(type)", context)
        @unknown default: ("unknown", "", "")
        }
    }

    @Test(arguments: [
        (
            #"{"lines":[{"count":1},{"count":256}]}"#, "corrupted", "lines.1.count",
            "The number 256 does not fit in UInt8"
        ),
        (#"{"lines":[{"count":1.5}]}"#, "corrupted", "lines.0.count", "The number 1.5 does not fit in UInt8"),
        (#"{"x":{},"lines":[{"count":"1"}]}"#, "mismatch UInt8", "lines.0.count", "Expected UInt8 but found a string"),
        (#"{"lines":[{"y":[[{}]],"x":0}]}"#, "missing count", "lines.0", #"There is no member "count""#),
        (#"{"lines":null}"#, "null Array<Any>", "lines", "Expected Array<Any> but found null"),
        (#"{"lines":[],"note":[]}"#, "mismatch String", "note", "Expected String but found an array"),
        (
            "[1", "corrupted", "",
            "The text is not JSON: expected ',' or ']' in an array, found end of text at line 1, column 3"
        ),
    ])
    func whatIsWrongAndWhere(_ text: String, _ kind: String, _ path: String, _ message: String) throws {
        let failure = try failure(text)
        #expect(failure == (kind, path, message))
    }

    @Test func nanHasNoJSON() {
        #expect { try JSONCoder.encode(["a": [1.5, .infinity]]) } throws: { error in
            guard case EncodingError.invalidValue(_, let context) = error else { return false }
            return context.codingPath.map(\.stringValue) == ["a", "Index 1"]
        }
    }

    @Test func wholeNumbersHoweverSpelt() throws {
        #expect(try JSONCoder.decode([Int].self, from: "[1.0, 1e3, -0, -12]") == [1, 1000, 0, -12])
        #expect(try JSONCoder.decode([Int64].self, from: "[\(Int64.min), \(Int64.max)]") == [.min, .max])
        #expect(throws: DecodingError.self) { try JSONCoder.decode(Int64.self, from: "9223372036854775808") }
        #expect(throws: DecodingError.self) { try JSONCoder.decode(UInt.self, from: "-1") }
        #expect(throws: DecodingError.self) { try JSONCoder.decode(Double.self, from: "1e999") }
    }

    @Test func keysAreUnescapedAndTheLastOneCounts() throws {
        let text = #"{"note":"first","lines":[],"\u006eote":"last"}"#
        #expect(try JSONCoder.decode(Order.self, from: text).note == "last")
        let many = (0..<100).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let numbers = try JSONCoder.decode([String: Int].self, from: "{\(many),\"k7\":-7}")
        #expect(numbers.count == 100 && numbers["k99"] == 99 && numbers["k7"] == -7)
    }
}
