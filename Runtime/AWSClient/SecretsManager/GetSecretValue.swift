import JSON

extension SecretsManager {
    /// Reads a secret's value. Throws `ResourceNotFoundException` for an unknown secret and for one without a value.
    /// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
    public func getSecretValue(_ input: GetSecretValueInput) async throws -> GetSecretValueOutput {
        try await client.call("GetSecretValue", input)
    }

    public struct GetSecretValueInput: Sendable, Hashable {
        /// Name or ARN.
        public var secretID: String
        /// `AWSCURRENT` where it is not said.
        public var versionStage: String?

        public init(secretID: String, versionStage: String? = nil) {
            self.secretID = secretID
            self.versionStage = versionStage
        }
    }

    public struct GetSecretValueOutput: Sendable, Hashable {
        public var arn: String
        public var versionID: String
        /// `nil` for a secret that is bytes.
        public var secretString: String?
    }
}

extension SecretsManager.GetSecretValueInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("SecretId", secretID)
        object.set("VersionStage", versionStage)
    }
}

extension SecretsManager.GetSecretValueOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        arn = try object.required("ARN")
        versionID = try object.required("VersionId")
        secretString = try object.get("SecretString")
    }
}
