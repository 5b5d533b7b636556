import JSON
import ServiceKit
import Time
import Wire

/// A request as actions read it.
struct Call: Sendable {
    let request: HTTPRequest
    let address: Address
    /// The first value of each parameter, decoded; empty for one without a value.
    let query: [String: String]
    let now: Timestamp
    let account: AWSAccount
    /// Where the client thinks it is.
    let region: String
    /// What the reply and the events of this request carry.
    let requestID: String
    let hostID: String

    init(_ request: HTTPRequest, _ address: Address, _ context: ServiceContext) {
        self.request = request
        self.address = address
        query = Dictionary(PercentEncoding.pairs(request.query).map { ($0.name, $0.value) }) { first, _ in first }
        now = context.time.now
        account = context.account
        region = CredentialScope(request)?.region ?? context.account.region
        requestID = context.ids.hex(16).uppercased()
        hostID = "\(context.ids.hex(62))=="
    }

    var bucket: String { address.bucket ?? "" }
    var key: String { address.key ?? "" }

    func header(_ name: String) -> String? { request.headers[name] }

    /// The canonical user id of the account that owns everything here.
    var ownerID: String { Self.ownerID(account) }

    static func ownerID(_ account: AWSAccount) -> String { SHA256.hex(Array("owner \(account.id)".utf8)) }

    /// A number in the query; `nil` where there is none.
    func number(_ name: String) throws(AWSError) -> Int? {
        guard let text = query[name], !text.isEmpty else { return nil }
        guard let number = Int(text), number <= Int(Int32.max) else {
            throw .invalidArgument("Provided \(name) not an integer or within integer range", name, text)
        }
        guard number >= 0 else {
            throw .invalidArgument(
                "Argument \(name) must be an integer between 0 and 2147483647",
                name,
                text
            )
        }
        return number
    }

    /// The version that is asked for; `nil` for the latest.
    var versionID: String? { query["versionId"].flatMap { $0.isEmpty ? nil : $0 } }

    /// The body as XML; the root's name must be one of those given.
    func xml(_ names: String...) throws(AWSError) -> XMLElement {
        guard let root = XMLElement(parsing: try checkedBody()), names.contains(root.name) else { throw .malformedXML }
        return root
    }

    /// The body, which must be what the request's digests say.
    func checkedBody() throws(AWSError) -> [UInt8] {
        var intake = try Intake(request.headers)
        let body = try intake.take(request.body)
        _ = try intake.finish(trailers: request.trailers)
        return body
    }
}
