/// What API Gateway is made of.
extension ResourceKind {
    static let apis: [String: ResourceKind] = [
        "AWS::Serverless::HttpApi": ResourceKind(
            nameProperty: "Name",
            ref: "{id}",
            attributes: ["ApiId": "{id}", "ApiEndpoint": "{endpoint}"],
            support: .emulated
        ),
        "AWS::Serverless::Api": ResourceKind(
            nameProperty: "Name",
            ref: "{id}",
            attributes: ["RestApiId": "{id}", "RootResourceId": "{id}"],
            support: .emulated
        ),
        "AWS::ApiGatewayV2::Api": ResourceKind(
            nameProperty: "Name",
            ref: "{id}",
            attributes: ["ApiId": "{id}", "ApiEndpoint": "{endpoint}"],
            support: .emulated
        ),
        "AWS::ApiGatewayV2::Stage": ResourceKind(nameProperty: "StageName", support: .emulated),
        "AWS::ApiGatewayV2::Deployment": identified("DeploymentId"),
        "AWS::ApiGatewayV2::Authorizer": identified("AuthorizerId"),
        "AWS::ApiGatewayV2::Integration": identified("IntegrationId"),
        "AWS::ApiGatewayV2::Route": identified("RouteId"),
        "AWS::ApiGateway::RestApi": ResourceKind(
            nameProperty: "Name",
            ref: "{id}",
            attributes: ["RestApiId": "{id}", "RootResourceId": "{id}"],
            support: .emulated
        ),
        "AWS::ApiGateway::Stage": ResourceKind(nameProperty: "StageName", support: .emulated),
        "AWS::ApiGateway::Deployment": identified("DeploymentId"),
        "AWS::ApiGateway::Authorizer": identified("AuthorizerId"),
        "AWS::ApiGateway::Resource": identified("ResourceId"),
        "AWS::ApiGateway::Method": ResourceKind(ref: "{id}", support: .emulated),
        "AWS::ApiGateway::Model": ResourceKind(nameProperty: "Name", support: .emulated),
        "AWS::ApiGateway::RequestValidator": identified("RequestValidatorId"),
        "AWS::ApiGateway::ApiKey": identified("APIKeyId", named: "Name"),
        "AWS::ApiGateway::UsagePlan": identified("Id", named: "UsagePlanName"),
        "AWS::ApiGateway::UsagePlanKey": identified("Id"),
        "AWS::ApiGateway::GatewayResponse": ResourceKind(attributes: ["Id": "{id}"], support: .emulated),
        "AWS::ApiGateway::Account": ResourceKind(
            attributes: ["Id": "{name}"],
            support: .dispensable("the gateway writes no logs to CloudWatch")
        ),
    ]

    /// One that references give the id of.
    private static func identified(_ attribute: String, named property: String? = nil) -> ResourceKind {
        ResourceKind(nameProperty: property, ref: "{id}", attributes: [attribute: "{id}"], support: .emulated)
    }
}
