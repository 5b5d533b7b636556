import ServiceKit
import ServiceTesting

@testable import Metrics

extension ServiceClient<Metrics> {
    /// `receiver` takes what alarms send to these services.
    init(sending receiver: (any DeliveryReceiver)? = nil, to services: [String] = ["sns", "lambda"]) throws {
        try self.init(
            targetPrefix: "GraniteServiceVersion20100801.",
            version: "1.0",
            migrations: Metrics.migrations
        ) { context in
            if let receiver { for name in services { context.deliveries.register(receiver, for: name) } }
            return try Metrics(context)
        }
    }
}
