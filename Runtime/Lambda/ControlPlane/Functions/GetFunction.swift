import JSON
import ServiceKit
import Storage
import Wire

/// Shows a function with its tags and where its program is.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
struct GetFunction: RESTOperation {
    static let binding = RESTBinding("GET", "/2015-03-31/functions/{FunctionName}", query: [.qualifier])
    static let input = Shape.functionVersion
    static let access = OperationAccess.read

    private let reference: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.existing(reference)
        let version = try service.existingVersion(reference)
        let description = service.description(version, reference.qualifier)
        var reply = JSON.Object([("Configuration", description.json), ("Code", Self.code(description, service))])
        if let tags = service.settings[.init(.tags, function.name)], tags != [:] { reply["Tags"] = tags }
        if let reserved = service.lambda.reservedConcurrency(of: function.name) {
            reply["Concurrency"] = ["ReservedConcurrentExecutions": JSON(reserved)]
        }
        return JSON.object(reply).bytes
    }

    /// Where the program is: a URL to fetch the zip from, or the folder of one that was not uploaded.
    private static func code(_ description: FunctionDescription, _ service: LambdaAPI) -> JSON {
        let function = description.function
        if let image = function.imageURI {
            let name = image.prefix { $0 != "@" && $0 != ":" }
            return [
                "RepositoryType": "ECR", "ImageUri": .string(image),
                "ResolvedImageUri": .string("\(name)@sha256:\(description.code.digest)"),
            ]
        }
        let location =
            function.code == nil
            ? "file://\(function.codeDirectory)" : service.downloads.location(ofZip: function.codeDirectory)
        var code = JSON.Object([("RepositoryType", "S3"), ("Location", .string(location))])
        code["SourceKMSKeyArn"] = function.sourceKeyARN.map { .string($0) }
        return .object(code)
    }
}
