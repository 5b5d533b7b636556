/// The files in which AWS's tools keep profiles, `~/.aws/config` and `~/.aws/credentials`.
/// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
package struct SharedConfiguration: Sendable {
    private var profiles: [String: [String: String]] = [:]

    /// Texts of files, empty where there is none. What `credentials` says of a profile counts more.
    package init(config: String, credentials: String) {
        for (section, values) in Self.sections(config) {
            let words = section.split(separator: " ", maxSplits: 1).map(String.init)
            // Sections of other kinds, such as sso-session, are no profiles.
            let name = words == ["default"] ? "default" : words.first == "profile" ? words.last : nil
            if let name { profiles[name, default: [:]].merge(values) { $1 } }
        }
        for (section, values) in Self.sections(credentials) { profiles[section, default: [:]].merge(values) { $1 } }
    }

    package var names: [String] { profiles.keys.sorted() }

    package subscript(profile: String) -> [String: String]? { profiles[profile] }

    /// The region that AWS's tools use unless they are told another.
    package func region(environment: [String: String], profile: String? = nil) -> String? {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let profile = profile ?? variable("AWS_PROFILE") ?? "default"
        return variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? self[profile]?["region"]
    }

    private static func sections(_ text: String) -> [(name: String, values: [String: String])] {
        var sections: [(name: String, values: [String: String])] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let isNested = line.first?.isWhitespace == true
            let line = trimmed(line)
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                sections.append((trimmed(line[line.index(after: line.startIndex)..<end]), [:]))
            } else if !isNested, let equals = line.firstIndex(of: "="), !sections.isEmpty {
                let name = trimmed(line[..<equals]).lowercased()
                sections[sections.count - 1].values[name] = trimmed(line[line.index(after: equals)...])
            }
        }
        return sections
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
