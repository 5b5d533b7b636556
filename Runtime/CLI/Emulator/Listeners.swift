import HTTPListener
import Time
import Wire

/// The two ports, taken before it is known what will serve them.
struct Listeners {
    var gateway: HTTPListener
    var endpoint: HTTPListener
    private let gatewayHandler: DeferredHandler
    private let endpointHandler: DeferredHandler

    static func open(
        _ settings: EmulatorSettings,
        on loop: EventLoopThread,
        time: any TimeSource
    ) async throws(CommandError) -> Listeners {
        do throws(HTTPListenerError) {
            let (gatewayHandler, endpointHandler) = (DeferredHandler(), DeferredHandler())
            let (host, ports) = (settings.host, (settings.gatewayPort, settings.endpointPort))
            return Listeners(
                gateway: try await .bind(on: loop, host: host, port: ports.0, time: time, handler: gatewayHandler),
                endpoint: try await .bind(on: loop, host: host, port: ports.1, time: time, handler: endpointHandler),
                gatewayHandler: gatewayHandler,
                endpointHandler: endpointHandler
            )
        } catch {
            throw CommandError(error.description)
        }
    }

    func begin(_ gateway: any HTTPHandler, _ endpoint: any HTTPHandler) {
        gatewayHandler.begin(gateway)
        endpointHandler.begin(endpoint)
    }

    var gatewayURL: String { gateway.url }
    var endpointURL: String { endpoint.url }
}
