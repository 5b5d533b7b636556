/// What an environment signs its requests with: SDKs refuse to do so without credentials, and the user's own must not
/// reach a function.
package struct FunctionCredentials: Sendable, Hashable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String

    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    /// Gives a session of the function's role to an environment. The token begins with `mark`, by which the processes of
    /// environments are known.
    package typealias Maker =
        @Sendable (_ function: FunctionConfiguration, _ mark: String) -> FunctionCredentials

    /// Of nobody's.
    static let unknown: Maker = {
        FunctionCredentials(accessKeyID: "ASIAQAAAAAAAAAAAHEARTH", secretAccessKey: "unknown", sessionToken: $1)
    }
}
