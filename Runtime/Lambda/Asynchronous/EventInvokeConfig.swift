import ColdStart
import JSON
import Time
import Wire

/// How a function's asynchronous invocations are tried again, and where what came of them is sent.
/// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionEventInvokeConfig.html
package struct EventInvokeConfig: Sendable, Hashable {
    /// 0 to 2.
    package var maximumRetryAttempts: Int?
    /// 60 to 21,600.
    package var maximumEventAgeInSeconds: Int?
    package var onSuccess: ARN?
    package var onFailure: ARN?

    package init(
        maximumRetryAttempts: Int? = nil,
        maximumEventAgeInSeconds: Int? = nil,
        onSuccess: ARN? = nil,
        onFailure: ARN? = nil
    ) {
        self.maximumRetryAttempts = maximumRetryAttempts
        self.maximumEventAgeInSeconds = maximumEventAgeInSeconds
        self.onSuccess = onSuccess
        self.onFailure = onFailure
    }

    var retryPolicy: AsyncRetryPolicy {
        var policy = AsyncRetryPolicy()
        if let maximumRetryAttempts { policy.maximumRetryAttempts = maximumRetryAttempts }
        if let maximumEventAgeInSeconds { policy.maximumEventAge = .seconds(maximumEventAgeInSeconds) }
        return policy
    }

    // MARK: JSON

    /// Reads what `json` writes, or a request of the right shape.
    init(_ json: JSON) {
        maximumRetryAttempts = json["MaximumRetryAttempts"]?.intValue
        maximumEventAgeInSeconds = json["MaximumEventAgeInSeconds"]?.intValue
        onSuccess = Self.destination(json, "OnSuccess")
        onFailure = Self.destination(json, "OnFailure")
    }

    private static func destination(_ json: JSON, _ condition: String) -> ARN? {
        json["DestinationConfig"]?[condition]?["Destination"]?.stringValue.flatMap { ARN($0) }
    }

    /// As AWS's replies have it, without the function and the time of the change.
    var json: JSON.Object {
        var object = JSON.Object([
            (
                "DestinationConfig",
                .object(JSON.Object([("OnSuccess", Self.json(onSuccess)), ("OnFailure", Self.json(onFailure))]))
            )
        ])
        if let maximumRetryAttempts { object["MaximumRetryAttempts"] = JSON(maximumRetryAttempts) }
        if let maximumEventAgeInSeconds { object["MaximumEventAgeInSeconds"] = JSON(maximumEventAgeInSeconds) }
        return object
    }

    /// What is kept of a request to `PutFunctionEventInvokeConfig`.
    package static func setting(_ request: JSON.Object, at now: Timestamp) -> JSON {
        var setting = EventInvokeConfig(.object(request)).json
        setting["LastModified"] = JSON(Double(now.millisecondsSinceEpoch) / 1000)
        return .object(setting)
    }

    private static func json(_ destination: ARN?) -> JSON {
        .object(JSON.Object(destination.map { [("Destination", .string($0.description))] } ?? []))
    }
}
