import AWSClient

/// Who deploys, and where to.
package struct AWSSession: Sendable {
    package enum Keys: Sendable, Hashable {
        case known(AWSCredentials)
        /// A command prints them, as JSON.
        case process(String)
    }

    package var region: String
    package var keys: Keys
    /// For every service, instead of AWS's own ones.
    package var endpointURL: String?
    private let profile: String
    private let files: SharedConfiguration

    /// As AWS's own tools have it: what was said on the command line, then the environment, then the profile.
    /// https://docs.aws.amazon.com/sdkref/latest/guide/creds-config-files.html
    package init(
        profile: String?,
        region: String?,
        endpointURL: String?,
        environment: [String: String],
        files: SharedConfiguration
    ) throws(DeploymentError) {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let name = profile ?? variable("AWS_PROFILE") ?? "default"
        let values = files[name]
        if values == nil, profile != nil || variable("AWS_PROFILE") != nil {
            let known = files.names.joined(separator: ", ")
            throw DeploymentError(
                "there is no profile \(name) in ~/.aws/config or ~/.aws/credentials; "
                    + (known.isEmpty ? "there is none at all: `aws configure` makes one" : "there are: \(known)")
            )
        }
        guard let region = region ?? files.region(environment: environment, profile: name) else {
            throw DeploymentError("no region is set: say --region, or set AWS_REGION")
        }
        self.region = region
        self.endpointURL = endpointURL
        (self.profile, self.files) = (name, files)
        // A profile that was named counts more than keys in the environment.
        if profile == nil, let id = variable("AWS_ACCESS_KEY_ID"), let secret = variable("AWS_SECRET_ACCESS_KEY") {
            let token = variable("AWS_SESSION_TOKEN")
            keys = .known(AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token))
        } else {
            keys = try Self.keys(values ?? [:], profile: name)
        }
    }

    private static func keys(_ values: [String: String], profile: String) throws(DeploymentError) -> Keys {
        if let id = values["aws_access_key_id"], let secret = values["aws_secret_access_key"] {
            let token = values["aws_session_token"]
            return .known(AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token))
        }
        if let command = values["credential_process"] { return .process(command) }
        if values.keys.contains(where: { $0.hasPrefix("sso_") || $0 == "role_arn" || $0 == "login_session" }) {
            throw DeploymentError(
                "the profile \(profile) has no keys of its own; let the AWS CLI get them: "
                    + "`eval \"$(aws configure export-credentials --profile \(profile) --format env)\"`"
            )
        }
        throw DeploymentError(
            "there are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or make a profile with "
                + "`aws configure`. Roles of web identities (AWS_WEB_IDENTITY_TOKEN_FILE), containers and instances are "
                + "not looked for; let the AWS CLI get their keys: "
                + "`eval \"$(aws configure export-credentials --format env)\"`"
        )
    }

    /// The configuration of one service's client. `environment` may name other endpoints, and after it the profile.
    package func configuration(
        _ service: String,
        _ credentials: AWSCredentials,
        environment: [String: String]
    ) throws -> AWSConfiguration {
        var environment = environment
        environment["AWS_REGION"] = region
        environment["AWS_ACCESS_KEY_ID"] = credentials.accessKeyID
        environment["AWS_SECRET_ACCESS_KEY"] = credentials.secretAccessKey
        environment["AWS_SESSION_TOKEN"] = credentials.sessionToken
        let (one, all) = ("AWS_ENDPOINT_URL_\(service.uppercased())", "AWS_ENDPOINT_URL")
        if let endpointURL {
            environment[one] = endpointURL
        } else if ignoresEndpoints(environment) {
            for name in [one, all] { environment[name] = nil }
        } else if [one, all].allSatisfy({ environment[$0, default: ""].isEmpty }) {
            environment[all] = try files.endpoint(of: service, profile: profile)
        }
        return try AWSConfiguration(service: service, environment: environment)
    }

    /// Whether only `endpointURL` may lead elsewhere.
    private func ignoresEndpoints(_ environment: [String: String]) -> Bool {
        let variable = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", default: ""]
        let value = variable.isEmpty ? files[profile]?["ignore_configured_endpoint_urls"] : variable
        return value?.lowercased() == "true"
    }
}
