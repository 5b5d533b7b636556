import ColdStart
import Gateway
import ServiceKit
import Storage
import Template
import Time
import Wire

/// Everything that can be told of a template without starting it.
struct TemplateValidation {
    let application: Application
    /// Errors first, then warnings, then notes.
    let diagnostics: [Diagnostic]

    /// Reads the template, looks for its functions' programs, and makes its resources in a store in memory, which
    /// refuses what the services refuse.
    init(_ path: String, _ options: TemplateOptions) throws(CommandError) {
        let file = try TemplateFile(path, options)
        application = file.application()
        let plan = ApplicationPlan(
            application: application,
            directory: file.directory,
            account: options.account,
            secrets: file.reader.secrets
        )
        var found = application.diagnostics + plan.missingPrograms
        found += plan.deprecatedRuntimes(on: CalendarTime(SystemTime().now).date)
        // What a template without errors stands for can be looked at more closely.
        if !found.contains(where: { $0.severity == .error }) {
            found += plan.concurrencyProblems(FleetLimits()) + plan.functionURLProblems
            found += plan.gateway.problems.map(Self.diagnostic)
            found += try Self.refusals(application, file.reader.secrets, options.account)
        }
        diagnostics = found.enumerated().map { number, diagnostic in
            var placed = diagnostic
            if placed.position == nil { placed.position = file.position(of: diagnostic.path) }
            return (number, placed)
        }
        .sorted { ($0.1.severity, $0.0) < ($1.1.severity, $1.0) }
        .map(\.1)
    }

    func count(_ severity: Diagnostic.Severity) -> Int { diagnostics.count { $0.severity == severity } }

    private static func diagnostic(_ problem: GatewayProblem) -> Diagnostic {
        Diagnostic(problem.severity == .error ? .error : .warning, JSONPath(pointer: problem.source), problem.message)
    }

    /// What the services say to the template's resources.
    private static func refusals(
        _ application: Application,
        _ secrets: Secrets,
        _ account: AWSAccount
    ) throws(CommandError) -> [Diagnostic] {
        do {
            let database = try Database(.memory, migrations: Services.migrations)
            let logs = try Database(.memory, migrations: Services.logMigrations)
            defer {
                database.close()
                logs.close()
            }
            let context = ServiceContext(account: account, time: SystemTime(), ids: IDSource(), database: database)
            let endpoint = "http://127.0.0.1:4566"
            let services = try Services(context, logStore: logs, secrets, endpointURL: endpoint, objects: nil)
            context.deliveries.register(UncalledFunctions(), for: "lambda")
            return services.problems(settingUp: application, account)
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError("\(error)")
        }
    }
}
