import JSON
import Time
import Wire

/// Makes what a target gets of an event: a template in which `<name>` stands for what a path finds.
///
/// Where `<name>` stands alone, its value is written as JSON; inside of quotation marks a text is written without its
/// own. A list or object is written without any where the whole template is a text; inside of a text of an object it
/// would break that, and nothing is sent.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
struct InputTransformer: Sendable {
    private enum Part: Sendable {
        case text(String)
        case variable(String, isQuoted: Bool)
    }

    /// What `<aws.events.rule-arn>` and its like stand for besides the event.
    struct Surroundings: Sendable {
        var ruleARN: String
        var ruleName: String
        var ingested: Timestamp
    }

    static let reserved: Set = [
        "aws.events.rule-arn", "aws.events.rule-name", "aws.events.event.ingestion-time", "aws.events.event",
        "aws.events.event.json",
    ]

    private let parts: [Part]
    /// Whether the whole template is a text.
    private let isText: Bool
    private let paths: [String: JSONPath]

    /// Throws what AWS says of a template or path that cannot be used for target `id`.
    init(template: String, paths: [String: String], target id: String) throws(AWSError) {
        var compiled: [String: JSONPath] = [:]
        for (name, text) in paths {
            guard !name.hasPrefix("aws.") else {
                throw .validation("InputPathsMap for target \(id) contains a key that starts with AWS: \(name).")
            }
            guard let path = JSONPath(text) else {
                throw .validation("Invalid InputPath for target \(id) : [Path must be a valid JSONPath: \(text)].")
            }
            compiled[name] = path
        }
        self.paths = compiled
        parts = Self.parts(template)
        isText = template.first { !$0.isWhitespace } == "\""
        for case .variable(let name, _) in parts where compiled[name] == nil && !Self.reserved.contains(name) {
            throw .validation("InputTemplate for target \(id) contains invalid placeholder \(name).")
        }
        try checkTemplate(id)
    }

    /// With something in the place of each variable the template must be JSON, or lines of it.
    private func checkTemplate(_ id: String) throws(AWSError) {
        let sample = parts.map { part in
            switch part {
            case .text(let text): text
            case .variable(_, let isQuoted): isQuoted ? "" : "0"
            }
        }.joined()
        if (try? JSON(parsing: sample)) != nil { return }
        let lines = sample.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
        guard !lines.isEmpty, lines.allSatisfy({ (try? JSON(parsing: String($0))) != nil }) else {
            throw .validation("Invalid InputTemplate for target \(id) : [Source: (String)\"\(sample)\"] is not JSON.")
        }
    }

    private static func parts(_ template: String) -> [Part] {
        var parts: [Part] = []
        var text = ""
        var isQuoted = false
        var rest = template[...]
        while let character = rest.first {
            rest = rest.dropFirst()
            if character == "\\", let next = rest.first {
                text += "\\\(next)"
                rest = rest.dropFirst()
            } else if character == "<", let name = name(at: rest) {
                parts += [.text(text), .variable(String(name), isQuoted: isQuoted)]
                text = ""
                rest = rest.dropFirst(name.count + 1)
            } else {
                if character == "\"" { isQuoted.toggle() }
                text.append(character)
            }
        }
        return parts + [.text(text)]
    }

    /// The name that a `>` ends; `nil` for a `<` that is just one.
    private static func name(at text: Substring) -> Substring? {
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || "_-.".contains($0) }
        return !name.isEmpty && text.dropFirst(name.count).first == ">" ? name : nil
    }

    /// `nil` where nothing is sent.
    func apply(to event: JSON, _ surroundings: Surroundings) -> String? {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .variable(let name, let isQuoted):
                guard let text = text(value(of: name, event, surroundings) ?? "", isQuoted: isQuoted) else {
                    return nil
                }
                result += text
            }
        }
        return result
    }

    private func text(_ value: JSON, isQuoted: Bool) -> String? {
        guard isQuoted else { return value.text }
        switch value {
        case .string: return String(value.text.dropFirst().dropLast())
        case .array, .object: return isText ? value.text.filter { $0 != "\"" } : nil
        case .number, .bool, .null: return value.text
        }
    }

    private func value(of name: String, _ event: JSON, _ surroundings: Surroundings) -> JSON? {
        switch name {
        case "aws.events.rule-arn": return .string(surroundings.ruleARN)
        case "aws.events.rule-name": return .string(surroundings.ruleName)
        case "aws.events.event.ingestion-time": return .string(surroundings.ingested.iso8601Seconds)
        case "aws.events.event.json": return event
        case "aws.events.event":
            var object = JSON.Object()
            for name in ["id", "account", "detail-type", "time", "source", "region", "resources", "version"] {
                object[name == "detail-type" ? "detailType" : name] = event[name]
            }
            return .object(object)
        default: return paths[name]?.value(in: event)
        }
    }
}
