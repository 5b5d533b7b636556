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
