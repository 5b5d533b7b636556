// MARK: - HTTP APIs

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html
    static let plainHTTPAPI = PropertyTable(
        acted: [
            "Name", "ProtocolType", "Description", "CorsConfiguration", "Target", "RouteKey", "CredentialsArn",
        ],
        kept: [
            "FailOnWarnings": deploysOnly,
            "IpAddressType": "the gateway listens on this machine",
            "Tags": "nothing asks for an API's tags",
            "Version": "nothing asks for an API's version",
        ],
        ignored: [
            "ApiKeySelectionExpression", "DisableExecuteApiEndpoint", "DisableSchemaValidation",
            "RouteSelectionExpression",
        ],
        refused: ["BasePath": noOpenAPI, "Body": noOpenAPI, "BodyS3Location": noOpenAPI]
    )

    /// What an HTTP API is made of, by type.
    ///
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html
    static let httpAPIParts: KeyValuePairs<String, PropertyTable> = [
        "AWS::ApiGatewayV2::Stage": PropertyTable(
            acted: [
                "ApiId", "StageName", "AutoDeploy", "DeploymentId", "StageVariables", "DefaultRouteSettings",
                "RouteSettings", "AccessLogSettings",
            ],
            kept: ["Description": noDescription, "Tags": "nothing asks for a stage's tags"],
            ignored: ["AccessPolicyId", "ClientCertificateId"]
        ),
        "AWS::ApiGatewayV2::Deployment": PropertyTable(
            acted: ["ApiId", "StageName"],
            kept: ["Description": noDescription]
        ),
        "AWS::ApiGatewayV2::Authorizer": PropertyTable(
            acted: [
                "ApiId", "Name", "AuthorizerType", "AuthorizerUri", "AuthorizerPayloadFormatVersion",
                "EnableSimpleResponses", "AuthorizerResultTtlInSeconds", "IdentitySource", "JwtConfiguration",
                "AuthorizerCredentialsArn",
            ],
            ignored: ["IdentityValidationExpression"]
        ),
        "AWS::ApiGatewayV2::Integration": PropertyTable(
            acted: [
                "ApiId", "IntegrationType", "IntegrationUri", "PayloadFormatVersion", "TimeoutInMillis",
                "CredentialsArn", "ConnectionType", "IntegrationMethod", "IntegrationSubtype", "RequestParameters",
            ],
            kept: ["Description": noDescription],
            ignored: [
                "ContentHandlingStrategy", "PassthroughBehavior", "RequestTemplates", "ResponseParameters",
                "TemplateSelectionExpression", "TlsConfig",
            ],
            refused: ["ConnectionId": "there are no VPC links here"]
        ),
        "AWS::ApiGatewayV2::Route": PropertyTable(
            acted: ["ApiId", "RouteKey", "Target", "AuthorizationType", "AuthorizerId", "AuthorizationScopes"],
            kept: ["OperationName": "nothing asks for a route's operation"],
            ignored: [
                "ApiKeyRequired", "ModelSelectionExpression", "RequestModels", "RequestParameters",
                "RouteResponseSelectionExpression",
            ]
        ),
    ]
}

// MARK: - REST APIs

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html
    static let plainRESTAPI = PropertyTable(
        acted: ["Name", "Description", "BinaryMediaTypes", "ApiKeySourceType"],
        kept: [
            "EndpointAccessMode": "the gateway speaks plain HTTP",
            "EndpointConfiguration": "there are no edge locations here",
            "FailOnWarnings": deploysOnly,
            "SecurityPolicy": "the gateway speaks plain HTTP",
            "Tags": "nothing asks for an API's tags",
        ],
        ignored: ["DisableExecuteApiEndpoint", "MinimumCompressionSize", "Policy"],
        refused: [
            "Body": noOpenAPI, "BodyS3Location": noOpenAPI, "Mode": noOpenAPI, "Parameters": noOpenAPI,
            "CloneFrom": "there is no other API to copy",
        ]
    )

    /// What a REST API is made of, by type.
    ///
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html
    static let restAPIParts: KeyValuePairs<String, PropertyTable> = [
        "AWS::ApiGateway::Stage": PropertyTable(
            acted: ["RestApiId", "StageName", "DeploymentId", "Variables", "MethodSettings", "AccessLogSetting"],
            kept: [
                "Description": noDescription, "DocumentationVersion": "nothing asks for documentation",
                "Tags": "nothing asks for a stage's tags",
            ],
            ignored: [
                "CacheClusterEnabled", "CacheClusterSize", "CanarySetting", "ClientCertificateId", "TracingEnabled",
            ]
        ),
        "AWS::ApiGateway::Deployment": PropertyTable(
            acted: ["RestApiId", "StageName", "StageDescription"],
            kept: ["Description": noDescription],
            ignored: ["DeploymentCanarySettings"]
        ),
        "AWS::ApiGateway::Authorizer": PropertyTable(
            acted: [
                "RestApiId", "Name", "Type", "AuthorizerUri", "AuthorizerResultTtlInSeconds", "IdentitySource",
                "IdentityValidationExpression", "ProviderARNs", "AuthorizerCredentials",
            ],
            kept: ["AuthType": "no OpenAPI document is made"]
        ),
        "AWS::ApiGateway::Model": PropertyTable(
            acted: ["RestApiId", "Name", "Schema"],
            kept: [
                "ContentType": "methods say for which media type a model is", "Description": noDescription,
            ]
        ),
        "AWS::ApiGateway::RequestValidator": PropertyTable(
            acted: ["RestApiId", "ValidateRequestBody", "ValidateRequestParameters"],
            kept: ["Name": "methods name validators by their ids"]
        ),
        "AWS::ApiGateway::Resource": PropertyTable(acted: ["RestApiId", "ParentId", "PathPart"]),
        "AWS::ApiGateway::Method": PropertyTable(
            acted: [
                "RestApiId", "ResourceId", "HttpMethod", "Integration", "AuthorizationType", "AuthorizerId",
                "AuthorizationScopes", "ApiKeyRequired", "RequestModels", "RequestParameters", "RequestValidatorId",
            ],
            kept: [
                "MethodResponses": "integrations say what is answered",
                "OperationName": "nothing asks for a method's operation",
            ]
        ),
    ]

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-method-integration.html
    static let methodIntegration = PropertyTable(
        acted: [
            "Type", "Uri", "IntegrationHttpMethod", "TimeoutInMillis", "RequestTemplates", "IntegrationResponses",
            "PassthroughBehavior", "ResponseTransferMode", "Credentials", "ConnectionType", "RequestParameters",
        ],
        ignored: ["CacheKeyParameters", "CacheNamespace", "ContentHandling"],
        refused: [
            "ConnectionId": "there are no VPC links here",
            "IntegrationTarget": "there are no VPC links here",
        ]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-deployment-stagedescription.html
    static let stageDescription = PropertyTable(
        acted: ["Variables", "MethodSettings", "AccessLogSetting"],
        kept: [
            "Description": noDescription, "DocumentationVersion": "nothing asks for documentation",
            "Tags": "nothing asks for a stage's tags",
        ],
        ignored: [
            "CacheClusterEnabled", "CacheClusterSize", "CacheDataEncrypted", "CacheTtlInSeconds",
            "CachingEnabled", "CanarySetting", "ClientCertificateId", "DataTraceEnabled", "LoggingLevel",
            "MetricsEnabled", "ThrottlingBurstLimit", "ThrottlingRateLimit", "TracingEnabled",
        ]
    )

    private static let noOpenAPI = "routes come from resources of their own, not from OpenAPI"
    private static let noDescription = "nothing asks for its description"
}
