import ArgumentParser

@main
struct HearthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hearth",
        abstract: "Runs Lambda functions on this machine as AWS would, without Docker.",
        discussion: """
            EXAMPLES
              hearth start                        serves template.json on port 3000
              hearth invoke search --event events/search.json
              hearth logs search --follow
              hearth load books classics.jsonl
            """,
        version: Version.current,
        subcommands: [
            StartCommand.self, InvokeCommand.self, LogsCommand.self, LoadCommand.self, PsCommand.self,
            TopCommand.self, ReplayCommand.self, SimulateCommand.self, TrafficCommand.self, FaultCommand.self,
            ClockCommand.self,
            SendCommand.self, DLQCommand.self, GenerateEventCommand.self, ValidateCommand.self, DoctorCommand.self,
            PackageCommand.self, DeployCommand.self, InitCommand.self, RoutesCommand.self,
        ]
    )
}

enum Version {
    static let current = "0.17.0"
}
