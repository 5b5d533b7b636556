import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Sends the events of a group that match a pattern to a function, from now on.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
struct PutSubscriptionFilter: Operation {
    static let input = Shape.request(
        name,
        [
            .required("logGroupName", .groupName), .required("filterName", .filterName),
            .required("filterPattern", .filterPattern),
            .required("destinationArn", .string(length: 1...2048)), .optional("roleArn", .string(length: 1...2048)),
            .optional("distribution", .string(values: ["Random", "ByLogStream"])),
            .optional("applyOnTransformedLogs", .boolean),
            .optional("fieldSelectionCriteria", .string(length: 0...2000)),
            .optional("emitSystemFields", .list(.string())),
        ]
    )
    static let access = OperationAccess.write(.alone)

    /// Of one group.
    private static let limit = 2

    private let group: String
    private let name: String
    private let settings: SubscriptionFilter.Settings

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
        name = input["filterName"]?.stringValue ?? ""
        try NotEmulated.refuse(input, ["applyOnTransformedLogs", "fieldSelectionCriteria", "emitSystemFields"])
        settings = SubscriptionFilter.Settings(
            pattern: input["filterPattern"]?.stringValue ?? "",
            destinationARN: input["destinationArn"]?.stringValue ?? "",
            roleARN: input["roleArn"]?.stringValue,
            distribution: input["distribution"]?.stringValue ?? "ByLogStream",
            created: service.context.time.now.millisecondsSinceEpoch
        )
        try checkVendor(service.context.account)
        do throws(FilterPatternError) {
            _ = try FilterPattern(settings.pattern)
        } catch {
            throw .badPattern(error)
        }
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let group = try LogStore(connection).existingGroup(group)
        try checkDestination(service)
        let store = FilterStore(connection)
        var settings = settings
        let others = try store.subscriptions(of: group)
        if let former = others.first(where: { $0.name == name }) {
            settings.created = former.settings.created
        } else if others.count >= Self.limit {
            throw AWSError.limitExceeded
        }
        try store.put(settings, kind: SubscriptionFilter.kind, name: name, of: group)
        try service.listeners.reload(connection)
        return Reply.nothing
    }

    /// What AWS looks at before it looks for the group.
    private func checkVendor(_ account: AWSAccount) throws(AWSError) {
        let destination = ARN(settings.destinationARN)
        if destination?.service == "lambda", destination?.accountID != account.id {
            throw AWSError(
                "AccessDeniedException",
                message: "Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to "
                    + "create cross account lambda triggers."
            )
        }
        if let vendor = destination?.service, ["kinesis", "firehose"].contains(vendor), settings.roleARN == nil {
            throw .invalidParameter("destinationArn for vendor \(vendor) cannot be used without roleArn")
        }
    }

    private func checkDestination(_ service: Logs) throws(AWSError) {
        guard let destination = ARN(settings.destinationARN) else {
            throw .invalidParameter("Destination ARN is not valid: \(settings.destinationARN)")
        }
        guard destination.service == "lambda" else {
            throw .invalidParameter(
                "Hearth delivers log events to functions alone, not to \(destination.service): \(destination)"
            )
        }
        guard group != "/aws/lambda/\(FunctionName.name(in: settings.destinationARN))" else {
            throw .invalidParameter(
                "The log group provided is reserved for the function logs of the destination function."
            )
        }
        let caller = FunctionCalls.Caller(
            principal: SubscriptionFilter.principal,
            source: SubscriptionFilter.source(group, service.context.account).description
        )
        guard service.context.deliveries.reaches(destination),
            service.functions.refusal(destination, to: caller) == nil
        else {
            throw .invalidParameter(
                "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute "
                    + "your function."
            )
        }
    }
}
