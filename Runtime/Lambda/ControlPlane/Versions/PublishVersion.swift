import JSON
import ServiceKit
import Storage
import Wire

/// Keeps a function as it is now under the next number. Where nothing has changed since the last time, it is that version.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
struct PublishVersion: RESTOperation {
    static let binding = RESTBinding("POST", "/2015-03-31/functions/{FunctionName}/versions", status: 201)
    static let input = Shape.structure(
        [
            .required("FunctionName", .functionName),
            .optional("CodeSha256", .string()),
            .optional("Description", .string(length: 0...256)),
            .optional("RevisionId", .string()),
            Shape.publishTo,
        ],
        java: "PublishVersionRequest"
    )
    static let access = OperationAccess.write(.alone)

    private let name: String
    private let digest: String?
    private let text: String?
    private let revisionID: String?

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        if let refusal = AWSError.notPublished(to: input) { throw refusal }
        name = try service.unqualified(input).name
        digest = input["CodeSha256"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        text = input["Description"]?.stringValue
        revisionID = input["RevisionId"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.stored(name)
        try service.checkIsSettled(function.latest)
        try service.check(revisionID, of: function.latest)
        let current = service.codes.code(of: function.latest).digest
        if let digest, digest != current {
            throw AWSError.invalidParameter(
                "CodeSHA256 (\(digest)) is different from current CodeSHA256 in $LATEST (\(current)). Please try again "
                    + "with the CodeSHA256 in $LATEST."
            )
        }
        var version = function.latest
        version.description = text ?? version.description
        if let last = function.versions.last, last.runsAs(version, service.codes) {
            return service.description(last, last.version).json.bytes
        }
        version.version = try service.nextVersion(of: name)
        version.change = nil
        let published = try service.publish(version, connection)
        return service.description(published, published.version).json.bytes
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(name)
    }
}

extension FunctionConfiguration {
    /// Whether nothing was changed between two versions: neither code nor configuration. The publishing of a version may
    /// give it a description of its own.
    fileprivate func runsAs(_ other: FunctionConfiguration, _ codes: FunctionCodes) -> Bool {
        var (first, second) = (withoutConcurrency, other.withoutConcurrency)
        for path in [\FunctionConfiguration.version, \.codeDirectory] { first[keyPath: path] = second[keyPath: path] }
        first.description = second.description
        first.alias = second.alias
        return first == second && codes.code(of: self).digest == codes.code(of: other).digest
    }
}
