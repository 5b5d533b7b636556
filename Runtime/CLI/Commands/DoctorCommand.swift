import ArgumentParser
import Diagnosis
import JSON

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tells what this machine has and lacks for Hearth, and how to mend it.",
        discussion: """
            The exit status is 1 when there are problems. Warnings are about what not
            everybody needs, such as a Swift toolchain.

            EXAMPLES
              hearth doctor
              hearth doctor --port 8080
              hearth doctor --output json
            """
    )

    @Option(name: [.short, .long], help: "The port that the gateway is to have.")
    var port: Int = 3000

    @Option(help: "The port that the AWS endpoint is to have.")
    var endpointPort: Int = EndpointDiscovery.usualPort

    @Option(help: "Where state is to be kept.")
    var dataDir: String = ".hearth"

    @Option(help: "text or json.")
    var output: OutputFormat = .text

    func validate() throws {
        for (name, value) in [("--port", port), ("--endpoint-port", endpointPort)]
        where !(1...65_535).contains(value) {
            throw ValidationError("\(name) must be 1 to 65535, not \(value).")
        }
    }

    func run() throws {
        let console = Console()
        let checks = Machine.inspected(
            StateDirectory(path: dataDir),
            gatewayPort: port,
            endpointPort: endpointPort
        ).checks
        switch output {
        case .text: Self.print(checks, console)
        case .json: console.print(Self.json(checks).prettyText)
        }
        if checks.contains(where: { $0.verdict == .problem }) { throw ExitCode.failure }
    }

    private static func print(_ checks: [Check], _ console: Console) {
        let width = checks.map(\.name.count).max() ?? 0
        let indent = String(repeating: " ", count: width + 11)
        for check in checks {
            let verdict = check.verdict.rawValue.padded(to: 7)
            console.print(
                "\(console.styled(verdict, style(check.verdict)))  \(check.name.padded(to: width))  \(check.finding)"
            )
            if let remedy = check.remedy { console.print(console.styled("\(indent)\(remedy)", .dim)) }
        }
        let problems = checks.count { $0.verdict == .problem }
        let warnings = checks.count { $0.verdict == .warning }
        let verdict =
            problems > 0 ? "Hearth will not work as it should here" : "Hearth works here"
        console.print(
            "\n\(verdict): \(problems) problem\(problems == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")."
        )
    }

    private static func style(_ verdict: Check.Verdict) -> Console.Style {
        switch verdict {
        case .ok: .plain
        case .warning: .yellow
        case .problem: .red
        }
    }

    private static func json(_ checks: [Check]) -> JSON {
        let problems = checks.count { $0.verdict == .problem }
        return [
            "problems": JSON(problems),
            "warnings": JSON(checks.count { $0.verdict == .warning }),
            "checks": .array(
                checks.map { check in
                    var object = JSON.Object([
                        ("name", .string(check.name)), ("verdict", .string(check.verdict.rawValue)),
                        ("finding", .string(check.finding)),
                    ])
                    object["remedy"] = check.remedy.map { .string($0) }
                    return .object(object)
                }
            ),
        ]
    }
}
