import JSON
import Template
import Wire

/// Makes a client's request into one to a service, in the protocol that API Gateway speaks with it: its answer is the
/// client's.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
enum ServiceRequest {
    static func request(
        _ target: Application.ServiceTarget,
        _ routed: RoutedRequest,
        region: String
    ) -> HTTPRequest {
        let values = target.parameters.compactMap { parameter in
            parameter.value.text(routed).map { (name: parameter.name, value: $0) }
        }
        let region = values.first { $0.name == "Region" }?.value ?? region
        let parameters = values.filter { $0.name != "Region" }
        return switch target.action {
        case .putEvents: putEvents(parameters, region)
        case .sendMessage: queue("SendMessage", parameters, region)
        case .receiveMessage: queue("ReceiveMessage", parameters, region)
        case .deleteMessage: queue("DeleteMessage", parameters, region)
        case .purgeQueue: queue("PurgeQueue", parameters, region)
        }
    }

    private typealias Parameters = [(name: String, value: String)]

    private static func putEvents(_ parameters: Parameters, _ region: String) -> HTTPRequest {
        let entry = parameters.map { name, value -> (String, JSON) in
            let json = try? JSON(parsing: value)
            switch (name, json) {
            case ("Resources", .array?): return (name, json ?? .null)
            case ("Resources", _): return (name, [.string(value)])
            case ("Time", .number?): return (name, json ?? .null)
            default: return (name, .string(value))
            }
        }
        let body: JSON = ["Entries": [.object(JSON.Object(entry))]]
        return request(
            "events",
            region,
            ["Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSEvents.PutEvents"],
            body.bytes
        )
    }

    private static func queue(_ action: String, _ parameters: Parameters, _ region: String) -> HTTPRequest {
        let form = [("Action", action), ("Version", "2012-11-05")] + parameters.flatMap(members)
        let body = form.map { "\(PercentEncoding.encode($0))=\(PercentEncoding.encode($1))" }.joined(separator: "&")
        return request("sqs", region, ["Content-Type": "application/x-www-form-urlencoded"], Array(body.utf8))
    }

    /// As the query protocol writes them: lists and maps one member after the other.
    private static func members(_ name: String, _ value: String) -> [(String, String)] {
        switch name {
        case "AttributeNames", "MessageAttributeNames":
            let names =
                (try? JSON(parsing: value))?.arrayValue?.compactMap(\.stringValue)
                ?? value.split(separator: ",").map(String.init)
            return names.enumerated().map { ("\(name.dropLast()).\($0 + 1)", $1) }
        case "MessageAttributes", "MessageSystemAttributes":
            let attributes = (try? JSON(parsing: value))?.objectValue?.members ?? []
            return attributes.enumerated().flatMap { index, attribute -> [(String, String)] in
                let place = "\(name.dropLast()).\(index + 1)"
                let parts = attribute.value.objectValue?.members ?? []
                return [("\(place).Name", attribute.key)]
                    + parts.map { ("\(place).Value.\($0.key)", $0.value.stringValue ?? $0.value.text) }
            }
        default: return [(name, value)]
        }
    }

    private static func request(
        _ service: String,
        _ region: String,
        _ headers: HTTPHeaders,
        _ body: [UInt8]
    ) -> HTTPRequest {
        var headers = headers
        headers.add("Host", "\(service).\(region).amazonaws.com")
        headers.add(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=apigateway/20200101/\(region)/\(service)/aws4_request, "
                + "SignedHeaders=host, Signature=0"
        )
        return HTTPRequest(method: "POST", target: "/", headers: headers, body: body)
    }
}
