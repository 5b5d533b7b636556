import Wire

/// Which requests a port takes that only programs of this machine's user are meant to use: none that a web page in
/// the user's browser has made.
///
/// Browsers tell where a request comes from: by `Origin`, and for what needs no permission by `Sec-Fetch-Site`. A page
/// whose own name has been made to point here (DNS rebinding) gives itself away by that name in `Host`. Addresses are no
/// such names and always allowed.
package struct AccessRules: Sendable, Hashable {
    /// Further host names.
    private var hosts: Set<HostName>
    /// Further origins such as `http://localhost:5173`, in lower case; `*` for all.
    private var origins: Set<String>

    /// `hosts` with a port or without: it makes no difference.
    package init(hosts: [String] = [], origins: [String] = []) {
        self.hosts = Set(hosts.map(HostName.init))
        self.origins = Set(origins.map { $0.lowercased() })
    }

    /// The names that other machines know this one by, where it listens to them: `hostname` and its first label. Who can
    /// make such a name point elsewhere commands the network, from where the port is open anyway. On loopback it is not,
    /// and there they are no names of it.
    package static func ownNames(_ hostname: String, listeningOn host: String) -> [String] {
        let isLoopback = host.hasPrefix("127.") || host == "::1" || HostName(host).isLocal
        guard !isLoopback, let label = hostname.split(separator: ".").first else { return [] }
        return [hostname, String(label)]
    }

    /// Why a request is refused.
    package enum Refusal: Error, Hashable {
        case host(String)
        case origin(String)
        /// A page that does not say which it is.
        case crossSite

        /// What happened and what allows it, in one sentence each.
        package var message: String {
            switch self {
            case .host(let host):
                "The host '\(host)' is no name of this machine. "
                    + "If you trust it, start Hearth with --allow-host \(HostName(host).text)"
            case .origin(let origin):
                "Web pages of '\(origin)' may not use the AWS endpoint. "
                    + "If you trust them, start Hearth with --allow-origin \(origin)"
            case .crossSite: "A web page of another site may not use the AWS endpoint."
            }
        }
    }

    /// Throws why the request is refused.
    package func check(_ request: HTTPRequest) throws(Refusal) {
        var host: String?
        var origin: String?
        var isCrossSite = false
        for field in request.headers.fields {
            switch field.name.utf8.count {
            case 4 where HTTPHeaders.same(field.name, "Host"):
                guard host == nil else { throw .host(field.value) }
                host = field.value
            case 6 where HTTPHeaders.same(field.name, "Origin"):
                guard origin == nil else { throw .origin(field.value) }
                origin = field.value
            case 14 where HTTPHeaders.same(field.name, "Sec-Fetch-Site"):
                isCrossSite = isCrossSite || field.value != "same-origin" && field.value != "none"
            default: continue
            }
        }
        if let host, !isAllowed(host: host) { throw .host(host) }
        if let origin {
            guard allows(origin: origin) || Self.isSame(origin, host) else { throw .origin(origin) }
        } else if isCrossSite, !origins.contains("*") {
            throw .crossSite
        }
    }

    /// Throws where neither the host is a name of this machine nor what stands behind its first `labels` labels; whatever
    /// page has made the request.
    package func checkHost(_ request: HTTPRequest, behind labels: Int) throws(Refusal) {
        guard let host = request.headers["Host"], !isAllowed(host: host) else { return }
        let rest = host.split(separator: ".", maxSplits: labels).dropFirst(labels).first
        guard let rest, isAllowed(host: String(rest)) else { throw .host(host) }
    }

    /// Whether pages of `origin` may use the port.
    package func allows(origin: String) -> Bool { origins.contains("*") || origins.contains(origin.lowercased()) }

    private static func isSame(_ origin: String, _ host: String?) -> Bool {
        guard let host, let scheme = origin.firstRange(of: "://") else { return false }
        return HTTPHeaders.same(String(origin[scheme.upperBound...]), host)
    }

    private func isAllowed(host: String) -> Bool {
        if host.hasPrefix("127.0.0.1") || host.hasPrefix("localhost") {
            // The usual ones, without making another string of them.
            let rest = host.utf8.dropFirst(9)
            if rest.isEmpty || rest.first == UInt8(ascii: ":") && rest.dropFirst().allSatisfy(Self.isDigit) {
                return true
            }
        }
        let name = HostName(host)
        return name.isAddress || name.isLocal || name.isAWS || hosts.contains(name)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

/// The name in a `Host` header field, without port and trailing dot, in lower case.
private struct HostName: Sendable, Hashable {
    let text: String

    init(_ host: String) {
        var name = Substring(host)
        if let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")), !name.utf8[colon...].contains(UInt8(ascii: "]")) {
            name = name[..<colon]
        }
        if name.utf8.last == UInt8(ascii: ".") { name = name.dropLast() }
        text = name.lowercased()
    }

    var isLocal: Bool { text == "localhost" || text.hasSuffix(".localhost") }

    /// Names of AWS's own, whose addresses nobody else gives out: SDKs put them in front of an endpoint. And names below
    /// one that always stands for this machine, which is what SDKs are told for buckets where `localhost` has none.
    var isAWS: Bool {
        [".amazonaws.com", ".amazonaws.com.cn", ".on.aws"].contains(where: text.hasSuffix)
            || ".\(text)".hasSuffix(".localhost.localstack.cloud")
    }

    /// Four numbers with dots between, or something in brackets.
    var isAddress: Bool {
        if text.hasPrefix("[") && text.hasSuffix("]") {
            return text.utf8.dropFirst().dropLast().allSatisfy { byte in
                Self.isHexDigit(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
            }
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
