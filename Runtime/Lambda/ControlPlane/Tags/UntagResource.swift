import JSON
import ServiceKit
import Storage
import Wire

/// Removes tags from a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html
struct UntagResource: RESTOperation {
    static let binding = RESTBinding(
        "DELETE",
        FunctionTags.path,
        query: [.init("tagKeys", member: "TagKeys", .strings)],
        status: 204
    )
    static let input = Shape.structure(
        [.required("Resource", .taggedLambdaResource), .required("TagKeys", .list(.string()))],
        java: "UntagResourceRequest"
    )
    static let access = OperationAccess.write(.alone)

    private let function: String
    private let keys: [String]

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        function = try FunctionTags.function(input, service)
        keys = (input["TagKeys"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        var all = service.settings[.init(.tags, function)]?.objectValue ?? JSON.Object()
        for key in keys { all[key] = nil }
        try service.settings.set(.object(all), .init(.tags, function), connection)
        try service.touch(function, connection)
        return []
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(function)
    }
}
