/// What `Ref` and `Fn::GetAtt` give for a type of resource, as patterns in which names in braces are filled in:
/// `{name}` (physical name), `{id}` (of an API), `{endpoint}` (of an API), `{region}`, `{account}`, `{partition}`,
/// `{awsEndpoint}` (of all services), `{streamARN}` (of a table), `{cacheAddress}`, `{cachePort}` (of a cache),
/// `{targetFunction}`, `{functionURL}` (of a function URL), `{qualifiedFunction}`, `{versionNumber}` (of a version or alias), `{secretSuffix}`, `{layerVersion}`,
/// `{connectionID}`, `{connectionSecret}` (of a connection), `{destinationID}` (of an API destination),
/// `{scalableTarget}`, `{scalingPolicy}`, `{ruleFolder}` (of a rule's bus), `{value}` (of a parameter), `{suffix}`.
struct ResourceKind {
    /// The property that holds the physical name; the logical id stands in for it.
    var nameProperty: String?
    /// What stands behind the logical id when that is the name.
    var nameEnding: NameEnding?
    var ref = "{name}"
    var attributes: [String: String] = [:]
    /// Attributes that a resource has only with a certain property.
    var needs: [String: String] = [:]
    /// Names that are made up have no capital letters, and three letters at least.
    var isNamedInLowerCase = false
    var support = Support.notCreated

    /// What Hearth makes of resources of this type.
    enum Support {
        case emulated
        /// Functions can do without it: the text says what is missing.
        case dispensable(String)
        /// Functions that use it will fail.
        case notCreated
        /// Clients of the application would reach nothing, or another thing than they meant: the text says why.
        case refused(String)
    }

    /// Every type that is emulated, and those that references to are common.
    static let known = apis.merging(others) { $1 }.merging(neighbours) { $1 }

    private static let others: [String: ResourceKind] = [
        "AWS::Serverless::Function": function,
        "AWS::Lambda::Function": function,
        "AWS::Serverless::LayerVersion": ResourceKind(nameProperty: "LayerName", ref: layerARN, support: .emulated),
        "AWS::Lambda::LayerVersion": ResourceKind(
            nameProperty: "LayerName",
            ref: layerARN,
            attributes: ["LayerVersionArn": layerARN],
            support: .emulated
        ),
        "AWS::Serverless::SimpleTable": ResourceKind(
            nameProperty: "TableName",
            attributes: ["Arn": tableARN],
            support: .emulated
        ),
        "AWS::DynamoDB::Table": table,
        "AWS::ElastiCache::CacheCluster": ResourceKind(
            nameProperty: "ClusterName",
            attributes: ["RedisEndpoint.Address": "{cacheAddress}", "RedisEndpoint.Port": "{cachePort}"],
            support: .emulated
        ),
        "AWS::ElastiCache::ReplicationGroup": ResourceKind(
            nameProperty: "ReplicationGroupId",
            attributes: [
                "PrimaryEndPoint.Address": "{cacheAddress}",
                "PrimaryEndPoint.Port": "{cachePort}",
                "ReaderEndPoint.Address": "{cacheAddress}",
                "ReaderEndPoint.Port": "{cachePort}",
            ],
            support: .emulated
        ),
        "AWS::ElastiCache::ServerlessCache": ResourceKind(
            nameProperty: "ServerlessCacheName",
            attributes: [
                "ARN": "arn:{partition}:elasticache:{region}:{account}:serverlesscache:{name}",
                "Endpoint.Address": "{cacheAddress}",
                "Endpoint.Port": "{cachePort}",
                "ReaderEndpoint.Address": "{cacheAddress}",
                "ReaderEndpoint.Port": "{cachePort}",
            ],
            support: .emulated
        ),
        "AWS::SSM::Parameter": ResourceKind(
            nameProperty: "Name",
            attributes: ["Type": "String", "Value": "{value}"],
            support: .emulated
        ),
        "AWS::SecretsManager::Secret": ResourceKind(
            nameProperty: "Name",
            ref: "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{secretSuffix}",
            attributes: ["Id": "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{secretSuffix}"],
            support: .emulated
        ),
        "AWS::ElastiCache::SubnetGroup": ResourceKind(
            nameProperty: "CacheSubnetGroupName",
            support: .dispensable("caches listen on this machine alone")
        ),
        "AWS::Cognito::UserPool": ResourceKind(
            ref: "{region}_{id}",
            attributes: [
                "Arn": "arn:{partition}:cognito-idp:{region}:{account}:userpool/{region}_{id}",
                "ProviderName": "cognito-idp.{region}.{suffix}/{region}_{id}",
                "ProviderURL": "https://cognito-idp.{region}.{suffix}/{region}_{id}",
                "UserPoolId": "{region}_{id}",
            ]
        ),
        "AWS::Lambda::Url": ResourceKind(
            ref: targetFunctionARN,
            attributes: ["FunctionUrl": "{functionURL}", "FunctionArn": targetFunctionARN],
            support: .emulated
        ),
        "AWS::Lambda::EventInvokeConfig": ResourceKind(support: .emulated),
        "AWS::Lambda::EventSourceMapping": ResourceKind(
            attributes: ["Id": "{name}", "EventSourceMappingArn": eventSourceMappingARN],
            support: .emulated
        ),
        "AWS::Lambda::Alias": ResourceKind(
            ref: qualifiedFunctionARN,
            attributes: ["AliasArn": qualifiedFunctionARN],
            support: .emulated
        ),
        "AWS::Lambda::Version": ResourceKind(
            ref: qualifiedFunctionARN,
            attributes: ["FunctionArn": qualifiedFunctionARN, "Version": "{versionNumber}"],
            support: .emulated
        ),
        "AWS::Lambda::Permission": ResourceKind(support: .emulated),
        "AWS::IAM::Role": ResourceKind(
            nameProperty: "RoleName",
            attributes: ["Arn": "arn:{partition}:iam::{account}:role/{name}"],
            support: .dispensable("permissions are not enforced")
        ),
        "AWS::Logs::LogGroup": ResourceKind(
            nameProperty: "LogGroupName",
            attributes: ["Arn": "arn:{partition}:logs:{region}:{account}:log-group:{name}:*"],
            support: .emulated
        ),
        "AWS::Logs::SubscriptionFilter": ResourceKind(nameProperty: "FilterName", support: .emulated),
        "AWS::Logs::MetricFilter": ResourceKind(nameProperty: "FilterName", support: .emulated),
        "AWS::CloudWatch::Alarm": ResourceKind(
            nameProperty: "AlarmName",
            attributes: ["Arn": "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"],
            support: .emulated
        ),
        "AWS::CloudWatch::CompositeAlarm": ResourceKind(
            nameProperty: "AlarmName",
            attributes: ["Arn": "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"],
            support: .emulated
        ),
        "AWS::SQS::Queue": ResourceKind(
            nameProperty: "QueueName",
            nameEnding: NameEnding(text: ".fifo", property: "FifoQueue"),
            ref: queueURL,
            attributes: [
                "Arn": "arn:{partition}:sqs:{region}:{account}:{name}", "QueueName": "{name}", "QueueUrl": queueURL,
            ],
            support: .emulated
        ),
        "AWS::SQS::QueuePolicy": ResourceKind(attributes: ["Id": "{name}"], support: .emulated),
        "AWS::SNS::Topic": ResourceKind(
            nameProperty: "TopicName",
            nameEnding: NameEnding(text: ".fifo", property: "FifoTopic"),
            ref: "arn:{partition}:sns:{region}:{account}:{name}",
            attributes: ["TopicArn": "arn:{partition}:sns:{region}:{account}:{name}", "TopicName": "{name}"],
            support: .emulated
        ),
        "AWS::SNS::Subscription": ResourceKind(support: .emulated),
        "AWS::Events::EventBus": ResourceKind(
            nameProperty: "Name",
            attributes: ["Arn": "arn:{partition}:events:{region}:{account}:event-bus/{name}", "Name": "{name}"],
            support: .emulated
        ),
        "AWS::Events::Rule": ResourceKind(
            nameProperty: "Name",
            attributes: ["Arn": "arn:{partition}:events:{region}:{account}:rule/{ruleFolder}{name}"],
            support: .emulated
        ),
        "AWS::Events::Archive": ResourceKind(
            nameProperty: "ArchiveName",
            attributes: ["Arn": "arn:{partition}:events:{region}:{account}:archive/{name}", "ArchiveName": "{name}"],
            support: .emulated
        ),
        "AWS::Events::Connection": ResourceKind(
            nameProperty: "Name",
            attributes: [
                "Arn": "arn:{partition}:events:{region}:{account}:connection/{name}/{connectionID}",
                "ArnForPolicy": "arn:{partition}:events:{region}:{account}:connection/{name}",
                "SecretArn": "arn:{partition}:secretsmanager:{region}:{account}:secret:{connectionSecret}",
            ],
            support: .emulated
        ),
        "AWS::Events::ApiDestination": ResourceKind(
            nameProperty: "Name",
            attributes: [
                "Arn": "arn:{partition}:events:{region}:{account}:api-destination/{name}/{destinationID}",
                "ArnForPolicy": "arn:{partition}:events:{region}:{account}:api-destination/{name}",
            ],
            support: .emulated
        ),
        "AWS::Scheduler::Schedule": ResourceKind(
            nameProperty: "Name",
            attributes: ["Arn": "arn:{partition}:scheduler:{region}:{account}:schedule/default/{name}"],
            support: .emulated
        ),
        "AWS::Scheduler::ScheduleGroup": ResourceKind(
            nameProperty: "Name",
            attributes: ["Arn": "arn:{partition}:scheduler:{region}:{account}:schedule-group/{name}"],
            support: .emulated
        ),
        "AWS::ApplicationAutoScaling::ScalableTarget": ResourceKind(
            ref: "{scalableTarget}",
            attributes: ["Id": "{scalableTarget}"],
            support: .emulated
        ),
        "AWS::ApplicationAutoScaling::ScalingPolicy": ResourceKind(
            ref: scalingPolicyARN,
            attributes: ["Arn": scalingPolicyARN],
            support: .emulated
        ),
        "AWS::Kinesis::Stream": ResourceKind(
            nameProperty: "Name",
            attributes: ["Arn": "arn:{partition}:kinesis:{region}:{account}:stream/{name}"]
        ),
        "AWS::S3::Bucket": ResourceKind(
            nameProperty: "BucketName",
            isNamedInLowerCase: true,
            attributes: [
                "Arn": "arn:{partition}:s3:::{name}", "DomainName": "{name}.s3.{suffix}",
                "DualStackDomainName": "{name}.s3.dualstack.{region}.{suffix}",
                "RegionalDomainName": "{name}.s3.{region}.{suffix}",
                "WebsiteURL": "http://{name}.s3-website-{region}.{suffix}",
            ],
            support: .emulated
        ),
        "AWS::S3::BucketPolicy": ResourceKind(support: .emulated),
    ]

    /// Types that are not emulated and are spelt nearly as ones that are.
    private static let neighbours: [String: ResourceKind] = [
        "AWS::ApiGatewayV2::Model": ResourceKind(), "AWS::PCS::Queue": ResourceKind(),
    ]

    private static let scalingPolicyARN = "arn:{partition}:autoscaling:{region}:{account}:{scalingPolicy}"

    private static let queueURL = "{awsEndpoint}/{account}/{name}"

    private static let eventSourceMappingARN =
        "arn:{partition}:lambda:{region}:{account}:event-source-mapping:{name}"

    private static let functionARN = "arn:{partition}:lambda:{region}:{account}:function:{name}"

    /// Of the layer's version.
    private static let layerARN = "arn:{partition}:lambda:{region}:{account}:layer:{name}:{layerVersion}"

    private static let qualifiedFunctionARN =
        "arn:{partition}:lambda:{region}:{account}:function:{qualifiedFunction}"

    private static let targetFunctionARN = "arn:{partition}:lambda:{region}:{account}:function:{targetFunction}"

    private static let function = ResourceKind(
        nameProperty: "FunctionName",
        attributes: ["Arn": functionARN],
        support: .emulated
    )

    private static let tableARN = "arn:{partition}:dynamodb:{region}:{account}:table/{name}"

    private static let table = ResourceKind(
        nameProperty: "TableName",
        attributes: ["Arn": tableARN, "StreamArn": "{streamARN}"],
        needs: ["StreamArn": "StreamSpecification"],
        support: .emulated
    )

    /// Types whose absence no function notices, by the beginning of their names.
    private static let dispensable = [
        "AWS::IAM::": "permissions are not enforced",
        "AWS::Serverless::Connector": "permissions are not enforced",
        "AWS::SNS::TopicPolicy": "permissions are not enforced",
        "AWS::KMS::": "nothing is encrypted at rest",
        "AWS::Logs::": "functions' logs are kept on this machine",
        "AWS::CloudWatch::Dashboard": "nobody looks at dashboards of a local application",
        "AWS::XRay::": "traces are not collected",
        "AWS::CodeDeploy::": "it matters to deployments only",
        "AWS::CDK::Metadata": "it matters to deployments only",
    ]

    /// Types that stand between clients and functions, by the beginning of their names.
    private static let refused = [
        "AWS::Serverless::WebSocketApi": webSockets,
        "AWS::ApiGateway::DomainName": customDomains,
        "AWS::ApiGateway::BasePathMapping": customDomains,
        "AWS::ApiGatewayV2::DomainName": customDomains,
        "AWS::ApiGatewayV2::ApiMapping": customDomains,
        "AWS::ElasticLoadBalancingV2::": "functions get no events of load balancers here",
    ]

    /// What stands before a rule's name in its ARN: nothing for rules of the default bus. A bus is named by its ARN as well.
    static func ruleFolder(ofBus bus: String) -> String {
        let name = bus.split(separator: "/").last ?? "default"
        return name == "default" ? "" : "\(name)/"
    }

    /// The name of a resource that has none.
    func madeUpName(_ logicalID: String) -> String {
        let name = isNamedInLowerCase ? logicalID.lowercased() : logicalID
        return name.utf8.count < 3 ? name + shortNameEnding : name
    }

    /// Makes a name long enough where AWS wants three characters.
    private var shortNameEnding: String {
        switch nameProperty {
        case "BucketName": "-bucket"
        case "TableName": "-table"
        default: ""
        }
    }

    static let webSockets = "the gateway serves REST and HTTP APIs, not WebSocket APIs"
    static let customDomains = "APIs are reached by the gateway's port or as ID.execute-api.localhost"

    /// An ending that names have of resources for which a property is true.
    struct NameEnding {
        var text: String
        var property: String
    }

    init(
        nameProperty: String? = nil,
        nameEnding: NameEnding? = nil,
        isNamedInLowerCase: Bool = false,
        ref: String = "{name}",
        attributes: [String: String] = [:],
        needs: [String: String] = [:],
        support: Support = .notCreated
    ) {
        self.nameProperty = nameProperty
        self.nameEnding = nameEnding
        self.isNamedInLowerCase = isNamedInLowerCase
        self.ref = ref
        self.attributes = attributes
        self.needs = needs
        self.support = support
    }

    init(type: String) {
        self = Self.known[type] ?? ResourceKind(support: Self.support(ofUnknown: type))
    }

    private static func support(ofUnknown type: String) -> Support {
        if let reason = refused.first(where: { type.hasPrefix($0.key) })?.value { return .refused(reason) }
        if let reason = dispensable.first(where: { type.hasPrefix($0.key) })?.value { return .dispensable(reason) }
        return .notCreated
    }
}
