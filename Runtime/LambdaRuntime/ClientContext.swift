/// What the AWS Mobile SDK says of the application that called.
public struct ClientContext: Codable, Sendable, Hashable {
    public let client: ClientApplication?
    /// The application's own properties.
    public let custom: [String: String]?
    public let environment: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case client, custom
        case environment = "env"
    }

    public init(
        client: ClientApplication? = nil,
        custom: [String: String]? = nil,
        environment: [String: String]? = nil
    ) {
        self.client = client
        self.custom = custom
        self.environment = environment
    }
}

/// The mobile application that called.
public struct ClientApplication: Codable, Sendable, Hashable {
    public let installationID: String?
    public let appTitle: String?
    public let appVersionName: String?
    public let appVersionCode: String?
    public let appPackageName: String?

    private enum CodingKeys: String, CodingKey {
        case installationID = "installation_id"
        case appTitle = "app_title"
        case appVersionName = "app_version_name"
        case appVersionCode = "app_version_code"
        case appPackageName = "app_package_name"
    }

    public init(
        installationID: String? = nil,
        appTitle: String? = nil,
        appVersionName: String? = nil,
        appVersionCode: String? = nil,
        appPackageName: String? = nil
    ) {
        self.installationID = installationID
        self.appTitle = appTitle
        self.appVersionName = appVersionName
        self.appVersionCode = appVersionCode
        self.appPackageName = appPackageName
    }
}
