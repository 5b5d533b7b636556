import Wire

extension Application {
    /// The version of a layer that a template publishes: `AWS::Serverless::LayerVersion`, `AWS::Lambda::LayerVersion`.
    package struct Layer: Sendable, Hashable {
        /// Layers are versioned by AWS at each deployment; the one that a template describes is the first here.
        package static let version = "1"

        package var logicalID: String
        /// `LayerName`, or the logical id where there is none.
        package var name: String
        /// Of the version.
        package var arn: ARN
        /// `ContentUri` or `Content` as written: the path of a folder, relative to the template's.
        package var contentURI: String
        package var description: String?
        package var licenseInfo: String?
        package var compatibleRuntimes: [String] = []
        package var compatibleArchitectures: [String] = []
        /// Where the template defines it.
        package var path: JSONPath
    }
}
