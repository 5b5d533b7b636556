import JSON
import Testing

@testable import DynamoDB

@Suite struct ConditionTests {
    private static let item = """
        {"a":{"N":"5"},"s":{"S":"hello"},"b":{"B":"AQID"},"t":{"SS":["x","y"]},"n":{"NULL":true},"f":{"BOOL":true},
        "m":{"M":{"k":{"L":[{"N":"1"},{"S":"two"}]}}},"accent":{"S":"\\u00e9"},"brand":{"S":"M\\u00f6\\u00df\\u00e9!"}}
        """
    private static let values = """
        {":five":{"N":"5.0"},":six":{"N":"6"},":hel":{"S":"hel"},":two":{"S":"two"},":x":{"S":"x"},":xs":{"SS":["y","x"]},
        ":S":{"S":"S"},":decomposed":{"S":"e\\u0301"},":bytes":{"B":"AQI="},":list":{"L":[]},":bad":{"S":"XX"}}
        """
    private static let names = ##"{"#m":"m","#size":"size"}"##

    private func parse(_ expression: String) throws -> Condition {
        var placeholders = try Placeholders(
            names: JSON(parsing: Self.names),
            values: JSON(parsing: Self.values),
            .current
        )
        return try ConditionParser.parse(expression, &placeholders)
    }

    @Test(arguments: [
        "a = :five", "a < :six", "a <= :five", ":six > a", "a <> s", "a BETWEEN :five AND :six", "a IN (:six, :five)",
        "begins_with(s, :hel)", "contains(s, :hel)", "contains(t, :x)", "contains(m.k, :two)", "#m.k[1] = :two",
        "begins_with(b, :bytes)", "t = :xs", "attribute_exists(m.k)", "attribute_not_exists(m.k[2])",
        "attribute_type(s, :S)", "size(s) = :five", "size(brand) = :five", "size(t) < :five",
        "NOT a = :six", "not (a = :six)",
        "a = :six OR a = :five AND s <> :x", "(a = :six or a = :five) and s <> :x", "accent <> :decomposed",
        "absent <> :x", "absent1 <> absent2", "(a) = (:five)", "NOT NOT a = :five",
    ])
    func holds(_ expression: String) throws {
        #expect(try parse(expression).holds(for: AttributeMap(JSON(parsing: Self.item))))
    }

    @Test(arguments: [
        "a = :six", "a < s", "a = :x", "absent = :x", "absent < :five", "contains(t, :hel)", "begins_with(a, :hel)",
        "attribute_exists(m.z)", "attribute_exists(s[0])", "accent = :decomposed", "NOT a = :five", "size(a) = :five",
        "a = :six AND (a = :five OR a = :five)", "f < n",
    ])
    func doesNotHold(_ expression: String) throws {
        #expect(try !parse(expression).holds(for: AttributeMap(JSON(parsing: Self.item))))
    }

    @Test(arguments: [
        ("", "The expression can not be empty;"),
        ("a = ", #"Syntax error; token: "<EOF>", near: "= ""#),
        ("a b", #"Syntax error; token: "b", near: "a b""#),
        ("a ! :x", #"Syntax error; token: "!", near: "a ! :x""#),
        ("a", #"Syntax error; token: "<EOF>", near: "a""#),
        ("a = :x )", #"Syntax error; token: ")", near: ":x )""#),
        ("a = :none", "An expression attribute value used in expression is not defined; attribute value: :none"),
        ("#none = :x", "An expression attribute name used in the document path is not defined; attribute name: #none"),
        ("size = :x", "Attribute name is a reserved keyword; reserved keyword: size"),
        ("((a = :x))", "The expression has redundant parentheses;"),
        ("foo(a)", "Invalid function name; function: foo"),
        (
            "attribute_exists(a) = :x",
            "The function is not allowed to be used this way in an expression; function: attribute_exists"
        ),
        ("size(a)", "The function is not allowed to be used this way in an expression; function: size"),
        (
            "attribute_exists(:x)",
            "Operator or function requires a document path; operator or function: attribute_exists"
        ),
        (
            "begins_with(a)",
            "Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1"
        ),
        (
            "begins_with(a, :five)",
            "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"
        ),
        (
            "attribute_type(a, :bad)",
            "Invalid attribute type name found; type: XX, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
        ),
        (
            "a = a",
            "The first operand must be distinct from the remaining operands for this operator or function; "
                + "operator: =, first operand: [a]"
        ),
        (
            "a BETWEEN :six AND :five",
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                + "lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {N:5}"
        ),
        (
            "a BETWEEN :x AND :five",
            "The BETWEEN operator requires same data type for lower and upper bounds; "
                + "lower bound operand: AttributeValue: {S:x}, upper bound operand: AttributeValue: {N:5}"
        ),
        ("a < :list", "Incorrect operand type for operator or function; operator or function: <, operand type: L"),
    ])
    func saysWhatIsWrong(_ expression: String, _ message: String) {
        #expect { try parse(expression) } throws: { ($0 as? ExpressionError)?.message == message }
    }

    @Test func boundsWhatAnExpressionMayBe() {
        for expression in [
            String(repeating: "(", count: 3000), String(repeating: "NOT ", count: 900) + "a = :x",
            String(repeating: "a", count: 4097), String(repeating: "a = :x OR ", count: 160) + "a = :x",
        ] {
            #expect(throws: ExpressionError.self) { try parse(expression) }
        }
    }
}
