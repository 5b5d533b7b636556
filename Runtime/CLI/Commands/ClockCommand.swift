import ArgumentParser
import JSON
import Simulator

struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Tells and moves the clock of a Hearth that was started with --clock virtual.",
        discussion: """
            On the way, everything that falls due is done in its order: retries, schedules,
            delays, windows, times to live, alarms. The functions that this calls are waited
            for before the clock goes on. The clock is kept in the state folder.

            Functions see the machine's clock. Their time-outs and those of connections run
            by it too, and so does the deadline that they are told.

            EXAMPLES
              hearth clock                            the time that services go by
              hearth clock advance 10m
              hearth clock set 2026-12-24T18:00:00Z
            """,
        subcommands: [ShowClock.self, AdvanceClock.self, SetClock.self],
        defaultSubcommand: ShowClock.self
    )
}

struct ShowClock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "now", abstract: "Prints the time.")

    @OptionGroup var hearth: RunningOptions

    func run() async throws { try await hearth.callClock("GET") }
}

struct AdvanceClock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Moves the clock on, and prints the new time."
    )

    @Argument(help: ArgumentHelp("How far, as 30s, 10m, 2h or 1d.", valueName: "time"))
    var duration: String

    @OptionGroup var hearth: RunningOptions

    func run() async throws {
        let seconds: Double
        do throws(InputError) {
            seconds = try Quantity.seconds(duration)
        } catch {
            throw ValidationError("\(error)")
        }
        try await hearth.callClock("POST", ["advanceSeconds": JSON(seconds)])
    }
}

struct SetClock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Moves the clock on to a moment, and prints it."
    )

    @Argument(help: ArgumentHelp("A moment to come, as 2026-12-24T18:00:00Z.", valueName: "moment"))
    var moment: String

    @OptionGroup var hearth: RunningOptions

    func run() async throws { try await hearth.callClock("POST", ["set": .string(moment)]) }
}

extension RunningOptions {
    /// Calls `/_hearth/clock` and prints the time that it answers.
    fileprivate func callClock(_ method: String, _ body: JSON? = nil) async throws {
        let console = Console()
        do throws(CommandError) {
            let answer = try await ask(method, Clock.path, body, within: .seconds(3_600))
            console.print(answer["now"]?.stringValue ?? answer.text)
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }
}
