import JSON

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

extension ClientContext {
    /// Lambda takes any JSON for a client context. Values that are no strings come as their JSON; `nil` where there is no
    /// object at all.
    init?(text: String) {
        guard let object = try? JSON(parsing: text).objectValue else { return nil }
        self.init(
            client: object["client"]?.objectValue.map { ClientApplication(Self.texts($0)) },
            custom: object["custom"]?.objectValue.map(Self.texts),
            environment: object["env"]?.objectValue.map(Self.texts)
        )
    }

    private static func texts(_ object: JSON.Object) -> [String: String] {
        var texts: [String: String] = [:]
        for member in object.members where !member.value.isNull {
            texts[member.key] = member.value.stringValue ?? member.value.text
        }
        return texts
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

extension ClientApplication {
    fileprivate init(_ texts: [String: String]) {
        self.init(
            installationID: texts["installation_id"],
            appTitle: texts["app_title"],
            appVersionName: texts["app_version_name"],
            appVersionCode: texts["app_version_code"],
            appPackageName: texts["app_package_name"]
        )
    }
}
