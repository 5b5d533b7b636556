import JSON
import ServiceKit
import Wire

/// What the actions on tags have in common.
enum FunctionTags {
    static let path = "/2017-03-31/tags/{Resource}"
    private static let limit = 50

    static let input = Shape.structure(
        [.required("Resource", .taggedLambdaResource)],
        java: "ListTagsRequest"
    )

    /// Refuses more than a function may have, and keys that are AWS's.
    static func check(_ tags: JSON.Object) throws(AWSError) {
        try ReservedTagKeys.check(tags.members.map(\.key), AWSError.invalidParameter)
        guard tags.count <= limit else { throw .invalidParameter("Number of tags exceeds resource tag limit.") }
    }

    /// The name of the function that a request's `Resource` stands for.
    static func function(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) -> String {
        let arn = input["Resource"]?.stringValue ?? ""
        let kind = ARN(arn)?.resource.prefix { $0 != ":" } ?? ""
        guard kind == "function" else {
            throw kind == "capacity-provider"
                ? .resourceNotFound("Capacity provider not found: \(arn)")
                : .invalidParameter("Hearth keeps no tags of a \(kind): \(arn)")
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

extension Shape {
    /// https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html
    package static let lambdaTags = Shape.map(
        .string(length: 0...256),
        java: "java.lang.String",
        keys: KeyConstraint(length: 1...128)
    )

    /// The ARN of what may have tags.
    package static let taggedLambdaResource = Shape.string(
        length: 1...256,
        pattern: Pattern(
            #"arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:"#
                + #"(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|"#
                + "code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-"
                + "[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)"
        ) { text in
            guard let arn = ARN(text), arn.service == "lambda", arn.accountID.utf8.count == 12 else { return false }
            let parts = arn.resource.split(separator: ":", omittingEmptySubsequences: false)
            switch parts.first {
            case "function": return FunctionName(text)?.name.contains(".") == false
            case "layer", "code-signing-config", "event-source-mapping", "capacity-provider": return parts.count == 2
            default: return false
            }
        }
    )
}
