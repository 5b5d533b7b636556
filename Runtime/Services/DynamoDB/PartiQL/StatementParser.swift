import JSON
import Wire

/// Reads PartiQL statements.
struct StatementParser {
    private let tokens: [StatementToken]
    private var position = 0
    private let parameters: [JSON]
    private var usedParameters = 0

    /// `parameters` are the values that stand for question marks, as requests have them.
    static func parse(_ text: String, _ parameters: [JSON]) throws(AWSError) -> Statement {
        do throws(StatementError) {
            var parser = StatementParser(tokens: try StatementLexer.tokens(text), parameters: parameters)
            return try parser.statement()
        } catch {
            throw error.asAWSError
        }
    }

    private init(tokens: [StatementToken], parameters: [JSON]) {
        self.tokens = tokens
        self.parameters = parameters
    }

    private mutating func statement() throws(StatementError) -> Statement {
        let statement = try body()
        _ = take(";")
        guard current.kind == .end else { throw unexpected("the end of the statement") }
        guard usedParameters == parameters.count else { throw .parameters }
        return statement
    }

    private mutating func body() throws(StatementError) -> Statement {
        if take(word: "SELECT") { return try select() }
        if take(word: "INSERT") { return try insert() }
        if take(word: "UPDATE") { return try update() }
        if take(word: "DELETE") { return try delete() }
        guard take(word: "EXISTS") else { throw unexpected("SELECT, INSERT, UPDATE or DELETE") }
        try expect("(")
        try expect(word: "SELECT")
        var statement = try select()
        try expect(")")
        statement.kind = .exists
        return statement
    }

    // MARK: Statements

    private mutating func select() throws(StatementError) -> Statement {
        var selection = Statement.Selection()
        if !take("*") {
            var paths = [try path()]
            while take(",") { paths.append(try path()) }
            selection.paths = paths
        }
        try expect(word: "FROM")
        let table = try name()
        if take(".") { selection.indexName = try name() }
        let condition = try take(word: "WHERE") ? self.condition() : nil
        if take(word: "ORDER") {
            try expect(word: "BY")
            let name = try name()
            let isForward = !take(word: "DESC")
            if isForward { _ = take(word: "ASC") }
            selection.order = (name, isForward)
        }
        return Statement(tableName: table, kind: .select(selection), condition: condition)
    }

    private mutating func insert() throws(StatementError) -> Statement {
        try expect(word: "INTO")
        let table = try name()
        try expect(word: "VALUE")
        guard case .map(let item) = try value() else { throw unexpected("an item") }
        return Statement(tableName: table, kind: .insert(item))
    }

    private mutating func update() throws(StatementError) -> Statement {
        let table = try name()
        var changes: [Update.Action] = []
        while true {
            if take(word: "SET") {
                repeat { changes.append(try assignment()) } while take(",")
            } else if take(word: "REMOVE") {
                repeat { changes.append(.remove(try path())) } while take(",")
            } else {
                break
            }
        }
        guard !changes.isEmpty else { throw unexpected("SET or REMOVE") }
        try expect(word: "WHERE")
        let condition = try condition()
        let returned = try returnValues(["ALL", "MODIFIED"], ["OLD", "NEW"])
        return Statement(tableName: table, kind: .update(changes), condition: condition, returnValues: returned)
    }

    private mutating func delete() throws(StatementError) -> Statement {
        try expect(word: "FROM")
        let table = try name()
        try expect(word: "WHERE")
        let condition = try condition()
        let returned = try returnValues(["ALL"], ["OLD"])
        return Statement(tableName: table, kind: .delete, condition: condition, returnValues: returned)
    }

    /// `RETURNING ALL OLD *` and the like.
    private mutating func returnValues(_ extents: [String], _ times: [String]) throws(StatementError) -> String? {
        guard take(word: "RETURNING") else { return nil }
        guard let extent = extents.first(where: { take(word: $0) }), let time = times.first(where: { take(word: $0) })
        else { throw unexpected(extents.joined(separator: " or ")) }
        try expect("*")
        return "\(extent == "ALL" ? "ALL" : "UPDATED")_\(time)"
    }

    private mutating func assignment() throws(StatementError) -> Update.Action {
        let path = try path()
        try expect("=")
        let isAddition = isWord("SET_ADD")
        guard isAddition || isWord("SET_DELETE"), next.text == "(" else { return .set(path, try term()) }
        advance(2)
        guard try self.path().isSame(as: path) else { throw unexpected("the attribute that is set") }
        try expect(",")
        let value = try value()
        try expect(")")
        return isAddition ? .add(path, value) : .delete(path, value)
    }

    private mutating func term() throws(StatementError) -> UpdateValue {
        let left = try factor()
        if take("+") { return .plus(left, try factor()) }
        if take("-") { return .minus(left, try factor()) }
        return left
    }

    private mutating func factor() throws(StatementError) -> UpdateValue {
        if isWord("LIST_APPEND"), next.text == "(" {
            advance(2)
            let list = try factor()
            try expect(",")
            let added = try factor()
            try expect(")")
            return .listAppend(list, added)
        }
        return isPath ? .path(try path()) : .value(try value())
    }

    // MARK: Names and values

    private mutating func name() throws(StatementError) -> String {
        guard current.kind == .name || current.kind == .word else { throw unexpected("a name") }
        defer { advance() }
        return current.text
    }

    private static let literals: Set = ["TRUE", "FALSE", "NULL", "MISSING"]

    private var isPath: Bool {
        current.kind == .name || (current.kind == .word && !Self.literals.contains(current.text.uppercased()))
    }

    private mutating func path() throws(StatementError) -> DocumentPath {
        var elements: [DocumentPath.Element] = [.name(try name())]
        while true {
            if take(".") {
                elements.append(.name(try name()))
            } else if take("[") {
                guard current.kind == .number, let index = Int(current.text) else { throw unexpected("an index") }
                advance()
                try expect("]")
                elements.append(.index(index))
            } else {
                return DocumentPath(elements)
            }
        }
    }

    private mutating func value() throws(StatementError) -> AttributeValue {
        let json = try wire()
        do throws(AWSError) {
            return try AttributeValue(json)
        } catch {
            throw .values(error)
        }
    }

    /// A value as requests have it.
    private mutating func wire() throws(StatementError) -> JSON {
        let token = current
        switch token.kind {
        case .text:
            advance()
            return ["S": .string(token.text)]
        case .number: return ["N": .string(try number())]
        case .parameter:
            advance()
            usedParameters += 1
            guard usedParameters <= parameters.count else { throw .parameters }
            return parameters[usedParameters - 1]
        case .word: return try literal()
        case .symbol: return try compound()
        case .name, .end: throw unexpected("a value")
        }
    }

    private mutating func number() throws(StatementError) -> String {
        let sign = take("-") ? "-" : ""
        guard current.kind == .number else { throw unexpected("a number") }
        defer { advance() }
        return sign + current.text
    }

    private mutating func literal() throws(StatementError) -> JSON {
        if take(word: "TRUE") { return ["BOOL": true] }
        if take(word: "FALSE") { return ["BOOL": false] }
        guard take(word: "NULL") else { throw unexpected("a value") }
        return ["NULL": true]
    }

    private mutating func compound() throws(StatementError) -> JSON {
        if isSymbol("-") { return ["N": .string(try number())] }
        if take("[") { return ["L": .array(try list(until: "]"))] }
        if take("<<") { return try set() }
        guard take("{") else { throw unexpected("a value") }
        var members = JSON.Object()
        while !take("}") {
            if !members.isEmpty { try expect(",") }
            guard current.kind == .text else { throw unexpected("the name of an attribute in single quotes") }
            let name = current.text
            advance()
            try expect(":")
            members[name] = try wire()
        }
        return ["M": .object(members)]
    }

    private mutating func list(until end: String) throws(StatementError) -> [JSON] {
        var values: [JSON] = []
        while !take(end) {
            if !values.isEmpty { try expect(",") }
            values.append(try wire())
        }
        return values
    }

    /// All of one type.
    private mutating func set() throws(StatementError) -> JSON {
        let values = try list(until: ">>")
        for type in ["S", "N", "B"] where values.allSatisfy({ $0[type] != nil }) && !values.isEmpty {
            return .object(JSON.Object([("\(type)S", .array(values.compactMap { $0[type] }))]))
        }
        throw unexpected("a set of texts, numbers or binaries")
    }

    // MARK: Conditions

    private mutating func condition() throws(StatementError) -> Condition {
        var condition = try conjunction()
        while take(word: "OR") { condition = .or(condition, try conjunction()) }
        return condition
    }

    private mutating func conjunction() throws(StatementError) -> Condition {
        var condition = try negation()
        while take(word: "AND") { condition = .and(condition, try negation()) }
        return condition
    }

    private mutating func negation() throws(StatementError) -> Condition {
        if take(word: "NOT") { return .not(try negation()) }
        guard take("(") else { return try comparison() }
        let condition = try condition()
        try expect(")")
        return condition
    }

    private static let functions: Set = ["BEGINS_WITH", "CONTAINS", "ATTRIBUTE_TYPE"]

    private mutating func comparison() throws(StatementError) -> Condition {
        if current.kind == .word, next.text == "(", Self.functions.contains(current.text.uppercased()) {
            return try function()
        }
        let operand = try operand()
        if take(word: "IS") { return try test(operand) }
        if take(word: "BETWEEN") {
            let low = try self.operand()
            try expect(word: "AND")
            return .between(operand, low, try self.operand())
        }
        if take(word: "IN") { return .among(operand, try choices()) }
        guard current.kind == .symbol, let comparator = Comparator(rawValue: current.text == "!=" ? "<>" : current.text)
        else { throw unexpected("an operator") }
        advance()
        return .compare(operand, comparator, try self.operand())
    }

    private mutating func function() throws(StatementError) -> Condition {
        let name = current.text.lowercased()
        advance(2)
        let first = try operand()
        try expect(",")
        let second = try operand()
        try expect(")")
        do throws(ExpressionError) {
            return try ConditionFunctions.condition(name, [first, second])
        } catch {
            throw .values(.validation(error.message))
        }
    }

    /// `IS [NOT] NULL` and `IS [NOT] MISSING`.
    private mutating func test(_ operand: Operand) throws(StatementError) -> Condition {
        let isNegative = take(word: "NOT")
        guard case .path(let path) = operand else { throw unexpected("an attribute before IS") }
        if take(word: "MISSING") { return isNegative ? .exists(path) : .notExists(path) }
        try expect(word: "NULL")
        let isNull = Condition.hasType(operand, .null)
        return isNegative ? .not(isNull) : isNull
    }

    private mutating func choices() throws(StatementError) -> [Operand] {
        let end = take("[") ? "]" : ")"
        if end == ")" { try expect("(") }
        var choices = [try operand()]
        while take(",") { choices.append(try operand()) }
        try expect(end)
        return choices
    }

    private mutating func operand() throws(StatementError) -> Operand {
        if isWord("SIZE"), next.text == "(" {
            advance(2)
            let path = try path()
            try expect(")")
            return .size(.path(path))
        }
        return isPath ? .path(try path()) : .value(try value())
    }

    // MARK: Tokens

    private var current: StatementToken { tokens[position] }
    private var next: StatementToken { tokens[min(position + 1, tokens.count - 1)] }

    private mutating func advance(_ count: Int = 1) { position = min(position + count, tokens.count - 1) }

    private func isSymbol(_ text: String) -> Bool { current.kind == .symbol && current.text == text }

    private func isWord(_ word: String) -> Bool { current.kind == .word && current.text.uppercased() == word }

    private mutating func take(_ symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard isWord(word) else { return false }
        advance()
        return true
    }

    private mutating func expect(_ symbol: String) throws(StatementError) {
        guard take(symbol) else { throw unexpected("'\(symbol)'") }
    }

    private mutating func expect(word: String) throws(StatementError) {
        guard take(word: word) else { throw unexpected(word) }
    }

    private func unexpected(_ wanted: String) -> StatementError {
        let found = current.kind == .end ? "the end" : "'\(current.text)'"
        return .malformed("Expected \(wanted), found \(found) at column \(current.column)")
    }
}
