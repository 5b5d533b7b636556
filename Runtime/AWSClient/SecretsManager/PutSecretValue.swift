import JSON

extension SecretsManager {
    /// Puts a new version of a secret's value in place of the current one.
    ///
    /// Throws `ResourceExistsException` where a version of the same token holds another value, and
    /// `ResourceNotFoundException` for an unknown secret.
    /// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
    public func putSecretValue(_ input: PutSecretValueInput) async throws {
        try await client.call("PutSecretValue", input)
    }

    public struct PutSecretValueInput: Sendable, Hashable {
        /// Name or ARN.
        public var secretID: String
        /// The new version's id, 32 to 64 characters: a value is put once under each.
        public var clientRequestToken: String
        public var secretString: String

        public init(secretID: String, clientRequestToken: String, secretString: String) {
            self.secretID = secretID
            self.clientRequestToken = clientRequestToken
            self.secretString = secretString
        }
    }
}

extension SecretsManager.PutSecretValueInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("SecretId", secretID)
        object.set("ClientRequestToken", clientRequestToken)
        object.set("SecretString", secretString)
    }
}
