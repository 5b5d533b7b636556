import JSON

/// In which language a template is written.
package enum TemplateFormat: Sendable {
    case json, yaml

    /// By the file's ending: `.json`, `.yaml` or `.yml`; `nil` for any other.
    package init?(fileName: String) {
        switch fileName.split(separator: "." as Character).last?.lowercased() {
        case "json": self = .json
        case "yaml", "yml": self = .yaml
        default: return nil
        }
    }
}

/// The text of a template as a tree, and where its parts stand in the text.
struct TemplateDocument {
    var root: TemplateValue
    var positions: [JSONPath: SourcePosition]
    /// What is odd about the text itself.
    var warnings: [Diagnostic] = []

    init(_ text: String, format: TemplateFormat) throws(Diagnostic) {
        switch format {
        case .json: self = try Self.json(text)
        case .yaml: self = try YAMLReader.document(text)
        }
    }

    init(root: TemplateValue, positions: [JSONPath: SourcePosition]) {
        self.root = root
        self.positions = positions
    }

    private static func json(_ text: String) throws(Diagnostic) -> TemplateDocument {
        let json: JSON
        do {
            json = try JSON(parsing: text, maximumDepth: 100)
        } catch {
            throw Diagnostic(
                .error,
                .root,
                "not JSON: \(error.reason)",
                position: SourcePosition(line: error.line, column: error.column)
            )
        }
        let found = try JSONPositions.find(in: text)
        var document = TemplateDocument(root: TemplateValue(json), positions: found.positions)
        document.warnings = found.warnings
        return document
    }

    /// Where a path stands, or the nearest thing that contains it.
    func position(of path: JSONPath) -> SourcePosition? {
        var path: JSONPath? = path
        while let here = path {
            if let position = positions[here] { return position }
            path = here.parent
        }
        return nil
    }
}

extension Diagnostic: Error {}
