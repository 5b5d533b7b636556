import JSON

extension Application {
    /// An `AWS::SSM::Parameter`.
    package struct Parameter: Sendable, Hashable {
        package var name: String
        /// The input of `PutParameter`.
        package var request: JSON.Object
        /// Where the template defines it.
        package var path: JSONPath
    }

    /// An `AWS::SecretsManager::Secret`.
    package struct Secret: Sendable, Hashable {
        package var name: String
        /// What stands behind the name in its ARN, which other resources have been told of.
        package var arnSuffix: String
        /// The input of `CreateSecret`, without a value where one is to be generated.
        package var request: JSON.Object
        package var generated: Generated?
        /// Where the template defines it.
        package var path: JSONPath

        /// A value that is made when the secret is.
        package struct Generated: Sendable, Hashable {
            /// The input of `GetRandomPassword`.
            package var password: JSON.Object
            /// The object that the password becomes a member of, and the member's name; without it the password is all.
            package var template: JSON.Object?
            package var key: String?
        }
    }
}
