import ArgumentParser
import ColdStart
import HTTPListener
import Lambda
import Processes
import Recording
import Simulator

struct StartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Serves a template: its functions, routes and tables.",
        discussion: """
            Prints routes, functions and endpoints, then the functions' logs. A function
            whose program changes is reloaded. Ctrl-C finishes the requests under way and
            stops.

            EXAMPLES
              hearth start
              hearth start --port 0 --endpoint-port 0 --ephemeral
              hearth start --template api/template.yaml --data-dir /tmp/state
              hearth start --no-template --ephemeral --allow-reset
            """
    )

    @OptionGroup var options: EmulatorOptions

    @Flag(
        name: .customLong("no-template"),
        help: "Serve AWS's services alone: functions and all else come to be by their APIs."
    )
    var hasNoTemplate = false

    @Option(name: [.short, .long], help: "The gateway's port; 0 takes any free one.")
    var port: Int = 3000

    @Option(help: "The port of the AWS endpoint; 0 takes any free one.")
    var endpointPort: Int = EndpointDiscovery.usualPort

    @Option(
        help: ArgumentHelp(
            "The port of the template's first function URL, further ones follow; 0 takes any free ones.",
            discussion: "Function URLs answer by their host names on the AWS endpoint as well."
        )
    )
    var functionURLPort: Int = 0

    @Option(help: "The address to listen on. Others than loopback let other machines in.")
    var host: String = "127.0.0.1"

    @Option(
        name: .customLong("allow-host"),
        help: ArgumentHelp(
            "A further name by which clients may call the AWS endpoint.",
            discussion: """
                Names of this machine (localhost and below, its own where --host is not loopback), addresses, --host and \
                names of AWS's own are allowed. Others are refused, because a web page can make its name point here.
                """,
            valueName: "name"
        )
    )
    var allowedHosts: [String] = []

    @Option(
        name: .customLong("allow-origin"),
        help: ArgumentHelp(
            "An origin whose web pages may use the AWS endpoint.",
            discussion: "Such as http://localhost:5173; '*' lets every web page in, whoever made it.",
            valueName: "origin"
        )
    )
    var allowedOrigins: [String] = []

    @Option(
        help: ArgumentHelp(
            "At most so many environments of a function at once; further invocations wait.",
            discussion:
                "Lambda has no such limit: without it, every invocation that finds no idle environment starts one."
        )
    )
    var maxEnvironments: Int?

    @Option(
        help: ArgumentHelp(
            "The account's concurrency.",
            discussion: "Invocations under way at once; as on AWS, ten times as many requests a second are taken."
        )
    )
    var accountConcurrency: Int = 1_000

    @Option(
        name: .customLong("jwks"),
        help: ArgumentHelp(
            "Where the keys of an issuer of tokens are, a file or a URL.",
            discussion: """
                Such as https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example=keys.json. Without it, the issuer is \
                asked: an HTTP API's at /.well-known/openid-configuration, a user pool's at /.well-known/jwks.json.
                """,
            valueName: "issuer=file"
        )
    )
    var keySets: [String] = []

    @Option(
        help: ArgumentHelp(
            "How many requests the gateway lets through: so many a second, and so many at once.",
            discussion: "An account on AWS has 10000,5000. Further requests are answered 429. No limit without it.",
            valueName: "rate,burst"
        )
    )
    var gatewayThrottle: ThrottleArgument?

    @Option(
        help: ArgumentHelp(
            "A shell command that fills a new state.",
            discussion:
                "Runs once, when everything is up, with AWS_ENDPOINT_URL set; again at each start until it succeeds."
        )
    )
    var seed: String?

    @Flag(help: "Let POST /_hearth/reset on the AWS endpoint empty every service, between test suites.")
    var allowReset = false

    @Option(
        help: ArgumentHelp(
            "How long cold starts take: measured, modelled or off.",
            discussion: """
                measured: what this machine takes. modelled: as long as on Lambda, by published measurements. off: every \
                function has an environment from the start, and none ends.
                """
        )
    )
    var coldStart: EnvironmentSettings.ColdStarts = .measured

    @Option(
        name: .customLong("policy"),
        help: ArgumentHelp(
            "Changes how environments are chosen and kept; may be given again.",
            discussion: """
                fixed:30s keeps idle ones for so long (fixed:600s unless told), hybrid goes by each function's idle times, \
                greedy-dual:4096 keeps what so many MB hold; preemptive:COUNT starts so many ahead; a placement says which idle one is taken (\
                \(Placement.allCases.map(\.rawValue).joined(separator: ", "))). As `hearth simulate` knows them.
                """,
            valueName: "policy"
        )
    )
    var policies: [String] = []

    @Option(
        help: ArgumentHelp(
            "The clock that services go by: system or virtual.",
            discussion: """
                A virtual one runs as the machine's does until `hearth clock advance` or `hearth clock set` moves it on. \
                Functions see the machine's clock, by which their time-outs run and their deadlines are told.
                """
        )
    )
    var clock: ClockKind = .system

    @Flag(
        inversion: .prefixedNo,
        help: "Processes stand still between invocations, as on Lambda."
    )
    var freeze = true

    @Flag(
        help: ArgumentHelp(
            "A function gets CPU time by its memory size, as on Lambda: one CPU with 1,769 MB.",
            discussion: "Needs control groups (cgroups) that this user may make; says so where there are none."
        )
    )
    var memoryScaling = false

    @Option(
        help: ArgumentHelp(
            "Write down every arrival, decision, start and completion.",
            discussion: "For `hearth replay` and `hearth simulate --recording`. A file that is there is replaced.",
            valueName: "file"
        )
    )
    var record: String?

    @Flag(name: [.short, .long], help: "Do not print what functions log.")
    var quiet = false

    func validate() throws {
        if hasNoTemplate && options.source.template != nil {
            throw ValidationError("--template and --no-template exclude each other.")
        }
        for (name, value) in [
            ("--port", port), ("--endpoint-port", endpointPort), ("--function-url-port", functionURLPort),
        ]
        where !(0...65_535).contains(value) {
            throw ValidationError("\(name) must be 0 to 65535, not \(value).")
        }
        if port != 0, port == endpointPort {
            throw ValidationError(
                "--port and --endpoint-port are both \(port): gateway and AWS endpoint need one each."
            )
        }
        for origin in allowedOrigins where origin != "*" && origin != "null" && !origin.contains("://") {
            throw ValidationError("--allow-origin must be like http://localhost:5173, not '\(origin)'.")
        }
        if accountConcurrency < 1 {
            throw ValidationError("--account-concurrency must be at least 1, not \(accountConcurrency).")
        }
        for keySet in keySets where !keySet.contains("=") {
            throw ValidationError("--jwks must be ISSUER=FILE or ISSUER=URL, not '\(keySet)'.")
        }
        _ = try policy()
        if let maxEnvironments, maxEnvironments < 1 { throw ValidationError("--max-environments must be at least 1.") }
    }

    func run() async throws {
        let console = Console()
        let policy = try policy()
        do throws(CommandError) {
            let recording = try recording(console)
            let signals = await StopSignals()
            let emulator = try await Emulator.start(
                options,
                EmulatorSettings(
                    hasTemplate: !hasNoTemplate,
                    host: host,
                    gatewayPort: port,
                    endpointPort: endpointPort,
                    functionURLPort: functionURLPort,
                    limits: FleetLimits(
                        accountConcurrency: accountConcurrency,
                        environmentsPerFunction: maxEnvironments
                    ),
                    environments: environmentSettings(policy, recording, console),
                    printsLogs: !quiet,
                    keySets: keySetLocations,
                    gatewayThrottle: gatewayThrottle?.throttle,
                    allowsReset: allowReset,
                    access: AccessRules(
                        hosts: allowedHosts + [host] + MachineName.names(listeningOn: host),
                        origins: allowedOrigins
                    ),
                    isServing: true,
                    hasVirtualClock: clock == .virtual
                ),
                console: console
            )
            signals.hearthIsUp()
            emulator.announce(to: console)
            let seeding = Task { await runSeed(emulator, console) }
            await signals.next()
            seeding.cancel()
            console.note("Stopping: requests under way are finished. Ctrl-C again stops at once.")
            await emulator.stop(console, impatience: signals.next)
            if let problem = recording?.finish() { console.error("the recording is not whole: \(problem)") }
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    private func policy() throws(ValidationError) -> FleetPolicy {
        var policy = FleetPolicy()
        if coldStart == .off && !policies.isEmpty {
            throw ValidationError("--policy has no effect with --cold-start off, which keeps all environments.")
        }
        var kinds: [PolicyKind: String] = [:]
        for text in policies {
            if let kind = PolicyKind(text), let other = kinds.updateValue(text, forKey: kind) {
                throw ValidationError("--policy \(other) and --policy \(text) do not go together.")
            }
            do throws(InputError) {
                guard try policy.apply(text) else {
                    throw InputError(
                        "--policy must be a placement, fixed:600s, hybrid, greedy-dual:MB or preemptive:COUNT, not '\(text)'."
                    )
                }
            } catch {
                throw ValidationError(error.description)
            }
        }
        return policy
    }

    private var keySetLocations: [String: String] {
        Dictionary(
            keySets.map { keySet in
                let issuer = keySet.prefix { $0 != "=" }
                return (String(issuer), String(keySet.dropFirst(issuer.count + 1)))
            },
            uniquingKeysWith: { $1 }
        )
    }

    private func recording(_ console: Console) throws(CommandError) -> RecordingFile? {
        guard let record else { return nil }
        do throws(RecordingFileError) {
            return try RecordingFile(path: record) { problem in
                console.error("\(record) cannot be written: \(problem); nothing more is recorded")
            }
        } catch {
            throw CommandError(error.description)
        }
    }

    private func environmentSettings(
        _ policy: FleetPolicy,
        _ recording: RecordingFile?,
        _ console: Console
    ) -> EnvironmentSettings {
        var settings = EnvironmentSettings()
        settings.recorder = recording
        settings.freezes = freeze
        settings.coldStarts = coldStart
        settings.policy = policy
        if memoryScaling { settings.cpuGroups = cpuGroups(console) }
        return settings
    }

    private func cpuGroups(_ console: Console) -> CPUGroups? {
        do throws(CPUGroupError) {
            return try CPUGroups()
        } catch {
            console.note("--memory-scaling has no effect here: \(error)")
            return nil
        }
    }

    private func runSeed(_ emulator: Emulator, _ console: Console) async {
        guard let command = seed else { return }
        let seed = Seed(command: command, state: options.ephemeral ? nil : StateDirectory(path: options.dataDir))
        if seed.isDue { await seed.run(endpointURL: emulator.endpointURL, console: console) }
    }
}

extension EnvironmentSettings.ColdStarts: ExpressibleByArgument {}

enum ClockKind: String, ExpressibleByArgument, CaseIterable { case system, virtual }
