import ServiceKit

/// What connections and API destinations have.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnectionAuthRequestParameters.html
extension Shape {
    static let destinationMethod = Shape.string(
        values: ["HEAD", "POST", "PATCH", "DELETE", "PUT", "GET", "OPTIONS"]
    )
    static let connectivity = Shape.structure(
        [
            .required(
                "ResourceParameters",
                .structure(
                    [.required("ResourceConfigurationArn", .string(length: 0...2048))],
                    java: "ConnectivityResourceConfigurationArn"
                )
            )
        ],
        java: "ConnectivityResourceParameters"
    )
    static let authParameters = Shape.structure(
        [
            .optional(
                "BasicAuthParameters",
                .structure(
                    [.optional("Username", .string(length: 1...512)), .optional("Password", .string(length: 1...512))],
                    java: "UpdateConnectionBasicAuthRequestParameters"
                )
            ),
            .optional("OAuthParameters", .oAuthParameters),
            .optional(
                "ApiKeyAuthParameters",
                .structure(
                    [
                        .optional("ApiKeyName", .string(length: 1...512)),
                        .optional("ApiKeyValue", .string(length: 1...512)),
                    ],
                    java: "UpdateConnectionApiKeyAuthRequestParameters"
                )
            ),
            .optional("InvocationHttpParameters", .connectionHTTPParameters),
            .optional("ConnectivityParameters", .connectivity),
        ],
        java: "UpdateConnectionAuthRequestParameters"
    )
    private static let connectionHTTPParameters = Shape.structure(
        [
            .optional(
                "HeaderParameters",
                connectionParameters(.string(length: 0...512), java: "ConnectionHeaderParameter")
            ),
            .optional(
                "QueryStringParameters",
                connectionParameters(.string(length: 0...512), java: "ConnectionQueryStringParameter")
            ),
            .optional("BodyParameters", connectionParameters(.string(), java: "ConnectionBodyParameter")),
        ],
        java: "ConnectionHttpParameters"
    )

    private static func connectionParameters(_ text: Shape, java: String) -> Shape {
        .list(
            .structure(
                [.optional("Key", text), .optional("Value", text), .optional("IsValueSecret", .boolean)],
                java: java
            ),
            length: 0...100
        )
    }

    private static let oAuthParameters = Shape.structure(
        [
            .optional(
                "ClientParameters",
                .structure(
                    [
                        .optional("ClientID", .string(length: 1...512)),
                        .optional("ClientSecret", .string(length: 1...512)),
                    ],
                    java: "UpdateConnectionOAuthClientRequestParameters"
                )
            ), .optional("AuthorizationEndpoint", .string(length: 1...2048)),
            .optional("HttpMethod", .string(values: ["GET", "POST", "PUT"])),
            .optional("OAuthHttpParameters", .connectionHTTPParameters),
        ],
        java: "UpdateConnectionOAuthRequestParameters"
    )
}
