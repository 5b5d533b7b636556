import JSON
import Testing
import Wire

@testable import DynamoDB

@Suite struct UpdateTests {
    private static let item =
        #"{"p":{"S":"k"},"n":{"N":"5"},"l":{"L":[{"S":"a"},{"S":"b"},{"S":"c"}]},"m":{"M":{"x":{"N":"1"}}},"t":{"SS":["x","y"]}}"#
    private static let values = """
        {":1":{"N":"1"},":s":{"S":"v"},":l":{"L":[{"S":"z"}]},":xs":{"SS":["x","w"]},":all":{"SS":["x","y"]},":big":{"N":"1e37"}}
        """

    private func parse(_ expression: String) throws -> Update {
        var placeholders = try Placeholders(names: nil, values: JSON(parsing: Self.values), .current)
        return try UpdateParser.parse(expression, &placeholders)
    }

    private func updated(_ expression: String) throws -> JSON {
        try parse(expression)(AttributeMap(JSON(parsing: Self.item))).json
    }

    @Test(arguments: [
        ("SET n = n + :1", "n", #"{"N":"6"}"#),
        ("SET n = :1 - n", "n", #"{"N":"-4"}"#),
        ("set n = if_not_exists(n, :1) + :1", "n", #"{"N":"6"}"#),
        ("SET c = if_not_exists(c, :1)", "c", #"{"N":"1"}"#),
        ("SET c = n, n = :1", "c", #"{"N":"5"}"#),
        ("SET m.y = :s", "m", #"{"M":{"x":{"N":"1"},"y":{"S":"v"}}}"#),
        ("SET l[1] = :s, l[9] = :1, l[7] = :s", "l", #"{"L":[{"S":"a"},{"S":"v"},{"S":"c"},{"S":"v"},{"N":"1"}]}"#),
        ("SET l = list_append(:l, l)", "l", #"{"L":[{"S":"z"},{"S":"a"},{"S":"b"},{"S":"c"}]}"#),
        ("REMOVE l[0], l[2]", "l", #"{"L":[{"S":"b"}]}"#),
        ("REMOVE l[8]", "l", #"{"L":[{"S":"a"},{"S":"b"},{"S":"c"}]}"#),
        ("ADD n :1", "n", #"{"N":"6"}"#),
        ("ADD fresh :1", "fresh", #"{"N":"1"}"#),
        ("ADD t :xs", "t", #"{"SS":["x","y","w"]}"#),
        ("DELETE t :xs", "t", #"{"SS":["y"]}"#),
        ("SET n = (n + :1)", "n", #"{"N":"6"}"#),
    ])
    func changes(_ expression: String, _ name: String, _ value: String) throws {
        #expect(try updated(expression)[name] == JSON(parsing: value))
    }

    @Test(arguments: [("REMOVE n", "n"), ("DELETE t :all", "t")])
    func takesAway(_ expression: String, _ name: String) throws {
        #expect(try updated(expression)[name] == Optional.none)
    }

    @Test(arguments: [
        ("SET a = absent", "The provided expression refers to an attribute that does not exist in the item"),
        ("SET n = n + p", "An operand in the update expression has an incorrect data type"),
        ("SET absent.x = :1", "The document path provided in the update expression is invalid for update"),
        ("SET n.x = :1", "The document path provided in the update expression is invalid for update"),
        ("SET l.x = :1", "The document path provided in the update expression is invalid for update"),
        ("ADD p :1", "An operand in the update expression has an incorrect data type"),
        (
            "SET n = :big + m.x, c = n + :big, d = :big + :big",
            ""
        ),
    ])
    func refusesForTheItem(_ expression: String, _ message: String) throws {
        let update = try parse(expression)
        let item = try AttributeMap(JSON(parsing: Self.item))
        if message.isEmpty {
            #expect(throws: Never.self) { try update(item) }
        } else {
            #expect { try update(item) } throws: { ($0 as? AWSError)?.message == message }
        }
    }

    @Test(arguments: [
        ("SET", #"Syntax error; token: "<EOF>", near: "SET""#),
        ("SET a", #"Syntax error; token: "<EOF>", near: "a""#),
        ("a = :1", #"Syntax error; token: "a", near: "a =""#),
        ("SET a = :1 SET b = :1", #"The "SET" section can only be used once in an update expression;"#),
        (
            "SET a = :1, a.b = :1",
            "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                + "path one: [a], path two: [a, b]"
        ),
        (
            "SET a[1] = :1 REMOVE a.b",
            "Two document paths conflict with each other; must remove or rewrite one of these paths; "
                + "path one: [a, [1]], path two: [a, b]"
        ),
        ("ADD a :s", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"),
        ("DELETE a :1", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER"),
        ("SET a = f(b)", "Invalid function name; function: f"),
        (
            "SET a = list_append(b, :1)",
            "Incorrect operand type for operator or function; operator or function: list_append, operand type: N"
        ),
        ("SET a = b + :s", "Incorrect operand type for operator or function; operator or function: +, operand type: S"),
    ])
    func saysWhatIsWrong(_ expression: String, _ message: String) {
        #expect { try parse(expression) } throws: { ($0 as? ExpressionError)?.message == message }
    }

    @Test func projects() throws {
        var placeholders = Placeholders()
        let projection = try Projection("l[2], l[0], m.x, absent", &placeholders)
        let item = try AttributeMap(JSON(parsing: Self.item))
        #expect(
            try projection(item).json == JSON(parsing: #"{"l":{"L":[{"S":"a"},{"S":"c"}]},"m":{"M":{"x":{"N":"1"}}}}"#)
        )
    }

    /// A value with `levels` levels, the innermost a string or an empty list or map.
    private func nested(_ levels: Int, _ leaf: String = #"{"S":"x"}"#) -> String {
        let lists = levels - (leaf.hasPrefix(#"{"S""#) ? 1 : 2)
        return String(repeating: #"{"L":["#, count: lists) + leaf + String(repeating: "]}", count: lists)
    }

    /// Item and path are within bounds, but not what comes of them.
    @Test(arguments: [
        ("SET w[0] = v", 31, true), ("SET w[0] = v", 32, false), ("SET m.x = v", 31, true), ("SET m.x = v", 32, false),
        ("SET w = v", 32, true), ("SET w[0] = if_not_exists(v, w)", 32, false), ("SET w = list_append(w, v)", 32, true),
        ("SET w[0] = list_append(w, v)", 32, false), ("SET w[0] = p", 32, true),
    ])
    func boundsTheNestingOfWhatItMakes(_ expression: String, _ levels: Int, isTaken: Bool) throws {
        for leaf in [#"{"S":"x"}"#, #"{"L":[]}"#, #"{"M":{}}"#] {
            let item = try JSON(
                parsing: #"{"p":{"S":"k"},"m":{"M":{}},"w":{"L":[{"S":"a"}]},"v":\#(nested(levels, leaf))}"#
            )
            var placeholders = Placeholders()
            let update = try UpdateParser.parse(expression, &placeholders)
            let attributes = try AttributeMap(item)
            let result = Result { try update(attributes) }
            #expect(((try? result.get()) != nil) == isTaken)
            if case .failure(let error as AWSError) = result { #expect(error.message == AWSError.tooNested.message) }
        }
    }
}
