import JSON
import Time
import Wire

/// A target tracking policy.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html
struct TrackingPolicy: Sendable, Hashable {
    enum Metric: Sendable, Hashable {
        /// The share of the provisioned environments that are in use.
        case utilization
        /// A metric of CloudWatch, as the queries of `GetMetricData` have it, of periods of a minute.
        case queries(JSON)
    }

    var target: Double
    var metric: Metric
    var scaleOutCooldown: Duration
    var scaleInCooldown: Duration
    var isScaleInDisabled: Bool

    /// Reads a configuration for the provisioned concurrency of functions, and refuses one that says nothing. Cooldowns
    /// are 0 unless given, as AWS has them for Lambda.
    init(_ configuration: JSON.Object) throws(AWSError) {
        target = configuration["TargetValue"]?.doubleValue ?? 0
        guard target.isFinite, target > 0 else { throw .validation("TargetValue must be greater than 0.") }
        scaleOutCooldown = try Self.cooldown(configuration, "ScaleOutCooldown")
        scaleInCooldown = try Self.cooldown(configuration, "ScaleInCooldown")
        isScaleInDisabled = configuration["DisableScaleIn"]?.boolValue ?? false
        metric = try Self.metric(configuration)
    }

    private static func cooldown(_ configuration: JSON.Object, _ name: String) throws(AWSError) -> Duration {
        let seconds = configuration.int(name) ?? 0
        guard (0...1_000_000_000).contains(seconds) else { throw .validation("\(name) must be at least 0.") }
        return .seconds(seconds)
    }

    private static func metric(_ configuration: JSON.Object) throws(AWSError) -> Metric {
        let (predefined, customized) = try specifications(configuration)
        if let predefined {
            let type = predefined.text("PredefinedMetricType") ?? ""
            guard type == "LambdaProvisionedConcurrencyUtilization" else {
                throw .validation("Predefined metric type \(type) is not supported for service namespace lambda.")
            }
            return .utilization
        }
        return .queries(try queries(customized ?? JSON.Object()))
    }

    /// Exactly one of the two.
    static func specifications(
        _ configuration: JSON.Object
    ) throws(AWSError) -> (predefined: JSON.Object?, customized: JSON.Object?) {
        let predefined = configuration["PredefinedMetricSpecification"]?.objectValue
        let customized = configuration["CustomizedMetricSpecification"]?.objectValue
        guard (predefined == nil) != (customized == nil) else {
            throw .validation(
                "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified."
            )
        }
        return (predefined, customized)
    }

    /// Those of `GetMetricData`.
    private static func queries(_ specification: JSON.Object) throws(AWSError) -> JSON {
        if let queries = specification["Metrics"]?.arrayValue, !queries.isEmpty {
            return .array(queries.map(byMinute))
        }
        guard let statistic = specification.text("Statistic"), specification.text("MetricName") != nil,
            specification.text("Namespace") != nil
        else { throw .validation("A customized metric must have MetricName, Namespace and Statistic, or Metrics.") }
        var stat = JSON.Object([
            ("Metric", .object(specification.picking("Namespace", "MetricName", "Dimensions"))), ("Period", 60),
            ("Stat", .string(statistic)),
        ])
        stat["Unit"] = specification["Unit"]?.nonNull
        return [["Id": "m", "MetricStat": .object(stat)]]
    }

    private static func byMinute(_ query: JSON) -> JSON {
        guard var object = query.objectValue, var stat = object["MetricStat"]?.objectValue else { return query }
        stat["Period"] = 60
        object["MetricStat"] = .object(stat)
        return .object(object)
    }
}
