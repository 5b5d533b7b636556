extension PropertyTable {
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html
    static let serverlessHTTPAPI = PropertyTable(
        acted: [
            "Name", "Description", "StageName", "StageVariables", "CorsConfiguration", "Auth", "DefaultRouteSettings",
            "RouteSettings", "AccessLogSettings",
        ],
        kept: [
            "Tags": "nothing asks for an API's tags",
            "PropagateTags": "nothing asks for an API's tags",
            "FailOnWarnings": deploysOnly,
        ],
        ignored: ["DisableExecuteApiEndpoint"],
        refused: [
            "Domain": ResourceKind.customDomains,
            "DefinitionBody": "routes come from the functions' events, not from OpenAPI",
            "DefinitionUri": "routes come from the functions' events, not from OpenAPI",
        ]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
    static let serverlessAPI = PropertyTable(
        acted: [
            "Name", "Description", "StageName", "Variables", "Cors", "BinaryMediaTypes", "Auth", "MethodSettings",
            "ApiKeySourceType", "GatewayResponses", "Models", "AccessLogSetting",
        ],
        kept: [
            "Tags": "nothing asks for an API's tags",
            "PropagateTags": "nothing asks for an API's tags",
            "FailOnWarnings": deploysOnly,
            "Mode": deploysOnly,
            "AlwaysDeploy": deploysOnly,
            "OpenApiVersion": "no OpenAPI document is made",
            "MergeDefinitions": "no OpenAPI document is made",
            "EndpointConfiguration": "there are no edge locations here",
            "SecurityPolicy": "the gateway speaks plain HTTP",
            "EndpointAccessMode": "the gateway speaks plain HTTP",
        ],
        ignored: [
            "CacheClusterEnabled", "CacheClusterSize", "MinimumCompressionSize", "CanarySetting", "TracingEnabled",
            "DisableExecuteApiEndpoint", "Policy",
        ],
        refused: [
            "Domain": ResourceKind.customDomains,
            "DefinitionBody": "routes come from the functions' events, not from OpenAPI",
            "DefinitionUri": "routes come from the functions' events, not from OpenAPI",
        ]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html
    static let httpAPIEvent = PropertyTable(
        acted: ["Path", "Method", "ApiId", "TimeoutInMillis", "PayloadFormatVersion", "Auth", "RouteSettings"],
        ignored: ["Stage"]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html
    static let restAPIEvent = PropertyTable(
        acted: [
            "Path", "Method", "RestApiId", "TimeoutInMillis", "Auth", "RequestModel", "RequestParameters",
            "ResponseTransferMode",
        ],
        ignored: ["Stage"]
    )
}

// MARK: - Auth

extension PropertyTable {
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapiauth.html
    static let httpAPIAuth = PropertyTable(
        acted: ["Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer"]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html
    static let restAPIAuth = PropertyTable(
        acted: [
            "Authorizers", "DefaultAuthorizer", "AddDefaultAuthorizerToCorsPreflight", "ApiKeyRequired",
            "AddApiKeyRequiredToCorsPreflight", "UsagePlan",
        ],
        kept: ["InvokeRole": notEnforced],
        ignored: ["ResourcePolicy"]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapifunctionauth.html
    static let httpEventAuth = PropertyTable(acted: ["Authorizer", "AuthorizationScopes"])

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-apifunctionauth.html
    static let restEventAuth = PropertyTable(
        acted: ["Authorizer", "AuthorizationScopes", "ApiKeyRequired"],
        kept: [
            "InvokeRole": notEnforced,
            "OverrideApiAuth": "the auth of an event overrides that of its API in any case",
        ],
        ignored: ["ResourcePolicy"]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-oauth2authorizer.html
    static let jwtAuthorizer = PropertyTable(acted: ["AuthorizationScopes", "IdentitySource", "JwtConfiguration"])

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-lambdaauthorizer.html
    static let httpLambdaAuthorizer = PropertyTable(
        acted: [
            "AuthorizerPayloadFormatVersion", "EnableSimpleResponses", "FunctionArn", "Identity", "FunctionInvokeRole",
            "EnableFunctionDefaultPermissions",
        ]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-lambdatokenauthorizer.html
    static let restLambdaAuthorizer = PropertyTable(
        acted: [
            "AuthorizationScopes", "FunctionArn", "FunctionPayloadType", "Identity", "FunctionInvokeRole",
            "DisableFunctionDefaultPermissions",
        ],
        kept: [
            "AuthorizerPayloadFormatVersion": "REST APIs have one format",
            "EnableSimpleResponses": "authorizers of REST APIs answer with policies",
        ]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-cognitoauthorizer.html
    static let userPoolAuthorizer = PropertyTable(acted: ["AuthorizationScopes", "Identity", "UserPoolArn"])
}

// MARK: - Throttles and usage plans

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigatewayv2-stage-routesettings.html
    static let routeSettings = PropertyTable(
        acted: ["ThrottlingBurstLimit", "ThrottlingRateLimit"],
        kept: ["DetailedMetricsEnabled": "metrics are of APIs and stages, not of routes"],
        ignored: ["DataTraceEnabled", "LoggingLevel"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-methodsetting.html
    static let methodSetting = PropertyTable(
        acted: ["HttpMethod", "ResourcePath", "ThrottlingBurstLimit", "ThrottlingRateLimit"],
        kept: ["MetricsEnabled": "metrics are of APIs and stages, not of methods"],
        ignored: ["CacheDataEncrypted", "CacheTtlInSeconds", "CachingEnabled", "DataTraceEnabled", "LoggingLevel"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplan.html
    static let usagePlan = PropertyTable(
        acted: ["ApiStages", "Quota", "Throttle", "UsagePlanName"],
        kept: ["Description": "nothing asks for a plan's description", "Tags": "nothing asks for a plan's tags"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-apikey.html
    static let apiKey = PropertyTable(
        acted: ["Enabled", "Name", "Value"],
        kept: [
            "CustomerId": "it is for a marketplace",
            "Description": "nothing asks for a key's description",
            "GenerateDistinctId": "an id is distinct from its key's value in any case",
            "StageKeys": "usage plans tell what a key opens",
            "Tags": "nothing asks for a key's tags",
        ]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplankey.html
    static let usagePlanKey = PropertyTable(acted: ["KeyId", "KeyType", "UsagePlanId"])
}
