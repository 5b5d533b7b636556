import ArgumentParser
import JSON
import Template

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Tells everything that is wrong with a template, and how to mend it.",
        discussion: """
            Nothing is started. Errors keep a template from being served; warnings are
            what Hearth does not do, or what is missing yet, such as functions that are
            not built; notes are what it may leave undone. The exit status is 1 when
            there are errors.

            EXAMPLES
              hearth validate
              hearth validate --template api/template.yaml --parameter Stage=test
              hearth validate --output json
            """
    )

    @OptionGroup var source: TemplateOptions

    @Option(help: "text or json.")
    var output: OutputFormat = .text

    func run() throws {
        let console = Console()
        let isValid: Bool
        do throws(CommandError) {
            let path = try source.templatePath()
            let validation = try TemplateValidation(path, source)
            switch output {
            case .text: Self.print(validation, path, console)
            case .json: console.print(Self.json(validation, path).prettyText)
            }
            isValid = validation.count(.error) == 0
        } catch {
            console.error(error.description)
            isValid = false
        }
        if !isValid { throw ExitCode.failure }
    }

    private static func print(_ validation: TemplateValidation, _ path: String, _ console: Console) {
        for line in validation.diagnostics.lines(in: path) { console.print(line) }
        let counts = [
            (validation.count(.error), "error"), (validation.count(.warning), "warning"),
            (validation.count(.note), "note"),
        ].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
        let verdict = validation.count(.error) > 0 ? "cannot be served" : "is valid"
        let tail = counts.isEmpty ? "" : ": " + counts.joined(separator: ", ")
        console.print(console.styled("\(path) \(verdict)", .bold) + tail)
    }

    private static func counted(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }

    private static func json(_ validation: TemplateValidation, _ path: String) -> JSON {
        [
            "template": .string(path),
            "valid": JSON(validation.count(.error) == 0),
            "errors": JSON(validation.count(.error)),
            "warnings": JSON(validation.count(.warning)),
            "problems": .array(validation.diagnostics.map(json)),
        ]
    }

    private static func json(_ diagnostic: Diagnostic) -> JSON {
        var object = JSON.Object([
            ("severity", .string(diagnostic.severity.rawValue)), ("path", .string(diagnostic.path.description)),
            ("message", .string(diagnostic.message)),
        ])
        object["remedy"] = diagnostic.remedy.map { .string($0) }
        object["line"] = diagnostic.position.map { JSON($0.line) }
        object["column"] = diagnostic.position.map { JSON($0.column) }
        return .object(object)
    }
}
