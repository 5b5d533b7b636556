/// Makes requests of which most have something odd in them, the same ones for the same seed.
struct GeneratedRequests {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }

    private mutating func one(of choices: [String]) -> String { choices[next(choices.count)] }

    /// The first of them in three cases of four.
    private mutating func mostly(_ choices: String...) -> String {
        next(4) < 3 ? choices[0] : one(of: choices)
    }

    private mutating func members(_ some: [(name: String, value: String)]) -> String {
        var left = some.filter { !$0.value.isEmpty }
        if !left.isEmpty, next(30) == 0 { left.append(left[next(left.count)]) }
        var texts: [String] = []
        while !left.isEmpty {
            let (name, value) = left.remove(at: next(left.count))
            texts.append("\"\(name)\":\(value)")
        }
        return texts.joined(separator: next(2) == 0 ? "," : " ,\n")
    }

    // MARK: Values

    private static let strings = [
        #""a""#, #""""#, #""b c""#, #""\u0061""#, #""\ud83d\ude00""#, #""\u0000""#, #""é""#, #""a\"\\\/\n""#, "null",
        "1", "true", "[]", "{}", #""\#(String(repeating: "x", count: 300))""#,
    ]
    private static let numbers = [
        "0", "-0", "1", "2", "+1", "01", "1e2", "1E-2", "1e400", "1e125", "1e126", "-9.9e125", "1e-130", "1e-131",
        "-1e-400",
        "12345678901234567890123456789012345678", "123456789012345678901234567890123456789", "1.50", "0e99999",
        "0.0e-500",
        "NaN", "Infinity", "", " 1", "1 ", "0x10", ".5", "5.", "1e", "--1", "1_0", "٣", "1,5",
    ]
    private static let names = ["a", "b", "c", "a.b", "", #"\u0061"#, "é", "#a", "p", "s", "size"]

    private mutating func value(_ depth: Int = 0) -> String {
        if next(12) == 0 {
            return one(of: [
                "{}", "null", "1", #""a""#, "[]", "true", #"{"S":"a","N":"1"}"#, #"{"S":"a","S":"b"}"#,
                #"{"S":"a","N":null}"#,
                #"{"S":null}"#, #"{"s":"a"}"#, #"{"X":"a"}"#, #"{"":"a"}"#, #"{"\u0053":"a"}"#, #"{"N":1}"#,
                #"{"N":-0}"#,
                #"{"N":1e400}"#, #"{"S":"a","X":1}"#, #"{"L":{}}"#, #"{"M":[]}"#, #"{"L":null}"#, #"{"M":null}"#,
            ])
        }
        switch next(depth > 3 ? 9 : 12) {
        case 0...1: return #"{"S":\#(mostly(#""a""#, one(of: Self.strings)))}"#
        case 2...3: return #"{"N":"\#(mostly("7", one(of: Self.numbers), one(of: Self.numbers)))"}"#
        case 4: return #"{"B":"\#(one(of: ["AQ==", "", "AQ", "A===", "*", "AQ=="]))"}"#
        case 5: return #"{"BOOL":\#(one(of: ["true", "false", #""true""#, "null", "1"]))}"#
        case 6: return #"{"NULL":\#(one(of: ["true", "true", "false", #""true""#, "null"]))}"#
        case 7...8:
            let content = one(of: [
                #"["a","b"]"#, #"["1","2.0"]"#, #"["AQ==","Ag=="]"#, "[]", #"["a","a"]"#, #"["1","1.0"]"#, "[1]",
                "[null]",
                "null", #""a""#, #"[""]"#,
            ])
            return #"{"\#(one(of: ["SS", "NS", "BS"]))":\#(content)}"#
        case 9: return #"{"L":[\#((0..<next(4)).map { _ in value(depth + 1) }.joined(separator: ","))]}"#
        default: return #"{"M":{\#(map(next(4), depth + 1))}}"#
        }
    }

    private mutating func map(_ count: Int, _ depth: Int) -> String {
        (0..<count).map { _ in #""\#(one(of: Self.names))":\#(value(depth))"# }.joined(separator: ",")
    }

    // MARK: Parts of requests

    private mutating func table() -> String {
        mostly(
            #""tbl""#,
            #""tbl""#,
            #""none""#,
            #""""#,
            "null",
            "1",
            #""\u0074bl""#,
            "",
            #""arn:aws:dynamodb:us-east-1:000000000000:table/tbl""#
        )
    }

    private mutating func key() -> String {
        if next(8) > 0 { return #"{"p":{"S":"\#(one(of: ["k", "l"]))"},"s":{"N":"\#(next(4))"}}"# }
        return one(of: [
            "{}", "null", "[]", "", #"{"p":{"S":"k"}}"#, #"{"s":{"N":"1.0"},"p":{"S":"\u006b"}}"#,
            #"{"p":{"S":""},"s":{"N":"1"}}"#,
            #"{"p":{"S":"k"},"s":\#(value())}"#, #"{"p":\#(value()),"s":{"N":"1"}}"#,
            #"{"p":{"S":"k"},"s":{"N":"1"},"a":\#(value())}"#,
            #"{"p":{"S":"k"},"p":{"S":"k"}}"#, #"{"p":{"S":"k"},"s":{"N":"\#(one(of: Self.numbers))"}}"#,
        ])
    }

    private mutating func item() -> String {
        let more = map(next(6), 0)
        return String(key().dropLast()) + (more.isEmpty ? "" : ",") + more + "}"
    }

    private mutating func placeholders(_ expressions: String) -> [(name: String, value: String)] {
        var (names, values) = ([String](), [String]())
        for (name, content) in [("#n", "a"), ("#m", "b")] where expressions.contains(name) != (next(20) == 0) {
            names.append(#""\#(name)":"\#(mostly(content, one(of: Self.names)))""#)
        }
        for name in [":v", ":w"] where expressions.contains(name) != (next(20) == 0) {
            values.append(#""\#(name)":\#(value())"#)
        }
        if next(40) == 0 {
            let odd = [#""n":"a""#, ##""#n":"a""##, ##""#\u006e":"a""##, ##""#n":1"##, ##""#n":null"##, ##""#":"a""##]
            names.append(one(of: odd))
        }
        if next(40) == 0 {
            let odd = [
                #""v":{"S":"a"}"#, #"":v":{"S":"a"}"#, #"":\u0076":{"S":"a"}"#, #"":v":null"#, #"":":{"S":"a"}"#,
            ]
            values.append(one(of: odd))
        }
        return [
            (
                "ExpressionAttributeNames",
                names.isEmpty ? mostly("", "", "{}", "null", "[]") : "{\(names.joined(separator: ","))}"
            ),
            (
                "ExpressionAttributeValues",
                values.isEmpty ? mostly("", "", "{}", "null", "[]") : "{\(values.joined(separator: ","))}"
            ),
        ]
    }

    private mutating func text(_ expression: String) -> String { expression.isEmpty ? "" : "\"\(expression)\"" }

    private mutating func updateExpression() -> String {
        let path = mostly(
            "a",
            "#n",
            "#m",
            "b.a",
            "b[1]",
            "#n.#m",
            "p",
            "size",
            "c[0].a",
            "a.b.c",
            "é",
            "a[99999999999]",
            "a[-1]"
        )
        let other = mostly("b", "#m", "a", "#n", "a.b")
        return one(of: [
            "SET \(path) = :v", "SET \(path) = \(path) + :v", "SET \(path) = :v - :w",
            "SET \(path) = if_not_exists(\(path), :v)",
            "SET \(path) = list_append(\(other), :v)", "SET \(path) = \(other)", "ADD \(path) :v", "DELETE \(path) :v",
            "REMOVE \(path)", "REMOVE \(path), \(other)", "SET \(path) = :v REMOVE \(other)",
            "set \(path)=:v,\(other)=:w",
            "SET \(path) = :v SET \(other) = :w", "ADD \(path) :v DELETE \(other) :w", "SET \(path) = 5", "SET", " ",
            "SET \(path) = :x", "SET \(path) = :v ADD \(path) :w", "SET \(path) = ((:v))",
            "SET \(path) = size(\(other))",
            "SET \(path) = :v\(String(repeating: " ", count: next(3) == 0 ? 4096 : 1))", "FOO \(path)",
            "SET \(path) = :v;",
            "SET \(path) = if_not_exists(\(path), if_not_exists(\(other), :v))",
        ])
    }

    private mutating func condition() -> String {
        let path = mostly("a", "#n", "b.a", "p", "size", "a[0]", "s")
        let one = one(of: [
            "attribute_exists(\(path))", "attribute_not_exists(\(path))", "\(path) = :v", "\(path) < :v",
            ":v <> \(path)",
            "size(\(path)) > :v", "contains(\(path), :v)", "\(path) BETWEEN :v AND :w", "\(path) IN (:v, :w)",
            "begins_with(\(path), :v)",
            "attribute_type(\(path), :v)", "(\(path) = :v)", "((\(path) = :v))", "\(path)", ":v = :w",
            "\(path) = \(path)", "x(\(path))",
        ])
        switch next(6) {
        case 0: return "NOT \(one)"
        case 1: return "\(one) AND attribute_exists(p)"
        case 2: return "\(one) or attribute_not_exists(#m)"
        default: return one
        }
    }

    private mutating func keyCondition() -> String {
        one(of: [
            "p = :v", "p = :v AND s = :w", "p = :v AND s > :w", "s <= :w and p = :v", "p = :v AND s BETWEEN :w AND :w",
            "#n = :v",
            "p = :v AND begins_with(s, :w)", "p = :v OR s = :w", "p > :v", "s = :w", "p = :v AND p = :w",
            "p = :v AND a = :w",
            "(p = :v) AND (s >= :w)", "p = s", ":v = p", "NOT p = :v", "p IN (:v)", "p.a = :v", " ",
            "p = :v AND s <> :w",
        ])
    }

    // MARK: Requests

    /// An action and its request, without the brace that ends it: more may come behind.
    mutating func request() -> (action: String, body: String) {
        switch next(10) {
        case 0...1:
            return ("PutItem", body([("Item", item())]))
        case 2...6:
            let (update, condition) = (updateExpression(), next(2) == 0 ? condition() : "")
            let more = [
                ("Key", key()), ("UpdateExpression", text(update)), ("ConditionExpression", text(condition)),
                (
                    "ReturnValues",
                    mostly(
                        "",
                        #""ALL_NEW""#,
                        #""ALL_OLD""#,
                        #""UPDATED_NEW""#,
                        #""UPDATED_OLD""#,
                        #""NONE""#,
                        #""x""#,
                        "null"
                    )
                ),
                ("ReturnValuesOnConditionCheckFailure", mostly("", #""ALL_OLD""#, #""NONE""#, #""x""#, "1")),
            ]
            return ("UpdateItem", body(more + placeholders(update + condition)))
        case 7...8:
            let condition = keyCondition()
            let more = [
                ("KeyConditionExpression", text(condition)),
                ("ScanIndexForward", mostly("", "true", "false", "null", #""true""#)),
            ]
            var values = placeholders(condition)
            if next(3) > 0 {
                let second = condition.contains(":w") ? #",":w":{"N":"1"}"# : ""
                values[1].value = #"{":v":{"S":"k"}\#(second)}"#
            }
            return ("Query", body(more + values))
        default:
            return (one(of: ["GetItem", "DeleteItem"]), body([("Key", key())]))
        }
    }

    private mutating func body(_ more: [(name: String, value: String)]) -> String {
        let unknown = next(40) == 0 ? one(of: ["1", "null", "{}"]) : ""
        return "{" + members([("TableName", table()), ("Unknown", unknown)] + more)
    }
}
