/// Reads an update. Section names in any case, functions in lower case.
///
///     update   := section { section }
///     section  := "SET" set { "," set } | "REMOVE" path { "," path }
///               | "ADD" path value { "," path value } | "DELETE" path value { "," path value }
///     set      := path "=" sum
///     sum      := operand [ ( "+" | "-" ) operand ]
///     operand  := path | value | function "(" operand { "," operand } ")" | "(" sum ")"
///     function := "if_not_exists" | "list_append"
///
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
struct UpdateParser {
    static let functions: Set<String> = ["if_not_exists", "list_append"]
    private static let sections: Set<String> = ["SET", "REMOVE", "ADD", "DELETE"]

    private var reader: TokenReader
    private var depthLeft = TokenReader.maximumDepth
    private var seen: Set<String> = []
    private var actions: [Update.Action] = []

    static func parse(_ expression: String, _ placeholders: inout Placeholders) throws(ExpressionError) -> Update {
        var parser = UpdateParser(reader: try TokenReader(expression, taking: &placeholders))
        repeat { try parser.section() } while parser.reader.current.kind != .end
        parser.reader.noteOverlaps(parser.actions.map(\.path))
        try parser.reader.finish()
        placeholders = parser.reader.placeholders
        return Update(actions: parser.actions)
    }

    private init(reader: TokenReader) { self.reader = reader }

    private mutating func section() throws(ExpressionError) {
        let name = reader.current.text.uppercased()
        guard reader.current.kind == .word, Self.sections.contains(name) else { throw reader.syntaxError() }
        reader.advance()
        if !seen.insert(name).inserted {
            reader.note(.section, "The \"\(name)\" section can only be used once in an update expression;")
        }
        repeat {
            let path = try path()
            reader.operators += 1
            switch name {
            case "SET":
                try reader.expect("=")
                actions.append(.set(path, try sum()))
            case "REMOVE": actions.append(.remove(path))
            case "ADD": actions.append(.add(path, try operand(of: name) { $0 == .number || $0.isSet }))
            default: actions.append(.delete(path, try operand(of: name) { $0.isSet }))
            }
        } while reader.take(",")
    }

    private mutating func path() throws(ExpressionError) -> DocumentPath {
        try reader.path { Self.sections.contains($0) }
    }

    private mutating func operand(
        of section: String,
        _ isAllowed: (AttributeType) -> Bool
    ) throws(ExpressionError) -> AttributeValue {
        let isDefined = reader.isDefined
        let value = try reader.value()
        if isDefined && !isAllowed(value.type) {
            reader.note(
                .operand,
                "Incorrect operand type for operator or function; "
                    + "operator: \(section), operand type: \(value.type.longName)"
            )
        }
        return value
    }

    private mutating func sum() throws(ExpressionError) -> UpdateValue {
        let left = try operand()
        for symbol in ["+", "-"] where reader.take(symbol) {
            reader.operators += 1
            let right = try operand()
            noteTypes([left, right], .number, symbol)
            return symbol == "+" ? .plus(left, right) : .minus(left, right)
        }
        return left
    }

    private mutating func operand() throws(ExpressionError) -> UpdateValue {
        guard depthLeft > 0 else { throw reader.syntaxError() }
        depthLeft -= 1
        defer { depthLeft += 1 }
        if reader.take("(") {
            let value = try sum()
            try reader.expect(")")
            return value
        }
        if reader.current.kind == .value { return .value(try reader.value()) }
        if reader.current.kind == .word, reader.next.kind == .symbol, reader.next.text == "(" {
            return try function()
        }
        return .path(try path())
    }

    private mutating func function() throws(ExpressionError) -> UpdateValue {
        let name = reader.current.text
        reader.advance()
        reader.advance()
        reader.operators += 1
        var operands = [try operand()]
        while reader.take(",") { operands.append(try operand()) }
        try reader.expect(")")
        guard Self.functions.contains(name) else {
            if ConditionFunctions.operandCounts[name] != nil {
                reader.note(
                    .misusedFunction,
                    "The function is not allowed in an update expression; function: \(name)"
                )
            } else {
                reader.note(.unknownFunction, "Invalid function name; function: \(name)")
            }
            return .value(.null)
        }
        guard operands.count == 2 else {
            reader.note(
                .operand,
                "Incorrect number of operands for operator or function; "
                    + "operator or function: \(name), number of operands: \(operands.count)"
            )
            return .value(.null)
        }
        if name == "list_append" {
            noteTypes(operands, .list, name)
            for case .listAppend in operands {
                reader.note(
                    .misusedFunction,
                    "The function is not allowed to be used this way in an expression; function: \(name)"
                )
            }
            return .listAppend(operands[0], operands[1])
        }
        guard case .path(let path) = operands[0] else {
            reader.note(
                .operand,
                "Operator or function requires a document path; operator or function: \(name)"
            )
            return .value(.null)
        }
        return .ifNotExists(path, operands[1])
    }

    private mutating func noteTypes(_ operands: [UpdateValue], _ type: AttributeType, _ name: String) {
        for case .value(let value) in operands where value.type != type {
            reader.note(.operand, ConditionFunctions.wrongType(value.type, name))
        }
    }
}
