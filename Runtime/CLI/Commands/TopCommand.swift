import ArgumentParser
import Time

struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Shows what the Hearth that runs is doing, again and again.",
        discussion: """
            For each function: invocations under way, environments and their memory,
            invocations, cold starts, throttles and errors a second, durations of the last
            minute, and what an hour of this would cost on Lambda. Ctrl-C ends it.

            EXAMPLES
              hearth top
              hearth top --interval 5 --count 1
            """
    )

    @Option(help: "Seconds between looks.")
    var interval: Double = 1

    @Option(help: "How many times; without end unless told.")
    var count: Int?

    @Option(help: "Only functions of this region.")
    var region: String?

    @OptionGroup var hearth: RunningOptions

    func validate() throws {
        guard interval >= 0.1, interval <= 86_400 else {
            throw ValidationError("--interval must be 0.1 to 86400, not \(interval).")
        }
        if let count, count < 1 { throw ValidationError("--count must be at least 1, not \(count).") }
    }

    func run() async throws {
        let console = Console()
        let time = SystemTime()
        do {
            let client = StatusClient(endpointURL: try await hearth.url())
            var (before, moment) = (try await client.status().of(region), time.now)
            var left = count ?? .max
            while left > 0 {
                try await time.sleep(for: .seconds(interval))
                let (after, now) = (try await client.status().of(region), time.now)
                let screen = TopScreen(from: before, to: after, seconds: (now - moment).inSeconds)
                draw(screen.lines(console), console)
                (before, moment) = (after, now)
                left -= 1
            }
        } catch let error as CommandError {
            console.error(error.description)
            throw ExitCode.failure
        }
    }

    /// On a terminal each look takes the place of the one before.
    private func draw(_ lines: [String], _ console: Console) {
        if console.isOutputTerminal {
            console.print("\u{1B}[H\u{1B}[J" + lines.joined(separator: "\n"))
        } else {
            for line in lines { console.print(line) }
            console.print("")
        }
    }
}
