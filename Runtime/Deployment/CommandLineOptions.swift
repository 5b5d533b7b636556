/// What AWS's own command line has to be told to mean the account and the endpoint of a deployment.
package struct CommandLineOptions: Sendable {
    private let words: [String]

    package init(region: String, profile: String?, endpointURL: String?) {
        let options = [("--region", region), ("--profile", profile), ("--endpoint-url", endpointURL)]
        words = options.flatMap { name, value in value.map { [name, Self.quoted($0)] } ?? [] }
    }

    /// A line that a shell takes: `aws cloudformation delete-stack --stack-name books --region eu-west-1`.
    package func cloudFormation(_ action: String, _ arguments: (String, String)...) -> String {
        let given = arguments.flatMap { ["--\($0)", $1] }
        return (["aws", "cloudformation", action] + given + words).joined(separator: " ")
    }

    private static func quoted(_ text: String) -> String {
        let plain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:/@%+=,".contains($0)) }
        guard !plain || text.isEmpty else { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
