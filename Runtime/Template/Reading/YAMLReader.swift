import JSON
import Yams

/// Reads YAML 1.1 as CloudFormation does: short forms such as `!Ref` become long ones, dates stay text.
struct YAMLReader {
    private var positions: [JSONPath: SourcePosition] = [:]
    /// Aliases can make a short text unfold into a huge tree: there is an end to it.
    private var valuesLeft = 100_000

    private var warnings: [Diagnostic] = []

    static func document(_ text: String) throws(Diagnostic) -> TemplateDocument {
        guard let node = try compose(text) else { throw Diagnostic(.error, .root, "the template is empty") }
        var reader = YAMLReader()
        reader.positions[.root] = node.mark.map(SourcePosition.init)
        let root = try reader.value(node, at: .root)
        var document = TemplateDocument(root: root, positions: reader.positions)
        document.warnings = reader.warnings
        return document
    }

    private static func compose(_ text: String) throws(Diagnostic) -> Node? {
        var members = RepeatedMembers(text)
        while true {
            do {
                return try Yams.compose(yaml: members.text)
            } catch YamlError.duplicatedKeysInMapping(_, let context)
                where members.rename(at: SourcePosition(context.mark))
            {
                continue
            } catch {
                throw YAMLReader.diagnostic(error)
            }
        }
    }

    private mutating func value(_ node: Node, at path: JSONPath) throws(Diagnostic) -> TemplateValue {
        guard valuesLeft > 0 else { throw Self.error(node, path, "the template unfolds into too many values") }
        guard path.tokens.count <= 100 else { throw Self.error(node, .root, "values nest too deeply") }
        valuesLeft -= 1
        guard let function = try ShortForm(tag: node, at: path) else { return try plainValue(node, at: path) }
        let inner = path / function.longName
        let argument = try plainValue(node, at: inner)
        return TemplateValue(path, .object([.init(key: function.longName, value: argument)]))
    }

    private mutating func plainValue(_ node: Node, at path: JSONPath) throws(Diagnostic) -> TemplateValue {
        switch node {
        case .scalar(let scalar):
            return TemplateValue(path, Self.content(of: scalar, in: node))
        case .sequence(let sequence):
            var elements: [TemplateValue] = []
            for (index, element) in sequence.enumerated() {
                positions[path / index] = element.mark.map(SourcePosition.init)
                elements.append(try value(element, at: path / index))
            }
            return TemplateValue(path, .array(elements))
        case .mapping(let mapping):
            return TemplateValue(path, .object(try members(of: mapping, at: path)))
        case .alias:
            throw Self.error(node, path, "an alias stands for nothing")
        }
    }

    private mutating func members(
        of mapping: Node.Mapping,
        at path: JSONPath
    ) throws(Diagnostic) -> [TemplateValue.Member] {
        var members: [TemplateValue.Member] = []
        for (key, value) in mapping {
            guard case .scalar(let name) = key else { throw Self.error(key, path, "a member name must be a scalar") }
            guard name.string != "<<" else { throw Self.error(key, path, "CloudFormation has no YAML merge keys (<<)") }
            if let former = RepeatedMembers.formerName(name.string) {
                let message = "\(former) stands here again, further down: the last one counts"
                let position = key.mark.map(SourcePosition.init)
                warnings.append(Diagnostic(.warning, path / former, message, position: position))
                continue
            }
            positions[path / name.string] = key.mark.map(SourcePosition.init)
            members.append(.init(key: name.string, value: try self.value(value, at: path / name.string)))
        }
        return members
    }

    /// Numbers keep their spelling where JSON has the same. What only looks like a number, such as an account id with
    /// a zero in front, is text.
    private static func content(of scalar: Node.Scalar, in node: Node) -> TemplateValue.Content {
        switch Tag.Name(rawValue: node.tag.rawValue) {
        case .null: .null
        case .bool: node.bool.map { .bool($0) } ?? .string(scalar.string)
        case .int, .float: number(scalar, node) ?? .string(scalar.string)
        default: .string(scalar.string)
        }
    }

    private static func number(_ scalar: Node.Scalar, _ node: Node) -> TemplateValue.Content? {
        if scalar.string.contains("."), let value = node.float, value.isFinite { return number(scalar, JSON(value)) }
        return node.tag == Tag(.int) ? node.int.flatMap { number(scalar, JSON($0)) } : nil
    }

    private static func number(_ scalar: Node.Scalar, _ value: JSON) -> TemplateValue.Content? {
        let spelt = try? JSON(parsing: scalar.string)
        return (spelt?.numberText ?? value.numberText).map { .number($0) }
    }

    static func error(_ node: Node, _ path: JSONPath, _ message: String, remedy: String? = nil) -> Diagnostic {
        Diagnostic(.error, path, message, remedy: remedy, position: node.mark.map(SourcePosition.init))
    }

    private static func diagnostic(_ error: any Error) -> Diagnostic {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            Diagnostic(.error, .root, "not YAML: \(problem)", position: SourcePosition(mark))
        case .duplicatedKeysInMapping(let duplicates, let context):
            Diagnostic(
                .error,
                .root,
                "the member \(duplicates.joined(separator: ", ")) stands twice",
                position: SourcePosition(context.mark)
            )
        case .reader(let problem, _, _, _):
            Diagnostic(.error, .root, "not YAML: \(problem)")
        default:
            Diagnostic(.error, .root, "not YAML")
        }
    }
}

extension SourcePosition {
    init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}
