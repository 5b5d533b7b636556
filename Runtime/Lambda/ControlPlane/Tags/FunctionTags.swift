import JSON
import ServiceKit
import Wire

/// What the actions on tags have in common.
enum FunctionTags {
    static let path = "/2017-03-31/tags/{Resource}"
    static let limit = 50

    static let input = Shape.structure(
        [.required("Resource", .string(length: 1...256))],
        java: "ListTagsRequest"
    )

    /// The name of the function that a request's `Resource` stands for.
    static func function(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) -> String {
        let arn = input["Resource"]?.stringValue ?? ""
        guard ARN(arn)?.resource.hasPrefix("function:") == true else {
            throw .invalidParameter("Hearth keeps the tags of functions alone: \(arn) is none.")
        }
        let reference = try FunctionReference(arn, qualifier: nil, account: service.context.account)
        guard reference.qualifier == nil else {
            throw .invalidParameter(
                "Tags on function aliases and versions are not supported. Please specify a function ARN."
            )
        }
        return try service.existing(reference).name
    }
}
