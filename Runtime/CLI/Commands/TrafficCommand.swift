import ArgumentParser
import CurlHTTP
import FoundationEssentials
import JSON
import Lambda
import Simulator
import Time

struct TrafficCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "traffic",
        abstract: "Sends a traffic file's requests to the gateway of the Hearth that runs.",
        discussion: """
            The files of `hearth simulate --traffic` say how many users there are when, and
            what they ask for. Requests come by chance at that rate, whether or not earlier
            ones have been answered; latencies count from the moment at which one was due.
            `hearth simulate --traffic FILE` with the same --scale and --speed simulates the
            same. What Lambda would charge has, as there, the tiers of a month that goes on
            like it. Ctrl-C ends it and tells what there is. The exit status is 1 where
            requests that were due could not be sent.

            EXAMPLES
              hearth traffic events/traffic/spike.json --scale 0.05 --speed 60
              hearth traffic day.json --header "Authorization: Bearer $TOKEN" --output json
            """
    )

    @Argument(help: "The traffic file.")
    var file: String

    @OptionGroup var scale: TrafficScale

    @Option(help: "A header field of every request, as `Name: value`; may be given several times.")
    var header: [String] = []

    @Option(help: "The gateway to send to, where it is not that of the Hearth that runs here.")
    var gateway: String?

    @Option(parsing: .unconditional, help: "Of the chance by which requests come.")
    var seed: UInt64 = 1

    @Option(help: "table or json.")
    var output: TableFormat = .table

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            let traffic = try TrafficRun.traffic(file).scaled(by: scale.scale, speed: scale.speed)
            let client = StatusClient(endpointURL: try await hearth.url())
            let sender = TrafficSender(
                traffic: traffic,
                requests: try requests(of: traffic),
                gateway: try gatewayURL(),
                headers: try fields(),
                seed: seed
            )
            let interruption = Interruption()
            let watch = StatusWatch(client)
            let before = try await client.status()
            let progress = SimulationProgress(console)
            let sent = await sender.send { done in
                progress.show(done)
                await watch.look()
                return interruption.hasCome
            }
            progress.clear()
            if interruption.hasCome { console.note("Stopped early: figures are of what was sent until then.") }
            let report = TrafficReport(sent, from: before, to: try await client.status(), watch.seen)
            if output == .json { console.print(report.json.text) } else { report.print(to: console) }
            if let problem = report.problem(sender.gateway) { throw CommandError(problem) }
            return
        } catch {
            console.error(error.description)
        }
        throw ExitCode.failure
    }

    private func requests(of traffic: Traffic) throws(CommandError) -> [[Traffic.Request]] {
        do throws(InputError) {
            var requests: [[Traffic.Request]] = []
            for route in traffic.routes { requests.append(try route.toSend()) }
            return requests
        } catch {
            throw CommandError("\(file): \(error)")
        }
    }

    private func gatewayURL() throws(CommandError) -> String {
        if let gateway {
            guard gateway.hasPrefix("http://") || gateway.hasPrefix("https://") else {
                throw CommandError("--gateway \(gateway): expected an address such as http://127.0.0.1:3000")
            }
            return gateway.trimmingSuffix("/")
        }
        guard let running = StateDirectory(path: hearth.dataDir).running else {
            throw CommandError(
                "\(hearth.dataDir) names no gateway: say --data-dir of the Hearth that runs, or --gateway URL"
            )
        }
        return running.gatewayURL
    }

    private func fields() throws(CommandError) -> [(String, String)] {
        var fields: [(String, String)] = []
        for text in header {
            guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else {
                throw CommandError("--header \(text): expected Name: value")
            }
            fields.append((String(text[..<colon]), String(text[text.index(after: colon)...].drop { $0 == " " })))
        }
        return fields
    }
}

/// How a traffic file is brought to the size of a machine and the patience of its user.
struct TrafficScale: ParsableArguments {
    @Option(parsing: .unconditional, help: "A traffic file: how many times its users there are.")
    var scale: Double = 1

    @Option(
        parsing: .unconditional,
        help: "A traffic file: how many times as fast its time passes; rates stay what they are."
    )
    var speed: Double = 1

    func validate() throws {
        for (name, value) in [("--scale", scale), ("--speed", speed)] where !(value > 0 && value < 1e9) {
            throw ValidationError("\(name) must be above 0 and below a billion, not \(value).")
        }
    }
}
