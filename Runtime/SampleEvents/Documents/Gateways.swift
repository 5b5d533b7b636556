/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
extension SampleEvent {
    static let alb = [
        SampleEvent(
            "alb",
            "request",
            "A request through an Application Load Balancer",
            [
                .body, .init("method", "POST"), .init("path", "books/search"), .accountID,
                .init("dns-suffix", "us-east-1.elb.amazonaws.com"),
            ],
            #"""
            {
              "requestContext": {
                "elb": {
                  "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:${account-id}:targetgroup/books/6d0ecf831eec9f09"
                }
              },
              "httpMethod": "${method}",
              "path": "/${path}",
              "queryStringParameters": {"query": "middlemarch"},
              "headers": {
                "accept": "application/json",
                "accept-encoding": "gzip",
                "accept-language": "en-GB,en;q=0.9",
                "connection": "keep-alive",
                "host": "books-1234567890.${dns-suffix}",
                "upgrade-insecure-requests": "1",
                "user-agent": "curl/8.5.0",
                "x-amzn-trace-id": "Root=1-69b52c6d-1f0a2b3c4d5e6f7081929394",
                "x-forwarded-for": "203.0.113.7",
                "x-forwarded-port": "80",
                "x-forwarded-proto": "http",
                "x-imforwards": "20"
              },
              "body": "${base64:body}",
              "isBase64Encoded": true
            }
            """#
        )
    ]

    static let apiGateway = [
        SampleEvent(
            "apigateway",
            "authorizer",
            "A REST API asks a TOKEN authorizer",
            Parameter.arn + [
                .init("stage", "prod"), .init("method", "POST"), .init("resource", "{proxy+}"),
                .init("restApiId", "a1b2c3d4e5"),
            ],
            #"""
            {"type": "TOKEN", "authorizationToken": "a-reader's-token", "methodArn": "\#(methodARN)"}
            """#
        ),
        SampleEvent(
            "apigateway",
            "aws-proxy",
            "A request through a REST API (payload format 1.0)",
            [
                .body, .init("stage", "prod"), .init("method", "POST"), .init("resource", "/{proxy+}"),
                .init("path", "books/search"), .init("querystringparameters", #"{"page": "2"}"#), .accountID,
                .init("dns-suffix", "us-east-1.amazonaws.com"),
            ],
            proxyDocument
        ),
        SampleEvent(
            "apigateway",
            "http-api-proxy",
            "A request through an HTTP API (payload format 2.0)",
            [
                .body, .init("stage", "$default"), .init("method", "POST"), .init("path", "books/search"), .accountID,
                .init("dns-suffix", "us-east-1.amazonaws.com"),
            ],
            httpAPIDocument
        ),
        SampleEvent(
            "apigateway",
            "request-authorizer",
            "A REST API asks a REQUEST authorizer",
            Parameter.arn + [
                .init("stage", "prod"), .init("method", "GET"), .init("resource", "books"),
                .init("restApiId", "a1b2c3d4e5"),
            ],
            requestAuthorizerDocument
        ),
    ]

    private static let methodARN =
        "arn:${partition}:execute-api:${region}:${account-id}:${restApiId}/${stage}/${method}/${resource}"

    private static let clientCertificate = #"""
        {
          "clientCertPem": "-----BEGIN CERTIFICATE-----\n...",
          "subjectDN": "CN=reader.example.com",
          "issuerDN": "CN=Example Readers' CA",
          "serialNumber": "4b:1d:77:02:9c:5e:a0:13",
          "validity": {"notBefore": "Jan  1 00:00:00 2026 GMT", "notAfter": "Jan  1 00:00:00 2027 GMT"}
        }
        """#

    private static let requestAuthorizerDocument = #"""
        {
          "type": "REQUEST",
          "methodArn": "\#(methodARN)",
          "resource": "/${resource}",
          "path": "/${resource}",
          "httpMethod": "${method}",
          "headers": {
            "X-AMZ-Date": "20260314T092653Z",
            "Accept": "*/*",
            "HeaderAuth1": "a-reader's-token",
            "CloudFront-Viewer-Country": "GB",
            "CloudFront-Forwarded-Proto": "https",
            "CloudFront-Is-Tablet-Viewer": "false",
            "CloudFront-Is-Mobile-Viewer": "false",
            "User-Agent": "curl/8.5.0"
          },
          "queryStringParameters": {"QueryString1": "middlemarch"},
          "pathParameters": {},
          "stageVariables": {"StageVar1": "blue"},
          "requestContext": {
            "path": "/${resource}",
            "accountId": "${account-id}",
            "resourceId": "9k3xq1",
            "stage": "${stage}",
            "requestId": "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90",
            "identity": {
              "apiKey": "a-partner's-key",
              "sourceIp": "203.0.113.7",
              "clientCert": \#(clientCertificate)
            },
            "resourcePath": "/${resource}",
            "httpMethod": "${method}",
            "apiId": "${restApiId}"
          }
        }
        """#

    /// Names and values that the proxy event has as `headers` and as `multiValueHeaders`.
    private static let proxyHeaders = [
        ("Accept", "application/json"), ("Accept-Encoding", "gzip, deflate"), ("Accept-Language", "en-GB,en;q=0.9"),
        ("Cache-Control", "max-age=0"), ("CloudFront-Forwarded-Proto", "https"),
        ("CloudFront-Is-Desktop-Viewer", "true"), ("CloudFront-Is-Mobile-Viewer", "false"),
        ("CloudFront-Is-SmartTV-Viewer", "false"), ("CloudFront-Is-Tablet-Viewer", "false"),
        ("CloudFront-Viewer-Country", "GB"), ("Host", "a1b2c3d4e5.execute-api.${dns-suffix}"),
        ("Upgrade-Insecure-Requests", "1"), ("User-Agent", "curl/8.5.0"),
        ("Via", "2.0 0f1e2d3c4b5a.cloudfront.net (CloudFront)"), ("X-Amz-Cf-Id", "Zb3kQ0u7VtYpXo1nMdR5cA=="),
        ("X-Forwarded-For", "203.0.113.7, 198.51.100.2"), ("X-Forwarded-Port", "443"), ("X-Forwarded-Proto", "https"),
    ]

    private static let proxyDocument = #"""
        {
          "body": "${base64:body}",
          "resource": "${resource}",
          "path": "/${path}",
          "httpMethod": "${method}",
          "isBase64Encoded": true,
          "queryStringParameters": "${json:querystringparameters}",
          "multiValueQueryStringParameters": {"page": ["2"]},
          "pathParameters": {"proxy": "${path}"},
          "stageVariables": {"colour": "blue"},
          "headers": {\#(proxyHeaders.map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", "))},
          "multiValueHeaders": {\#(proxyHeaders.map { "\"\($0)\": [\"\($1)\"]" }.joined(separator: ", "))},
          "requestContext": {
            "accountId": "${account-id}",
            "resourceId": "9k3xq1",
            "stage": "${stage}",
            "requestId": "0b8e6a1c-5f43-4d0e-9b5a-2f6d1c7e8a90",
            "requestTime": "14/Mar/2026:09:26:53 +0000",
            "requestTimeEpoch": 1773480413000,
            "identity": {
              "cognitoIdentityPoolId": null,
              "accountId": null,
              "cognitoIdentityId": null,
              "caller": null,
              "accessKey": null,
              "sourceIp": "203.0.113.7",
              "cognitoAuthenticationType": null,
              "cognitoAuthenticationProvider": null,
              "userArn": null,
              "userAgent": "curl/8.5.0",
              "user": null
            },
            "path": "/${stage}/${path}",
            "resourcePath": "${resource}",
            "httpMethod": "${method}",
            "apiId": "a1b2c3d4e5",
            "protocol": "HTTP/1.1"
          }
        }
        """#

    private static let httpAPIDocument = #"""
        {
          "version": "2.0",
          "routeKey": "$default",
          "rawPath": "/${path}",
          "rawQueryString": "genre=novel&genre=satire&page=2",
          "cookies": ["session=7f3a", "theme=dark"],
          "headers": {"accept": "application/json", "x-forwarded-for": "203.0.113.7,198.51.100.2"},
          "queryStringParameters": {"genre": "novel,satire", "page": "2"},
          "requestContext": {
            "accountId": "${account-id}",
            "apiId": "a1b2c3d4e5",
            "authentication": {
              "clientCert": \#(clientCertificate)
            },
            "authorizer": {
              "jwt": {
                "claims": {"sub": "reader-1", "iss": "https://login.example.com"},
                "scopes": ["books:read", "books:rate"]
              }
            },
            "domainName": "a1b2c3d4e5.execute-api.${dns-suffix}",
            "domainPrefix": "a1b2c3d4e5",
            "http": {
              "method": "${method}",
              "path": "/${path}",
              "protocol": "HTTP/1.1",
              "sourceIp": "203.0.113.7",
              "userAgent": "curl/8.5.0"
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "$default",
            "stage": "${stage}",
            "time": "14/Mar/2026:09:26:53 +0000",
            "timeEpoch": 1773480413000
          },
          "body": "${base64:body}",
          "pathParameters": {"proxy": "search"},
          "isBase64Encoded": true,
          "stageVariables": {"colour": "blue", "log": "info"}
        }
        """#
}
