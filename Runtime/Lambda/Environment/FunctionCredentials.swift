/// What functions sign their requests with: SDKs refuse to do so without credentials, and the user's own must not reach a
/// function.
package enum FunctionCredentials {
    static let accessKeyID = "ASIAQAAAAAAAAAAAHEARTH"
    static let secretAccessKey = "local-functions-sign-with-this-secret-key"

    /// `nil` for other credentials.
    package static func secretAccessKey(of accessKeyID: String) -> String? {
        accessKeyID == Self.accessKeyID ? secretAccessKey : nil
    }
}
