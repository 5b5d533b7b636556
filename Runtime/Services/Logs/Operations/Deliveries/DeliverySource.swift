import JSON
import ServiceKit
import Wire

enum DeliverySource: VendedLogResource {
    static let kind = "delivery-source"
    static let noun = "DeliverySource"
    static let title = "Delivery Source"
    static let plural = "DeliverySources"

    /// What the services that hand logs over have, by their names in ARNs.
    static let logTypes: [String: [String]] = [
        "bedrock": ["APPLICATION_LOGS", "EVENT_LOGS", "TRACES"],
        "bedrock-agentcore": ["APPLICATION_LOGS", "TRACES", "USAGE_LOGS"],
        "cloudfront": ["ACCESS_LOGS", "CONNECTION_LOGS"],
        "codewhisperer": ["EVENT_LOGS"],
        "elasticloadbalancing": ["ALB_ACCESS_LOGS", "ALB_CONNECTION_LOGS", "NLB_ACCESS_LOGS"],
        "entityresolution": ["WORKFLOW_LOGS"],
        "events": ["ERROR_LOGS", "INFO_LOGS", "TRACE_LOGS"],
        "iotfleetwise": ["ERROR_LOGS"],
        "ivschat": ["IVS_CHAT_LOGS"],
        "mediapackagev2": ["EGRESS_ACCESS_LOGS", "INGRESS_ACCESS_LOGS"],
        "mediatailor": ["AD_DECISION_SERVER_LOGS", "MANIFEST_SERVICE_LOGS", "TRANSCODE_LOGS"],
        "qbusiness": ["EVENT_LOGS", "SYNC_JOB_LOGS"],
        "ses": ["APPLICATION_LOGS", "TRAFFIC_POLICY_DEBUG_LOGS"],
        "sso": ["ERROR_LOGS"],
        "vpc-lattice": ["VPC_LATTICE_ACCESS_LOGS", "VPC_LATTICE_RESOURCE_ACCESS_LOGS"],
        "workmail": [
            "ACCESS_CONTROL_LOGS", "AUTHENTICATION_LOGS", "WORKMAIL_AVAILABILITY_PROVIDER_LOGS",
            "WORKMAIL_MAILBOX_ACCESS_LOGS", "WORKMAIL_PERSONAL_ACCESS_TOKEN_LOGS",
        ],
    ]

    /// What deliveries of CloudFront's access logs hold that do not say it.
    /// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
    private static let accessFields = [
        "date", "time", "x-edge-location", "sc-bytes", "c-ip", "cs-method", "cs(Host)", "cs-uri-stem", "sc-status",
        "cs(Referer)", "cs(User-Agent)", "cs-uri-query", "cs(Cookie)", "x-edge-result-type", "x-edge-request-id",
        "x-host-header", "cs-protocol", "cs-bytes", "time-taken", "x-forwarded-for", "ssl-protocol", "ssl-cipher",
        "x-edge-response-result-type", "cs-protocol-version", "fle-status", "fle-encrypted-fields", "c-port",
        "time-to-first-byte", "x-edge-detailed-result-type", "sc-content-type", "sc-content-len", "sc-range-start",
        "sc-range-end",
    ]

    /// What a delivery has that does not say it; known for CloudFront alone.
    static func standards(of source: JSON.Object, to type: JSON?) -> JSON.Object {
        guard source["service"] == "cloudfront", source["logType"] == "ACCESS_LOGS" else { return JSON.Object() }
        var standards = JSON.Object([("recordFields", .array(accessFields.map { .string($0) }))])
        if type == "S3" {
            let path: JSON = "AWSLogs/{account-id}/CloudFront/"
            standards["s3DeliveryConfiguration"] = ["suffixPath": path, "enableHiveCompatiblePath": false]
        }
        return standards
    }

    static func checkIsUnused(_ name: String, _ documents: Documents, _ call: RegionalCall) throws(AWSError) {
        try VendedDelivery.checkNone(documents, call) { $0["deliverySourceName"]?.stringValue == name }
    }
}

/// Names a resource whose logs are to be delivered. One that is there keeps its resource.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html
struct PutDeliverySource: DocumentChange<Logs> {
    static let input = Shape.request(
        name,
        [
            .required("name", .string(length: 1...60)), .required("resourceArn", .string()),
            .required("logType", .string(length: 1...255)), .optional("tags", .tags),
        ]
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        let (name, resource) = (call.text("name") ?? "", call.text("resourceArn") ?? "")
        let logType = call.text("logType") ?? ""
        guard let arn = ARN(resource), let types = DeliverySource.logTypes[arn.service] else {
            throw AWSError("ResourceNotFoundException", message: "Cannot access provided service.")
        }
        guard types.contains(logType) else {
            throw AWSError("ValidationException", message: "This service does not provide logs of type \(logType).")
        }
        let shelf = call.shelf(DeliverySource.kind)
        let former = documents[shelf, name]
        guard former == nil || former?["resourceArns"] == [.string(resource)] else {
            throw AWSError(
                "ConflictException",
                message: "Update to existing Delivery Source with new ResourceId is not allowed."
            )
        }
        var source = JSON.Object([
            ("name", .string(name)), ("arn", .string(DeliverySource.arn(name, call))),
            ("resourceArns", [.string(resource)]), ("service", .string(arn.service)), ("logType", .string(logType)),
        ])
        source["tags"] = call["tags"] ?? former?["tags"]
        documents[shelf, name] = source
        return DeliverySource.reply(source)
    }
}
