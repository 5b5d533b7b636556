import ArgumentParser
import JSON
import Template

struct RoutesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "Shows the routes of a template's APIs and what guards them.",
        discussion: """
            Nothing is started: the template alone tells. An issuer of tokens that is null is the gateway itself.

            EXAMPLES
              hearth routes
              hearth routes --output json
            """
    )

    @OptionGroup var source: TemplateOptions

    @Option(help: "table or json.")
    var output: TableFormat = .table

    func run() throws {
        let console = Console()
        do throws(CommandError) {
            let application = try TemplateFile(try source.templatePath(), source).application(console: console)
            let rows = RouteRow.all(of: application)
            switch output {
            case .table: for line in RouteRow.table(rows).lines(console) { console.print(line) }
            case .json: console.print(JSON.array(rows.map(\.json)).prettyText)
            }
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }
}
