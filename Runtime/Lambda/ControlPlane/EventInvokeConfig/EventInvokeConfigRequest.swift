import JSON
import ServiceKit
import Storage
import Time
import Wire

/// What `PutFunctionEventInvokeConfig` and `UpdateFunctionEventInvokeConfig` have in common.
struct EventInvokeConfigRequest {
    static let path = "/2019-09-25/functions/{FunctionName}/event-invoke-config"

    static let input = Shape.structure(
        [
            .required("FunctionName", .namespacedFunctionName),
            .optional("Qualifier", .qualifier),
            .optional("MaximumRetryAttempts", .number(java: "Integer", range: 0...2)),
            .optional("MaximumEventAgeInSeconds", .number(java: "Integer", range: 60...21_600)),
            .optional(
                "DestinationConfig",
                .structure(
                    [.optional("OnSuccess", destination), .optional("OnFailure", destination)],
                    java: "DestinationConfig"
                )
            ),
        ],
        java: "PutFunctionEventInvokeConfigRequest"
    )

    private static let destination = Shape.structure(
        [.optional("Destination", .string(length: 0...350, pattern: destinationPattern))],
        java: "Destination"
    )

    private static let destinationPattern = Shape.Pattern(
        #"$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:"#
            + #"((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)"#
    ) { text in
        text.isEmpty || text.hasPrefix("kafka://")
            || ARN(text)?.service.utf8.allSatisfy { $0.isWord && $0 != UInt8(ascii: "_") } == true
    }

    let function: FunctionReference
    let changes: JSON.Object
    let lastModified: Timestamp

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        function = try service.reference(input)
        let members = ["MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig"]
        changes = JSON.Object(members.compactMap { name in input[name]?.nonNull.map { (name, $0) } })
        lastModified = service.context.time.now
        guard !changes.isEmpty else {
            throw .invalidParameter("You must specify at least one of error handling or destination setting.")
        }
        guard service.function(function) != nil else { throw .resourceNotFound("The function doesn't exist.") }
        let config = EventInvokeConfig(.object(changes))
        for destination in [config.onSuccess, config.onFailure] {
            guard let destination else { continue }
            guard ["lambda", "sns", "sqs", "events", "s3"].contains(destination.service), !destination.isFIFO else {
                throw .invalidParameter("The provided destination config \(Self.shown(config)) is invalid.")
            }
            try check(destination, service)
        }
    }

    /// As AWS's own code prints it.
    private static func shown(_ config: EventInvokeConfig) -> String {
        let success = config.onSuccess.map { "OnSuccess(destination=\($0))" } ?? "null"
        let failure = config.onFailure.map { "OnFailure(destination=\($0))" } ?? "null"
        return "DestinationConfig(onSuccess=\(success), onFailure=\(failure))"
    }

    private func check(_ destination: ARN, _ service: LambdaAPI) throws(AWSError) {
        guard destination.service != "s3" else {
            throw .invalidParameter("Hearth does not send records of invocations to S3: \(destination)")
        }
        guard destination.service == "lambda" else { return }
        let target = try FunctionReference(destination.description, qualifier: nil, account: service.context.account)
        guard service.function(target) != nil else {
            throw .invalidParameter("The destination ARN \(destination) is invalid.")
        }
        if target.name == function.name {
            throw .invalidParameter("You can't specify the function as a destination for itself.")
        }
    }

    /// Stores `config` with these changes, and returns the reply.
    func apply(
        to config: JSON.Object,
        _ service: LambdaAPI,
        _ connection: Connection
    ) throws -> [UInt8] {
        var changed = config
        for change in changes.members { changed[change.key] = change.value }
        let setting = EventInvokeConfig.setting(changed, at: lastModified)
        let key = FunctionSettings.Key(.eventInvokeConfig, function.name, function.qualifier)
        try service.settings.set(setting, key, connection)
        return Self.reply(setting, service.versionARN(function)).bytes
    }

    static func reply(_ stored: JSON, _ functionARN: String) -> JSON {
        var reply = stored.objectValue ?? JSON.Object()
        reply["FunctionArn"] = .string(functionARN)
        return .object(reply)
    }

    /// The stored config of a function; throws AWS's error where there is none.
    static func stored(_ function: FunctionReference, _ service: LambdaAPI) throws(AWSError) -> JSON {
        guard service.lambda.registry[function.name] != nil,
            let stored = service.settings[.init(.eventInvokeConfig, function.name, function.qualifier)]
        else {
            throw .resourceNotFound("The function \(service.versionARN(function)) doesn't have an EventInvokeConfig")
        }
        return stored
    }
}
