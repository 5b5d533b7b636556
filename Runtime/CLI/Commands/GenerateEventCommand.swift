import ArgumentParser
import JSON
import SampleEvents
import Template

struct GenerateEventCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-event",
        abstract: "Prints an event as AWS sends it to functions.",
        usage: """
            hearth generate-event
            hearth generate-event <service>
            hearth generate-event <service> <event> [--<flag> <value> ...]
            """,
        discussion: """
            Without an event it lists what there is. --help behind an event's name tells
            its own flags, which are those of `sam local generate-event`.

            EXAMPLES
              hearth generate-event
              hearth generate-event s3 put --help
              hearth generate-event s3 put --bucket covers --key emma.jpg
              hearth generate-event sqs receive-message | hearth invoke orders --event -
            """
    )

    @Argument(
        parsing: .captureForPassthrough,
        help: "A service, one of its events, and the event's flags. With --output json, lists are JSON."
    )
    var words: [String] = []

    func run() throws {
        let console = Console()
        do throws(CommandError) {
            console.print(try EventRequest(words).text(console))
        } catch {
            console.error(error.description)
            throw ExitCode.failure
        }
    }
}

/// What somebody asked of `generate-event`.
private struct EventRequest {
    private var names: [String] = []
    private var values: [String: String] = [:]
    private var wantsHelp = false

    init(_ words: [String]) throws(CommandError) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--help" || word == "-h" {
                wantsHelp = true
            } else if word.hasPrefix("--") {
                let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                    throw CommandError("\(word) needs a value")
                }
                values[String(parts[0])] = value
            } else {
                names.append(word)
            }
        }
    }

    func text(_ console: Console) throws(CommandError) -> String {
        guard let name = names.first else {
            return wantsHelp ? GenerateEventCommand.helpMessage() : try list(SampleEvent.all, console)
        }
        let events = SampleEvent.events(of: name)
        guard !events.isEmpty else { throw unknown("service", name, SampleEvent.services, "hearth generate-event") }
        guard names.count > 1 else { return try list(events, console) }
        guard let event = events.first(where: { $0.name == names[1] }) else {
            throw unknown("event of \(name)", names[1], events.map(\.name), "hearth generate-event \(name)")
        }
        if names.count > 2 { throw CommandError("\(names[2]) is neither a flag nor the value of one") }
        return wantsHelp ? help(event, console) : try document(event)
    }

    private func document(_ event: SampleEvent) throws(CommandError) -> String {
        do throws(RenderingError) {
            return try event.rendered(values).prettyText
        } catch .unknownParameter(let name) {
            let help = "hearth generate-event \(event.service) \(event.name) --help"
            throw unknown("flag of this event", "--\(name)", event.parameters.map { "--\($0.name)" }, help)
        } catch {
            throw CommandError("\(event.service) \(event.name): \(error)")
        }
    }

    private func unknown(_ what: String, _ name: String, _ known: [String], _ help: String) -> CommandError {
        let remedy = Spelling.remedy(for: name, among: known) ?? "`\(help)` tells what there is"
        return CommandError("there is no \(what) named \(name); \(remedy)")
    }

    // MARK: Lists

    private func list(_ events: [SampleEvent], _ console: Console) throws(CommandError) -> String {
        for (name, _) in values where name != "output" {
            throw CommandError("--\(name) needs an event's name before it")
        }
        switch values["output"] {
        case nil, "text": return table(events, console)
        case "json": return JSON.array(events.map(json)).prettyText
        case .some(let format): throw CommandError("--output must be text or json, not \(format)")
        }
    }

    /// The services with the names of their events, or one service's events with what they tell.
    private func table(_ events: [SampleEvent], _ console: Console) -> String {
        guard names.isEmpty else {
            var table = TextTable(["EVENT", "WHAT IT TELLS"], numbers: [])
            for event in events { table.add([event.name, event.summary]) }
            return table.lines(console).joined(separator: "\n")
        }
        var table = TextTable(["SERVICE", "EVENTS"], numbers: [1])
        for service in SampleEvent.services { table.add([service, "\(SampleEvent.events(of: service).count)"]) }
        return (table.lines(console) + ["", "`hearth generate-event SERVICE` lists a service's events."])
            .joined(separator: "\n")
    }

    private func json(_ event: SampleEvent) -> JSON {
        let parameters = event.parameters.map { ($0.name, JSON.string($0.defaultValue)) }
        return [
            "service": .string(event.service), "event": .string(event.name), "summary": .string(event.summary),
            "flags": .object(JSON.Object(parameters)),
        ]
    }

    private func help(_ event: SampleEvent, _ console: Console) -> String {
        let title = "\(event.service) \(event.name): \(event.summary)."
        guard !event.parameters.isEmpty else { return title + "\n\nThis event has no flags." }
        var table = TextTable(["FLAG", "DEFAULT"], numbers: [])
        for parameter in event.parameters { table.add(["--\(parameter.name)", parameter.defaultValue]) }
        return ([title, ""] + table.lines(console)).joined(separator: "\n")
    }
}
