/// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html
extension SampleEvent {
    static let cloudFront = [
        edge("ab-test", "A viewer takes part in an A/B test", [agent, host, cookie]),
        SampleEvent(
            "cloudfront",
            "access-request-in-response",
            "A response, with the request it answers",
            viewer("/books"),
            record(request([host, userName]), response([("X-Cache", "Hit from cloudfront")]))
        ),
        edge("http-redirect", "A request to be redirected", [agent, host]),
        edge(
            "modify-querystring",
            "A request whose query is to be changed",
            query: "user=reader-1&page=2",
            [host, agent, userName]
        ),
        SampleEvent(
            "cloudfront",
            "modify-response-header",
            "A response whose headers are to be changed",
            record(
                response([
                    ("Vary", "*"), ("Last-Modified", "2026-03-14"), ("X-Amz-Meta-Last-Modified", "2026-01-01"),
                ])
            )
        ),
        edge(
            "multiple-remote-calls-aggregate-response",
            "A request that several calls answer",
            uri: "/shelves/London:Paris:Lisbon",
            [host, agent]
        ),
        edge(
            "normalize-querystring-to-improve-cache-hit",
            "A request whose query is to be normalized",
            query: "SORT=Title&Genre=NOVEL",
            [host, agent, userName]
        ),
        edge(
            "redirect-on-viewer-country",
            "A request with the viewer's country",
            [host, ("CloudFront-Viewer-Country", "GB")]
        ),
        edge(
            "redirect-unauthenticated-users",
            "A request of somebody not logged in",
            clientIP: false,
            query: "page=2",
            [host]
        ),
        edge("response-generation", "A request answered without an origin", [host]),
        edge(
            "serve-object-on-viewer-device",
            "A request with the viewer's device",
            [
                host, ("CloudFront-Is-Desktop-Viewer", "true"), ("CloudFront-Is-Mobile-Viewer", "false"),
                ("CloudFront-Is-SmartTV-Viewer", "false"), ("CloudFront-Is-Tablet-Viewer", "false"),
            ]
        ),
        edge("simple-remote-call", "A request that one call answers", [host, agent, userName]),
    ]

    private static let host = ("Host", "d111111abcdef8.cloudfront.net")
    private static let agent = ("User-Agent", "curl/8.5.0")
    private static let userName = ("User-Name", "reader-1")
    private static let cookie = ("Cookie", "theme=dark; session=7f3a; X-Experiment-Name=A")

    private static func viewer(_ uri: String) -> [Parameter] { [.init("uri", uri), .init("method", "GET")] }

    /// An event with a request alone.
    private static func edge(
        _ name: String,
        _ summary: String,
        uri: String = "/books",
        clientIP: Bool = true,
        query: String? = nil,
        _ headers: [(String, String)]
    ) -> SampleEvent {
        SampleEvent(
            "cloudfront",
            name,
            summary,
            viewer(uri),
            record(request(headers, clientIP: clientIP, query: query))
        )
    }

    private static func record(_ members: String...) -> String {
        #"""
        {"Records": [{"cf": {"config": {"distributionId": "EDFDVBD6EXAMPLE"}, \#(members.joined(separator: ", "))}}]}
        """#
    }

    private static func request(_ fields: [(String, String)], clientIP: Bool = true, query: String? = nil) -> String {
        let address = clientIP ? #""clientIp": "2001:db8::3257:9652", "# : ""
        let query = query.map { #""querystring": "\#($0)", "# } ?? ""
        return
            #""request": {"uri": "${uri}", \#(query)"method": "${method}", \#(address)"headers": \#(headers(fields))}"#
    }

    private static func response(_ fields: [(String, String)]) -> String {
        #""response": {"status": "200", "statusDescription": "OK", "headers": \#(headers(fields))}"#
    }

    private static func headers(_ fields: [(String, String)]) -> String {
        let members = fields.map { #""\#($0.lowercased())": [{"key": "\#($0)", "value": "\#($1)"}]"# }
        return "{\(members.joined(separator: ", "))}"
    }
}
