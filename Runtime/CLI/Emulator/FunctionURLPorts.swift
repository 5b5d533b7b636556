import Gateway
import HTTPListener
import Lambda
import Time
import Wire

/// A port for each function URL of the template, for clients that do not know what `*.localhost` stands for.
struct FunctionURLPorts: Sendable {
    struct Line: Sendable {
        /// With the alias behind a colon, where the URL is of one.
        var function: String
        /// On the AWS endpoint, told by its name from others.
        var url: String
        /// On the port of its own.
        var address: String
    }

    private(set) var lines: [Line] = []
    private var listeners: [HTTPListener] = []

    /// `first` is the port of the first URL, others follow; 0 takes any free ones.
    static func open(
        _ configs: [FunctionURLConfig],
        _ urls: FunctionURLs,
        host: String,
        first: Int,
        on loop: EventLoopThread,
        time: any TimeSource,
        url: (FunctionURLConfig) -> String
    ) async throws(CommandError) -> FunctionURLPorts {
        var ports = FunctionURLPorts()
        for (index, config) in configs.enumerated() {
            do throws(HTTPListenerError) {
                let listener = try await HTTPListener.bind(
                    on: loop,
                    host: host,
                    port: first == 0 ? 0 : first + index,
                    time: time,
                    handler: FunctionURLPort(urls: urls, urlID: config.urlID)
                )
                ports.listeners.append(listener)
                ports.lines.append(
                    Line(
                        function: config.functionName + (config.qualifier.map { ":\($0)" } ?? ""),
                        url: url(config),
                        address: listener.url
                    )
                )
            } catch {
                for listener in ports.listeners { listener.abort() }
                throw CommandError(error.description)
            }
        }
        return ports
    }

    func close() { for listener in listeners { listener.close() } }

    func abort() { for listener in listeners { listener.abort() } }
}

/// What answers on the port of one function URL.
private struct FunctionURLPort: HTTPHandler {
    let urls: FunctionURLs
    let urlID: String

    func bodyLimit(of request: HTTPRequest) -> Int { urls.bodyLimit(of: request) }

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        urls.handle(request, urlID: urlID, respond: respond)
    }

    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        urls.handle(request, failure: failure, respond: respond)
    }
}

extension HTTPListener {
    /// The address that clients on this machine reach it by.
    var url: String {
        let isAny = ["0.0.0.0", "::", "localhost"].contains(host)
        let name = isAny ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(port)"
    }
}
