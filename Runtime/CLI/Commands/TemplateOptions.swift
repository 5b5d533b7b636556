import ArgumentParser
import Wire

/// Which template a command reads, and what it is read with.
struct TemplateOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "The template: SAM or CloudFormation, JSON or YAML.")
    var template: String?

    @Option(
        help: ArgumentHelp(
            "The JSON file that {{resolve:…}} references take their values from.",
            discussion: "secrets.json beside the template unless said otherwise.",
            valueName: "file"
        )
    )
    var secrets: String?

    @Option(help: "The account whose resources these are: twelve digits.")
    var accountID: String = "000000000000"

    @Option(help: "The region they are said to be in.")
    var region: String = "us-east-1"

    @Option(name: .customLong("parameter"), help: ArgumentHelp("A template parameter.", valueName: "name=value"))
    var parameters: [String] = []

    func validate() throws {
        guard accountID.utf8.count == 12, accountID.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw ValidationError("--account-id must be twelve digits, not '\(accountID)'.")
        }
        for parameter in parameters where !parameter.contains("=") {
            throw ValidationError("--parameter must be NAME=VALUE, not '\(parameter)'.")
        }
    }

    var account: AWSAccount { AWSAccount(id: accountID, region: region) }

    var parameterOverrides: [String: String] {
        Dictionary(
            parameters.map { parameter in
                let name = parameter.prefix { $0 != "=" }
                return (String(name), String(parameter.dropFirst(name.count + 1)))
            },
            uniquingKeysWith: { $1 }
        )
    }

    /// The template that was named, or the first of the usual ones that is there.
    func templatePath() throws(CommandError) -> String { try TemplateLookup.path(named: template) }
}
