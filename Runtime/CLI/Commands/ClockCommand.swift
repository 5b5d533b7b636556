import ArgumentParser
import JSON
import Simulator
import Time
import Wire

struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Tells and moves the clock of a Hearth that was started with --clock virtual.",
        discussion: """
            On the way, everything that falls due is done in its order: retries, schedules,
            delays, windows, times to live, alarms. The functions that this calls are waited
            for before the clock goes on. The clock is kept in the state folder, on its way
            too: Ctrl-C leaves it at the moment that it has reached.

            Functions see the machine's clock. Their time-outs and those of connections run
            by it too, and so does the deadline that they are told.

            EXAMPLES
              hearth clock                            the time that services go by
              hearth clock advance 10m
              hearth clock set 2026-12-24T18:00:00Z --output json
            """,
        subcommands: [ShowClock.self, AdvanceClock.self, SetClock.self],
        defaultSubcommand: ShowClock.self
    )
}

struct ShowClock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "now",
        abstract: "Prints the time.",
        discussion: """
            EXAMPLES
              hearth clock now
              hearth clock now --output json
            """
    )

    @OptionGroup var clock: ClockOptions

    func run() async throws { try await clock.call("GET") }
}

struct AdvanceClock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Moves the clock on, and prints the new time.",
        discussion: """
            EXAMPLES
              hearth clock advance 10m
              hearth clock advance 1h30m
              hearth clock advance 1d --output json
            """
    )

    /// One, and whatever begins with a dash: that would not be taken for an argument.
    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("How far, as 30s, 10m, 1h30m or 1d.", valueName: "time")
    )
    var durations: [String]

    @OptionGroup var clock: ClockOptions

    func validate() throws {
        if let option = durations.first(where: { $0.hasPrefix("-") }) {
            let isTime = option.dropFirst().first?.isNumber == true
            throw ValidationError(isTime ? "The clock does not go back: \(option)" : "Unknown option '\(option)'")
        }
        guard durations.count == 1 else { throw ValidationError("One time says how far the clock is moved on") }
        guard try seconds() <= Clock.longestMove.inSeconds else {
            let days = Int(Clock.longestMove.inSeconds / 86_400)
            throw ValidationError("The clock is moved on by \(days)d at most: \(durations[0])")
        }
    }

    private func seconds() throws -> Double {
        do throws(InputError) {
            return try Quantity.seconds(durations[0])
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() async throws { try await clock.call("POST", ["advanceSeconds": JSON(try seconds())]) }
}

struct SetClock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Moves the clock on to a moment, and prints it.",
        discussion: """
            EXAMPLES
              hearth clock set 2026-12-24T18:00:00Z
              hearth clock set 2026-12-24T18:00:00+01:00
              hearth clock set 2026-12-24
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A moment to come before the year 2262, as 2026-12-24T18:00:00Z; UTC where no zone is said.",
            valueName: "moment"
        )
    )
    var moment: String

    @OptionGroup var clock: ClockOptions

    func validate() throws {
        if Timestamp(iso8601: moment) == nil {
            throw ValidationError("'\(moment)' is no moment: write 2026-12-24T18:00:00Z, before the year 2262")
        }
    }

    func run() async throws { try await clock.call("POST", ["set": .string(moment)]) }
}

/// Which clock is meant, and how its time is told.
struct ClockOptions: ParsableArguments {
    @Option(help: "text, or json with what the clock is and how many instants were passed.")
    var output: OutputFormat = .text

    @OptionGroup var hearth: RunningOptions

    /// Calls `/_hearth/clock` and prints the time that it answers.
    fileprivate func call(_ method: String, _ body: JSON? = nil) async throws {
        try await hearth.call(method, Clock.path, body, within: .seconds(3_600)) { answer, console in
            switch output {
            case .text: console.print(answer["now"]?.stringValue ?? answer.text)
            case .json: console.print(answer.prettyText)
            }
        }
    }
}
