import JSON

/// Reads a condition. Keywords in any case, functions in lower case.
///
///     condition  := and { "OR" and }
///     and        := not { "AND" not }
///     not        := "NOT" not | test
///     test       := primary [ comparator operand
///                           | "BETWEEN" operand "AND" operand
///                           | "IN" "(" operand { "," operand } ")" ]
///     primary    := "(" condition | operand ")" | operand
///     operand    := path | value | function "(" operand { "," operand } ")" | "(" operand ")"
///     comparator := "=" | "<>" | "<" | "<=" | ">" | ">="
///     function   := "attribute_exists" | "attribute_not_exists" | "attribute_type"
///                 | "begins_with" | "contains" | "size"
///
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
struct ConditionParser {
    /// What stands between parentheses shows only behind them whether it was a condition or an operand.
    private enum Node {
        case condition(Condition)
        case operand(Operand)
        /// A function that is a condition, and its name: it may stand where a condition may, but not as an operand.
        case function(Condition, String)
    }

    private static let keywords: Set<String> = ["AND", "OR", "NOT", "BETWEEN", "IN"]

    private var reader: TokenReader
    private var depthLeft = TokenReader.maximumDepth

    static func parse(
        _ expression: String,
        _ placeholders: inout Placeholders
    ) throws(ExpressionError) -> Condition {
        var parser = ConditionParser(reader: try TokenReader(expression, taking: &placeholders))
        let node = try parser.or()
        let condition = try parser.condition(node)
        try parser.reader.finish()
        placeholders = parser.reader.placeholders
        return condition
    }

    private init(reader: TokenReader) { self.reader = reader }

    // MARK: Conditions

    private mutating func or() throws(ExpressionError) -> Node {
        var left = try and()
        while reader.take(keyword: "OR") {
            reader.operators += 1
            let right = try and()
            left = .condition(.or(try condition(left), try condition(right)))
        }
        return left
    }

    private mutating func and() throws(ExpressionError) -> Node {
        var left = try not()
        while reader.take(keyword: "AND") {
            reader.operators += 1
            let right = try not()
            left = .condition(.and(try condition(left), try condition(right)))
        }
        return left
    }

    private mutating func not() throws(ExpressionError) -> Node {
        guard reader.take(keyword: "NOT") else { return try test() }
        try descend()
        defer { depthLeft += 1 }
        reader.operators += 1
        let node = try not()
        return .condition(.not(try condition(node)))
    }

    private mutating func test() throws(ExpressionError) -> Node {
        let left = try primary()
        if reader.current.kind == .symbol, let comparator = Comparator(rawValue: reader.current.text) {
            reader.advance()
            reader.operators += 1
            return .condition(comparison(try operand(left), comparator, try operand()))
        }
        if reader.take(keyword: "BETWEEN") {
            reader.operators += 1
            let low = try operand()
            guard reader.take(keyword: "AND") else { throw reader.syntaxError() }
            return .condition(between(try operand(left), low, try operand()))
        }
        if reader.take(keyword: "IN") {
            reader.operators += 1
            try reader.expect("(")
            let choices = try operands()
            if choices.count > 100 {
                reader.note(.operand, "Too many operands for the IN operator; number of operands: \(choices.count)")
            }
            return .condition(.among(try operand(left), choices))
        }
        return left
    }

    private mutating func primary() throws(ExpressionError) -> Node {
        guard reader.take("(") else { return try simple() }
        try descend()
        defer { depthLeft += 1 }
        let start = reader.position
        let node = try or()
        let isRedundant = reader.isEnclosed(from: start)
        try reader.expect(")")
        if isRedundant { reader.note(.redundantParentheses, "The expression has redundant parentheses;") }
        return node
    }

    private mutating func simple() throws(ExpressionError) -> Node {
        if reader.current.kind == .value { return .operand(.value(try reader.value())) }
        if reader.current.kind == .word, reader.next.kind == .symbol, reader.next.text == "(",
            !Self.keywords.contains(reader.current.text.uppercased())
        {
            return try function()
        }
        return .operand(.path(try reader.path { Self.keywords.contains($0) }))
    }

    /// A node as the condition it must be.
    private mutating func condition(_ node: Node) throws(ExpressionError) -> Condition {
        switch node {
        case .condition(let condition), .function(let condition, _): return condition
        case .operand(.size(let operand)):
            reader.note(
                .misusedFunction,
                "The function is not allowed to be used this way in an expression; function: size"
            )
            return .hasType(operand, .null)
        case .operand: throw reader.syntaxError()
        }
    }

    // MARK: Operands

    private mutating func operand() throws(ExpressionError) -> Operand { try operand(primary()) }

    /// A node as the operand it must be.
    private mutating func operand(_ node: Node) throws(ExpressionError) -> Operand {
        switch node {
        case .operand(let operand): return operand
        case .function(_, let name):
            reader.note(
                .misusedFunction,
                "The function is not allowed to be used this way in an expression; function: \(name)"
            )
            return .value(.null)
        case .condition: throw reader.syntaxError()
        }
    }

    /// A list behind its opening parenthesis, up to and with the closing one.
    private mutating func operands() throws(ExpressionError) -> [Operand] {
        var operands = [try operand()]
        while reader.take(",") { operands.append(try operand()) }
        try reader.expect(")")
        return operands
    }

    private mutating func descend() throws(ExpressionError) {
        guard depthLeft > 0 else { throw reader.syntaxError() }
        depthLeft -= 1
    }

    // MARK: Functions and what they take

    private mutating func function() throws(ExpressionError) -> Node {
        let name = reader.current.text
        reader.advance()
        reader.advance()
        reader.operators += 1
        try descend()
        defer { depthLeft += 1 }
        let operands = try operands()
        guard let count = ConditionFunctions.operandCounts[name] else {
            if UpdateParser.functions.contains(name) {
                reader.note(
                    .misusedFunction,
                    "The function is not allowed in a condition expression; function: \(name)"
                )
            } else {
                reader.note(.unknownFunction, "Invalid function name; function: \(name)")
            }
            return .function(.exists(DocumentPath([])), name)
        }
        guard operands.count == count else {
            reader.note(
                .operand,
                "Incorrect number of operands for operator or function; "
                    + "operator or function: \(name), number of operands: \(operands.count)"
            )
            return name == "size" ? .operand(.size(operands[0])) : .function(.exists(DocumentPath([])), name)
        }
        if count == 2 { noteSame(operands[0], operands[1], name) }
        do throws(ExpressionError) {
            if name == "size" { return .operand(.size(try ConditionFunctions.size(operands[0]))) }
            return .function(try ConditionFunctions.condition(name, operands), name)
        } catch {
            reader.note(.operand, error.message)
            return name == "size" ? .operand(.size(operands[0])) : .function(.exists(DocumentPath([])), name)
        }
    }

    private mutating func comparison(_ left: Operand, _ comparator: Comparator, _ right: Operand) -> Condition {
        noteSame(left, right, comparator.rawValue)
        if comparator != .equal && comparator != .notEqual {
            for case .value(let value) in [left, right] where !value.type.isScalar {
                reader.note(.operand, ConditionFunctions.wrongType(value.type, comparator.rawValue))
            }
        }
        return .compare(left, comparator, right)
    }

    private mutating func between(_ operand: Operand, _ low: Operand, _ high: Operand) -> Condition {
        if case .value(let low) = low, case .value(let high) = high {
            let bounds =
                "lower bound operand: AttributeValue: \(low.shown), upper bound operand: AttributeValue: \(high.shown)"
            if low.type != high.type {
                reader.note(
                    .operand,
                    "The BETWEEN operator requires same data type for lower and upper bounds; " + bounds
                )
            } else if high.precedes(low) ?? false {
                reader.note(
                    .operand,
                    "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; " + bounds
                )
            }
        }
        for case .value(let value) in [operand, low, high] where !value.type.isScalar {
            reader.note(.operand, ConditionFunctions.wrongType(value.type, "BETWEEN"))
        }
        return .between(operand, low, high)
    }

    private mutating func noteSame(_ left: Operand, _ right: Operand, _ name: String) {
        guard case .path(let left) = left, case .path(let right) = right, left.isSame(as: right) else { return }
        reader.note(
            .operand,
            "The first operand must be distinct from the remaining operands for this operator or function; "
                + "operator: \(name), first operand: \(left.quoted)"
        )
    }
}

extension AttributeValue {
    /// As AWS quotes a bound: `{S:abc}`.
    fileprivate var shown: String {
        switch self {
        case .string(let text): "{S:\(text)}"
        case .number(let number): "{N:\(number.text)}"
        default: json.text
        }
    }
}
