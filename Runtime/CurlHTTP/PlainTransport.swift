#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import CCurl

/// Where a plain connection goes.
struct TCPAddress: Hashable {
    /// A name or an address, one of IPv6 without its brackets.
    var host: String
    var port: UInt16

    /// `nil` for what is not `http://host:port`, or without the port.
    init?(url: String) {
        guard url.hasPrefix("http://") else { return nil }
        var authority = url.dropFirst("http://".count)
        if authority.hasSuffix("/") { authority.removeLast() }
        let isKnown = authority.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/?#@%\\".utf8.contains($0) }
        guard !authority.isEmpty, isKnown else { return nil }
        port = 80
        if !authority.hasSuffix("]"), let colon = authority.lastIndex(of: ":") {
            guard let port = UInt16(authority[authority.index(after: colon)...]) else { return nil }
            self.port = port
            authority = authority[..<colon]
        }
        if authority.hasPrefix("["), authority.hasSuffix("]") { authority = authority.dropFirst().dropLast() }
        guard !authority.isEmpty else { return nil }
        host = String(authority)
    }
}

/// A TCP connection as it is. Its socket blocks unless told otherwise at each call.
final class PlainTransport: Transport {
    let descriptor: Int32
    let readsAhead = false

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Tries the host's addresses in turn.
    static func connect(
        to address: TCPAddress,
        deadline: ContinuousClock.Instant
    ) throws(CurlError) -> PlainTransport {
        var hints = addrinfo()
        hints.ai_socktype = stream
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let failure = getaddrinfo(address.host, "\(address.port)", &hints, &found)
        defer { if let found { freeaddrinfo(found) } }
        guard failure == 0 else {
            let reason = String(cString: gai_strerror(failure))
            throw CurlError(CURLE_COULDNT_RESOLVE_HOST, detail: "Could not resolve host: \(address.host): \(reason)")
        }
        let place = "Failed to connect to \(address.host) port \(address.port)"
        var failed = CurlError(CURLE_COULDNT_CONNECT, detail: "\(place): it has no address")
        var next = found
        while let candidate = next {
            do throws(CurlError) {
                return try connect(to: candidate.pointee, deadline)
            } catch {
                failed = CurlError(CURLcode(error.code), detail: "\(place): \(error.reason)")
                next = candidate.pointee.ai_next
            }
        }
        throw failed
    }

    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif

    private static func connect(
        to address: addrinfo,
        _ deadline: ContinuousClock.Instant
    ) throws(CurlError) -> PlainTransport {
        let socket = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
        guard socket >= 0 else { throw .system(CURLE_COULDNT_CONNECT, errno) }
        let transport = PlainTransport(socket)
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        var one: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, size)
        #if canImport(Darwin)
            setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &one, size)
        #endif
        if connectSocket(socket, address.ai_addr, address.ai_addrlen) != 0 {
            guard errno == EINPROGRESS || errno == EINTR else { throw .system(CURLE_COULDNT_CONNECT, errno) }
            try transport.wait(for: POLLOUT, until: deadline)
            var (error, length): (Int32, socklen_t) = (0, size)
            getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length)
            guard error == 0 else { throw .system(CURLE_COULDNT_CONNECT, error) }
        }
        _ = fcntl(socket, F_SETFL, 0)
        return transport
    }

    func send(_ bytes: UnsafeRawBufferPointer) throws(CurlError) -> Int {
        #if canImport(Darwin)
            let flags = Int32(MSG_DONTWAIT)
        #else
            let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
        #endif
        while true {
            let count = sendSocket(descriptor, bytes.baseAddress, bytes.count, flags)
            if count >= 0 { return count }
            if errno == EAGAIN { return 0 }
            if errno != EINTR { throw .system(CURLE_SEND_ERROR, errno) }
        }
    }

    func receive(_ room: UnsafeMutableRawBufferPointer, waits: Bool) throws(CurlError) -> Int? {
        while true {
            let count = recv(descriptor, room.baseAddress, room.count, waits ? 0 : Int32(MSG_DONTWAIT))
            if count >= 0 { return count }
            if errno == EAGAIN { return nil }
            if errno != EINTR { throw .system(CURLE_RECV_ERROR, errno) }
        }
    }
}

// The system's functions whose names the methods above have.

private func connectSocket(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ size: socklen_t) -> Int32 {
    connect(descriptor, address, size)
}

private func sendSocket(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}
