/// Reads an expression:
///
///     expression = branch { "|" branch }
///     branch     = { atom [ quantifier ] }
///     quantifier = ( "*" | "+" | "?" | "{" n [ "," [ m ] ] "}" ) [ "?" | "+" ]
///     atom       = "." | "^" | "$" | "[" class | "\" escape | "(" group | scalar
///     group      = [ "?:" | "?" flags ":" | "?<" name ">" | "?P<" name ">" | "?=" | "?!" | "?<=" | "?<!" ] expression ")"
///                | "?" flags ")"
///     flags      = { "i" | "m" | "s" } [ "-" { "i" | "m" | "s" } ]
///     class      = [ "^" ] member { member } "]"
///     member     = one [ "-" one ]
///     one        = scalar | "\" escape
///     escape     = "d" | "D" | "s" | "S" | "w" | "W" | "p" property | "P" property
///                | "b" | "B" | "A" | "z" | "Z"
///                | "t" | "n" | "r" | "f" | "v" | "0" | "c" letter | "x" h h | "x{" h … "}" | "u" h h h h | "u{" h … "}"
///                | a scalar that is no letter and no digit
///     property   = letter | "{" [ "Is" ] name "}"
///
/// A `{` that begins no quantifier and a `]` or `}` that ends nothing are scalars, as is a `]` that comes first in a
/// class or a `-` that stands between no two scalars there.
struct RegularExpressionParser {
    struct Look {
        var node: Node
        var isBehind: Bool
    }

    private struct Flags {
        var ignoresCase = false
        var hasLines = false
        var dotIsAll = false
    }

    private let text: [Unicode.Scalar]
    private var index = 0
    private var flags = Flags()
    private var depth = 0
    private var groupCount = 0
    private(set) var groups: [String: Int] = [:]
    private(set) var looks: [Look] = []

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    /// All of the text.
    mutating func expression() throws(RegularExpressionError) -> Node {
        let node = try branches()
        guard index == text.count else { throw failure("there is no group for this )") }
        return node
    }

    private mutating func branches() throws(RegularExpressionError) -> Node {
        var branches = [try branch()]
        while take("|") { branches.append(try branch()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func branch() throws(RegularExpressionError) -> Node {
        var nodes: [Node] = []
        while let next = peek, next != "|", next != ")" {
            let atom = try atom()
            nodes.append(try quantified(atom))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    // MARK: Quantifiers

    private mutating func quantified(_ atom: Node) throws(RegularExpressionError) -> Node {
        let start = index
        guard let (least, most) = try quantifier() else { return atom }
        if let most, most < least { throw failure("the most is less than the least", at: start) }
        if take("+") { return try possessive(atom, least, most, start) }
        return .repetition(atom, least: least, most: most, isLazy: take("?"))
    }

    private mutating func quantifier() throws(RegularExpressionError) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = index
        guard take("{") else { return nil }
        if peek == ",", text[start...].prefix(while: { $0 != "}" }).dropFirst(2).allSatisfy(Self.isDigit) {
            throw failure("{ needs the least number before the comma", at: start)
        }
        guard let least = try number() else {
            index = start
            return nil
        }
        if take("}") { return (least, least) }
        if take(",") {
            let most = try number()
            if take("}") { return (least, most) }
        }
        index = start
        return nil
    }

    private mutating func number() throws(RegularExpressionError) -> Int? {
        let start = index
        while let next = peek, Self.isDigit(next) { index += 1 }
        guard index > start else { return nil }
        let digits = text[start..<index].reduce(into: "") { $0.unicodeScalars.append($1) }
        guard let number = Int(digits), number <= RegularExpressionError.sizeLimit else { throw .tooLarge }
        return number
    }

    /// What gives nothing back ends where no more of it follows, or where it has had the most.
    private mutating func possessive(
        _ atom: Node,
        _ least: Int,
        _ most: Int?,
        _ start: Int
    ) throws(RegularExpressionError) -> Node {
        guard case .scalar = atom else {
            throw failure("Hearth has possessive quantifiers behind single characters and classes only", at: start)
        }
        if least == most { return .repetition(atom, least: least, most: most, isLazy: false) }
        let end = look(atom, isBehind: false, isNegated: true)
        let most = most.map { $0 - 1 }
        let fewer = Node.sequence([.repetition(atom, least: least, most: most, isLazy: false), end])
        guard let most else { return fewer }
        return .alternatives([.repetition(atom, least: most + 1, most: most + 1, isLazy: false), fewer])
    }

    // MARK: Atoms

    private mutating func atom() throws(RegularExpressionError) -> Node {
        let start = index
        index += 1
        switch text[start] {
        case ".": return .scalar(flags.dotIsAll ? .all : ScalarSet.lineEnds.negated)
        case "^": return .assertion(flags.hasLines ? .lineStart : .textStart)
        case "$": return .assertion(flags.hasLines ? .lineEnd : .textEnd)
        case "[": return .scalar(try set(start))
        case "(": return try group(start)
        case "*", "+", "?": throw failure("there is nothing to repeat before \(text[start])", at: start)
        case "\\":
            if let assertion = assertion() { return assertion }
            switch try escape() {
            case .one(let scalar): return literal(scalar)
            case .set(let set): return .scalar(set)
            }
        case "{":
            index = start
            if try quantifier() != nil { throw failure("there is nothing to repeat before {", at: start) }
            index = start + 1
            return literal(text[start].value)
        default: return literal(text[start].value)
        }
    }

    private func literal(_ scalar: UInt32) -> Node {
        .scalar(flags.ignoresCase ? ScalarSet(scalar).ignoringCase : ScalarSet(scalar))
    }

    private mutating func look(_ node: Node, isBehind: Bool, isNegated: Bool) -> Node {
        looks.append(Look(node: node, isBehind: isBehind))
        return .look(looks.count - 1, isNegated: isNegated)
    }

    /// Behind the backslash.
    private mutating func assertion() -> Node? {
        switch peek {
        case "b": index += 1; return .assertion(.wordBoundary)
        case "B": index += 1; return .assertion(.noWordBoundary)
        case "A": index += 1; return .assertion(.textStart)
        case "z": index += 1; return .assertion(.textEnd)
        case "Z":
            index += 1
            let lineEnd = Node.repetition(.scalar(.lineEnds), least: 0, most: 1, isLazy: false)
            return look(.sequence([lineEnd, .assertion(.textEnd)]), isBehind: false, isNegated: false)
        default: return nil
        }
    }

    // MARK: Groups

    private mutating func group(_ start: Int) throws(RegularExpressionError) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= RegularExpressionError.depthLimit else {
            throw failure("more than \(RegularExpressionError.depthLimit) groups within each other", at: start)
        }
        let outer = flags
        if take("?") {
            if take("=") { return look(try rest(start, outer), isBehind: false, isNegated: false) }
            if take("!") { return look(try rest(start, outer), isBehind: false, isNegated: true) }
            if take("<=") { return look(try rest(start, outer), isBehind: true, isNegated: false) }
            if take("<!") { return look(try rest(start, outer), isBehind: true, isNegated: true) }
            if take("<") || take("P<") { return try named(start, outer) }
            if try takesFlags(start) { return .empty }
            return try rest(start, outer)
        }
        let number = groupCount
        groupCount += 1
        return .group(try rest(start, outer), number: number)
    }

    private mutating func named(_ start: Int, _ outer: Flags) throws(RegularExpressionError) -> Node {
        var name = ""
        while let next = peek, Self.isOfName(next), !name.isEmpty || !Self.isDigit(next) {
            name.unicodeScalars.append(next)
            index += 1
        }
        guard !name.isEmpty, take(">") else { throw failure("a group's name is letters and digits", at: start) }
        guard groups[name] == nil else { throw failure("there are two groups \(name)", at: start) }
        let number = groupCount
        groups[name] = number
        groupCount += 1
        return .group(try rest(start, outer), number: number)
    }

    /// What a group holds, with its end, behind which flags are again what they were.
    private mutating func rest(_ start: Int, _ outer: Flags) throws(RegularExpressionError) -> Node {
        let node = try branches()
        guard take(")") else { throw failure("the group is not closed", at: start) }
        flags = outer
        return node
    }

    /// Whether they are all there is in the parentheses. They hold to the end of the group around.
    private mutating func takesFlags(_ start: Int) throws(RegularExpressionError) -> Bool {
        var value = true
        while let next = peek {
            index += 1
            switch next {
            case "i": flags.ignoresCase = value
            case "m": flags.hasLines = value
            case "s": flags.dotIsAll = value
            case "-" where value: value = false
            case ":": return false
            case ")" where index > start + 3: return true
            default: throw failure("Hearth has no groups that begin with (?\(next)", at: start)
            }
        }
        throw failure("the group is not closed", at: start)
    }

    // MARK: Classes

    private mutating func set(_ start: Int) throws(RegularExpressionError) -> ScalarSet {
        var set = ScalarSet()
        let isNegated = take("^")
        let first = index
        while index == first || peek != "]" {
            guard index < text.count else { throw failure("the class is not closed", at: start) }
            if text[index...].starts(with: "[:".unicodeScalars) {
                throw failure("Hearth writes [:alpha:] as \\p{Alpha}")
            }
            if text[index...].starts(with: "&&".unicodeScalars) { throw failure("Hearth has no && in classes") }
            try member(&set)
        }
        index += 1
        if flags.ignoresCase { set = set.ignoringCase }
        return isNegated ? set.negated : set
    }

    private mutating func member(_ set: inout ScalarSet) throws(RegularExpressionError) {
        let start = index
        guard case .one(let least) = try one(in: &set), peek == "-", index + 1 < text.count, text[index + 1] != "]"
        else {
            return
        }
        index += 1
        switch try one(in: &set) {
        case .set: set.insert([0x2D...0x2D])
        case .one(let most):
            guard least <= most else { throw failure("a range that ends before it begins", at: start) }
            set.insert([least...most])
        }
    }

    private mutating func one(in set: inout ScalarSet) throws(RegularExpressionError) -> Escape {
        var one = Escape.one(text[index].value)
        index += 1
        if text[index - 1] == "\\" {
            // Between brackets it is the backspace.
            one = take("b") ? .one(0x08) : try escape()
        }
        switch one {
        case .one(let scalar): set.insert([scalar...scalar])
        case .set(let other): set.insert(other)
        }
        return one
    }

    // MARK: Escapes

    private enum Escape {
        case one(UInt32)
        case set(ScalarSet)
    }

    /// Behind the backslash.
    private mutating func escape() throws(RegularExpressionError) -> Escape {
        let start = index - 1
        guard let next = peek else { throw failure("nothing follows the backslash", at: start) }
        index += 1
        switch next {
        case "d": return .set(.digits)
        case "D": return .set(ScalarSet.digits.complement)
        case "s": return .set(.space)
        case "S": return .set(ScalarSet.space.complement)
        case "w": return .set(.word)
        case "W": return .set(ScalarSet.word.complement)
        case "p": return .set(try property(start))
        case "P": return .set(try property(start).complement)
        case "t": return .one(0x09)
        case "n": return .one(0x0A)
        case "v": return .one(0x0B)
        case "f": return .one(0x0C)
        case "r": return .one(0x0D)
        case "0" where !(peek.map(Self.isDigit) ?? false): return .one(0)
        case "c": if let control = control() { return .one(control) }
        case "x": if let scalar = hexadecimal(2) { return .one(scalar) }
        case "u": if let scalar = utf16() { return .one(scalar) }
        case "k", "1"..."9": throw failure("Hearth has no references back to groups", at: start)
        case _ where next.isASCII && !Self.isOfName(next) || next == "_" || !next.isASCII: return .one(next.value)
        default: break
        }
        throw failure("Hearth has no escape \\\(next) like this", at: start)
    }

    private mutating func control() -> UInt32? {
        guard let next = peek, ("a"..."z").contains(next) || ("A"..."Z").contains(next) else { return nil }
        index += 1
        return next.value & 0x1F
    }

    /// So many digits, or any number of them in braces.
    private mutating func hexadecimal(_ count: Int) -> UInt32? {
        let hasBraces = take("{")
        let digits = text[index...].prefix(hasBraces ? 8 : count).prefix(while: \.properties.isASCIIHexDigit)
        guard hasBraces ? !digits.isEmpty : digits.count == count else { return nil }
        index += digits.count
        if hasBraces, !take("}") { return nil }
        let value = digits.reduce(into: "") { $0.unicodeScalars.append($1) }
        return UInt32(value, radix: 16).flatMap { $0 <= 0x10FFFF ? $0 : nil }
    }

    /// Two halves of a surrogate pair are one scalar.
    private mutating func utf16() -> UInt32? {
        guard let high = hexadecimal(4) else { return nil }
        let start = index
        if (0xD800...0xDBFF).contains(high), take("\\u"), let low = hexadecimal(4), (0xDC00...0xDFFF).contains(low) {
            return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
        }
        index = start
        return high
    }

    private mutating func property(_ start: Int) throws(RegularExpressionError) -> ScalarSet {
        var name = ""
        if take("{") {
            while let next = peek, next != "}" {
                name.unicodeScalars.append(next)
                index += 1
            }
            guard take("}") else { throw failure("the property's name is not closed", at: start) }
        } else if let next = peek {
            name.unicodeScalars.append(next)
            index += 1
        }
        if let set = ScalarSet.property(name) { return set }
        if name.hasPrefix("Is"), let set = ScalarSet.property(String(name.dropFirst(2))) { return set }
        throw failure("Hearth knows no property \(name)", at: start)
    }

    // MARK: Scalars

    private var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }

    private mutating func take(_ token: String) -> Bool {
        guard text[index...].starts(with: token.unicodeScalars) else { return false }
        index += token.unicodeScalars.count
        return true
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool { ScalarSet.word.contains(scalar.value) }

    private func failure(_ reason: String, at index: Int? = nil) -> RegularExpressionError {
        RegularExpressionError(reason, at: (index ?? self.index) + 1)
    }
}
