import JSON
import ServiceKit
import Wire

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAnomalyDetector.html
struct PutAnomalyDetector: DocumentChange<Metrics> {
    static let input = Shape.request(name, AnomalyDetector.members + AnomalyDetector.configuration)
    static let output = Shape.emptyReply

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Metrics) throws(AWSError) -> JSON {
        let detector = try AnomalyDetector(call)
        documents[call.shelf(AnomalyDetector.kind), detector.name] = detector.json(call)
        return [:]
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAnomalyDetector.html
struct DeleteAnomalyDetector: DocumentChange<Metrics> {
    static let input = Shape.request(name, AnomalyDetector.members)
    static let output = Shape.emptyReply

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Metrics) throws(AWSError) -> JSON {
        let (name, shelf) = (try AnomalyDetector(call).name, call.shelf(AnomalyDetector.kind))
        guard documents[shelf, name] != nil else {
            throw AWSError("ResourceNotFoundException", status: 404, message: "The anomaly detector does not exist.")
        }
        documents[shelf, name] = nil
        return [:]
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAnomalyDetectors.html
struct DescribeAnomalyDetectors: DocumentQuery<Metrics> {
    static let input = Shape.request(
        name,
        [
            .optional("NextToken", .string()), .optional("MaxResults", .number(java: "Integer", range: 1...Int.max)),
            .optional("Namespace", .namespace), .optional("MetricName", .metricName),
            .optional("Dimensions", .dimensions),
            .optional("AnomalyDetectorTypes", .list(.string(values: ["SINGLE_METRIC", "METRIC_MATH"]))),
        ]
    )
    static let output = Shape.reply([
        .optional(
            "AnomalyDetectors",
            .list(
                .structure(
                    AnomalyDetector.members + AnomalyDetector.configuration + [.optional("StateValue", .string())],
                    java: ""
                )
            )
        ),
        .optional("NextToken", .string()),
    ])

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Metrics) throws(AWSError) -> JSON {
        let all = documents.all(call.shelf(AnomalyDetector.kind)) { _, detector in isWanted(detector) }
            .map { (name: $0.name, value: JSON.object($0.document)) }
        let (page, next) = try Page.of(all, limit: call["MaxResults"]?.intValue ?? 100, token: call.text("NextToken"))
        var reply = JSON.Object([("AnomalyDetectors", .array(page))])
        reply["NextToken"] = next.map { .string($0) }
        return .object(reply)
    }

    private func isWanted(_ detector: JSON.Object) -> Bool {
        let types = (call["AnomalyDetectorTypes"]?.arrayValue ?? ["SINGLE_METRIC"])
        let dimensions = detector["Dimensions"]?.arrayValue ?? []
        return types.contains("SINGLE_METRIC")
            && ["Namespace", "MetricName"].allSatisfy { call[$0] == nil || call[$0] == detector[$0] }
            && (call["Dimensions"]?.arrayValue ?? []).allSatisfy { dimensions.contains($0) }
    }
}
