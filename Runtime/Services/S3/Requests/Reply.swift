import Wire

/// What an action answers.
struct Reply: Sendable {
    var status = 200
    var headers: HTTPHeaders = [:]
    var body: [UInt8] = []
    /// In place of `body`.
    var content: BodyContent?
    /// Of an object whose body is not sent.
    var contentLength: Int?

    init(status: Int = 200, headers: HTTPHeaders = [:]) {
        self.status = status
        self.headers = headers
    }

    /// A document of XML.
    init(_ xml: XMLText, status: Int = 200) {
        self.status = status
        body = xml.bytes
        headers.add("Content-Type", "application/xml")
    }

    /// Adds a field that has a value.
    mutating func add(_ name: String, _ value: String?) {
        if let value { headers.add(name, value) }
    }

    func response(to call: Call) -> HTTPResponse {
        var response = HTTPResponse(status: status, headers: headers, body: body)
        response.contentLength = contentLength
        if let content {
            response.contentLength = content.count
            if let bytes = content.bytes {
                response.body = bytes
            } else {
                response.stream = content.stream(call.request)
            }
        }
        return response
    }
}
