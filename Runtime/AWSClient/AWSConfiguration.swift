import FoundationEssentials

/// Where calls go and who makes them.
public struct AWSConfiguration: Sendable, Hashable {
    public var region: String
    public var credentials: AWSCredentials
    /// With scheme, without a slash at the end, such as `http://127.0.0.1:4566`.
    public var endpoint: String
    /// How often a call is tried in all, as the SDKs' standard retry mode has it.
    public var maximumAttempts = 3
    /// How long one attempt may take from its start to the last byte.
    public var timeout: Duration = .seconds(30)

    public init(region: String, credentials: AWSCredentials, endpoint: String) {
        self.region = region
        self.credentials = credentials
        self.endpoint = endpoint
    }

    /// What the environment says: `AWS_REGION` or `AWS_DEFAULT_REGION`; `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and
    /// `AWS_SESSION_TOKEN`; `AWS_ENDPOINT_URL_<SERVICE>`, then `AWS_ENDPOINT_URL`, then AWS's own endpoint. Throws
    /// `AWSConfigurationError` when the region or the keys are missing.
    ///
    /// `service` is the first part of AWS's own host name; `variable` is what stands for `<SERVICE>`, where that is not
    /// the same in upper case. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    public init(
        service: String,
        variable: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(AWSConfigurationError) {
        guard let region = environment.nonEmpty("AWS_REGION") ?? environment.nonEmpty("AWS_DEFAULT_REGION") else {
            throw AWSConfigurationError(missing: "AWS_REGION")
        }
        let own = environment.nonEmpty("AWS_ENDPOINT_URL_\(variable ?? service.uppercased())")
        let endpoint = own ?? environment.nonEmpty("AWS_ENDPOINT_URL") ?? "https://\(service).\(region).amazonaws.com"
        self.init(
            region: region,
            credentials: try AWSCredentials(environment: environment),
            endpoint: endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        )
    }
}

/// The keys that requests are signed with.
public struct AWSCredentials: Sendable, Hashable {
    public var accessKeyID: String
    public var secretAccessKey: String
    public var sessionToken: String?

    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    init(environment: [String: String]) throws(AWSConfigurationError) {
        guard let accessKeyID = environment.nonEmpty("AWS_ACCESS_KEY_ID") else {
            throw AWSConfigurationError(missing: "AWS_ACCESS_KEY_ID")
        }
        guard let secretAccessKey = environment.nonEmpty("AWS_SECRET_ACCESS_KEY") else {
            throw AWSConfigurationError(missing: "AWS_SECRET_ACCESS_KEY")
        }
        self.init(
            accessKeyID: accessKeyID,
            secretAccessKey: secretAccessKey,
            sessionToken: environment.nonEmpty("AWS_SESSION_TOKEN")
        )
    }
}

/// The environment does not say what a client must know.
public struct AWSConfigurationError: Error, Hashable, CustomStringConvertible {
    /// The environment variable that is not set, or empty.
    public var missing: String

    public var description: String { "the environment variable \(missing) is not set" }
}

extension [String: String] {
    fileprivate func nonEmpty(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
