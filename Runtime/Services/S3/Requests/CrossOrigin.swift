import ServiceKit
import Wire

/// What pages of other origins may do with a bucket, by its CORS configuration.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
struct CORSRule: Sendable, Hashable {
    var id: String?
    var origins: [String]
    var methods: [String]
    var headers: [String]
    var exposed: [String]
    var maxAge: String?

    init(_ xml: XMLElement) throws(AWSError) {
        id = xml.text("ID")
        origins = xml.all("AllowedOrigin").map(\.text)
        methods = xml.all("AllowedMethod").map(\.text)
        headers = xml.all("AllowedHeader").map(\.text)
        exposed = xml.all("ExposeHeader").map(\.text)
        maxAge = xml.text("MaxAgeSeconds")
        guard !origins.isEmpty, !methods.isEmpty else { throw .malformedXML }
        for method in methods where !["GET", "PUT", "HEAD", "POST", "DELETE"].contains(method) {
            throw .invalidRequest("Found unsupported HTTP method in CORS config. Unsupported method is \(method)")
        }
        for origin in origins where origin.count(where: { $0 == "*" }) > 1 {
            throw .invalidRequest("AllowedOrigin \"\(origin)\" can not have more than one wildcard.")
        }
        for header in headers where header.count(where: { $0 == "*" }) > 1 {
            throw .invalidRequest("AllowedHeader \"\(header)\" can not have more than one wildcard.")
        }
        for header in exposed where header.contains("*") {
            throw .invalidRequest(
                "ExposeHeader \"\(header)\" contains wildcard. We currently do not support wildcard for ExposeHeader."
            )
        }
    }

    static func rules(_ configuration: XMLElement) throws(AWSError) -> [CORSRule] {
        var rules: [CORSRule] = []
        for element in configuration.children {
            guard element.name == "CORSRule" else { throw .malformedXML }
            rules.append(try CORSRule(element))
        }
        guard (1...100).contains(rules.count) else { throw .malformedXML }
        return rules
    }

    func allows(origin: String, method: String, headers asked: [String] = []) -> Bool {
        origins.contains { Self.matches($0, origin) } && methods.contains(method)
            && asked.allSatisfy { name in headers.contains { Self.matches($0.lowercased(), name.lowercased()) } }
    }

    /// With one star at most.
    private static func matches(_ pattern: String, _ text: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return pattern == text }
        let (start, end) = (pattern[..<star], pattern[star...].dropFirst())
        return text.count >= start.count + end.count && text.hasPrefix(start) && text.hasSuffix(end)
    }

    func add(to response: inout HTTPResponse, origin: String) {
        response.headers["Access-Control-Allow-Origin"] = origins.contains("*") ? "*" : origin
        response.headers.add("Access-Control-Allow-Methods", methods.joined(separator: ", "))
        if !exposed.isEmpty { response.headers.add("Access-Control-Expose-Headers", exposed.joined(separator: ", ")) }
        if let maxAge { response.headers.add("Access-Control-Max-Age", maxAge) }
        if !origins.contains("*") { response.headers.add("Access-Control-Allow-Credentials", "true") }
        response.headers.add("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")
    }
}

extension S3 {
    private func rule(_ call: Call, _ method: String, _ headers: [String] = []) -> CORSRule? {
        guard let origin = call.header("Origin"), let name = call.address.bucket,
            let bucket = try? documents.current.bucket(name), let xml = bucket.xml("cors"),
            let rules = try? CORSRule.rules(xml)
        else { return nil }
        return rules.first { $0.allows(origin: origin, method: method, headers: headers) }
    }

    /// Answers a browser that asks whether it may send a request; `nil` for what is no such question.
    func preflight(_ call: Call) -> Result<Reply, any Error>? {
        guard call.request.method == "OPTIONS" else { return nil }
        guard call.header("Origin") != nil, let method = call.header("Access-Control-Request-Method") else {
            return .failure(
                AWSError("BadRequest", 400, "Insufficient information. Origin request header needed.")
            )
        }
        let names = Self.names(call.header("Access-Control-Request-Headers"))
        guard rule(call, method, names) != nil else {
            let bucket = call.address.bucket.flatMap { try? documents.current.bucket($0) }
            let reason =
                bucket?["cors"] == nil
                ? "CORS is not enabled for this bucket."
                : "This CORS request is not allowed. This is usually because the evalution of Origin, request method / "
                    + "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's "
                    + "CORS spec."
            return .failure(
                AWSError(
                    "AccessForbidden",
                    403,
                    "CORSResponse: \(reason)",
                    ("Method", method),
                    ("ResourceType", call.address.key == nil ? "BUCKET" : "OBJECT")
                )
            )
        }
        var reply = Reply()
        if !names.isEmpty {
            reply.headers.add("Access-Control-Allow-Headers", names.joined(separator: ", ").lowercased())
        }
        return .success(reply)
    }

    private static func names(_ header: String?) -> [String] {
        (header ?? "").split(separator: ",").map { String($0.trimming { $0 == " " }) }.filter { !$0.isEmpty }
    }

    /// Adds nothing for a request that no page has sent, or where the bucket says nothing of its origin.
    func addCrossOrigin(to response: inout HTTPResponse, _ call: Call) {
        guard let origin = call.header("Origin") else { return }
        let isPreflight = call.request.method == "OPTIONS"
        let method = isPreflight ? call.header("Access-Control-Request-Method") ?? "" : call.request.method
        let names = isPreflight ? Self.names(call.header("Access-Control-Request-Headers")) : []
        rule(call, method, names)?.add(to: &response, origin: origin)
    }

    /// Whether a bucket lets pages of the request's origin send it: not what would change the bucket itself.
    package func allowsPage(_ request: HTTPRequest) -> Bool {
        guard request.headers["Origin"] != nil, matches(request),
            let address = Address(host: request.headers["Host"], path: request.path), address.bucket != nil
        else { return false }
        let call = Call(request, address, context)
        let isPreflight = request.method == "OPTIONS"
        let method = isPreflight ? call.header("Access-Control-Request-Method") ?? "" : request.method
        guard address.key != nil || ["GET", "HEAD", "POST"].contains(method) else { return false }
        return rule(call, method, isPreflight ? Self.names(call.header("Access-Control-Request-Headers")) : []) != nil
    }
}
