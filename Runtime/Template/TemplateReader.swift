import JSON

/// Turns the text of a SAM or CloudFormation template into an `Application`.
///
/// Nothing is read from disk and nothing is started: the result depends on the arguments alone. Every problem is
/// collected, not only the first.
package struct TemplateReader: Sendable {
    package var emulator: EmulatorAttributes
    /// Values for the template's `Parameters`, by name; a list is written with commas.
    package var parameterOverrides: [String: String]

    /// What dynamic references stand for.
    package var secrets: Secrets

    package init(
        emulator: EmulatorAttributes = EmulatorAttributes(),
        parameterOverrides: [String: String] = [:],
        secrets: Secrets = Secrets(missing: "secrets.json")
    ) {
        self.emulator = emulator
        self.parameterOverrides = parameterOverrides
        self.secrets = secrets
    }

    package func application(parsing text: String, format: TemplateFormat) -> Application {
        var application: Application
        do throws(Diagnostic) {
            let document = try TemplateDocument(text, format: format)
            application = read(document.root)
            application.diagnostics += document.warnings
            for index in application.diagnostics.indices where application.diagnostics[index].position == nil {
                let path = application.diagnostics[index].path
                application.diagnostics[index].position = document.position(of: path)
            }
        } catch {
            application = Application()
            application.diagnostics = [error]
        }
        return application
    }

    /// Where in a template's text a path stands, or the nearest thing that contains it; `nil` for a text that is none.
    package static func position(of path: JSONPath, in text: String, format: TemplateFormat) -> SourcePosition? {
        try? TemplateDocument(text, format: format).position(of: path)
    }

    /// The template as it is written, as JSON, with YAML's short forms of functions in their long ones.
    package static func json(parsing text: String, format: TemplateFormat) throws(Diagnostic) -> JSON {
        try TemplateDocument(text, format: format).root.json
    }

    private func read(_ root: TemplateValue) -> Application {
        let findings = Findings()
        var application = Application()
        if let template = Fields(root, at: .root, findings) {
            Sections.check(template)
            let assembly = ApplicationAssembly(template, emulator, parameterOverrides, secrets, findings)
            application = assembly.application()
            application.description = template.string("Description")
        }
        application.diagnostics = findings.diagnostics.enumerated()
            .sorted { ($0.element.severity, $0.offset) < ($1.element.severity, $1.offset) }
            .map(\.element)
        return application
    }
}
