import JSON
import ServiceKit
import Wire

/// What `CreateAlias` and `UpdateAlias` have in common.
struct AliasRequest {
    static let path = "/2015-03-31/functions/{FunctionName}/aliases"

    static let name = Shape.words(
        "(?!^[0-9]+$)([a-zA-Z0-9-_]+)",
        length: 1...128
    ) { text in !text.utf8.allSatisfy(\.isDigit) }

    static let version = Shape.string(
        length: 1...1_024,
        pattern: Shape.Pattern(#"(\$LATEST(\.PUBLISHED)?|[0-9]+)"#) { text in
            text == "$LATEST" || text == "$LATEST.PUBLISHED"
                || (!text.isEmpty && text.utf8.allSatisfy(\.isDigit))
        }
    )

    static let members: [Shape.Member] = [
        .optional("Description", .string(length: 0...256)),
        .optional(
            "RoutingConfig",
            .structure(
                [
                    .optional(
                        "AdditionalVersionWeights",
                        .map(
                            .number(java: "Double"),
                            java: "java.lang.Double",
                            keys: Shape.KeyConstraint(
                                length: 1...1_024,
                                pattern: Shape.Pattern("[0-9]+") { $0.utf8.allSatisfy(\.isDigit) }
                            )
                        )
                    )
                ],
                java: "AliasRoutingConfiguration"
            )
        ),
    ]

    let version: String?
    private let description: String?
    /// `nil` where the request leaves it as it is.
    private let weights: [String: Double]?

    init(_ input: JSON.Object) throws(AWSError) {
        version = input["FunctionVersion"]?.stringValue
        description = input["Description"]?.stringValue
        guard let routing = input["RoutingConfig"]?.nonNull else {
            weights = nil
            return
        }
        var weights: [String: Double] = [:]
        let given = routing["AdditionalVersionWeights"]?.objectValue?.members ?? []
        for weight in given { weights[weight.key] = weight.value.doubleValue }
        if let wrong = given.first(where: { !(0.0...1.0).contains($0.value.doubleValue ?? -1) }) {
            throw AWSError(
                "ValidationException",
                message: "1 validation error detected: Value '{\(wrong.key)=\(wrong.value.doubleValue ?? 0)}' at "
                    + "'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy "
                    + "constraint: [Member must have value less than or equal to 1.0, Member must have value greater than "
                    + "or equal to 0.0, Member must not be null]"
            )
        }
        guard weights.count <= 1 else {
            throw .invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1")
        }
        self.weights = weights
    }

    /// Puts into an alias what the request says; refuses versions that are not there.
    func apply(to alias: inout FunctionAlias, of function: RegisteredFunction, _ service: LambdaAPI) throws(AWSError) {
        alias.functionVersion = version ?? alias.functionVersion
        alias.description = description ?? alias.description
        alias.weights = weights ?? alias.weights
        alias.revisionID = service.newID()
        guard function.version(alias.functionVersion) != nil else {
            throw service.notFound(function.name, alias.functionVersion)
        }
        guard let other = alias.weights.keys.first else { return }
        if alias.functionVersion == "$LATEST" {
            throw AWSError(
                "InvalidParameterValueException",
                message: "$LATEST is not supported for an alias pointing to more than 1 version"
            )
        }
        if other == alias.functionVersion {
            throw .invalidParameter(
                "Invalid function version \(other). Function version \(other) is already included in routing "
                    + "configuration."
            )
        }
        guard function.version(other) != nil else { throw service.notFound(function.name, other) }
    }
}
