import ArgumentParser
import FoundationEssentials
import Template
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

    @Option(help: "The region they are said to be in; us-east-1 unless said otherwise.")
    var region: String?

    @Option(name: .customLong("parameter"), help: ArgumentHelp("A template parameter.", valueName: "name=value"))
    var parameters: [String] = []

    func validate() throws {
        guard accountID.utf8.count == 12, accountID.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw ValidationError("--account-id must be twelve digits, not '\(accountID)'.")
        }
        guard region.map(Self.isRegion) ?? true else {
            throw ValidationError("--region must be one of AWS's, like eu-central-1, not '\(region ?? "")'.")
        }
        for parameter in parameters where !parameter.contains("=") {
            throw ValidationError("--parameter must be NAME=VALUE, not '\(parameter)'.")
        }
    }

    /// Whether a name is made as AWS makes names of regions, those to come included: `eu-central-1`, `us-gov-west-1`,
    /// `eusc-de-east-1`.
    static func isRegion(_ name: String) -> Bool {
        let words = name.split(separator: "-", omittingEmptySubsequences: false)
        guard (3...4).contains(words.count), (2...4).contains(words[0].count), (1...2).contains(words.last?.count ?? 0)
        else { return false }
        return words.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
            && words.last?.utf8.allSatisfy { (0x30...0x39).contains($0) } == true
    }

    var account: AWSAccount { AWSAccount(id: accountID, region: region ?? "us-east-1") }

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

    /// Where secrets are: the usual place, in the template's folder, and the file that was named.
    static func secretsFiles(named secrets: String?, besideTemplateIn folder: String) -> [String] {
        [usualSecrets(folder)] + (secrets.map { [$0] } ?? [])
    }

    private static func usualSecrets(_ folder: some StringProtocol) -> String { "\(folder)secrets.json" }

    /// What references take their values from. The file that was named must be there; the usual one, in the template's
    /// folder, may be missing where nothing refers to it.
    func values(besideTemplateIn folder: some StringProtocol) throws(CommandError) -> Secrets {
        let file = secrets ?? Self.usualSecrets(folder)
        guard FileManager.default.fileExists(atPath: file) else {
            guard secrets == nil else { throw CommandError("there is no secrets file at \(file)") }
            return Secrets(missing: file)
        }
        guard let text = try? String(contentsOf: URL(filePath: file), encoding: .utf8) else {
            throw CommandError("\(file) cannot be read as UTF-8 text; check its permissions and encoding")
        }
        do {
            return try Secrets(parsing: text, file: file)
        } catch {
            throw CommandError(error.description)
        }
    }
}
