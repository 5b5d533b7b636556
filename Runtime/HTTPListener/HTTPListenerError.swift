import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a listener could not open its port.
package struct HTTPListenerError: Error, CustomStringConvertible {
    package var host: String
    package var port: Int
    package var reason: String

    init(host: String, port: Int, cause: any Error) {
        self.host = host
        self.port = port
        if cause is SocketAddressError.UnknownHost {
            reason = "there is no host of that name."
            return
        }
        switch (cause as? IOError)?.errnoCode {
        case EADDRINUSE:
            let holder = PortHolder.find(port: port).map { "\($0) listens there" } ?? "another program listens there"
            reason = "the port is taken: \(holder). Stop it or choose another port (0 takes any free one)."
        case EACCES: reason = "no permission to open this port; those below 1024 need root."
        case EADDRNOTAVAIL: reason = "this machine has no such address."
        default: reason = "\(cause)"
        }
    }

    package var description: String { "cannot listen on \(host):\(port): \(reason)" }
}
