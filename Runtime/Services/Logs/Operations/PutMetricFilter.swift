import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes measurements of the events of a group that match a pattern, from now on.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
struct PutMetricFilter: Operation {
    static let input = Shape.request(
        name,
        [
            .required("logGroupName", .groupName), .required("filterName", .filterName),
            .required("filterPattern", .filterPattern),
            .required(
                "metricTransformations",
                .list(
                    .structure(
                        [
                            .required("metricName", .metricName),
                            .required("metricNamespace", .string(length: 0...255)),
                            .required("metricValue", .string(length: 0...100)),
                            .optional("defaultValue", .number(java: "Double")),
                            .optional("dimensions", .map(.string(length: 0...255), java: "java.lang.String")),
                            .optional("unit", .string()),
                        ],
                        java: "com.amazonaws.logs.MetricTransformation"
                    ),
                    length: 1...1
                )
            ),
            .optional("applyOnTransformedLogs", .boolean),
            .optional("fieldSelectionCriteria", .string(length: 0...2000)),
            .optional("emitSystemFieldDimensions", .list(.string())),
        ]
    )
    static let access = OperationAccess.write(.alone)

    /// Of one group, and dimensions of one filter.
    private static let (limit, dimensionLimit) = (100, 3)

    private let group: String
    private let name: String
    private let settings: MetricFilter.Settings

    /// The error names what is one too many, as AWS's own program prints it.
    static func precheck(_ input: JSON.Object) throws(AWSError) {
        guard let all = input["metricTransformations"]?.arrayValue, all.count > 1 else { return }
        let values = all.map { transformation in
            let members = ["metricName", "metricNamespace", "metricValue", "defaultValue", "unit", "dimensions"].map {
                "\($0)=\(transformation[$0]?.nonNull.map { $0.stringValue ?? $0.text } ?? "null")"
            }
            return "MetricTransformation(\(members.joined(separator: ", ")))"
        }
        throw .invalidParameter(
            "1 validation error detected: Value '[\(values.joined(separator: ", "))]' at 'metricTransformations' failed "
                + "to satisfy constraint: Member must have length less than or equal to 1"
        )
    }

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
        name = input["filterName"]?.stringValue ?? ""
        try NotEmulated.refuse(
            input,
            ["applyOnTransformedLogs", "fieldSelectionCriteria", "emitSystemFieldDimensions"]
        )
        let text = input["filterPattern"]?.stringValue ?? ""
        let pattern: FilterPattern
        do throws(FilterPatternError) {
            pattern = try FilterPattern(text)
        } catch {
            throw .badPattern(error)
        }
        settings = MetricFilter.Settings(
            pattern: text,
            transformation: try Self.transformation(input["metricTransformations"]?[0] ?? [:], pattern),
            created: service.context.time.now.millisecondsSinceEpoch
        )
    }

    private static func transformation(
        _ json: JSON,
        _ pattern: FilterPattern
    ) throws(AWSError) -> MetricFilter.Transformation {
        let value = json["metricValue"]?.stringValue ?? ""
        guard Double(value).map(\.isFinite) ?? pattern.finds(value) else {
            throw .invalidParameter("Invalid metric transformation: metric value must be a valid number")
        }
        let dimensions = json["dimensions"]?.objectValue?.members.map { ($0.key, $0.value.stringValue ?? "") } ?? []
        let defaultValue = json["defaultValue"]?.doubleValue
        guard dimensions.count <= dimensionLimit else {
            throw .invalidParameter("A metric filter may have \(dimensionLimit) dimensions.")
        }
        guard dimensions.isEmpty || defaultValue == nil else {
            throw .invalidParameter(
                "Invalid metric transformation: dimensions and default value are mutually exclusive properties"
            )
        }
        guard dimensions.isEmpty || pattern.hasSelectors else {
            throw .invalidParameter("The specified filter pattern does not support dimensions")
        }
        guard dimensions.allSatisfy({ $0.1.hasPrefix("$") }) else {
            throw .invalidParameter("Invalid metric transformation: dimension value must be valid selector")
        }
        return MetricFilter.Transformation(
            metricName: json["metricName"]?.stringValue ?? "",
            metricNamespace: json["metricNamespace"]?.stringValue ?? "",
            metricValue: value,
            defaultValue: defaultValue.flatMap { $0.isFinite ? $0 : nil },
            dimensions: dimensions.isEmpty ? nil : Dictionary(dimensions) { $1 },
            unit: json["unit"]?.stringValue
        )
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let group = try LogStore(connection).existingGroup(group)
        let store = FilterStore(connection)
        let others = try store.metricFilters(of: group)
        guard others.count < Self.limit || others.contains(where: { $0.name == name }) else {
            throw AWSError.limitExceeded
        }
        try store.put(settings, kind: MetricFilter.kind, name: name, of: group)
        try service.listeners.reload(connection)
        return Reply.nothing
    }
}
