import JSON
import Wire

/// Reads an `AWS::Lambda::EventInvokeConfig`, and the property `EventInvokeConfig` of a function.
struct EventInvokeConfigReader {
    let fields: Fields
    /// The logical id of the function that the config is a property of, and what knows the resources that SAM makes for it.
    private var owner: (logicalID: String, resolver: Resolver)?

    init?(_ resource: Resource, _ resolver: Resolver) {
        guard let fields = resolver.fields(of: resource) else { return nil }
        self.fields = fields
    }

    private init(_ fields: Fields) { self.fields = fields }

    /// The config of the resource.
    func config() -> Application.EventInvokeConfig? {
        PropertyTable.eventInvokeConfig.check(fields)
        guard let name = fields.requiredString("FunctionName"), let qualifier = fields.requiredString("Qualifier")
        else {
            return nil
        }
        return config(of: name, qualifier)
    }

    /// The config that a function has in `properties`; `nil` where it has none.
    static func config(
        of function: Application.Function,
        in properties: Fields,
        _ resolver: Resolver
    ) -> Application.EventInvokeConfig? {
        guard let fields = properties.object("EventInvokeConfig") else { return nil }
        fields.allow(["MaximumEventAgeInSeconds", "MaximumRetryAttempts", "DestinationConfig"])
        var reader = EventInvokeConfigReader(fields)
        reader.owner = (function.logicalID, resolver)
        return reader.config(of: function.name, function.autoPublishAlias)
    }

    private func config(of name: String, _ qualifier: String?) -> Application.EventInvokeConfig {
        var request = JSON.Object()
        if let age = fields.int("MaximumEventAgeInSeconds", in: 60...21_600) {
            request["MaximumEventAgeInSeconds"] = JSON(age)
        }
        if let attempts = fields.int("MaximumRetryAttempts", in: 0...2) {
            request["MaximumRetryAttempts"] = JSON(attempts)
        }
        if let destinations = fields.object("DestinationConfig") {
            destinations.allow(["OnSuccess", "OnFailure"])
            request["DestinationConfig"] = .object(
                JSON.Object(
                    ["OnSuccess", "OnFailure"].compactMap { condition in
                        let destination = made(destinations, condition) ?? Self.destination(destinations, condition)
                        checkIsStandard(destination, destinations, condition)
                        return destination.map { (condition, ["Destination": .string($0)]) }
                    }
                )
            )
        }
        return Application.EventInvokeConfig(
            functionName: name,
            qualifier: qualifier,
            request: request,
            path: fields.path
        )
    }

    private func checkIsStandard(_ destination: String?, _ destinations: Fields, _ condition: String) {
        guard let destination, ARN(destination)?.isFIFO ?? false, let fields = destinations.object(condition) else {
            return
        }
        let text = "must be a standard queue or topic, not \"\(destination)\""
        fields.findings.error(fields.path(of: "Destination"), text)
    }

    /// The ARN of the queue or topic that SAM makes where the template names none.
    private func made(_ destinations: Fields, _ condition: String) -> String? {
        guard let owner, let destination = destinations.object(condition), destination["Destination"] == nil,
            let type = destination["Type"]?.string,
            let made = SAMEventResources.destination(of: owner.logicalID, condition, type: type)
        else { return nil }
        return owner.resolver.resources[made.id].flatMap(owner.resolver.arn)
    }

    /// The ARN of a destination, in the form of CloudFormation or, with a `Type`, of SAM.
    static func destination(_ destinations: Fields, _ condition: String) -> String? {
        guard let destination = destinations.object(condition) else { return nil }
        destination.allow(["Type", "Destination"])
        guard destination["Destination"] != nil else {
            destination.missing("Destination")
            return nil
        }
        guard let text = destination.string("Destination") else { return nil }
        if ARN(text) == nil {
            destination.findings.error(destination.path(of: "Destination"), "must be an ARN, not \"\(text)\"")
        }
        return text
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html
    static let eventInvokeConfig = PropertyTable(
        acted: [
            "FunctionName", "Qualifier", "MaximumEventAgeInSeconds", "MaximumRetryAttempts", "DestinationConfig",
        ]
    )
}
