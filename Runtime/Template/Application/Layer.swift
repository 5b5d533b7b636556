import Wire

extension Application {
    /// The version of a layer that a template publishes: `AWS::Serverless::LayerVersion`, `AWS::Lambda::LayerVersion`.
    package struct Layer: Sendable, Hashable {
        package var logicalID: String
        /// `LayerName`, or the logical id where there is none.
        package var name: String
        /// Of the version.
        package var arn: ARN
        /// Layers are versioned by AWS at each deployment. Here those that a template describes are counted by name, in its
        /// order, from 1.
        package var version: String { arn.resource.split(separator: ":").last.map(String.init) ?? "" }
        /// `ContentUri` or `Content` as written: the path of a folder, relative to the template's.
        package var contentURI: String
        /// The zip in S3 that they name; `contentURI` is empty then.
        package var contentObject: CodeObject?
        package var description: String?
        package var licenseInfo: String?
        package var compatibleRuntimes: [String] = []
        package var compatibleArchitectures: [String] = []
        /// Where the template defines it.
        package var path: JSONPath
    }
}
