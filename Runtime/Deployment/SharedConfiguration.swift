/// The files in which AWS's tools keep profiles, `~/.aws/config` and `~/.aws/credentials`.
/// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
package struct SharedConfiguration: Sendable {
    private var profiles: [String: [String: String]] = [:]
    /// Sections that profiles name with `services`.
    private var services: [String: [String: String]] = [:]

    /// Texts of files, empty where there is none. What `credentials` says of a profile counts more.
    package init(config: String, credentials: String) {
        for (section, values) in Self.sections(config) {
            let words = section.split(separator: " ", maxSplits: 1).map(String.init)
            // Sections of other kinds, such as sso-session, are no profiles.
            let name = words == ["default"] ? "default" : words.first == "profile" ? words.last : nil
            if let name { profiles[name, default: [:]].merge(values) { $1 } }
            if words.count == 2, words[0] == "services" { services[words[1], default: [:]].merge(values) { $1 } }
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

    /// The endpoint that a profile names for a service, or for all. Throws when it names a section that is not there.
    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    func endpoint(of service: String, profile: String) throws(DeploymentError) -> String? {
        guard let values = self[profile] else { return nil }
        var own: String?
        if let name = values["services"] {
            guard let section = services[name] else {
                throw DeploymentError("the profile \(profile) names [services \(name)], which is not in ~/.aws/config")
            }
            own = section["\(service).endpoint_url"]
        }
        return own ?? values["endpoint_url"]
    }

    /// Values below another name have it before their own: `s3.endpoint_url`.
    private static func sections(_ text: String) -> [(name: String, values: [String: String])] {
        var sections: [(name: String, values: [String: String])] = []
        var parent: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let isNested = line.first?.isWhitespace == true
            let line = trimmed(line)
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                sections.append((trimmed(line[line.index(after: line.startIndex)..<end]), [:]))
                parent = nil
            } else if let equals = line.firstIndex(of: "="), !sections.isEmpty {
                let name = trimmed(line[..<equals]).lowercased()
                if !isNested { parent = name }
                let path = isNested ? parent.map { "\($0).\(name)" } : name
                if let path { sections[sections.count - 1].values[path] = trimmed(line[line.index(after: equals)...]) }
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
