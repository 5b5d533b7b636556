import JSON
import ServiceKit
import Time
import Wire

/// What the actions on provisioned concurrency have in common.
/// https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
struct ProvisionedConcurrencyRequest {
    static let failureReason = "FUNCTION_ERROR_INIT_FAILURE"
    /// What is said of `$LATEST`, and of aliases that point to it.
    static let unpublished = "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
    static let path = "/2019-09-30/functions/{FunctionName}/provisioned-concurrency"
    static let input = Shape.structure(
        [.required("FunctionName", .functionName), .required("Qualifier", .qualifier)],
        java: "ProvisionedConcurrencyConfigRequest"
    )

    let name: String
    /// A version or an alias.
    let qualifier: String
    /// The version that it leads to.
    let version: String

    /// `refusal` is what is said of `$LATEST`, which has no provisioned concurrency.
    init(
        _ input: JSON.Object,
        _ service: LambdaAPI,
        refusal: String = "The function resource provided must be an alias or a published version."
    ) throws(AWSError) {
        let reference = try service.reference(input)
        name = reference.name
        qualifier = reference.qualifier ?? "$LATEST"
        guard qualifier != "$LATEST" else { throw .invalidParameter(refusal) }
        guard let function = service.lambda.registry[name], let configuration = function.configuration(qualifier) else {
            throw Int(qualifier) == nil
                ? .noAlias(service.context.account.function(name, qualifier))
                : service.notFound(name, qualifier)
        }
        version = configuration.version
    }

    var key: FunctionSettings.Key { .init(.provisionedConcurrency, name, qualifier) }

    /// What is stored; throws AWS's error where there is nothing.
    func stored(_ service: LambdaAPI) throws(AWSError) -> JSON {
        guard let stored = service.settings[key] else {
            throw .lambda(
                "ProvisionedConcurrencyConfigNotFoundException",
                status: 404,
                "No Provisioned Concurrency Config found for this function",
                key: "message"
            )
        }
        return stored
    }

    /// As it is kept.
    static func stored(_ count: Int, at now: Timestamp) -> JSON {
        ["Requested": JSON(count), "LastModified": .string(now.lambdaText)]
    }

    /// As the API shows it: ready from when all that was asked for is there, whatever is replaced later.
    static func json(_ stored: JSON, _ status: ProvisionedStatus) -> JSON.Object {
        let requested = stored["Requested"]?.intValue ?? 0
        let isReady = status.isComplete && status.requested >= requested
        var json = JSON.Object([
            ("RequestedProvisionedConcurrentExecutions", JSON(requested)),
            ("AvailableProvisionedConcurrentExecutions", JSON(status.available)),
            ("AllocatedProvisionedConcurrentExecutions", JSON(status.allocated)),
            ("Status", .string(status.hasFailed ? "FAILED" : isReady ? "READY" : "IN_PROGRESS")),
        ])
        if status.hasFailed { json["StatusReason"] = .string(failureReason) }
        json["LastModified"] = stored["LastModified"] ?? ""
        return json
    }
}
