import JSON
import ServiceKit
import Storage
import Wire

/// Adds tags to a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html
struct TagResource: RESTOperation {
    static let binding = RESTBinding("POST", FunctionTags.path, status: 204)
    static let input = Shape.structure(
        [
            .required("Resource", .taggedLambdaResource),
            .required("Tags", .lambdaTags),
        ],
        java: "TagResourceRequest"
    )
    static let access = OperationAccess.write(.alone)

    private let function: String
    private let tags: JSON.Object

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        function = try FunctionTags.function(input, service)
        tags = input["Tags"]?.objectValue ?? JSON.Object()
        guard !tags.isEmpty else {
            throw .invalidParameter("An error occurred and the request cannot be processed.")
        }
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        try service.checkIsSettled(try service.latest(function))
        var all = service.settings[.init(.tags, function)]?.objectValue ?? JSON.Object()
        for tag in tags.members { all[tag.key] = tag.value }
        try FunctionTags.check(all)
        try service.settings.set(.object(all), .init(.tags, function), connection)
        try service.touch(function, connection)
        return []
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(function)
    }
}
