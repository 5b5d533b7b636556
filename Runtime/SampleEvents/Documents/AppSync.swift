/// https://docs.aws.amazon.com/appsync/latest/devguide/direct-lambda-reference.html
extension SampleEvent {
    static let appSync = [
        SampleEvent(
            "appsync",
            "resolver",
            "A field of a GraphQL API is resolved",
            #"""
            {
              "arguments": {"id": "middlemarch"},
              "identity": {
                "claims": {
                  "sub": "6c1f2a90-4d3b-4e8a-9c57-0a1b2c3d4e5f",
                  "email_verified": true,
                  "iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_aBcDeFgHi",
                  "phone_number_verified": false,
                  "cognito:username": "reader-1",
                  "aud": "3k5n7p9r1t2v4x6z8b0d",
                  "event_id": "2f6d1c7e-8a90-4b0e-9b5a-0b8e6a1c5f43",
                  "token_use": "id",
                  "auth_time": 1773480413,
                  "phone_number": "+441632960001",
                  "exp": 1773484013,
                  "iat": 1773480413,
                  "email": "reader-1@example.com"
                },
                "defaultAuthStrategy": "ALLOW",
                "groups": null,
                "issuer": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_aBcDeFgHi",
                "sourceIp": ["203.0.113.7"],
                "sub": "6c1f2a90-4d3b-4e8a-9c57-0a1b2c3d4e5f",
                "username": "reader-1"
              },
              "source": null,
              "request": {
                "headers": {
                  "x-forwarded-for": "203.0.113.7, 198.51.100.2",
                  "cloudfront-viewer-country": "GB",
                  "cloudfront-is-tablet-viewer": "false",
                  "via": "2.0 0f1e2d3c4b5a.cloudfront.net (CloudFront)",
                  "cloudfront-forwarded-proto": "https",
                  "origin": "https://books.example.com",
                  "content-length": "142",
                  "accept-language": "en-GB,en;q=0.9",
                  "host": "k7m9q2s4u6w8.appsync-api.eu-central-1.amazonaws.com",
                  "x-forwarded-proto": "https",
                  "user-agent": "curl/8.5.0",
                  "accept": "*/*",
                  "cloudfront-is-mobile-viewer": "false",
                  "cloudfront-is-smarttv-viewer": "false",
                  "accept-encoding": "gzip, deflate, br",
                  "referer": "https://books.example.com/shelf",
                  "content-type": "application/json",
                  "sec-fetch-mode": "cors",
                  "x-amz-cf-id": "Zb3kQ0u7VtYpXo1nMdR5cA==",
                  "x-amzn-trace-id": "Root=1-69b52c6d-1f0a2b3c4d5e6f7081929394",
                  "authorization": "a-reader's-token",
                  "sec-fetch-dest": "empty",
                  "x-amz-user-agent": "aws-amplify/6.0.0",
                  "cloudfront-is-desktop-viewer": "true",
                  "sec-fetch-site": "cross-site",
                  "x-forwarded-port": "443"
                }
              },
              "prev": null,
              "info": {
                "selectionSetList": ["id", "title", "author"],
                "selectionSetGraphQL": "{\n  id\n  title\n  author\n}",
                "parentTypeName": "Query",
                "fieldName": "book",
                "variables": {}
              },
              "stash": {}
            }
            """#
        )
    ]
}
